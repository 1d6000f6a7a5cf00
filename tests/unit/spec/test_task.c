/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Tasks as they are read: what they are, and every way in which one can be wrong. */
#include "document/document.h"
#include "experiment/experiment.h"
#include "experiments.h"
#include "iter8/error.h"
#include "spec/task.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two versions, of which both have the variable both and only one has the variable one. */
#define VERSIONS                                                                                   \
    "  versionInfo:\n"                                                                             \
    "    baseline: {name: a, variables: [{name: both, value: '1'}, {name: one, value: x}]}\n"      \
    "    candidates: [{name: b, variables: [{name: both, value: '2'}, {name: bad, value: '{{ "     \
    "'}]}]\n"
#define STRATEGY "  strategy:\n    testingPattern: Canary\n    actions:\n      finish:\n"

/* An experiment with one task, which begins in line 15. */
static void make_text(const char *task, const char *status, char *text, size_t size)
{
    int length = snprintf(text, size, EXPERIMENT_HEAD VERSIONS STRATEGY "      - %s\n%s", task,
                          status != NULL ? status : "");
    cr_assert_lt((size_t)length, size);
}

static const struct {
    const char *task;
    const char *problems; /* without the path of the task and its line, "@" for the path */
} cases[] = {
    {"{task: common/exec, with: {cmd: x, args: ['{{ .both }} {{.name}}', 5, true, null]}}", ""},
    {"{run: 'echo @< .this.metadata.name >@ @< .Spec.Target >@', if: 'not CandidateWon()'}", ""},
    {"{run: x, when: y}", "W ENUM 13:24 @.when: unknown field, ignored"},
    {"{task: comon/bash}", "W ENUM 13:16 @.task: no task of Iter8's (did you mean common/bash?)"},
    {"{task: notification/Slack}",
     "W ENUM 13:16 @.task: no task of Iter8's (did you mean notification/slack?)"},
    {"{task: company/deploy}", ""},
    /* Form. */
    {"{}", "E TASK 13:9 @: a task needs either task or run"},
    {"{task: ''}", "E TASK 13:9 @: a task needs either task or run"},
    {"{task: a, run: b}", "E TASK 13:9 @: a task needs either task or run"},
    {"[]", "E TYPE 13:9 @: a mapping is wanted, not a list"},
    {"{run: 5}", "E TASK 13:9 @: a task needs either task or run\n"
                 "E TYPE 13:15 @.run: a text is wanted, not an integer"},
    {"{run: x, if: true}", "E TYPE 13:22 @.if: a text is wanted, not a boolean"},
    {"{run: x, with: [a]}", "E TYPE 13:24 @.with: a mapping is wanted, not a list"},
    /* Conditions. */
    {"{run: x, if: 'not'}", "E EXPRESSION 13:22 @.if: the condition ends too early (character 4)"},
    {"{run: x, if: Winner()}", "E EXPRESSION 13:22 @.if: unknown function Winner (character 1)"},
    {"{run: x, if: Status.Colour == 'red'}",
     "E EXPRESSION 13:22 @.if: there is no field Colour (character 8)"},
    {"{run: x, if: \"\\xE4 == nil or\\n Spec.Target == 5\"}",
     "E EXPRESSION 13:22 @.if: a value is wanted, not \xC3\xA4 (line 1, character 1)"},
    {"{run: x, if: \"'\\xE4' == '' or\\n Spec.Target == 5\"}",
     "E EXPRESSION 13:22 @.if: the two sides are of different types (line 2, character 17)"},
    {"{run: x, if: 'Spec.Criteria.Objectives[0].RollbackOnFailure'}", ""},
    {"{run: x, if: \"Status.Analysis.AggregatedMetrics.Data['m'].Data['v'].Value > 1\"}", ""},
    {"{run: x, if: 'Spec.Strategy.Actions[\"finish\"][0].With[\"a\"].b == 1'}", ""},
    {"{run: x, if: \"ObjectMeta.Name == Name and metadata.labels['a'] != nil\"}", ""},
    /* Placeholders. */
    {"{run: 'x @< .this.metadata.colour >@'}",
     "E EXPRESSION 13:15 @.run: there is no field colour (character 21)"},
    {"{run: '@< .this.spec >@'}",
     "E EXPRESSION 13:15 @.run: a list or mapping does not fit into a text: .this.spec "
     "(character 4)"},
    {"{run: '@< .this >@'}", "E EXPRESSION 13:15 @.run: a list or mapping does not fit into a "
                             "text: .this (character 4)"},
    {"{run: '@< .promote >@'}",
     "E EXPRESSION 13:15 @.run: there is no field promote (character 5)"},
    {"{run: '@< if .x >@'}", "E EXPRESSION 13:15 @.run: a placeholder holds one value such as "
                             ".name, not if (character 4)"},
    {"{task: notification/http, with: {headers: [{name: x, value: '@< .x >@'}]}}",
     "E EXPRESSION 13:69 @.with.headers[0].value: there is no field x (character 5)"},
    {"{task: notification/http, with: {body: '@< .secret.token >@ @< .Secret \"a\" >@'}}", ""},
    {"{task: common/bash, with: {script: '{{ .nothing }}'}}",
     "E EXPRESSION 13:44 @.with.script: no version has the variable .nothing (character 4)"},
    {"{task: common/bash, with: {script: '{{ .one }}'}}",
     "W EXPRESSION 13:44 @.with.script: the action fails for versions without the variable .one "
     "(character 4)"},
    {"{task: common/bash, with: {script: '{{ .bad }}'}}",
     "E EXPRESSION 13:44 @.with.script: a version has a placeholder as the value of .bad "
     "(character 4)\nW EXPRESSION 13:44 @.with.script: the action fails for versions without the "
     "variable .bad (character 4)"},
    {"{task: common/bash, with: {script: '{{ .both.x }}'}}",
     "E EXPRESSION 13:44 @.with.script: a variable has no fields, so there is no .both.x "
     "(character 4)"},
    {"{task: common/bash, with: {script: '{{ .this.metadata.name }} {{ .this.x }}'}}",
     "E EXPRESSION 13:44 @.with.script: there is no field x (character 36)"},
    {"{task: common/bash, with: {script: '{{ .own }}', versionInfo: [{variables: [{name: own,"
     " value: '1'}]}, {variables: [{name: own, value: '2'}]}]}}",
     ""},
    {"{task: common/exec, with: {args: ['{{ range .items }}'], disableInterpolation: true}}", ""},
    {"{task: common/exec, with: {args: ['{{ range .items }}']}}",
     "E EXPRESSION 13:43 @.with.args[0]: a placeholder holds one value such as .name, not range "
     "(character 4)"},
    /* Braces that are another tool's. */
    {"{run: 'kubectl get -o go-template=\"{{ range .items }}{{ .metadata.name }}{{ end }}\"'}", ""},
    {"{task: acme/deploy, with: {template: '{{ .Values.image }}'}}", ""},
    {"{run: 'apply {{ .both }} {{ .name }} {{ .other }} {{ .this.spec.target }}'}",
     "W EXPRESSION 13:15 @.run: {{ }} is for tasks of common/ only, left as it is: .both "
     "(character 10)\n"
     "W EXPRESSION 13:15 @.run: {{ }} is for tasks of common/ only, left as it is: "
     ".this.spec.target (character 47)"},
};

