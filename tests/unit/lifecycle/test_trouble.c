/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Trouble of the source and of the router: in the status while it lasts, and no success after it.
 */
#include "fixture.h"
#include "iter8/command.h"
#include "iter8/report.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

TestSuite(lifecycle_trouble, .init = fixture_setup, .fini = fixture_teardown);

static void assert_trouble(int32_t type, int32_t status, const char *reason, const char *message)
{
    char text[300];
    size_t length;
    assert_condition(type, status);
    cr_assert_str_eq(iter8_condition_of(experiment, type).reason, reason);
    cr_assert_eq(iter8_experiment_condition_message(experiment, type, text, sizeof text, &length),
                 ITER8_OK);
    cr_assert_str_eq(text, message);
}

static void step_to_failure(void)
{
    int rc = ITER8_OK;
    for (int i = 0; rc == ITER8_OK && i < 100; i++)
        rc = scripted_step(&host, experiment, &outcome);
    cr_assert_eq(rc, ITER8_ERR_HOST);
}

Test(lifecycle_trouble, a_status_without_trouble_says_nothing_of_it)
{
    fixture_finish();
    cr_assert_null(strstr(host.saved, "Available"));
    cr_assert_null(strstr(host.saved, "WeightsHold"));
    cr_assert_str_eq(iter8_condition_of(experiment, 99).reason, "");
}

Test(lifecycle_trouble, a_router_that_fails_stands_in_the_status_until_it_answers)
{
    host.failing[SCRIPTED_WRITE] = 2;
    host.failing_code = ITER8_ERR_TRANSPORT;
    host.failing_reason = "no route\nto host";
    step_to_failure();
    cr_assert(outcome.changed);
    assert_trouble(ITER8_CONDITION_ROUTER_AVAILABLE, ITER8_CONDITION_FALSE, "WeightsNotWritten",
                   "the weights cannot be written: no route to host");
    fixture_reload();
    assert_trouble(ITER8_CONDITION_ROUTER_AVAILABLE, ITER8_CONDITION_FALSE, "WeightsNotWritten",
                   "the weights cannot be written: no route to host");
    char described[4096];
    size_t length;
    cr_assert_eq(iter8_describe(experiment, described, sizeof described, &length), ITER8_OK);
    cr_assert_not_null(strstr(described, "Condition: RouterAvailable is False: WeightsNotWritten: "
                                         "the weights cannot be written: no route to host\n"),
                       "%s", described);
    fixture_run_until(2);
    assert_trouble(ITER8_CONDITION_ROUTER_AVAILABLE, ITER8_CONDITION_TRUE, "RouterAnswers", "");
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "RouterAvailable: "), 1);
    fixture_finish();
    assert_message("ExperimentCompleted: Experiment completed successfully");
}

Test(lifecycle_trouble, reads_do_not_end_the_trouble_of_writes)
{
    fixture_run_until(1);
    host.failing[SCRIPTED_WRITE] = -1;
    while (iter8_status_of(experiment).completed_iterations < 5)
        (void)scripted_step(&host, experiment, &outcome);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!WeightRedistributionFailed"), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "RouterAvailable"), 0);
    host.failing[SCRIPTED_WRITE] = 0;
    fixture_run_until(6);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "RouterAvailable"), 1);
}

Test(lifecycle_trouble, what_does_not_pass_by_itself_is_given_up)
{
    static const int kinds[] = {SCRIPTED_READ, SCRIPTED_WRITE};
    for (size_t i = 0; i < 2; i++) {
        fixture_teardown();
        fixture_setup();
        fixture_run_until(2);
        int64_t since_ns = host.now_ns;
        host.failing[kinds[i]] = -1;
        host.failing_code = ITER8_ERR_NOT_FOUND;
        host.failing_reason = "there is no v1alpha3";
        fixture_finish();
        cr_assert_leq(host.now_ns, since_ns + 20 * SCRIPTED_SECOND);
        assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
        cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
        cr_assert_not_null(strstr(host.saved, "given up: the weights cannot be "), "%s",
                           host.saved);
        assert_routes(i == 0 ? 100 : 80, i == 0 ? 0 : 20);
        fixture_reload();
        cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_FAILED);
    }
}

Test(lifecycle_trouble, how_long_is_said_by_the_experiment)
{
    fixture_start(
        &(experiment_plan){.interval_s = 1000, .annotations = "iter8.tools/give-up-seconds: '0'"});
    host.failing[SCRIPTED_WRITE] = 15;
    host.failing_code = ITER8_ERR_REFUSED;
    fixture_finish();
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_FALSE);
    fixture_teardown();
    fixture_setup();
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/give-up-seconds: '3'"});
    host.failing[SCRIPTED_WRITE] = -1;
    host.failing_code = ITER8_ERR_REFUSED;
    int64_t since_ns = host.now_ns;
    fixture_finish();
    cr_assert_eq(host.now_ns, since_ns + 6 * SCRIPTED_SECOND);
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
}

