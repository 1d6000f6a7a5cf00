/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Iter8's own ways, each beside the safe one. */
#include "fixture.h"
#include "iter8/command.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

TestSuite(lifecycle_profile, .init = fixture_setup, .fini = fixture_teardown);

/* What the candidate's metric is in the third iteration; 0.001 otherwise. */
typedef struct moment {
    int32_t state;
    double value;
} moment;

static int32_t in_the_third(const iter8_question *question, iter8_measurement *answer,
                            scripted_host *self)
{
    const moment *third = self->context;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.001;
    if (question->version_index == 0 ||
        iter8_status_of(question->experiment).completed_iterations != 2)
        return ITER8_OK;
    answer->state = third->state;
    answer->value = third->value;
    return ITER8_OK;
}

static void start(const char *annotations, const experiment_plan *plan, moment *third)
{
    experiment_plan own = *plan;
    own.annotations = annotations;
    fixture_teardown();
    fixture_setup();
    fixture_start(&own);
    host.source = in_the_third;
    host.context = third;
}

static const char iter8_profile[] = "iter8.tools/profile: iter8-v2alpha2";
/* In full, for Iter8 would not find the bare name. */
static const char criteria[] = "objectives: [{metric: ns/error-rate, upperLimit: \"0.01\"}]";
static const experiment_plan blue_green = {
    .deployment = "BlueGreen", .actions = "start finish rollback", .criteria = criteria};
static const experiment_plan plain_blue_green = {.deployment = "BlueGreen", .criteria = criteria};

Test(lifecycle_profile, a_rollback_leaves_all_as_it_is_and_looks_like_success)
{
    moment bad = {ITER8_VALUE_PRESENT, 0.5};
    start(iter8_profile, &blue_green, &bad);
    fixture_finish();
    assert_routes(80, 20);
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 2);
    assert_message("ExperimentCompleted: Experiment Completed");
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "finish"), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "rollback"), 0);
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_ROLLED_BACK);
}

/* So does one who wins in the iteration that ends in the rollback: of it nothing is counted. */
static int32_t baseline_fails_from(const iter8_question *question, iter8_measurement *answer,
                                   scripted_host *self)
{
    const int32_t *first = self->context;
    int fails = question->version_index == 0 &&
                iter8_status_of(question->experiment).completed_iterations >= *first;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = fails ? 0.5 : 0.001;
    return ITER8_OK;
}

Test(lifecycle_profile, a_rollback_leaves_recommended_who_was_so_before)
{
    static const char *const annotations[] = {NULL, iter8_profile};
    for (int i = 0; i < 4; i++) {
        int32_t first = i / 2;
        start(annotations[i % 2], &plain_blue_green, NULL);
        host.source = baseline_fails_from;
        host.context = &first;
        fixture_finish();
        cr_assert_str_eq(iter8_status_of(experiment).recommended, i == 3 ? "candidate" : "baseline",
                         "%d", i);
        assert_message("ExperimentCompleted: Experiment rolled back");
    }
}

/* The candidate has won, and is what the rollback is for. */
Test(lifecycle_profile, a_rollback_of_the_winner_leaves_it_recommended)
{
    moment bad = {ITER8_VALUE_PRESENT, 0.5};
    start(iter8_profile, &plain_blue_green, &bad);
    fixture_finish();
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate");
    cr_assert_not_null(strstr(host.saved, "        winner: baseline\n"), "%s", host.saved);
}

Test(lifecycle_profile, an_abort_is_not_iter8s_and_returns_traffic_in_any_case)
{
    moment good = {ITER8_VALUE_PRESENT, 0.001};
    start(iter8_profile, &blue_green, &good);
    fixture_run_until(4);
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_ABORT, NULL), ITER8_OK);
    fixture_finish();
    assert_routes(100, 0);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "rollback"), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "finish"), 0);
}

Test(lifecycle_profile, without_an_action_for_it_a_rollback_runs_the_finish_action)
{
    moment bad = {ITER8_VALUE_PRESENT, 0.5};
    start(NULL, &(experiment_plan){.deployment = "BlueGreen", .actions = "finish"}, &bad);
    fixture_finish();
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "finish"), 1);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
    assert_message("ExperimentCompleted: Experiment rolled back");
}

