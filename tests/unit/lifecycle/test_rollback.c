/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Rollback: at once, wholly, for good, and only for a value that is there. */
#include "fixture.h"
#include "iter8/command.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

TestSuite(lifecycle_rollback, .init = fixture_setup, .fini = fixture_teardown);

static const char with_rollback[] =
    "objectives: [{metric: latency, upperLimit: 9},"
    " {metric: error-rate, upperLimit: \"0.01\", rollback_on_failure: true}]";
static const char without_rollback[] =
    "objectives: [{metric: error-rate, upperLimit: \"0.01\", rollback_on_failure: false}]";

/* From the third iteration on one version has a value of its own. */
typedef struct turn {
    uint32_t version;
    int32_t state;
    double value;
} turn;

static int32_t turning(const iter8_question *question, iter8_measurement *answer,
                       scripted_host *self)
{
    const turn *bad = self->context;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.001;
    if (strcmp(question->metric, "error-rate") != 0 || question->version_index != bad->version ||
        iter8_status_of(question->experiment).completed_iterations < 2)
        return ITER8_OK;
    answer->state = bad->state;
    answer->value = bad->value;
    return bad->state == ITER8_VALUE_ERROR ? ITER8_ERR_TRANSPORT : ITER8_OK;
}

static void run_with(const experiment_plan *plan, turn *bad)
{
    fixture_teardown();
    fixture_setup();
    fixture_start(plan);
    host.source = turning;
    host.context = bad;
    fixture_finish();
}

static void assert_rolled_back(void)
{
    assert_routes(100, 0);
    assert_weights(100, 0);
    assert_message("ExperimentCompleted: Experiment rolled back");
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_FALSE);
    assert_condition(ITER8_CONDITION_COMPLETED, ITER8_CONDITION_TRUE);
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 3);
    cr_assert_eq(host.now_ns, SCRIPTED_START_NS + 20 * SCRIPTED_SECOND);
}

Test(lifecycle_rollback, a_violated_objective_sends_all_traffic_back)
{
    static const experiment_plan plans[] = {{.deployment = "BlueGreen"},
                                            {.criteria = with_rollback}};
    for (size_t i = 0; i < 2; i++) {
        for (uint32_t version = 0; version < 2; version++) {
            run_with(&plans[i], &(turn){version, ITER8_VALUE_PRESENT, 0.02});
            assert_rolled_back();
        }
    }
}

static int32_t always_bad(const iter8_question *question, iter8_measurement *answer,
                          scripted_host *self)
{
    (void)question;
    (void)self;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 1;
    return ITER8_OK;
}

/* A candidate that is down gets nothing, so nothing is read; but the router still holds a weight
 * for it, by which it would serve again once the candidate is back. */
Test(lifecycle_rollback, it_is_written_also_where_it_is_what_was_read)
{
    fixture_start(&(experiment_plan){.criteria = with_rollback});
    host.source = always_bad;
    host.routes[0] = 100;
    host.routes[1] = 0;
    fixture_finish();
    assert_message("ExperimentCompleted: Experiment rolled back");
    cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), 1);
    assert_routes(100, 0);
}

Test(lifecycle_rollback, below_a_lower_limit_is_violated_as_well)
{
    run_with(
        &(experiment_plan){.deployment = "BlueGreen",
                           .criteria = "objectives: [{metric: error-rate, lowerLimit: \"0.001\"}]"},
        &(turn){1, ITER8_VALUE_PRESENT, 0.0009999999});
    assert_rolled_back();
}

static const char beside_baseline[] =
    "objectives: [{metric: error-rate, rollback_on_failure: true}]\n"
    "    strength: {relativeLimits: [{metric: error-rate, upperLimit: 2}]}";

Test(lifecycle_rollback, above_a_multiple_of_the_baselines_value_is_violated_as_well)
{
    experiment_plan plan = {.criteria = beside_baseline};
    run_with(&plan, &(turn){1, ITER8_VALUE_PRESENT, 0.00201});
    assert_rolled_back();
    run_with(&plan, &(turn){0, ITER8_VALUE_PRESENT, 0.00049});
    assert_rolled_back();
}

