/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A run from its beginning to its end, as it is documented. */
#include "fixture.h"
#include "iter8/diagnostics.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(lifecycle_reconcile, .init = fixture_setup, .fini = fixture_teardown);

static void assert_conditions(int32_t completed, int32_t failed, int32_t acquired)
{
    assert_condition(ITER8_CONDITION_COMPLETED, completed);
    assert_condition(ITER8_CONDITION_FAILED, failed);
    assert_condition(ITER8_CONDITION_TARGET_ACQUIRED, acquired);
}

/* The first iteration has no numbers yet, as in the tutorial. */
static int32_t nothing_at_first(const iter8_question *question, iter8_measurement *answer,
                                scripted_host *unused)
{
    (void)unused;
    if (iter8_status_of(question->experiment).completed_iterations == 0) return ITER8_OK;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.002;
    return ITER8_OK;
}

Test(lifecycle_reconcile, the_tutorial_goes_from_5_to_95_and_ends_at_once)
{
    host.source = nothing_at_first;
    for (int i = 1; i <= 10; i++) {
        fixture_run_until(i);
        cr_assert_eq(host.routes[1], 10 * i - 5, "iteration %d: %d", i, (int)host.routes[1]);
        cr_assert_eq(host.now_ns, SCRIPTED_START_NS + (i < 10 ? i : 9) * 10 * SCRIPTED_SECOND);
        cr_assert_eq(iter8_version_of(experiment, 1).weight, 10 * i - 5);
    }
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert(outcome.done);
    cr_assert_eq(outcome.next_ns, SCRIPTED_START_NS + 90 * SCRIPTED_SECOND);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate");
    cr_assert_eq(iter8_status_of(experiment).start_ns, SCRIPTED_START_NS);
    cr_assert_eq(iter8_status_of(experiment).last_update_ns,
                 SCRIPTED_START_NS + 90 * SCRIPTED_SECOND);
    cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), 10);
    cr_assert_eq(scripted_count(&host, SCRIPTED_READ, NULL), 10);
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 20);
}

Test(lifecycle_reconcile, stages_conditions_and_messages_follow_each_other)
{
    assert_conditions(ITER8_CONDITION_UNKNOWN, ITER8_CONDITION_UNKNOWN, ITER8_CONDITION_UNKNOWN);
    host.pending[SCRIPTED_ACQUIRE] = 1;
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert_eq(outcome.stage, ITER8_STAGE_WAITING);
    assert_conditions(ITER8_CONDITION_FALSE, ITER8_CONDITION_FALSE, ITER8_CONDITION_FALSE);
    assert_message("ExperimentInitialized: Experiment status initialized");
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert_eq(outcome.stage, ITER8_STAGE_WAITING);
    assert_conditions(ITER8_CONDITION_FALSE, ITER8_CONDITION_FALSE, ITER8_CONDITION_TRUE);
    assert_message("TargetAcquired");
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert_eq(outcome.stage, ITER8_STAGE_INITIALIZING);
    assert_message("StageAdvanced: Advanced to Initializing");
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    assert_message("StageAdvanced: Advanced to Running");
    fixture_run_until(1);
    cr_assert_eq(iter8_status_of(experiment).stage, ITER8_STAGE_RUNNING);
    assert_message("IterationUpdate: Completed Iteration 1");
    fixture_finish();
    cr_assert_eq(outcome.stage, ITER8_STAGE_COMPLETED);
    assert_conditions(ITER8_CONDITION_TRUE, ITER8_CONDITION_FALSE, ITER8_CONDITION_TRUE);
    assert_message("ExperimentCompleted: Experiment completed successfully");
}

