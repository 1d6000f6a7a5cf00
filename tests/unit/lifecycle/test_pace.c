/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Weight steps, warm-up, and a rollback step by step. */
#include "fixture.h"
#include "iter8/command.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(lifecycle_pace, .init = fixture_setup, .fini = fixture_teardown);

static int32_t bad_from_fifth(const iter8_question *question, iter8_measurement *answer,
                              scripted_host *unused)
{
    (void)unused;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.001;
    if (question->version_index > 0 &&
        iter8_status_of(question->experiment).completed_iterations >= 4)
        answer->value = 0.5;
    return ITER8_OK;
}

static void expect_path(const int32_t *wanted, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        fixture_run_until(i + 1);
        assert_routes(100 - wanted[i], wanted[i]);
        fixture_reload();
    }
}

Test(lifecycle_pace, weights_go_through_the_steps_up_to_all_traffic)
{
    static const int32_t path[] = {1, 5, 25, 100, 100};
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/weight-steps: 1 5 25 100"});
    expect_path(path, 5);
    cr_assert_not_null(strstr(host.saved, "candidate: as wanted"), "%s", host.saved);
}

Test(lifecycle_pace, steps_replace_the_increment_but_not_the_cap)
{
    static const int32_t path[] = {20, 60, 60};
    fixture_start(&(experiment_plan){
        .annotations = "iter8.tools/weight-steps: 20 80", .cap = 60, .increment = 3});
    expect_path(path, 3);
}

Test(lifecycle_pace, a_candidate_that_fails_falls_to_the_first_step)
{
    static const int32_t path[] = {2, 10, 40, 80, 2, 2};
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/weight-steps: 2 10 40 80"});
    host.source = bad_from_fifth;
    expect_path(path, 6);
}

Test(lifecycle_pace, a_weight_between_two_steps_goes_to_the_next)
{
    static const int32_t path[] = {40, 80};
    host.routes[0] = 85;
    host.routes[1] = 15;
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/weight-steps: 2 10 40 80"});
    expect_path(path, 2);
}

Test(lifecycle_pace, nothing_is_measured_while_a_new_weight_warms_up)
{
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/warm-up-seconds: '25'"});
    fixture_run_until(3);
    const scripted_entry *last = scripted_at(&host, SCRIPTED_MEASURE, NULL, 4);
    cr_assert_eq(last->now_ns, SCRIPTED_START_NS + 75 * SCRIPTED_SECOND);
    fixture_reload();
    fixture_run_until(4);
    last = scripted_at(&host, SCRIPTED_MEASURE, NULL, 6);
    cr_assert_eq(last->now_ns, SCRIPTED_START_NS + 100 * SCRIPTED_SECOND);
}

Test(lifecycle_pace, a_warm_up_within_the_interval_delays_the_first_measurement_only)
{
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/warm-up-seconds: '10'"});
    fixture_run_until(3);
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(scripted_at(&host, SCRIPTED_MEASURE, NULL, 2 * i)->now_ns,
                     SCRIPTED_START_NS + (int64_t)(i + 1) * 10 * SCRIPTED_SECOND);
}

/* In seconds from the start, with a restart in the warm-up. */
static int64_t first_measurement_s(const experiment_plan *plan)
{
    fixture_start(plan);
    while (scripted_count(&host, SCRIPTED_MEASURE, NULL) == 0) {
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
        fixture_reload();
    }
    return (scripted_at(&host, SCRIPTED_MEASURE, NULL, 0)->now_ns - SCRIPTED_START_NS) /
           SCRIPTED_SECOND;
}

Test(lifecycle_pace, a_fixed_split_warms_up_before_the_first_measurement)
{
    cr_assert_eq(
        first_measurement_s(&(experiment_plan){.deployment = "FixedSplit",
                                               .annotations = "iter8.tools/warm-up-seconds: '25'"}),
        25);
}

Test(lifecycle_pace, a_version_that_is_alone_warms_up_before_the_first_measurement)
{
    cr_assert_eq(
        first_measurement_s(&(experiment_plan){.testing = "Conformance",
                                               .candidates = -1,
                                               .annotations = "iter8.tools/warm-up-seconds: '25'"}),
        25);
}