Test(lifecycle_rollback, a_baseline_without_a_value_rolls_nothing_back)
{
    static const char *const annotations[] = {NULL, "iter8.tools/carry-forward: '0'"};
    for (size_t i = 0; i < 2; i++) {
        run_with(&(experiment_plan){.criteria = beside_baseline, .annotations = annotations[i]},
                 &(turn){0, ITER8_VALUE_ABSENT, 0});
        cr_expect_eq(iter8_status_of(experiment).completed_iterations, 10);
        assert_message("ExperimentCompleted: Experiment completed successfully");
    }
    run_with(&(experiment_plan){.criteria = beside_baseline,
                                .annotations = "iter8.tools/profile: iter8-v2alpha2"},
             &(turn){0, ITER8_VALUE_ABSENT, 0});
    cr_expect_lt(iter8_status_of(experiment).completed_iterations, 10);
}

Test(lifecycle_rollback, a_decrease_is_not_held_by_the_increment)
{
    host.routes[0] = 5;
    host.routes[1] = 95;
    turn bad = {1, ITER8_VALUE_PRESENT, 0.02};
    fixture_start(&(experiment_plan){.deployment = "BlueGreen", .increment = 1});
    host.source = turning;
    host.context = &bad;
    fixture_finish();
    assert_rolled_back();
}

Test(lifecycle_rollback, there_is_none_where_the_experiment_does_not_ask_for_it)
{
    static const experiment_plan plans[] = {
        {.deployment = "Progressive"}, {.deployment = "BlueGreen", .criteria = without_rollback}};
    for (size_t i = 0; i < 2; i++) {
        run_with(&plans[i], &(turn){1, ITER8_VALUE_PRESENT, 0.02});
        assert_routes(95, 5);
        assert_message("ExperimentCompleted: Experiment completed successfully");
        cr_assert_eq(iter8_status_of(experiment).completed_iterations, 10);
    }
}

Test(lifecycle_rollback, a_value_at_the_limit_is_within)
{
    run_with(&(experiment_plan){.deployment = "BlueGreen"}, &(turn){1, ITER8_VALUE_PRESENT, 0.01});
    assert_routes(5, 95);
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 10);
}

Test(lifecycle_rollback, missing_values_never_roll_back)
{
    static const turn missing[] = {
        {1, ITER8_VALUE_ABSENT, 1.0},       {1, ITER8_VALUE_ERROR, 1.0},
        {1, ITER8_VALUE_PRESENT, NAN},      {1, ITER8_VALUE_NAN, 1.0},
        {1, ITER8_VALUE_PRESENT, INFINITY}, {0, ITER8_VALUE_ABSENT, 1.0}};
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        turn bad = missing[i];
        run_with(&(experiment_plan){.deployment = "BlueGreen"}, &bad);
        cr_assert_eq(iter8_status_of(experiment).completed_iterations, 10);
        assert_message("ExperimentCompleted: Experiment completed successfully");
    }
}

Test(lifecycle_rollback, it_is_kept_at_until_the_sink_takes_it)
{
    turn bad = {1, ITER8_VALUE_PRESENT, 0.02};
    fixture_start(&(experiment_plan){.deployment = "BlueGreen", .actions = "rollback"});
    host.source = turning;
    host.context = &bad;
    fixture_run_until(2);
    host.failing[SCRIPTED_WRITE] = 25;
    while (host.failing[SCRIPTED_WRITE] > 0) {
        int rc = scripted_step(&host, experiment, &outcome);
        cr_assert(rc == ITER8_OK || rc == ITER8_ERR_HOST);
        cr_assert_not(outcome.done);
        assert_routes(80, 20);
        assert_weights(80, 20);
    }
    fixture_finish();
    assert_routes(100, 0);
    assert_message("ExperimentCompleted: Experiment rolled back");
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "rollback"), 1);
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 3);
}