Test(lifecycle_reconcile, the_status_says_when_everything_was)
{
    fixture_finish();
    static const char *const lines[] = {
        "\n  - lastTransitionTime: \"2020-09-13T12:28:10Z\"\n"
        "    message: Experiment completed successfully\n    reason: ExperimentCompleted\n"
        "    status: \"True\"\n    type: Completed\n",
        "\n  - lastTransitionTime: \"2020-09-13T12:26:40Z\"\n"
        "    status: \"False\"\n    type: Failed\n",
        "\n  - lastTransitionTime: \"2020-09-13T12:26:40Z\"\n    message: \"\"\n"
        "    reason: TargetAcquired\n    status: \"True\"\n    type: TargetAcquired\n",
        "\n  initTime: \"2020-09-13T12:26:40Z\"\n",
        "\n  startTime: \"2020-09-13T12:26:40Z\"\n",
        "\n  lastUpdateTime: \"2020-09-13T12:28:10Z\"\n",
        "\n  completedIterations: 10\n",
        "\n  stage: Completed\n",
        "\n  versionRecommendedForPromotion: candidate\n",
        "\n  message: 'ExperimentCompleted: Experiment completed successfully'\n"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        cr_assert_not_null(strstr(host.saved, lines[i]), "%s is not in\n%s", lines[i], host.saved);
}

Test(lifecycle_reconcile, a_condition_keeps_the_time_of_its_last_transition)
{
    fixture_run_until(3);
    cr_assert_not_null(strstr(host.saved, "  - lastTransitionTime: \"2020-09-13T12:26:40Z\"\n"
                                          "    message: Completed Iteration 3\n"
                                          "    reason: IterationUpdate\n"
                                          "    status: \"False\"\n    type: Completed\n"),
                       "%s", host.saved);
}

Test(lifecycle_reconcile, a_decision_is_saved_before_its_weights_are_written)
{
    while (iter8_status_of(experiment).completed_iterations == 0)
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert(outcome.changed);
    cr_assert_eq(outcome.next_ns, SCRIPTED_START_NS);
    cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), 0);
    cr_assert_eq(iter8_version_of(experiment, 1).weight, 0);
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert(outcome.changed);
    cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), 1);
    cr_assert_eq(iter8_version_of(experiment, 1).weight, 10);
    cr_assert_eq(outcome.next_ns, SCRIPTED_START_NS + 10 * SCRIPTED_SECOND);
}

Test(lifecycle_reconcile, the_time_of_the_start_is_saved_before_the_start_action)
{
    fixture_start(&(experiment_plan){.actions = "start"});
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
        cr_assert(outcome.changed);
        cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, NULL), 0);
    }
    assert_message("HandlerLaunched: Start handler 'start' launched");
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert(outcome.changed);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "start"), 1);
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert(outcome.changed);
    cr_assert_eq(outcome.stage, ITER8_STAGE_RUNNING);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "start"), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 0);
}

Test(lifecycle_reconcile, a_call_before_its_time_does_nothing)
{
    fixture_run_until(2);
    size_t calls = host.calls;
    int64_t due = host.now_ns;
    for (int64_t early = due - 9 * SCRIPTED_SECOND; early < due; early += SCRIPTED_SECOND) {
        host.now_ns = early;
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
        cr_assert_eq(outcome.next_ns, due);
        cr_assert_not(outcome.changed);
        cr_assert_not(outcome.pending);
    }
    cr_assert_eq(host.calls, calls);
}

Test(lifecycle_reconcile, a_call_after_the_end_does_nothing)
{
    fixture_finish();
    size_t calls = host.calls;
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert(outcome.done);
    cr_assert_not(outcome.changed);
    cr_assert_eq(host.calls, calls);
}

Test(lifecycle_reconcile, a_late_call_makes_one_iteration_and_shifts_the_next)
{
    fixture_run_until(2);
    host.now_ns += 1000 * SCRIPTED_SECOND;
    int64_t late = host.now_ns;
    fixture_run_until(3);
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 3);
    cr_assert_eq(host.routes[1], 30);
    cr_assert_eq(host.now_ns, late + 10 * SCRIPTED_SECOND);
}

Test(lifecycle_reconcile, questions_say_how_long_the_experiment_runs)
{
    fixture_run_until(3);
    static const int64_t seconds[] = {0, 0, 10, 10, 20, 20};
    for (size_t i = 0; i < 6; i++) {
        const scripted_entry *entry = scripted_at(&host, SCRIPTED_MEASURE, "error-rate ", i);
        cr_assert_eq(entry->now_ns, SCRIPTED_START_NS + seconds[i] * SCRIPTED_SECOND);
        cr_assert_str_eq(entry->text, i % 2 == 0 ? "error-rate baseline" : "error-rate candidate");
    }
}

Test(lifecycle_reconcile, arguments_are_checked)
{
    const int64_t now = SCRIPTED_START_NS;
    cr_assert_eq(iter8_reconcile(NULL, &host.host, now, NULL, &outcome), ITER8_ERR_ARGUMENT);
    cr_assert_eq(iter8_reconcile(experiment, NULL, now, NULL, &outcome), ITER8_ERR_ARGUMENT);
    cr_assert_eq(iter8_reconcile(experiment, &host.host, now, NULL, NULL), ITER8_ERR_ARGUMENT);
    iter8_outcome unsized = {.struct_size = 0};
    cr_assert_eq(iter8_reconcile(experiment, &host.host, now, NULL, &unsized), ITER8_ERR_ARGUMENT);
    host.host.struct_size = 1;
    cr_assert_eq(iter8_reconcile(experiment, &host.host, now, NULL, &outcome), ITER8_ERR_ARGUMENT);
    cr_assert_eq(host.calls, 0);
    cr_assert_eq(iter8_status_of(experiment).stage, ITER8_STAGE_NONE);
}

