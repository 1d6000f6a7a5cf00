/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What people get wrong, and what they are told: message, field path, line and column. */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/routing.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define CANARY "  strategy: {testingPattern: Canary}\n"

static const struct input {
    const char *text;
    const char *problems;
} inputs[] = {
    /* No document, or not one. */
    {"spec: [1, 2\n",
     "E SYNTAX 2:1 did not find expected ',' or ']' while parsing a flow sequence"},
    {"a: b: c\n", "E SYNTAX 1:5 mapping values are not allowed in this context"},
    {"apiVersion: iter8.tools/v2alpha2\nkind: \xC3\x28\n", "E ENCODING 2:7 not valid UTF-8"},
    {"", "E KIND 0:0 there is no document in the text"},
    {"# nothing but this\n---\n", "E KIND 0:0 there is no document in the text"},
    {EXPERIMENT_HEAD CANARY "---\nkind: Other\n", "E KIND 0:0 one document is wanted, not several"},
    {"just a text", "E TYPE 1:1 a mapping is wanted, not a text"},
    {"- kind: Experiment", "E TYPE 1:1 a mapping is wanted, not a list"},
    /* Another kind of document: nothing else is said of it. */
    {"apiVersion: apps/v1\nkind: Deployment\nmetadata: {}\nspec: {replicas: 2}\n",
     "E KIND 1:13 apiVersion: iter8.tools/v2alpha2 is wanted, not apps/v1\n"
     "E KIND 2:7 kind: Experiment is wanted, not Deployment"},
    {"apiVersion: iter8.tools/v2beta1\nkind: Experiment\n",
     "E KIND 1:13 apiVersion: iter8.tools/v2alpha2 is wanted, not iter8.tools/v2beta1"},
    {"apiVersion: iter8.tools/v2alpha2\nkind: Metric\n",
     "E KIND 2:7 kind: Experiment is wanted, not Metric"},
    {"apiVersion: 2\nkind: [x]\nmetadata: {name: e}\nspec: {target: t, strategy: "
     "{testingPattern: Canary}}\n",
     "E TYPE 1:13 apiVersion: a text is wanted, not an integer\n"
     "E TYPE 2:7 kind: a text is wanted, not a list"},
    /* Another kind of value. */
    {EXPERIMENT_HEAD CANARY "  criteria:\n  - metric: m\n",
     "E TYPE 8:3 spec.criteria: a mapping is wanted, not a list"},
    {EXPERIMENT_HEAD CANARY "  criteria: {objectives: {metric: m}}\n",
     "E TYPE 7:26 spec.criteria.objectives: a list is wanted, not a mapping"},
    {EXPERIMENT_HEAD CANARY "  criteria: {objectives: [m]}\n",
     "E TYPE 7:27 spec.criteria.objectives[0]: a mapping is wanted, not a text"},
    {EXPERIMENT_HEAD CANARY "  criteria: {rewards: [], indicators: [1]}\n",
     "E TYPE 7:40 spec.criteria.indicators[0]: a text is wanted, not an integer"},
    {EXPERIMENT_HEAD CANARY "  duration: {maxLoops: many}\n",
     "E TYPE 7:24 spec.duration.maxLoops: an integer is wanted, not a text"},
    {EXPERIMENT_HEAD CANARY
     "  criteria: {objectives: [{metric: m, upperLimit: 1, rollback_on_failure: maybe}]}\n",
     "E TYPE 7:75 spec.criteria.objectives[0].rollback_on_failure: true or false is wanted, not "
     "a text"},
    {EXPERIMENT_HEAD "  strategy: {testingPattern: Canary, actions: [start]}\n",
     "E TYPE 6:47 spec.strategy.actions: a mapping is wanted, not a list"},
    {EXPERIMENT_HEAD "  strategy: {testingPattern: Canary, actions: {start: [run it]}}\n",
     "E TYPE 6:56 spec.strategy.actions.start[0]: a mapping is wanted, not a text"},
    {EXPERIMENT_HEAD CANARY "  versionInfo: {baseline: {name: a}, candidates: [b]}\n",
     "E TYPE 7:51 spec.versionInfo.candidates[0]: a mapping is wanted, not a text"},
    {EXPERIMENT_HEAD CANARY
     "  versionInfo: {baseline: {name: a, variables: [x]}, candidates: [{name: b}]}\n",
     "E TYPE 7:49 spec.versionInfo.baseline.variables[0]: a mapping is wanted, not a text"},
    /* Unknown words. */
    {EXPERIMENT_HEAD "  strategy: {testingPattern: canary, deploymentPattern: Blue}\n",
     "E ENUM 6:30 spec.strategy.testingPattern: \"canary\" is not one of Canary, A/B, A/B/N or "
     "Conformance\n"
     "E ENUM 6:57 spec.strategy.deploymentPattern: \"Blue\" is not one of Progressive, "
     "FixedSplit or BlueGreen"},
    {EXPERIMENT_HEAD "  strategy: {testingPattern: A/B}\n  criteria: {rewards: [{metric: m, "
                     "preferredDirection: Up}]}\n",
     "E ENUM 7:56 spec.criteria.rewards[0].preferredDirection: \"Up\" is not one of High or Low"},
    /* Missing fields. */
    {"apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n",
     "E REQUIRED 1:1 metadata: required field is missing\n"
     "E REQUIRED 1:1 spec: required field is missing"},
    {"kind: Experiment\nmetadata: {name: ''}\nspec: {}\n",
     "E REQUIRED 1:1 apiVersion: required field is missing\n"
     "E REQUIRED 2:18 metadata.name: must not be empty\n"
     "E REQUIRED 3:7 spec.target: required field is missing\n"
     "E REQUIRED 3:7 spec.strategy: required field is missing"},
    {EXPERIMENT_HEAD CANARY "  versionInfo: {candidates: [{}]}\n",
     "E REQUIRED 7:16 spec.versionInfo.baseline: required field is missing\n"
     "E REQUIRED 7:30 spec.versionInfo.candidates[0].name: required field is missing"},
    {EXPERIMENT_HEAD CANARY "  criteria: {objectives: [{upperLimit: 1}]}\n",
     "E REQUIRED 7:27 spec.criteria.objectives[0].metric: required field is missing"},
    /* Numbers. */
    {EXPERIMENT_HEAD CANARY "  duration: {intervalSeconds: -5, iterationsPerLoop: 0}\n",
     "E RANGE 7:31 spec.duration.intervalSeconds: -5 is not in 1..2147483647\n"
     "E RANGE 7:54 spec.duration.iterationsPerLoop: 0 is not in 1..2147483647"},
    {EXPERIMENT_HEAD "  strategy: {testingPattern: Canary, weights: {maxCandidateWeight: 101}}\n",
     "E RANGE 6:68 spec.strategy.weights.maxCandidateWeight: 101 is not in 0..100"},
    {EXPERIMENT_HEAD CANARY "  criteria: {objectives: [{metric: m, upperLimit: .nan}]}\n",
     "E NUMBER 7:51 JSON holds neither NaN nor infinities"},
    {EXPERIMENT_HEAD CANARY "  criteria: {objectives: [{metric: m, lowerLimit: -.inf}]}\n",
     "E NUMBER 7:51 JSON holds neither NaN nor infinities"},
    {EXPERIMENT_HEAD CANARY "  criteria: {objectives: [{metric: m, upperLimit: \"NaN\"}]}\n",
     "E QUANTITY 7:51 spec.criteria.objectives[0].upperLimit: \"NaN\" is not a quantity such as "
     "50, \"0.01\", \"10m\" or \"3Mi\""},
    {EXPERIMENT_HEAD CANARY "  criteria: {objectives: [{metric: m, upperLimit: 1K}]}\n",
     "E QUANTITY 7:51 spec.criteria.objectives[0].upperLimit: \"1K\" is not a quantity such as "
     "50, \"0.01\", \"10m\" or \"3Mi\""},
    {EXPERIMENT_HEAD CANARY
     "  criteria: {objectives: [{metric: m, upperLimit: 1, lowerLimit: 1001m}]}\n",
     "E LIMITS 7:51 spec.criteria.objectives[0].upperLimit: the upper limit is below the lower "
     "limit, so no value could meet the objective"},
    /* Tasks. */
    {EXPERIMENT_HEAD "  strategy: {testingPattern: Canary, actions: {start: [{if: 'true'}]}}\n",
     "E TASK 6:56 spec.strategy.actions.start[0]: a task needs either task or run"},
    {EXPERIMENT_HEAD "  strategy: {testingPattern: Canary, actions: {loop: [{task: a, run: b}]}}\n",
     "E TASK 6:55 spec.strategy.actions.loop[0]: a task needs either task or run"},
};