/* The expected problems with the path filled in. */
static void expand(const char *problems, char *out)
{
    static const char path[] = "spec.strategy.actions.finish[0]";
    for (; *problems != '\0'; problems++) {
        if (*problems == '@' && problems[1] != '<') {
            memcpy(out, path, sizeof path - 1);
            out += sizeof path - 1;
        } else {
            *out++ = *problems;
        }
    }
    *out = '\0';
}

Test(model_task, each_problem_says_what_and_where)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[2000];
        char problems[2000];
        make_text(cases[i].task, NULL, text, sizeof text);
        expand(cases[i].problems, problems);
        expect_problems(text, problems);
    }
}

static const char unfit[] = "{task: common/bash, if: x, with: {script: '{{ nope }}'}}";
static const char warnings[] =
    "W EXPRESSION 13:33 spec.strategy.actions.finish[0].if: there is no field x (character 1)\n"
    "W EXPRESSION 13:51 spec.strategy.actions.finish[0].with.script: a placeholder holds one value "
    "such as .name, not nope (character 4)";

Test(model_task, of_an_experiment_that_is_over_it_is_only_warned)
{
    char text[2000];
    make_text(unfit, "status: {conditions: [{type: ExperimentCompleted, status: 'True'}]}\n", text,
              sizeof text);
    expect_problems(text, warnings);
    make_text(unfit,
              "status: {conditions: [{type: Failed, status: 'True'},"
              " {type: Completed, status: 'False'}]}\n",
              text, sizeof text);
    char *problems = problems_of(text, 0);
    cr_expect_eq(strncmp(problems, "E EXPRESSION 13:33", 18), 0);
    free(problems);
}

Test(model_task, of_a_partial_experiment_it_is_only_warned)
{
    char text[2000];
    make_text(unfit, NULL, text, sizeof text);
    char *problems = problems_of(text, 1);
    cr_expect_str_eq(problems, warnings);
    free(problems);
}

Test(model_task, variables_are_not_missed_before_there_are_versions)
{
    expect_problems(EXPERIMENT_HEAD
                    "  strategy: {testingPattern: Canary, actions: {finish: [{task: common/bash,"
                    " with: {script: '{{ .promote }}'}}]}}\n",
                    "");
}