Test(lifecycle_reconcile, times_that_cannot_be_reckoned_with_are_refused)
{
    static const int64_t times[] = {INT64_MIN, INT64_MIN + 1, -8600000000 * SCRIPTED_SECOND,
                                    8900000000 * SCRIPTED_SECOND, INT64_MAX};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        cr_assert_eq(iter8_reconcile(experiment, &host.host, times[i], NULL, &outcome),
                     ITER8_ERR_CLOCK);
        cr_assert_eq(outcome.next_ns, times[i]);
        cr_assert_not(outcome.done);
    }
    cr_assert_eq(host.calls, 0);
}

Test(lifecycle_reconcile, the_whole_range_of_times_can_pass_at_once)
{
    host.now_ns = -8500000000 * SCRIPTED_SECOND;
    fixture_run_until(1);
    host.now_ns = 8799999999 * SCRIPTED_SECOND;
    fixture_run_until(2);
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 2);
}

Test(lifecycle_reconcile, a_host_of_an_older_version_is_understood)
{
    host.host.struct_size = offsetof(iter8_host, acquire_target);
    fixture_finish();
    cr_assert_gt(scripted_count(&host, SCRIPTED_READ, NULL), 0);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACQUIRE, NULL), 0);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, NULL), 0);
    cr_assert_eq(host.routes[1], 95);
}

Test(lifecycle_reconcile, a_host_of_a_newer_version_is_understood_while_it_wants_nothing_new)
{
    struct {
        iter8_host known;
        void *unknown;
    } newer = {host.host, NULL};
    newer.known.struct_size = sizeof newer;
    cr_assert_eq(iter8_reconcile(experiment, &newer.known, host.now_ns, NULL, &outcome), ITER8_OK);
    newer.unknown = &newer;
    cr_assert_eq(iter8_reconcile(experiment, &newer.known, host.now_ns, NULL, &outcome),
                 ITER8_ERR_STRUCT_SIZE);
}

Test(lifecycle_reconcile, a_source_and_a_router_of_another_version_are_understood_or_refused)
{
    struct {
        iter8_router known;
        void *unknown;
    } newer = {host.router, NULL};
    newer.known.struct_size = sizeof newer;
    host.host.router = &newer.known;
    cr_assert_eq(iter8_reconcile(experiment, &host.host, host.now_ns, NULL, &outcome), ITER8_OK);
    newer.unknown = &newer;
    cr_assert_eq(iter8_reconcile(experiment, &host.host, host.now_ns, NULL, &outcome),
                 ITER8_ERR_STRUCT_SIZE);
    host.host.router = &host.router;
    host.metrics.struct_size = 0;
    cr_assert_eq(iter8_reconcile(experiment, &host.host, host.now_ns, NULL, &outcome),
                 ITER8_ERR_ARGUMENT);
    host.metrics.struct_size = offsetof(iter8_metrics_source, measure);
    fixture_finish();
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 0);
    assert_routes(100, 0);
}

Test(lifecycle_reconcile, a_source_a_router_and_the_rest_have_user_data_of_their_own)
{
    scripted_host metrics, router;
    scripted_host_init(&metrics);
    scripted_host_init(&router);
    host.host.metrics_source = &metrics.metrics;
    host.host.router = &router.router;
    fixture_finish();
    cr_assert_eq(metrics.calls, scripted_count(&metrics, SCRIPTED_MEASURE, NULL));
    cr_assert_eq(router.calls, scripted_count(&router, SCRIPTED_READ, NULL) +
                                   scripted_count(&router, SCRIPTED_WRITE, NULL));
    cr_assert_gt(metrics.calls, 0);
    cr_assert_gt(scripted_count(&host, SCRIPTED_ACQUIRE, NULL), 0);
    cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), 0);
    cr_assert_eq(router.routes[1], 95);
    scripted_host_clear(&metrics);
    scripted_host_clear(&router);
}

