/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A world that fails: the experiment waits, tries again, and never believes what did not happen. */
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

TestSuite(lifecycle_failures, .init = fixture_setup, .fini = fixture_teardown);

static int64_t called_ns; /* when the call that failed was made */

/* Steps on to the next call that fails. */
static void step_to_failure(void)
{
    int rc = ITER8_OK;
    for (int i = 0; rc == ITER8_OK && i < 100; i++) {
        called_ns = host.now_ns;
        rc = scripted_step(&host, experiment, &outcome);
    }
    cr_assert_eq(rc, ITER8_ERR_HOST);
}

/* A call that has failed so often is made again after so long. */
static void assert_retry(int failures)
{
    int64_t most = SCRIPTED_SECOND << (failures < 6 ? failures - 1 : 5);
    if (failures >= 6) most = 30 * SCRIPTED_SECOND;
    cr_assert_leq(outcome.next_ns, called_ns + most, "failure %d", failures);
    cr_assert_geq(outcome.next_ns, called_ns + most - most / 4, "failure %d", failures);
}

static int32_t refuse(const iter8_question *question, iter8_measurement *answer,
                      scripted_host *self)
{
    (void)question;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.001;
    answer->reason = self->context;
    return ITER8_ERR_TRANSPORT;
}

Test(lifecycle_failures, a_metric_that_fails_is_a_missing_value_with_a_reason)
{
    host.source = refuse;
    fixture_run_until(1);
    assert_routes(95, 5);
    cr_assert_not_null(strstr(host.saved, "reason: the metrics source failed"), "%s", host.saved);
    host.context = "connection refused";
    fixture_run_until(2);
    cr_assert_not_null(strstr(host.saved, "reason: connection refused"), "%s", host.saved);
    cr_assert_null(strstr(host.saved, "0.001"));
    fixture_finish();
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
}

Test(lifecycle_failures, any_negative_number_is_a_failure)
{
    static const int32_t codes[] = {-1, -12345, INT32_MIN};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        fixture_teardown();
        fixture_setup();
        host.failing_code = codes[i];
        host.failing[SCRIPTED_WRITE] = 1;
        step_to_failure();
        assert_weights(100, 0);
        fixture_run_until(1);
        assert_weights(90, 10);
    }
}

static int64_t called_ns_of_last_read(void)
{
    size_t reads = scripted_count(&host, SCRIPTED_READ, NULL);
    return scripted_at(&host, SCRIPTED_READ, NULL, reads - 1)->now_ns;
}

Test(lifecycle_failures, weights_that_cannot_be_read_hold_the_iteration)
{
    fixture_run_until(2);
    host.failing[SCRIPTED_READ] = 3;
    for (int i = 1; i <= 3; i++) {
        step_to_failure();
        assert_retry(i);
        cr_assert_eq(outcome.changed, i == 1);
        cr_assert_eq(iter8_status_of(experiment).completed_iterations, 2);
    }
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 4);
    fixture_run_until(3);
    assert_routes(70, 30);
    cr_assert_eq(host.now_ns, called_ns_of_last_read() + 10 * SCRIPTED_SECOND);
}

Test(lifecycle_failures, an_iteration_that_was_held_asks_about_the_time_it_goes_on)
{
    fixture_run_until(1);
    host.failing[SCRIPTED_READ] = 1;
    fixture_run_until(2);
    const scripted_entry *question = scripted_at(&host, SCRIPTED_MEASURE, NULL, 2);
    cr_assert_gt(question->now_ns, SCRIPTED_START_NS + 10 * SCRIPTED_SECOND);
    cr_assert_eq(question->now_ns, called_ns_of_last_read());
}

Test(lifecycle_failures, weights_that_are_none_hold_the_iteration)
{
    static const int32_t wrong[][2] = {{-1, -1}, {200, -1}, {-1, INT32_MAX}};
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/give-up-seconds: '0'"});
    fixture_run_until(2);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        memcpy(host.routes, wrong[i], sizeof wrong[i]);
        step_to_failure();
        cr_assert_eq(iter8_status_of(experiment).completed_iterations, 2);
        assert_weights(80, 20);
    }
    host.routes[0] = 80;
    host.routes[1] = -1; /* one that is not known follows from the others */
    fixture_run_until(3);
    assert_routes(70, 30);
}

Test(lifecycle_failures, a_write_that_fails_is_tried_again_ever_more_rarely)
{
    fixture_start(&(experiment_plan){.interval_s = 1000});
    host.failing[SCRIPTED_WRITE] = 9;
    for (int i = 1; i <= 9; i++) {
        step_to_failure();
        assert_retry(i);
        assert_weights(100, 0);
        assert_routes(100, 0);
    }
    fixture_run_until(1);
    assert_weights(90, 10);
    assert_routes(90, 10);
    cr_assert_eq(host.now_ns, SCRIPTED_START_NS + 1000 * SCRIPTED_SECOND);
}