Test(model_bad_input, each_problem_says_what_and_where)
{
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        expect_problems(inputs[i].text, inputs[i].problems);
}

Test(model_bad_input, all_problems_of_a_document_are_told_in_its_order)
{
    expect_problems(
        "apiVersion: iter8.tools/v2alpha2\n"
        "kind: Experiment\n"
        "metadata: {name: six}\n"
        "spec:\n"
        "  versionInfo:\n"
        "    baseline: {name: same, weightObjRef: {apiVersion: v1, kind: K, name: o,"
        " fieldPath: http}}\n"
        "    candidates:\n"
        "    - name: same\n"
        "  duration: {intervalSeconds: -1}\n"
        "  criteria:\n"
        "    objectives:\n"
        "    - {metric: m, upperLimit: 1K}\n"
        "    - {metric: k, upperLimit: 1, lowerLimit: 2}\n"
        "    colour: red\n"
        "  strategy: {testingPattern: Canary, actions: {start: [{}]}}\n",
        "E REQUIRED 5:3 spec.target: required field is missing\n"
        "E FIELD_PATH 6:88 spec.versionInfo.baseline.weightObjRef.fieldPath: a field path starts "
        "with '.', such as .spec.http[0].route[1].weight\n"
        "E DUPLICATE_NAME 8:13 spec.versionInfo.candidates[0].name: version names must be "
        "unique; this one is used twice: same\n"
        "E RANGE 9:31 spec.duration.intervalSeconds: -1 is not in 1..2147483647\n"
        "E QUANTITY 12:31 spec.criteria.objectives[0].upperLimit: \"1K\" is not a quantity such "
        "as 50, \"0.01\", \"10m\" or \"3Mi\"\n"
        "E LIMITS 13:31 spec.criteria.objectives[1].upperLimit: the upper limit is below the "
        "lower limit, so no value could meet the objective\n"
        "W ENUM 14:13 spec.criteria.colour: unknown field, ignored\n"
        "E TASK 15:56 spec.strategy.actions.start[0]: a task needs either task or run");
}