Test(model_task, inputs_that_are_nested_far_too_deeply_are_refused)
{
    static const struct {
        int depth;
        const char *problems;
    } depths[] = {{55, ""}, {200, "E TOO_DEEP"}};
    for (size_t i = 0; i < 2; i++) {
        char task[1000] = "{task: x/y, with: {a: ";
        for (int d = 0; d < depths[i].depth; d++)
            (void)strcat(task, "[");
        for (int d = 0; d < depths[i].depth; d++)
            (void)strcat(task, "]");
        char text[2000];
        make_text(strcat(task, "}}"), NULL, text, sizeof text);
        iter8_read_options options = {.struct_size = sizeof options, .max_depth = 1000};
        iter8_documents *documents;
        iter8_experiment *experiment;
        cr_assert_eq(iter8_documents_read(text, strlen(text), &options, NULL, &documents),
                     ITER8_OK);
        int rc = iter8_experiment_from_document(iter8_documents_at(documents, 0), NULL, NULL,
                                                &experiment);
        cr_expect_eq(rc, *depths[i].problems == '\0' ? ITER8_OK : ITER8_ERR_INVALID);
        iter8_experiment_free(experiment);
        iter8_documents_free(documents);
    }
}

static const iter8__task_spec *only_task_of(const iter8_experiment *experiment)
{
    const iter8__action_spec *action = iter8__spec_action(&experiment->spec, "finish");
    cr_assert_not_null(action);
    cr_assert_eq(action->task_count, 1);
    return action->tasks;
}

static const struct {
    const char *task;
    const char *name;
    int may_fail;
} kinds[] = {
    {"{run: x}", "run", 0},
    {"{task: common/exec}", "common/exec", 0},
    {"{task: notification/http}", "notification/http", 1},
    {"{task: notification/slack, with: {ignoreFailure: true}}", "notification/slack", 1},
    {"{task: notification/slack, with: {ignoreFailure: false}}", "notification/slack", 0},
    {"{task: notification/mail}", "notification/mail", 0},
};

Test(model_task, notifications_may_fail_unless_they_say_otherwise)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char text[2000];
        make_text(kinds[i].task, NULL, text, sizeof text);
        iter8_experiment *experiment = experiment_from(text);
        const iter8__task_spec *task = only_task_of(experiment);
        cr_expect_str_eq(task->name, kinds[i].name);
        cr_expect_eq(task->may_fail, kinds[i].may_fail, "%s", kinds[i].task);
        iter8_experiment_free(experiment);
    }
}

/* The inputs of a task for a version, as JSON, or what is wrong. */
static char *inputs_of(const char *task, size_t version)
{
    char text[2000];
    make_text(task, NULL, text, sizeof text);
    iter8_experiment *experiment = experiment_from(text);
    const iter8__task_scope scope = {&experiment->spec, experiment->root, version, {0}};
    iter8__node *tree = NULL;
    iter8__fault fault;
    char *out = calloc(1, 1000);
    size_t length;
    int rc =
        iter8__task_inputs(only_task_of(experiment), &scope, &experiment->allocator, &tree, &fault);
    if (rc == ITER8_OK)
        cr_assert_eq(iter8__node_give(tree, ITER8_FORMAT_JSON_COMPACT, &experiment->allocator, out,
                                      1000, &length),
                     ITER8_OK);
    else
        (void)strncat(strcat(out, fault.message), fault.word.text, fault.word.length);
    iter8__node_release(tree);
    iter8_experiment_free(experiment);
    return out;
}

static const struct {
    const char *task;
    size_t version;
    const char *inputs;
} inputs[] = {
    {"{task: common/x, with: {a: ['{{ .both }}', {b: '-{{.name}}-'}, 1, 2.5, true, null]}}", 1,
     "{\"a\":[\"2\",{\"b\":\"-b-\"},1,2.5,true,null]}"},
    {"{task: common/x, with: {a: '{{ .one }}'}}", 0, "{\"a\":\"x\"}"},
    {"{task: common/x, with: {a: '{{ .one }}'}}", 1,
     "the recommended version has no variable .one"},
    {"{task: common/x, with: {a: '{{ .both }}', versionInfo: [{}, {variables: [{name: both, value:"
     " own}]}]}}",
     1,
     "{\"a\":\"own\",\"versionInfo\":[{},{\"variables\":[{\"name\":\"both\",\"value\":\"own\"}]}]"
     "}"},
    {"{task: common/x, with: {a: '{{ .both }}', disableInterpolation: true}}", 1,
     "{\"a\":\"{{ .both }}\",\"disableInterpolation\":true}"},
    {"{task: x/y, with: {a: '{{ .both }} @< .kind >@'}}", 1, "{\"a\":\"{{ .both }} Experiment\"}"},
    {"{task: x/y, with: {a: '<b> & @< .this.spec.target >@', k@<.kind>@: 1}}", 1,
     "{\"a\":\"<b> & t\",\"k@<.kind>@\":1}"},
    {"{task: x/y, with: {a: '@< .this.spec.versionInfo.candidates[0].variables[0].value >@'}}", 0,
     "{\"a\":\"2\"}"},
    {"{task: x/y, with: {a: '@< .this.spec.duration.maxLoops >@'}}", 0,
     "there is no value of .this.spec.duration.maxLoops"},
};

Test(model_task, inputs_are_rendered_and_nothing_is_escaped)
{
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        char *text = inputs_of(inputs[i].task, inputs[i].version);
        cr_expect_str_eq(text, inputs[i].inputs, "%s: %s", inputs[i].task, text);
        free(text);
    }
}