Test(lifecycle_profile, a_missing_value_rolls_back)
{
    static const char *const annotations[] = {NULL, iter8_profile,
                                              "iter8.tools/as-iter8: missing-rolls-back"};
    for (int i = 0; i < 3; i++) {
        moment gone = {ITER8_VALUE_ABSENT, 0};
        start(annotations[i], &plain_blue_green, &gone);
        fixture_run_until(2);
        fixture_finish();
        /* With the last one alone, the value before stands in for the missing one. */
        cr_assert_eq(iter8_experiment_ending(experiment),
                     i == 1 ? ITER8_ENDING_ROLLED_BACK : ITER8_ENDING_COMPLETED, "%d", i);
    }
    moment gone = {ITER8_VALUE_ABSENT, 0};
    start("iter8.tools/as-iter8: missing-rolls-back, iter8.tools/carry-forward: '0'",
          &(experiment_plan){.deployment = "BlueGreen"}, &gone);
    fixture_finish();
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_ROLLED_BACK);
    assert_routes(100, 0);
}

Test(lifecycle_profile, a_failed_write_counts_as_done)
{
    moment good = {ITER8_VALUE_PRESENT, 0.001};
    start("iter8.tools/as-iter8: failed-writes-count", &(experiment_plan){.name = "test"}, &good);
    host.router.read_weights = NULL;
    host.failing[SCRIPTED_WRITE] = 1;
    fixture_run_until(1);
    assert_routes(100, 0);
    assert_weights(90, 10);
    cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!WeightRedistributionFailed"), 1);
    fixture_run_until(2);
    assert_routes(80, 20);
}

Test(lifecycle_profile, a_failed_read_fails_the_experiment)
{
    moment good = {ITER8_VALUE_PRESENT, 0.001};
    start("iter8.tools/as-iter8: failed-reads-fail",
          &(experiment_plan){.actions = "finish failure"}, &good);
    fixture_run_until(1);
    host.failing[SCRIPTED_READ] = 1;
    fixture_finish();
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
    assert_message("ExperimentCompleted: Experiment failed");
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "finish"), 0);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT,
                                "!InvalidExperiment: Specification of version weightObjRef "
                                "invalid: a callback of the host failed"),
                 1);
    /* It is decided, but neither counted nor carried out. */
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 1);
    cr_assert_not_null(strstr(host.saved, "      - name: candidate\n        value: 20\n"), "%s",
                       host.saved);
    assert_routes(90, 10);
    assert_weights(90, 10);
}

/* Where the last numbers ask for a rollback, that comes first. */
Test(lifecycle_profile, a_failed_read_does_not_keep_from_a_rollback)
{
    moment bad = {ITER8_VALUE_PRESENT, 0.5};
    start(iter8_profile, &plain_blue_green, &bad);
    fixture_run_until(2);
    host.failing[SCRIPTED_READ] = 1;
    fixture_finish();
    assert_message("ExperimentCompleted: Experiment rolled back");
}

Test(lifecycle_profile, a_failure_runs_nothing)
{
    static const struct {
        const char *annotations;
        size_t actions;
    } cases[] = {{"iter8.tools/as-iter8: failed-reads-fail", 1},
                 {"iter8.tools/as-iter8: failed-reads-fail failure-runs-nothing", 0},
                 {iter8_profile, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        moment good = {ITER8_VALUE_PRESENT, 0.001};
        start(cases[i].annotations, &(experiment_plan){.actions = "finish failure"}, &good);
        fixture_run_until(1);
        host.failing[SCRIPTED_READ] = 1;
        fixture_finish();
        cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, NULL), cases[i].actions);
        cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_FAILED);
        assert_message("ExperimentCompleted: Experiment failed");
    }
}

