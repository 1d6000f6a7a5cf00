/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/experiment.h"
#include "experiments.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char full[] =
    "apiVersion: iter8.tools/v2alpha2\n"
    "kind: Experiment\n"
    "metadata: {name: full, namespace: shop, labels: {a: b}}\n"
    "spec:\n"
    "  target: shop/cart\n"
    "  strategy:\n"
    "    testingPattern: A/B/N\n"
    "    deploymentPattern: BlueGreen\n"
    "    handlers: {start: old}\n"
    "    weights: {maxCandidateWeight: 60, maxCandidateWeightIncrement: 7}\n"
    "    actions:\n"
    "      start:\n"
    "      - {task: common/readiness, with: {a: 1}}\n"
    "      - {run: 'kubectl apply -f x', if: 'CandidateWon()'}\n"
    "      finish: []\n"
    "  criteria:\n"
    "    requestCount: iter8/request-count\n"
    "    strength: {}\n"
    "    rewards:\n"
    "    - {metric: books, preferredDirection: Low}\n"
    "    indicators: [iter8/p95, iter8/p99]\n"
    "    objectives:\n"
    "    - {metric: iter8/error-rate, upperLimit: '10m', rollback_on_failure: false}\n"
    "    - {metric: iter8/latency, lowerLimit: 1, upperLimit: 50.5}\n"
    "    - {metric: iter8/free}\n"
    "  duration: {intervalSeconds: 5, iterationsPerLoop: 3, maxLoops: 4}\n"
    "  versionInfo:\n"
    "    baseline:\n"
    "      name: one\n"
    "      variables: [{name: revision, value: r1}, {name: empty}]\n"
    "      weightObjRef: {apiVersion: v1, kind: K, namespace: other, name: o, fieldPath: '.a[0]'}\n"
    "    candidates:\n"
    "    - name: two\n"
    "      weightObjRef: {apiVersion: v1, kind: K, name: o, fieldPath: '.a[1]'}\n"
    "    - {name: three}\n";

Test(model_spec_decode, reads_names_and_strategy)
{
    iter8_experiment *experiment = experiment_from(full);
    const iter8__spec *spec = &experiment->spec;
    cr_expect_str_eq(spec->name, "full");
    cr_expect_str_eq(spec->namespace_, "shop");
    cr_expect_str_eq(spec->target, "shop/cart");
    cr_expect_eq(spec->testing_pattern, ITER8_TESTING_ABN);
    cr_expect_eq(spec->deployment_pattern, ITER8_DEPLOYMENT_BLUE_GREEN);
    cr_expect_eq(spec->has_weights, 1);
    cr_expect_eq(spec->max_candidate_weight, 60);
    cr_expect_eq(spec->max_candidate_weight_increment, 7);
    cr_expect_eq(spec->interval_s, 5);
    cr_expect_eq(spec->iterations_per_loop, 3);
    cr_expect_eq(spec->max_loops, 4);
    cr_expect_eq(iter8__spec_iterations(spec), 12);
    iter8_experiment_free(experiment);
}

Test(model_spec_decode, counts_the_tasks_of_actions)
{
    iter8_experiment *experiment = experiment_from(full);
    cr_expect_eq(experiment->spec.action_count, 2);
    const iter8__action_spec *start = iter8__spec_action(&experiment->spec, "start");
    cr_assert_not_null(start);
    cr_expect_eq(start->task_count, 2);
    cr_expect_null(iter8__spec_action(&experiment->spec, "finish"), "it has no tasks");
    cr_expect_null(iter8__spec_action(&experiment->spec, "rollback"));
    iter8_experiment_free(experiment);
}

Test(model_spec_decode, reads_the_criteria)
{
    iter8_experiment *experiment = experiment_from(full);
    const iter8__spec *spec = &experiment->spec;
    cr_expect(spec->has_objectives);
    cr_expect_str_eq(spec->request_count, "iter8/request-count");
    cr_assert_eq(spec->reward_count, 1);
    cr_expect_str_eq(spec->rewards[0].metric, "books");
    cr_expect_eq(spec->rewards[0].direction, ITER8__LOW);
    cr_assert_eq(spec->indicator_count, 2);
    cr_expect_str_eq(spec->indicators[1], "iter8/p99");
    cr_assert_eq(spec->objective_count, 3);
    const iter8__objective *o = spec->objectives;
    cr_expect_str_eq(o[0].metric, "iter8/error-rate");
    cr_expect(o[0].limit_count == 1 && o[0].limits[0].side == ITER8_LIMIT_UPPER);
    cr_expect(o[0].limits[0].reference == ITER8_LIMIT_NUMBER && o[0].limits[0].number == 0.01);
    cr_expect(o[1].limit_count == 2 && o[1].limits[1].side == ITER8_LIMIT_LOWER);
    cr_expect(o[1].limits[0].number == 50.5 && o[1].limits[1].number == 1);
    cr_expect_eq(o[2].limit_count, 0);
    cr_expect_eq(o[0].rollback_on_failure, 0, "as written");
    cr_expect_eq(o[1].rollback_on_failure, 1, "the default of BlueGreen");
    iter8_experiment_free(experiment);
}