Test(lifecycle_failures, a_call_before_the_time_to_retry_does_not_write)
{
    host.failing[SCRIPTED_WRITE] = 1;
    step_to_failure();
    size_t writes = scripted_count(&host, SCRIPTED_WRITE, NULL);
    int64_t retry_ns = outcome.next_ns;
    host.now_ns -= SCRIPTED_SECOND / 2;
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), writes);
    cr_assert_eq(outcome.next_ns, retry_ns);
}

Test(lifecycle_failures, trying_again_never_puts_an_iteration_off)
{
    fixture_start(&(experiment_plan){.interval_s = 1, .iterations = 3});
    fixture_run_until(1);
    host.failing[SCRIPTED_WRITE] = -1;
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK); /* decides */
    host.now_ns += SCRIPTED_SECOND / 2;
    step_to_failure();
    cr_assert_eq(outcome.next_ns, SCRIPTED_START_NS + 2 * SCRIPTED_SECOND);
    host.now_ns = outcome.next_ns - SCRIPTED_SECOND / 4;
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert_eq(outcome.next_ns, SCRIPTED_START_NS + 2 * SCRIPTED_SECOND);
}

Test(lifecycle_failures, a_sink_that_is_dead_for_iterations_keeps_the_candidate_where_it_is)
{
    fixture_run_until(2);
    host.failing[SCRIPTED_WRITE] = -1;
    while (iter8_status_of(experiment).completed_iterations < 6) {
        int rc = scripted_step(&host, experiment, &outcome);
        cr_assert(rc == ITER8_OK || rc == ITER8_ERR_HOST);
        assert_weights(80, 20);
    }
    cr_assert_eq(host.now_ns, SCRIPTED_START_NS + 50 * SCRIPTED_SECOND);
    host.failing[SCRIPTED_WRITE] = 0;
    fixture_run_until(6);
    assert_weights(70, 30);
    assert_routes(70, 30);
    fixture_finish();
    assert_routes(30, 70);
}

Test(lifecycle_failures, the_end_waits_for_the_last_write)
{
    fixture_start(&(experiment_plan){.iterations = 2, .actions = "finish"});
    fixture_run_until(1);
    host.failing[SCRIPTED_WRITE] = 40;
    fixture_finish();
    assert_routes(80, 20);
    assert_weights(80, 20);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "finish"), 1);
    cr_assert_geq(scripted_at(&host, SCRIPTED_ACTION, "finish", 0)->now_ns,
                  SCRIPTED_START_NS + 40 * SCRIPTED_SECOND);
}

Test(lifecycle_failures, a_target_that_cannot_be_asked_for_is_asked_for_again)
{
    host.failing[SCRIPTED_ACQUIRE] = 2;
    for (int i = 1; i <= 2; i++) {
        step_to_failure();
        assert_retry(i);
        cr_assert_eq(outcome.stage, ITER8_STAGE_WAITING);
    }
    fixture_finish();
    assert_routes(5, 95);
}

Test(lifecycle_failures, a_status_without_its_beginnings_is_completed)
{
    static const char text[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: x}\n"
        "spec:\n  target: t\n  strategy: {testingPattern: Canary}\n"
        "  duration: {intervalSeconds: 10, iterationsPerLoop: 2}\n"
        "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n"
        "status: {stage: Running}\n";
    iter8_experiment_free(experiment);
    cr_assert_eq(iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment), ITER8_OK);
    fixture_finish();
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 2);
    cr_assert_eq(scripted_count(&host, SCRIPTED_READ, NULL), 2);
    cr_assert_eq(host.now_ns, SCRIPTED_START_NS + 10 * SCRIPTED_SECOND);
}

Test(lifecycle_failures, an_experiment_without_versions_fails_at_any_stage)
{
    static const char *const stages[] = {"Waiting", "Initializing", "Running", "Finishing"};
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        char text[400];
        (void)snprintf(text, sizeof text,
                       "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: x}\n"
                       "spec: {target: t, strategy: {testingPattern: Canary}}\n"
                       "status: {stage: %s, completedIterations: 0}\n",
                       stages[i]);
        iter8_experiment_free(experiment);
        cr_assert_eq(iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment), ITER8_OK);
        fixture_finish();
        assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
        assert_message("ExperimentCompleted: Experiment failed");
        cr_assert_not_null(strstr(host.saved, "message: No versionInfo in experiment"));
    }
}