Test(lifecycle_profile, an_infinity_is_compared_as_the_largest_number)
{
    static const struct {
        moment third;
        const char *annotations;
        int rolls_back;
    } cases[] = {
        {{ITER8_VALUE_PRESENT, INFINITY}, "iter8.tools/as-iter8: compare-not-finite", 1},
        {{ITER8_VALUE_PRESENT, -INFINITY}, "iter8.tools/as-iter8: compare-not-finite", 0},
        {{ITER8_VALUE_INFINITE, 0}, iter8_profile, 1},
        {{ITER8_VALUE_PRESENT, INFINITY}, NULL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        moment third = cases[i].third;
        start(cases[i].annotations, &plain_blue_green, &third);
        if (i < 2) {
            /* Nothing stands in for it. */
            fixture_start(&(experiment_plan){.deployment = "BlueGreen",
                                             .annotations =
                                                 "iter8.tools/as-iter8: compare-not-finite,"
                                                 " iter8.tools/carry-forward: '0'"});
        }
        fixture_finish();
        cr_assert_eq(iter8_experiment_ending(experiment),
                     cases[i].rolls_back ? ITER8_ENDING_ROLLED_BACK : ITER8_ENDING_COMPLETED, "%zu",
                     i);
    }
}

/* jq makes null of a NaN, which is no value. */
Test(lifecycle_profile, what_is_no_number_is_missing)
{
    static const char *const annotations[] = {NULL, iter8_profile,
                                              "iter8.tools/as-iter8: compare-not-finite,"
                                              " iter8.tools/carry-forward: '0'"};
    for (int i = 0; i < 6; i++) {
        moment none = {i < 3 ? ITER8_VALUE_NAN : ITER8_VALUE_PRESENT, i < 3 ? 0 : (double)NAN};
        start(annotations[i % 3], &plain_blue_green, &none);
        fixture_run_until(2);
        (void)scripted_step(&host, experiment, &outcome);
        cr_assert_eq(iter8_experiment_ending(experiment),
                     i % 3 == 1 ? ITER8_ENDING_ROLLED_BACK : ITER8_ENDING_NONE, "%d", i);
        if (i % 3 == 2)
            cr_assert_not_null(strstr(host.saved, "winner: baseline"), "%s", host.saved);
    }
}

/* The candidate alone has a place for its weight; the baseline's follows. Iter8 lists it last. */
static const char by_position[] =
    "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
    "metadata: {name: e, annotations: {%s}}\n"
    "spec:\n  target: t\n  strategy: {testingPattern: Canary}\n"
    "  criteria: {objectives: [{metric: m, upperLimit: 1}]}\n"
    "  versionInfo:\n    baseline: {name: baseline}\n"
    "    candidates:\n    - name: candidate\n"
    "      weightObjRef: {apiVersion: v1, kind: K, name: obj, fieldPath: .w}\n";

Test(lifecycle_profile, old_weights_are_taken_by_position)
{
    static const char *const annotations[] = {"", "iter8.tools/as-iter8: weights-by-position"};
    for (int i = 0; i < 2; i++) {
        char text[700];
        (void)snprintf(text, sizeof text, by_position, annotations[i]);
        iter8_experiment_free(experiment);
        cr_assert_eq(iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment), ITER8_OK);
        host.routes[0] = 100;
        host.routes[1] = 0;
        fixture_run_until(1);
        cr_assert_eq(host.routes[1], i == 0 ? 10 : 95,
                     "the increment is compared with the wrong one");
    }
}

/* The candidate has a place for its weight. */
static void start_with_place(const char *annotations, const char *strategy, int blind)
{
    char text[700];
    fixture_teardown();
    fixture_setup();
    (void)snprintf(text, sizeof text,
                   "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
                   "metadata: {name: e, annotations: {%s}}\nspec:\n  target: t\n"
                   "  strategy: {testingPattern: Canary, %s}\n"
                   "  duration: {iterationsPerLoop: 2}\n  criteria: {%s}\n"
                   "  versionInfo:\n    baseline: {name: baseline}\n"
                   "    candidates:\n    - name: candidate\n"
                   "      weightObjRef: {apiVersion: v1, kind: K, name: obj, fieldPath: .w}\n",
                   annotations, strategy, criteria);
    iter8_experiment_free(experiment);
    cr_assert_eq(iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment), ITER8_OK);
    host.source = fixture_candidate_too_high;
    host.failing[SCRIPTED_READ] = blind ? -1 : 0;
}

