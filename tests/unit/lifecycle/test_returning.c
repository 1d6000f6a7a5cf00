/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* An experiment that has failed gives the traffic back, or says what the router holds. */
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(lifecycle_returning, .init = fixture_setup, .fini = fixture_teardown);

/* Writes fail from the second iteration on for what does not pass by itself. */
static void break_router(int32_t code)
{
    fixture_run_until(2);
    host.failing[SCRIPTED_WRITE] = -1;
    host.failing_code = code;
    host.failing_reason = "balance first";
}

static void assert_said(const char *text)
{
    cr_assert_not_null(strstr(host.saved, text), "%s: %s", text, host.saved);
}

Test(lifecycle_returning, a_router_that_is_mended_in_time_gets_the_baselines_weights)
{
    for (int restarts = 0; restarts <= 1; restarts++) {
        fixture_teardown();
        fixture_setup();
        break_router(ITER8_ERR_REFUSED);
        for (int i = 0; i < 100; i++) {
            if (iter8_condition_of(experiment, ITER8_CONDITION_FAILED).status ==
                ITER8_CONDITION_TRUE)
                break;
            (void)scripted_step(&host, experiment, &outcome);
        }
        assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
        assert_routes(80, 20);
        (void)scripted_step(&host, experiment, &outcome);
        (void)scripted_step(&host, experiment, &outcome);
        if (restarts) fixture_reload();
        host.failing[SCRIPTED_WRITE] = 0;
        fixture_finish();
        assert_routes(100, 0);
        assert_weights(100, 0);
        cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "TrafficReturned: "), 1);
        cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!TrafficNotReturned"), 0);
        assert_message("ExperimentCompleted: Experiment failed");
    }
}

Test(lifecycle_returning, what_the_router_still_holds_is_said_everywhere)
{
    static const char held[] = "the router still holds baseline 80, candidate 20; ";
    break_router(ITER8_ERR_REFUSED);
    fixture_finish();
    assert_routes(80, 20);
    assert_weights(80, 20);
    assert_message("ExperimentCompleted: the router still holds baseline 80, candidate 20; given "
                   "up: the weights cannot be written: balance first");
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!TrafficNotReturned: "), 1);
    assert_said(held);
    cr_assert_str_eq(iter8_condition_of(experiment, ITER8_CONDITION_ROUTER_AVAILABLE).reason,
                     "TrafficNotReturned");
    assert_condition(ITER8_CONDITION_ROUTER_AVAILABLE, ITER8_CONDITION_FALSE);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
}

Test(lifecycle_returning, a_router_that_cannot_be_read_either_is_said_not_to_be)
{
    break_router(ITER8_ERR_REFUSED);
    host.failing[SCRIPTED_READ] = -1;
    fixture_finish();
    assert_said("as far as is known the router still holds baseline 80, candidate 20");
}

/* What may pass by itself is waited for, but not for ever. */
Test(lifecycle_returning, the_time_does_not_begin_anew_with_a_restart)
{
    fixture_run_until(2);
    host.failing[SCRIPTED_READ] = -1;
    host.failing_code = ITER8_ERR_NOT_FOUND;
    while (iter8_condition_of(experiment, ITER8_CONDITION_FAILED).status != ITER8_CONDITION_TRUE)
        (void)scripted_step(&host, experiment, &outcome);
    int64_t failed_ns = host.now_ns;
    host.failing[SCRIPTED_READ] = 0;
    host.failing[SCRIPTED_WRITE] = -1;
    host.failing_code = ITER8_ERR_TRANSPORT;
    for (int i = 0; !outcome.done && i < 1000; i++) {
        (void)scripted_step(&host, experiment, &outcome);
        fixture_reload();
    }
    cr_assert(outcome.done);
    cr_assert_geq(host.now_ns, failed_ns + 299 * SCRIPTED_SECOND);
    cr_assert_leq(host.now_ns, failed_ns + 331 * SCRIPTED_SECOND);
    assert_said("the router still holds baseline 80, candidate 20");
}

/* The router takes what is written and serves 60 to 40. */
static void keep_split(scripted_host *self, enum scripted_kind kind)
{
    if (kind != SCRIPTED_READ) return;
    self->routes[0] = 60;
    self->routes[1] = 40;
}

Test(lifecycle_returning, weights_that_do_not_hold_are_read_back)
{
    host.hook = keep_split;
    fixture_finish();
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
    assert_message("ExperimentCompleted: the router still holds baseline 60, candidate 40; the "
                   "weights do not hold");
    assert_weights(60, 40);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!TrafficNotReturned: "), 1);
}

/* One line when it begins, one when it ends, over restarts too. */
Test(lifecycle_returning, a_router_that_does_not_hold_is_told_of_once)
{
    host.hook = keep_split;
    for (int32_t n = 1; n <= 6; n++) {
        fixture_run_until(n);
        fixture_reload();
    }
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!WeightsChanged: "), 1);
    host.hook = NULL;
    fixture_run_until(8);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!WeightsChanged: "), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "WeightsHold: "), 1);
}

Test(lifecycle_returning, an_action_that_fails_gives_the_traffic_back_too)
{
    fixture_start(&(experiment_plan){.actions = "loop", .iterations = 3});
    host.failing[SCRIPTED_ACTION] = -1;
    host.failing_action = "loop";
    fixture_finish();
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
    assert_routes(100, 0);
}

Test(lifecycle_returning, iter8_leaves_the_traffic_where_it_is)
{
    fixture_start(&(experiment_plan){
        .actions = "loop", .iterations = 3, .annotations = "iter8.tools/profile: iter8-v2alpha2"});
    host.failing[SCRIPTED_ACTION] = -1;
    host.failing_action = "loop";
    fixture_finish();
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
    cr_assert_gt(host.routes[1], 0);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "TrafficReturned"), 0);
}