/* The value lies one step of a double above the limit: the status must not round it down. */
Test(lifecycle_rollback, it_survives_a_restart_however_close_the_value_was)
{
    turn bad = {1, ITER8_VALUE_PRESENT, nextafter(0.01, 1.0)};
    fixture_start(&(experiment_plan){.deployment = "BlueGreen"});
    host.source = turning;
    host.context = &bad;
    fixture_run_until(2);
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    assert_routes(80, 20);
    fixture_reload();
    host.now_ns += 3600 * SCRIPTED_SECOND;
    size_t questions = scripted_count(&host, SCRIPTED_MEASURE, NULL);
    fixture_finish();
    assert_routes(100, 0);
    assert_message("ExperimentCompleted: Experiment rolled back");
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), questions);
}

Test(lifecycle_rollback, the_reasons_say_so)
{
    run_with(&(experiment_plan){.deployment = "BlueGreen"}, &(turn){1, ITER8_VALUE_PRESENT, 0.02});
    cr_assert_not_null(strstr(host.saved, "- error-rate is 0.02, above its upper limit 0.01"), "%s",
                       host.saved);
    cr_assert_not_null(strstr(host.saved, "candidate: 'rolled back: all traffic to the baseline"),
                       "%s", host.saved);
}

static const char rolls_back[] =
    "objectives: [{metric: error-rate, upperLimit: \"0.01\", rollback_on_failure: true}]";

static void start_split(const char *deployment, const char *annotations)
{
    fixture_start(&(experiment_plan){
        .deployment = deployment, .annotations = annotations, .criteria = rolls_back});
    host.routes[0] = 40;
    host.routes[1] = 60;
    host.source = fixture_candidate_too_high;
}

Test(lifecycle_rollback, a_split_that_is_fixed_goes_back_as_well)
{
    static const char *const deployments[] = {"FixedSplit", "BlueGreen", "Progressive"};
    for (size_t i = 0; i < 3; i++) {
        start_split(deployments[i], NULL);
        fixture_finish();
        assert_routes(100, 0);
        assert_weights(100, 0);
        assert_message("ExperimentCompleted: Experiment rolled back");
        cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
    }
}

Test(lifecycle_rollback, a_fixed_split_goes_back_step_by_step_over_restarts)
{
    start_split("FixedSplit", "iter8.tools/rollback-step: '25'");
    for (int i = 0; i < 40 && !outcome.done; i++) {
        (void)scripted_step(&host, experiment, &outcome);
        fixture_reload();
    }
    cr_assert(outcome.done);
    static const int32_t steps[] = {35, 10, 0};
    cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), 3);
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(scripted_at(&host, SCRIPTED_WRITE, NULL, i)->weights[1], steps[i]);
}

Test(lifecycle_rollback, a_write_that_fails_is_made_again_with_a_fixed_split_too)
{
    start_split("FixedSplit", NULL);
    host.failing[SCRIPTED_WRITE] = 2;
    fixture_finish();
    assert_routes(100, 0);
}

Test(lifecycle_rollback, a_fixed_split_that_can_roll_back_needs_a_router)
{
    iter8_outcome unused = ITER8_INIT(iter8_outcome);
    start_split("FixedSplit", NULL);
    host.router.write_weights = NULL;
    cr_assert_eq(iter8_reconcile(experiment, &host.host, SCRIPTED_START_NS, NULL, &unused),
                 ITER8_ERR_ARGUMENT);
    start_split("FixedSplit", "iter8.tools/as-iter8: rollback-keeps-traffic");
    fixture_finish();
    assert_routes(40, 60);
}

Test(lifecycle_rollback, an_abort_gives_a_fixed_split_back_or_says_that_nobody_can)
{
    for (int has_router = 0; has_router < 2; has_router++) {
        fixture_teardown();
        fixture_setup();
        fixture_start(&(experiment_plan){.deployment = "FixedSplit"});
        host.routes[0] = 40;
        host.routes[1] = 60;
        if (!has_router) host.router.write_weights = NULL;
        fixture_run_until(2);
        cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_ABORT, NULL), ITER8_OK);
        fixture_finish();
        assert_routes(has_router ? 100 : 40, has_router ? 0 : 60);
        assert_message("ExperimentCompleted: Experiment aborted");
        cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT,
                                    "!WeightRedistributionFailed: there is no router"),
                     has_router ? 0 : 1);
    }
}