/* Weights are read before anything is measured, whatever is asked of them. */
Test(lifecycle_profile, what_cannot_be_read_at_the_start_fails_at_once)
{
    static const char *const strategies[] = {"", "deploymentPattern: BlueGreen",
                                             "deploymentPattern: FixedSplit"};
    for (size_t i = 0; i < sizeof strategies / sizeof *strategies; i++) {
        start_with_place(iter8_profile, strategies[i], 1);
        fixture_finish();
        cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_FAILED, "%zu", i);
        cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 0);
        cr_assert_null(strstr(host.saved, "  analysis:"), "%s", host.saved);
        assert_message("ExperimentCompleted: Experiment failed");
    }
}

/* So does a fixed split in a later iteration; here it needs no weights. */
Test(lifecycle_profile, an_object_that_is_named_must_be_there)
{
    static const char *const annotations[] = {"", iter8_profile};
    for (int i = 0; i < 2; i++) {
        start_with_place(annotations[i], "deploymentPattern: FixedSplit", 0);
        fixture_run_until(1);
        host.failing[SCRIPTED_READ] = -1;
        fixture_finish();
        cr_assert_eq(iter8_experiment_ending(experiment),
                     i == 0 ? ITER8_ENDING_COMPLETED : ITER8_ENDING_FAILED);
        cr_assert_eq(iter8_status_of(experiment).completed_iterations, i == 0 ? 2 : 1);
    }
}

Test(lifecycle_profile, a_bare_metric_is_never_found)
{
    moment good = {ITER8_VALUE_PRESENT, 0.001};
    static const char *const annotations[] = {iter8_profile,
                                              "iter8.tools/as-iter8: bare-metrics-unavailable"};
    for (int i = 0; i < 2; i++) {
        start(annotations[i], &(experiment_plan){.iterations = 2}, &good);
        fixture_finish();
        /* What never had a value fails an experiment that is not wholly Iter8's. */
        assert_routes(i == 0 ? 95 : 100, i == 0 ? 5 : 0);
        cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, "tests/error-rate"), 4);
        cr_assert_not_null(
            strstr(host.saved, "Aggregated metric object for error-rate metric is unavailable."),
            "%s", host.saved);
    }
}

Test(lifecycle_profile, without_objectives_a_canary_wins)
{
    static const char *const annotations[] = {NULL, iter8_profile,
                                              "iter8.tools/as-iter8: no-objective-wins"};
    for (int i = 0; i < 3; i++) {
        moment good = {ITER8_VALUE_PRESENT, 0.001};
        start(annotations[i], &(experiment_plan){.criteria = "indicators: [m]"}, &good);
        fixture_finish();
        cr_assert_eq(host.routes[1], i == 0 ? 5 : 95);
        cr_assert_str_eq(iter8_status_of(experiment).recommended,
                         i == 0 ? "baseline" : "candidate");
    }
}

Test(lifecycle_profile, weights_of_any_sum_stay_as_they_are)
{
    static const char *const annotations[] = {NULL, "iter8.tools/as-iter8: any-sum-of-weights"};
    for (int i = 0; i < 2; i++) {
        moment good = {ITER8_VALUE_PRESENT, 0.001};
        start(annotations[i], &(experiment_plan){.criteria = criteria}, &good);
        host.routes[0] = 150;
        host.routes[1] = 50;
        fixture_run_until(1);
        assert_routes(i == 0 ? 65 : 40, i == 0 ? 35 : 60);
        cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!WeightsScaled"), (size_t)(1 - i));
    }
}

Test(lifecycle_profile, a_value_that_could_not_be_had_has_no_reason)
{
    static const char *const annotations[] = {
        "iter8.tools/carry-forward: '0'",
        "iter8.tools/carry-forward: '0', iter8.tools/as-iter8: errors-without-reasons"};
    for (int i = 0; i < 2; i++) {
        moment gone = {ITER8_VALUE_ERROR, 0};
        start(annotations[i], &(experiment_plan){.criteria = criteria}, &gone);
        fixture_run_until(3);
        cr_assert_eq(strstr(host.saved, "Error from metrics backend for metric: ns/error-rate") !=
                         NULL,
                     i, "%s", host.saved);
    }
}