Test(lifecycle_trouble, a_rollback_is_never_given_up)
{
    host.source = fixture_candidate_too_high;
    fixture_start(&(experiment_plan){.deployment = "BlueGreen", .actions = "rollback"});
    host.routes[0] = 60;
    host.routes[1] = 40;
    host.failing[SCRIPTED_WRITE] = -1;
    host.failing_code = ITER8_ERR_REFUSED;
    host.failing_reason = "forbidden";
    for (int i = 0; i < 30; i++)
        (void)scripted_step(&host, experiment, &outcome);
    cr_assert_not(outcome.done);
    cr_assert_gt(host.now_ns, SCRIPTED_START_NS + 300 * SCRIPTED_SECOND);
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_FALSE);
    assert_trouble(ITER8_CONDITION_ROUTER_AVAILABLE, ITER8_CONDITION_FALSE, "RollbackFailed",
                   "the weights cannot be written: forbidden");
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!RollbackFailed: "), 1);
    fixture_reload();
    host.failing[SCRIPTED_WRITE] = 0;
    fixture_finish();
    assert_routes(100, 0);
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_ROLLED_BACK);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "rollback"), 1);
    assert_condition(ITER8_CONDITION_ROUTER_AVAILABLE, ITER8_CONDITION_TRUE);
}

/* The router takes what is written, and serves as before. */
static void keep_routes(scripted_host *self, enum scripted_kind kind)
{
    if (kind != SCRIPTED_READ) return;
    self->routes[0] = 100;
    self->routes[1] = 0;
}

Test(lifecycle_trouble, weights_that_do_not_hold_promote_nobody)
{
    host.hook = keep_routes;
    fixture_run_until(4);
    assert_trouble(ITER8_CONDITION_WEIGHTS_HOLD, ITER8_CONDITION_FALSE, "WeightsDoNotHold",
                   "3 intervals in a row the weights were not there: written baseline 90, "
                   "candidate 10; found baseline 100, candidate 0");
    fixture_reload();
    fixture_finish();
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!WeightsDoNotHold: 3 intervals"), 1);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_FAILED);
    assert_message("ExperimentCompleted: Experiment failed");
    assert_routes(100, 0);
}

Test(lifecycle_trouble, weights_that_hold_again_are_well)
{
    host.hook = keep_routes;
    fixture_run_until(5);
    host.hook = NULL;
    fixture_run_until(7);
    assert_trouble(ITER8_CONDITION_WEIGHTS_HOLD, ITER8_CONDITION_TRUE, "WeightsFound", "");
    fixture_finish();
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate");
    assert_message("ExperimentCompleted: Experiment completed successfully");
}

Test(lifecycle_trouble, iter8_looks_at_no_weights)
{
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/as-iter8: weights-need-not-hold"});
    host.hook = keep_routes;
    fixture_finish();
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate");
    cr_assert_null(strstr(host.saved, "WeightsHold"));
}

static int32_t unreachable(const iter8_question *question, iter8_measurement *answer,
                           scripted_host *self)
{
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.001;
    if (self->context != NULL && strcmp(question->version, self->context) != 0) return ITER8_OK;
    answer->reason = "HTTP 400: bad query";
    return ITER8_ERR_TRANSPORT;
}

Test(lifecycle_trouble, a_source_that_never_answers_is_no_success)
{
    static char candidate[] = "candidate";
    for (int only_candidate = 0; only_candidate <= 1; only_candidate++) {
        fixture_teardown();
        fixture_setup();
        host.source = unreachable;
        host.context = only_candidate ? candidate : NULL;
        fixture_finish();
        assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
        cr_assert_str_eq(iter8_condition_of(experiment, ITER8_CONDITION_FAILED).reason,
                         "MetricsUnavailable");
        assert_trouble(ITER8_CONDITION_METRICS_AVAILABLE, ITER8_CONDITION_FALSE, "SourceFailed",
                       only_candidate ? "error-rate of candidate: HTTP 400: bad query"
                                      : "error-rate of baseline: HTTP 400: bad query (and 1 more)");
        cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!MetricsUnavailable: error-rate of"),
                     2);
        cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
    }
}

Test(lifecycle_trouble, a_source_that_answers_again_is_told_once)
{
    host.source = unreachable;
    fixture_run_until(3);
    host.context = "nobody";
    fixture_finish();
    assert_trouble(ITER8_CONDITION_METRICS_AVAILABLE, ITER8_CONDITION_TRUE, "SourceAnswers", "");
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "MetricsAvailable: "), 1);
    assert_message("ExperimentCompleted: Experiment completed successfully");
}

Test(lifecycle_trouble, the_profile_says_and_does_nothing_of_it)
{
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/profile: iter8-v2alpha2"});
    host.source = unreachable;
    host.failing[SCRIPTED_WRITE] = 3;
    host.failing_code = ITER8_ERR_NOT_FOUND;
    fixture_finish();
    cr_assert_null(strstr(host.saved, "Available"), "%s", host.saved);
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_FALSE);
}