Test(lifecycle_reconcile, the_outcome_fits_callers_of_any_version)
{
    struct {
        iter8_outcome known;
        uint64_t unknown;
    } newer = {ITER8_INIT(iter8_outcome), 7};
    newer.known.struct_size = sizeof newer;
    cr_assert_eq(iter8_reconcile(experiment, &host.host, host.now_ns, NULL, &newer.known),
                 ITER8_ERR_STRUCT_SIZE);
    cr_assert_eq(newer.unknown, 7, "it may be somebody else's");
    newer.unknown = 0;
    cr_assert_eq(iter8_reconcile(experiment, &host.host, host.now_ns, NULL, &newer.known),
                 ITER8_OK);
    cr_assert_eq(newer.unknown, 0);
    cr_assert_eq(newer.known.struct_size, sizeof newer);
    cr_assert_eq(newer.known.stage, ITER8_STAGE_WAITING);
    iter8_outcome older = {.struct_size = offsetof(iter8_outcome, stage), .stage = 77, .done = 77};
    cr_assert_eq(iter8_reconcile(experiment, &host.host, host.now_ns, NULL, &older), ITER8_OK);
    cr_assert_eq(older.next_ns, host.now_ns);
    cr_assert_eq(older.stage, 77);
    cr_assert_eq(older.done, 77);
}

/* A callback that calls back. */
static void call_back(scripted_host *self, enum scripted_kind kind)
{
    (void)kind;
    iter8_outcome inner = ITER8_INIT(iter8_outcome);
    int *busy = self->context;
    *busy += iter8_reconcile(experiment, &self->host, self->now_ns + SCRIPTED_SECOND, NULL,
                             &inner) == ITER8_ERR_BUSY;
    cr_assert_not(inner.changed);
}

Test(lifecycle_reconcile, a_call_from_within_any_callback_is_refused)
{
    int busy = 0;
    fixture_start(&(experiment_plan){.iterations = 2, .actions = "start loop finish"});
    host.hook = call_back;
    host.context = &busy;
    fixture_finish();
    for (int kind = 0; kind < SCRIPTED_KINDS; kind++)
        cr_assert_gt(scripted_count(&host, (enum scripted_kind)kind, NULL), 0);
    cr_assert_eq((size_t)busy, host.calls);
    cr_assert_eq(host.now_ns, SCRIPTED_START_NS + 10 * SCRIPTED_SECOND);
    cr_assert_eq(host.routes[1], 20);
}

Test(lifecycle_reconcile, weights_that_are_to_move_need_somebody_to_write_them)
{
    host.router.write_weights = NULL;
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_ERR_ARGUMENT);
    cr_assert_eq(iter8_status_of(experiment).stage, ITER8_STAGE_NONE);
    fixture_start(&(experiment_plan){.deployment = "FixedSplit", .iterations = 2});
    fixture_finish();
    fixture_start(&(experiment_plan){.testing = "Conformance", .candidates = -1, .iterations = 2});
    fixture_finish();
}

Test(lifecycle_reconcile, two_callbacks_are_enough)
{
    host.router.read_weights = NULL;
    host.host = (iter8_host){
        .struct_size = sizeof host.host, .metrics_source = &host.metrics, .router = &host.router};
    fixture_start(&(experiment_plan){.actions = "start loop finish"});
    fixture_finish();
    cr_assert_eq(host.routes[1], 95);
    assert_message("ExperimentCompleted: Experiment completed successfully");
}

Test(lifecycle_reconcile, without_a_metrics_source_every_value_is_missing)
{
    host.host.metrics_source = NULL;
    fixture_run_until(9);
    cr_assert_eq(host.routes[1], 5);
    fixture_finish();
    assert_routes(100, 0);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
    cr_assert_not_null(strstr(host.saved, "reason: there is no metrics source"));
}

Test(lifecycle_reconcile, diagnostics_say_what_the_host_answered)
{
    iter8_diagnostics *diagnostics;
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
    host.failing[SCRIPTED_ACQUIRE] = 1;
    cr_assert_eq(iter8_reconcile(experiment, &host.host, host.now_ns, diagnostics, &outcome),
                 ITER8_ERR_HOST);
    iter8_diagnostic one = ITER8_INIT(iter8_diagnostic);
    cr_assert_eq(iter8_diagnostics_get(diagnostics, 0, &one), ITER8_OK);
    cr_assert_eq(one.code, ITER8_ERR_HOST);
    cr_assert_not_null(strstr(one.message, "the target cannot be acquired (the host answered "),
                       "%s", one.message);
    iter8_diagnostics_free(diagnostics);
}

Test(lifecycle_reconcile, an_experiment_that_was_read_in_part_is_not_run)
{
    static const char text[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nspec: {target: t}\n";
    const iter8_experiment_options options = {.struct_size = sizeof options, .partial = 1};
    iter8_experiment_free(experiment);
    cr_assert_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &experiment), ITER8_OK);
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_ERR_INVALID);
    cr_assert_eq(host.calls, 0);
}