Test(model_spec_decode, reads_the_versions)
{
    iter8_experiment *experiment = experiment_from(full);
    const iter8__spec *spec = &experiment->spec;
    cr_assert_eq(spec->version_count, 3);
    const iter8__version *v = spec->versions;
    cr_expect_str_eq(v[0].name, "one");
    cr_expect_str_eq(v[2].name, "three");
    cr_assert_eq(v[0].variable_count, 2);
    cr_expect_str_eq(v[0].variables[0].name, "revision");
    cr_expect_str_eq(v[0].variables[0].value, "r1");
    cr_expect_str_eq(v[0].variables[1].value, "", "a variable without a value is empty");
    cr_expect_str_eq(v[0].weight->api_version, "v1");
    cr_expect_str_eq(v[0].weight->kind, "K");
    cr_expect_str_eq(v[0].weight->namespace_, "other");
    cr_expect_str_eq(v[0].weight->name, "o");
    cr_expect_str_eq(v[0].weight->field_path, ".a[0]");
    cr_expect_str_eq(v[1].weight->namespace_, "");
    cr_expect_null(v[2].weight);
    cr_expect_eq(iter8__spec_version(spec, "two"), 1);
    cr_expect_eq(iter8__spec_version(spec, "four"), -1);
    iter8_experiment_free(experiment);
}

/* What the experiment leaves open, and what it says to be null. */
static const char *const open[] = {
    EXPERIMENT_HEAD "  strategy: {testingPattern: Canary}\n",
    EXPERIMENT_HEAD "  strategy:\n    testingPattern: Canary\n    deploymentPattern: null\n"
                    "    weights: null\n    actions: ~\n"
                    "  criteria: null\n  duration: {intervalSeconds: null, maxLoops: ~}\n"
                    "  versionInfo: null\n",
};

Test(model_spec_decode, fills_in_the_defaults)
{
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        iter8_experiment *experiment = experiment_from(open[i]);
        const iter8__spec *spec = &experiment->spec;
        cr_expect_eq(spec->deployment_pattern, ITER8_DEPLOYMENT_PROGRESSIVE);
        cr_expect_eq(spec->interval_s, 20);
        cr_expect_eq(spec->iterations_per_loop, 15);
        cr_expect_eq(spec->max_loops, 1);
        cr_expect_eq(iter8__spec_iterations(spec), 15);
        cr_expect_eq(spec->has_weights, 0);
        cr_expect_eq(spec->max_candidate_weight, -1);
        cr_expect_eq(spec->max_candidate_weight_increment, -1);
        cr_expect(!spec->has_objectives);
        cr_expect_eq(spec->version_count, 0);
        cr_expect_eq(spec->action_count, 0);
        cr_expect_null(spec->request_count);
        iter8_experiment_free(experiment);
    }
}

Test(model_spec_decode, weights_may_be_half_said)
{
    iter8_experiment *experiment = experiment_from(
        EXPERIMENT_HEAD "  strategy: {testingPattern: Canary, weights: {maxCandidateWeight: 0}}\n");
    cr_expect_eq(experiment->spec.has_weights, 1);
    cr_expect_eq(experiment->spec.max_candidate_weight, 0);
    cr_expect_eq(experiment->spec.max_candidate_weight_increment, -1);
    iter8_experiment_free(experiment);
}