Test(model_bad_input, far_more_of_anything_than_makes_sense_is_refused)
{
    static const struct {
        const char *before;
        const char *item;
        int count;
        const char *after;
        const char *problem;
    } cases[] = {
        {"  criteria: {indicators: [", "m,", 257, "]}\n",
         "E RANGE 7:26 spec.criteria.indicators: the list is longer than 256"},
        {"  criteria: {objectives: [", "{metric: m},", 257, "]}\n",
         "E RANGE 7:26 spec.criteria.objectives: the list is longer than 256"},
        {"  versionInfo: {baseline: {name: b}, candidates: [", "{name: c},", 100, "]}\n",
         "E RANGE 7:50 spec.versionInfo.candidates: the list is longer than 99"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = calloc(1, 10000);
        strcat(strcat(text, EXPERIMENT_HEAD CANARY), cases[i].before);
        for (int n = 0; n < cases[i].count; n++)
            strcat(text, cases[i].item);
        strcat(text, cases[i].after);
        char *problems = problems_of(text, 0);
        cr_expect_eq(strncmp(problems, cases[i].problem, strlen(cases[i].problem)), 0, "%s",
                     problems);
        free(problems);
        free(text);
    }
}

Test(model_bad_input, field_path_that_leads_nowhere_is_told_where_it_ends)
{
    iter8_experiment *experiment = experiment_from(
        EXPERIMENT_HEAD CANARY
        "  versionInfo:\n    baseline: {name: a}\n    candidates:\n    - name: b\n"
        "      weightObjRef: {apiVersion: networking.istio.io/v1, kind: VirtualService, name: v,"
        " namespace: ns, fieldPath: '.spec.http[0].route[2].weight'}\n");
    const char text[] = "apiVersion: networking.istio.io/v1\nkind: VirtualService\n"
                        "metadata: {name: v, namespace: ns}\nspec:\n  http:\n  - route:\n"
                        "    - {weight: 90}\n    - {weight: 10}\n";
    iter8_documents *documents;
    iter8_diagnostics *list;
    int32_t weights[2] = {-1, -1};
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, list, &documents), ITER8_OK);
    cr_expect_eq(iter8_route_read(iter8_documents_at(documents, 0), experiment, weights, list),
                 ITER8_ERR_NO_FIELD);
    char *problems = problems_text(list);
    cr_expect_str_eq(problems, "E NO_FIELD 7:5 .spec.http[0].route[2].weight: there is no such "
                               "field in VirtualService v");
    cr_expect(weights[0] == -1 && weights[1] == -1);
    free(problems);
    iter8_documents_free(documents);
    iter8_diagnostics_free(list);
    iter8_experiment_free(experiment);
}