Test(lifecycle_pace, the_warm_up_begins_when_the_start_action_has_ended)
{
    fixture_start(
        &(experiment_plan){.actions = "start", .annotations = "iter8.tools/warm-up-seconds: '25'"});
    while (scripted_count(&host, SCRIPTED_ACTION, "start") == 0)
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    host.now_ns += 100 * SCRIPTED_SECOND;
    fixture_run_until(1);
    cr_assert_eq(scripted_at(&host, SCRIPTED_MEASURE, NULL, 0)->now_ns,
                 SCRIPTED_START_NS + 125 * SCRIPTED_SECOND);
}

/* A write that was late is what the warm-up is counted from. */
/* When the second iteration asks its first question, in seconds from the start. */
static int64_t second_iteration_s(void)
{
    int rc = ITER8_OK;
    while (scripted_count(&host, SCRIPTED_MEASURE, NULL) < 4 &&
           (rc == ITER8_OK || rc == ITER8_ERR_HOST))
        rc = scripted_step(&host, experiment, &outcome);
    return (scripted_at(&host, SCRIPTED_MEASURE, NULL, 2)->now_ns - SCRIPTED_START_NS) /
           SCRIPTED_SECOND;
}

/* When the last write was made, in seconds from the start. */
static int64_t written_s(void)
{
    size_t writes = scripted_count(&host, SCRIPTED_WRITE, NULL);
    return (scripted_at(&host, SCRIPTED_WRITE, NULL, writes - 1)->now_ns - SCRIPTED_START_NS) /
           SCRIPTED_SECOND;
}

Test(lifecycle_pace, a_warm_up_begins_when_the_weights_are_really_there)
{
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/warm-up-seconds: '10'"});
    host.failing[SCRIPTED_WRITE] = 3;
    int64_t second_s = second_iteration_s();
    cr_assert_eq(second_s, 10 + written_s());
    cr_assert_gt(second_s, 14);
}

Test(lifecycle_pace, a_warm_up_begins_also_with_a_write_that_the_next_iteration_waited_for)
{
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/warm-up-seconds: '10'"});
    host.router.read_weights = NULL;
    host.failing[SCRIPTED_WRITE] = 5;
    int64_t second_s = second_iteration_s();
    cr_assert_eq(second_s, 10 + written_s());
    cr_assert_gt(second_s, 30);
}

/* The weights that are written, one after the other, and when. */
static void expect_descent(const int32_t *wanted, size_t count, int64_t first_ns)
{
    size_t writes = scripted_count(&host, SCRIPTED_WRITE, NULL);
    cr_assert_geq(writes, count);
    for (size_t i = 0; i < count; i++) {
        const scripted_entry *entry = scripted_at(&host, SCRIPTED_WRITE, NULL, writes - count + i);
        cr_assert_eq(entry->weights[1], wanted[i], "%zu: %d", i, (int)entry->weights[1]);
        cr_assert_eq(entry->now_ns, first_ns + (int64_t)i * 10 * SCRIPTED_SECOND, "%zu", i);
        for (size_t j = 0; j < i; j++)
            cr_assert_neq(entry->ticket,
                          scripted_at(&host, SCRIPTED_WRITE, NULL, writes - count + j)->ticket);
    }
}

Test(lifecycle_pace, a_rollback_may_go_step_by_step)
{
    static const int32_t descent[] = {25, 10, 0};
    fixture_start(&(experiment_plan){.deployment = "BlueGreen",
                                     .actions = "rollback",
                                     .annotations = "iter8.tools/rollback-step: '15'"});
    host.source = bad_from_fifth;
    for (int i = 0; i < 200 && !outcome.done; i++) {
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
        if (!outcome.done) fixture_reload();
    }
    expect_descent(descent, 3, SCRIPTED_START_NS + 40 * SCRIPTED_SECOND);
    assert_message("ExperimentCompleted: Experiment rolled back");
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 5);
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 10);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "rollback"), 1);
    assert_weights(100, 0);
}

Test(lifecycle_pace, an_abort_may_go_step_by_step_even_through_a_pause)
{
    static const int32_t descent[] = {14, 0};
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/rollback-step: '16'"});
    fixture_run_until(3);
    host.now_ns -= 7 * SCRIPTED_SECOND;
    int64_t now_ns = host.now_ns;
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_ABORT, NULL), ITER8_OK);
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline", "from the first step");
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_PAUSE, NULL), ITER8_OK);
    fixture_finish();
    expect_descent(descent, 2, now_ns);
}