Test(model_spec_decode, unset_rollback_follows_the_deployment_pattern)
{
    static const struct {
        const char *pattern;
        int32_t rollback;
    } cases[] = {{"Progressive", 0}, {"FixedSplit", 0}, {"BlueGreen", 1}};
    for (size_t i = 0; i < 3; i++) {
        char text[400];
        strcpy(text, EXPERIMENT_HEAD "  criteria: {objectives: [{metric: m}]}\n"
                                     "  strategy: {testingPattern: Canary, deploymentPattern: ");
        strcat(strcat(text, cases[i].pattern), "}\n");
        iter8_experiment *experiment = experiment_from(text);
        cr_expect_eq(experiment->spec.objectives[0].rollback_on_failure, cases[i].rollback, "%s",
                     cases[i].pattern);
        iter8_experiment_free(experiment);
    }
}

Test(model_spec_decode, empty_list_of_objectives_is_not_none)
{
    iter8_experiment *experiment = experiment_from(
        EXPERIMENT_HEAD "  strategy: {testingPattern: Canary}\n  criteria: {objectives: []}\n");
    cr_expect_eq(experiment->spec.has_objectives, 1);
    cr_expect_eq(experiment->spec.objective_count, 0);
    iter8_experiment_free(experiment);
}

Test(model_spec_decode, more_iterations_than_can_be_counted_stay_at_the_most)
{
    iter8_experiment *experiment = experiment_from(
        EXPERIMENT_HEAD "  strategy: {testingPattern: Canary}\n"
                        "  duration: {iterationsPerLoop: 2147483647, maxLoops: 2147483647}\n");
    cr_expect_eq(iter8_spec_of(experiment).iterations, INT32_MAX);
    iter8_experiment_free(experiment);
}

Test(model_spec_decode, partial_experiment_may_lack_anything)
{
    static const char *const texts[] = {
        "{}",
        "spec: {}",
        "metadata: {}\nspec: {strategy: {}, criteria: {objectives: [{}], rewards: [{}]}}",
        "spec: {versionInfo: {candidates: [{name: a}]}}",
        "spec: {versionInfo: {baseline: {}, candidates: [{}, {weightObjRef: {}}]}}",
        "spec: {criteria: {objectives: [{metric: m, upperLimit: 1, lowerLimit: 2}]}}",
        "spec: {strategy: {actions: {start: [{}]}}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        iter8_experiment *experiment = partial_from(texts[i]);
        cr_expect_str_empty(iter8_spec_of(experiment).name);
        cr_expect_str_empty(iter8_spec_of(experiment).target);
        cr_expect_eq(iter8_spec_of(experiment).testing_pattern, 0);
        iter8_experiment_free(experiment);
    }
}

Test(model_spec_decode, partial_experiment_must_still_be_understood)
{
    static const struct {
        const char *text;
        const char *problem;
    } cases[] = {
        {"[]", "E TYPE 1:1 a mapping is wanted, not a list"},
        {"kind: Metric", "E KIND 1:7 kind: Experiment is wanted, not Metric"},
        {"spec: {versionInfo: {baseline: {name: 5}}}",
         "E TYPE 1:39 spec.versionInfo.baseline.name: a text is wanted, not an integer"},
        {"spec: {criteria: {objectives: [5]}}",
         "E TYPE 1:32 spec.criteria.objectives[0]: a mapping is wanted, not an integer"},
        {"spec: {strategy: {testingPattern: X}}",
         "E ENUM 1:35 spec.strategy.testingPattern: \"X\" is not one of Canary, A/B, A/B/N or "
         "Conformance"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *problems = problems_of(cases[i].text, 1);
        cr_expect_str_eq(problems, cases[i].problem, "%s", problems);
        free(problems);
    }
}

Test(model_spec_decode, unknown_fields_warn_and_do_no_harm)
{
    expect_problems(EXPERIMENT_HEAD "  strategy: {testingPattern: Canary, colour: red}\n"
                                    "  criteria: {objectives: [{metric: m, upperLimit: 1}],"
                                    " rewardz: []}\n"
                                    "  versionInfo: {baseline: {name: a, wieght: 1},"
                                    " candidate: []}\n"
                                    "  duration: {seconds: 1}\n"
                                    "  extra: {}\n",
                    "W ENUM 6:46 spec.strategy.colour: unknown field, ignored\n"
                    "W ENUM 7:65 spec.criteria.rewardz: unknown field, ignored (did you mean "
                    "rewards?)\n"
                    "E CANDIDATES 8:16 spec.versionInfo.candidates: a Canary experiment has "
                    "exactly one candidate\n"
                    "W ENUM 8:45 spec.versionInfo.baseline.wieght: unknown field, ignored\n"
                    "W ENUM 8:60 spec.versionInfo.candidate: unknown field, ignored (did you "
                    "mean candidates?)\n"
                    "W ENUM 9:23 spec.duration.seconds: unknown field, ignored (did you mean "
                    "intervalSeconds?)\n"
                    "W ENUM 10:10 spec.extra: unknown field, ignored");
}

/* What stands in an objective, a reward or strength is a guard: it must not be lost in silence. */
Test(model_spec_decode, unknown_fields_of_guards_are_refused)
{
    static const struct {
        const char *criteria;
        const char *problem;
    } cases[] = {
        {"objectives: [{metric: m, upperLimit: 1, upperLimmit: 2}]",
         "7:67 spec.criteria.objectives[0].upperLimmit: unknown field@ (did you mean upperLimit?)"},
        {"objectives: [{metric: m, upperLimit: 1, upper_limit: 2}]",
         "7:67 spec.criteria.objectives[0].upper_limit: unknown field@ (did you mean upperLimit?)"},
        {"objectives: [{metric: m, upperLimit: 1, rollbackOnFailure: true}]",
         "7:73 spec.criteria.objectives[0].rollbackOnFailure: unknown field@ (did you mean "
         "rollback_on_failure?)"},
        {"objectives: [{metric: m, upperLimit: 1, Metric: k}]",
         "7:62 spec.criteria.objectives[0].Metric: unknown field@ (did you mean metric?)"},
        {"objectives: [{metric: m, upperLimit: 1, colour: red}]",
         "7:62 spec.criteria.objectives[0].colour: unknown field@"},
        {"rewards: [{metric: m, preferredDirection: High, prefered: Low}]",
         "7:72 spec.criteria.rewards[0].prefered: unknown field@"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *pattern = cases[i].criteria[0] == 'r' ? "A/B" : "Canary";
        const char *at = strchr(cases[i].problem, '@');
        char text[800];
        char wanted[400];
        snprintf(text, sizeof text,
                 EXPERIMENT_HEAD "  strategy: {testingPattern: %s}\n  criteria: {%s}\n", pattern,
                 cases[i].criteria);
        snprintf(wanted, sizeof wanted, "E ENUM %.*s%s", (int)(at - cases[i].problem),
                 cases[i].problem, at + 1);
        expect_problems(text, wanted);
    }
}

Test(model_spec_decode, in_iter8s_way_they_are_warned_of_whatever_stands_first)
{
    expect_problems("apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
                    "spec:\n  target: t\n  strategy: {testingPattern: Canary}\n"
                    "  criteria: {objectives: [{metric: m, upperLimit: 1, upperLimmit: 2}]}\n"
                    "metadata:\n  name: e\n"
                    "  annotations: {iter8.tools/profile: iter8-v2alpha2}\n",
                    "W ENUM 6:67 spec.criteria.objectives[0].upperLimmit: unknown field, ignored "
                    "(did you mean upperLimit?)");
}

Test(model_spec_decode, an_objective_without_any_limit_is_warned_of)
{
    expect_problems(
        EXPERIMENT_HEAD "  strategy: {testingPattern: Canary}\n"
                        "  criteria:\n"
                        "    objectives:\n"
                        "    - {metric: a}\n"
                        "    - {metric: b, upperLimit: null}\n"
                        "    - {metric: c, lowerLimit: 0}\n"
                        "    - {metric: d}\n"
                        "    strength: {relativeLimits: [{metric: d, upperLimit: 2}]}\n",
        "W LIMITS 9:7 spec.criteria.objectives[0]: the objective has no limit, neither "
        "upperLimit nor lowerLimit, so every value meets it\n"
        "W LIMITS 10:7 spec.criteria.objectives[1]: the objective has no limit, neither "
        "upperLimit nor lowerLimit, so every value meets it");
}

Test(model_spec_decode, fields_above_spec_are_known_too)
{
    expect_problems("apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
                    "metadata: {name: e, annotation: {a: b}, lables: {}}\n"
                    "spec:\n  target: t\n  strategy: {testingPattern: Canary}\n"
                    "satus: {}\n",
                    "W ENUM 3:33 metadata.annotation: unknown field, ignored (did you mean "
                    "annotations?)\n"
                    "W ENUM 3:49 metadata.lables: unknown field, ignored (did you mean labels?)\n"
                    "W ENUM 7:8 satus: unknown field, ignored (did you mean status?)");
}
