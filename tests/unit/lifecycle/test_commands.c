/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Pause, resume, abort and promote, in every stage. */
#include "fixture.h"
#include "iter8/command.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(lifecycle_commands, .init = fixture_setup, .fini = fixture_teardown);

static void command(int32_t what)
{
    cr_assert_eq(iter8_command(experiment, what, NULL), ITER8_OK);
}

static void step(void)
{
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
}

/* Steps on until the experiment is in a stage. */
static void run_until_stage(int32_t stage)
{
    for (int i = 0; i < 200 && iter8_status_of(experiment).stage < stage; i++)
        step();
    cr_assert_eq(iter8_status_of(experiment).stage, stage);
}

static const char all_actions[] = "start loop finish rollback failure";

Test(lifecycle_commands, a_pause_begins_nothing_and_a_resume_goes_on)
{
    fixture_run_until(3);
    command(ITER8_COMMAND_PAUSE);
    size_t calls = host.calls;
    cr_assert_eq(iter8_status_of(experiment).paused, 1);
    step();
    assert_message("ExperimentPaused: the experiment is paused by command");
    cr_assert_not_null(strstr(host.saved, "paused"));
    int64_t now_ns = host.now_ns;
    for (int i = 0; i < 3; i++) {
        host.now_ns = now_ns += 60 * SCRIPTED_SECOND;
        cr_assert_eq(iter8_reconcile(experiment, &host.host, host.now_ns, NULL, &outcome),
                     ITER8_OK);
        cr_assert_eq(outcome.next_ns, ITER8_NEVER);
        cr_assert_eq(outcome.changed, 0);
    }
    cr_assert_eq(host.calls, calls + 1, "the event");
    command(ITER8_COMMAND_RESUME);
    fixture_run_until(4);
    assert_routes(60, 40);
    fixture_finish();
    assert_routes(5, 95);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "ExperimentPaused"), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "ExperimentResumed"), 1);
}

Test(lifecycle_commands, a_pause_outlives_the_process)
{
    fixture_run_until(2);
    command(ITER8_COMMAND_PAUSE);
    step();
    fixture_reload();
    cr_assert_eq(iter8_status_of(experiment).paused, 1);
    cr_assert_eq(iter8_reconcile(experiment, &host.host, host.now_ns + 1, NULL, &outcome),
                 ITER8_OK);
    cr_assert_eq(outcome.next_ns, ITER8_NEVER);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "ExperimentPaused"), 1);
    command(ITER8_COMMAND_RESUME);
    fixture_finish();
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate");
}

/* What has been decided is not carried out in a pause: the world stays as it is. */
Test(lifecycle_commands, a_pause_between_decision_and_write_leaves_the_weights)
{
    fixture_run_until(1);
    step();
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 2);
    assert_routes(90, 10);
    command(ITER8_COMMAND_PAUSE);
    step();
    cr_assert_eq(iter8_reconcile(experiment, &host.host, host.now_ns, NULL, &outcome), ITER8_OK);
    assert_routes(90, 10);
    command(ITER8_COMMAND_RESUME);
    fixture_run_until(2);
    assert_routes(80, 20);
}

Test(lifecycle_commands, a_pause_in_an_iteration_begins_it_anew)
{
    fixture_run_until(1);
    host.pending[SCRIPTED_MEASURE] = 1;
    step();
    cr_assert_eq(outcome.pending, 1);
    command(ITER8_COMMAND_PAUSE);
    step();
    cr_assert_eq(iter8_reconcile(experiment, &host.host, host.now_ns, NULL, &outcome), ITER8_OK);
    host.now_ns += 100 * SCRIPTED_SECOND;
    command(ITER8_COMMAND_RESUME);
    int64_t resumed_ns = host.now_ns;
    fixture_run_until(2);
    size_t last = scripted_count(&host, SCRIPTED_MEASURE, NULL) - 1;
    cr_assert_eq(scripted_at(&host, SCRIPTED_MEASURE, NULL, last)->now_ns, resumed_ns);
}

Test(lifecycle_commands, an_abort_sends_all_traffic_back_and_recommends_the_baseline)
{
    fixture_start(&(experiment_plan){.actions = all_actions});
    fixture_run_until(4);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate");
    size_t questions = scripted_count(&host, SCRIPTED_MEASURE, NULL);
    command(ITER8_COMMAND_ABORT);
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_ABORTED);
    fixture_finish();
    assert_routes(100, 0);
    assert_weights(100, 0);
    assert_message("ExperimentCompleted: Experiment aborted");
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_FALSE);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "rollback"), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "finish"), 0);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "ExperimentAborted"), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), questions);
    fixture_reload();
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_ABORTED);
}

Test(lifecycle_commands, an_abort_that_only_waits_for_its_target_touches_nothing)
{
    fixture_start(&(experiment_plan){.actions = all_actions});
    host.pending[SCRIPTED_ACQUIRE] = 1000;
    host.routes[0] = 30;
    host.routes[1] = 70;
    step();
    cr_assert_eq(iter8_status_of(experiment).stage, ITER8_STAGE_WAITING);
    command(ITER8_COMMAND_ABORT);
    fixture_finish();
    assert_routes(30, 70);
    assert_message("ExperimentCompleted: Experiment aborted");
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, NULL), 0);
    cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), 0);
    assert_condition(ITER8_CONDITION_TARGET_ACQUIRED, ITER8_CONDITION_FALSE);
}

/* Nobody has looked yet how traffic is sent. */
Test(lifecycle_commands, an_abort_while_the_start_action_runs_writes_the_baselines_weight)
{
    fixture_start(&(experiment_plan){.actions = all_actions});
    host.pending[SCRIPTED_ACTION] = 1;
    host.routes[0] = 30;
    host.routes[1] = 70;
    run_until_stage(ITER8_STAGE_INITIALIZING);
    while (!outcome.pending)
        step();
    command(ITER8_COMMAND_ABORT);
    fixture_finish();
    assert_routes(100, 0);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "rollback"), 2);
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 0);
}

Test(lifecycle_commands, an_abort_is_heeded_in_a_pause_and_in_the_finish_action)
{
    fixture_start(&(experiment_plan){.actions = all_actions});
    fixture_run_until(2);
    command(ITER8_COMMAND_PAUSE);
    step();
    command(ITER8_COMMAND_ABORT);
    cr_assert_eq(iter8_status_of(experiment).paused, 0);
    fixture_finish();
    assert_routes(100, 0);

    fixture_teardown();
    fixture_setup();
    fixture_start(&(experiment_plan){.iterations = 2, .actions = "finish rollback"});
    host.pending[SCRIPTED_ACTION] = 1;
    run_until_stage(ITER8_STAGE_FINISHING);
    command(ITER8_COMMAND_ABORT);
    fixture_finish();
    assert_routes(100, 0);
    assert_message("ExperimentCompleted: Experiment aborted");
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "rollback"), 2);
}

/* The finish action works on the recommended version, which is another one now. */
Test(lifecycle_commands, an_abort_in_the_finish_action_begins_it_anew)
{
    fixture_start(&(experiment_plan){.iterations = 1, .actions = "finish"});
    run_until_stage(ITER8_STAGE_FINISHING);
    while (scripted_count(&host, SCRIPTED_ACTION, "finish") == 0)
        step();
    cr_assert_not(outcome.done);
    command(ITER8_COMMAND_ABORT);
    fixture_finish();
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "finish"), 2);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
}

/* A write that was decided before an abort, and one after it, are two requests. */
Test(lifecycle_commands, an_aborts_write_is_not_taken_for_the_one_that_was_pending)
{
    fixture_run_until(1);
    host.pending[SCRIPTED_WRITE] = 1;
    step();
    step();
    cr_assert_eq(outcome.pending, 1);
    command(ITER8_COMMAND_ABORT);
    fixture_finish();
    size_t count = scripted_count(&host, SCRIPTED_WRITE, NULL);
    cr_assert_geq(count, 3);
    const scripted_entry *before = scripted_at(&host, SCRIPTED_WRITE, NULL, count - 3);
    const scripted_entry *after = scripted_at(&host, SCRIPTED_WRITE, NULL, count - 1);
    cr_assert_eq(before->weights[1], 20);
    cr_assert_eq(after->weights[1], 0);
    cr_assert_neq(before->ticket, after->ticket);
    assert_routes(100, 0);
}

/* The write that the abort decided is still made: who knows what is there. */
Test(lifecycle_commands, a_promotion_after_an_abort_leaves_nothing_unknown)
{
    fixture_run_until(1);
    host.pending[SCRIPTED_WRITE] = 1;
    step();
    step();
    command(ITER8_COMMAND_ABORT);
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_PROMOTE, "candidate"), ITER8_OK);
    host.routes[0] = 80;
    host.routes[1] = 20;
    fixture_finish();
    assert_routes(100, 0);
    assert_weights(100, 0);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate");
}

Test(lifecycle_commands, a_promotion_ends_the_iterations_and_leaves_the_weights)
{
    fixture_start(&(experiment_plan){.actions = all_actions});
    fixture_run_until(2);
    command(ITER8_COMMAND_PROMOTE);
    fixture_finish();
    assert_routes(80, 20);
    assert_message("ExperimentCompleted: Experiment ended by promotion");
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate");
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 2);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "finish"), 1);
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_PROMOTED);
}

Test(lifecycle_commands, a_promotion_names_its_version)
{
    fixture_start(
        &(experiment_plan){.testing = "A/B/N",
                           .candidates = 2,
                           .criteria = "rewards: [{metric: m, preferredDirection: Low}]"});
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_PROMOTE, NULL), ITER8_ERR_NO_VERSION);
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_PROMOTE, "nobody"), ITER8_ERR_NO_VERSION);
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_NONE);
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_PROMOTE, "candidate-2"), ITER8_OK);
    fixture_finish();
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate-2");
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 0);
}

Test(lifecycle_commands, a_promotion_waits_for_its_target_and_its_start_action)
{
    fixture_start(&(experiment_plan){.actions = all_actions});
    host.pending[SCRIPTED_ACQUIRE] = 1;
    command(ITER8_COMMAND_PROMOTE);
    step();
    step();
    cr_assert_eq(iter8_status_of(experiment).stage, ITER8_STAGE_WAITING);
    fixture_finish();
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "start"), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "finish"), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), 0);
}

Test(lifecycle_commands, a_promotion_overrules_a_rollback_that_is_not_over)
{
    fixture_start(&(experiment_plan){.deployment = "BlueGreen", .actions = "finish rollback"});
    host.source = fixture_candidate_too_high;
    host.pending[SCRIPTED_ACTION] = 1;
    run_until_stage(ITER8_STAGE_FINISHING);
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_ROLLED_BACK);
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_PROMOTE, "candidate"), ITER8_OK);
    fixture_finish();
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate");
    cr_assert_gt(scripted_count(&host, SCRIPTED_ACTION, "finish"), 0);
}

Test(lifecycle_commands, after_the_end_and_twice_there_is_nothing_to_do)
{
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_RESUME, NULL), ITER8_UNCHANGED);
    command(ITER8_COMMAND_PAUSE);
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_PAUSE, NULL), ITER8_UNCHANGED);
    command(ITER8_COMMAND_RESUME);
    fixture_finish();
    for (int32_t what = ITER8_COMMAND_ABORT; what <= ITER8_COMMAND_RESUME; what++)
        cr_assert_eq(iter8_command(experiment, what, NULL), ITER8_UNCHANGED);
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_COMPLETED);
}

static void command_inside(scripted_host *self, enum scripted_kind kind)
{
    (void)kind;
    *(int *)self->context = iter8_command(experiment, ITER8_COMMAND_PAUSE, NULL);
}

Test(lifecycle_commands, wrong_use_is_refused)
{
    int inside = ITER8_OK;
    cr_assert_eq(iter8_command(NULL, ITER8_COMMAND_PAUSE, NULL), ITER8_ERR_ARGUMENT);
    cr_assert_eq(iter8_command(experiment, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_assert_eq(iter8_command(experiment, 5, NULL), ITER8_ERR_ARGUMENT);
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_ABORT, "candidate"), ITER8_ERR_ARGUMENT);
    host.hook = command_inside;
    host.context = &inside;
    step();
    cr_assert_eq(inside, ITER8_ERR_BUSY);
}

/* Every command after every step of a whole run comes to an end that fits. */
Test(lifecycle_commands, they_are_valid_after_every_step_of_a_run)
{
    for (int32_t what = ITER8_COMMAND_ABORT; what <= ITER8_COMMAND_PAUSE; what++) {
        for (int steps = 0, done = 0; !done; steps++) {
            fixture_teardown();
            fixture_setup();
            fixture_start(&(experiment_plan){.iterations = 2, .loops = 2, .actions = all_actions});
            host.pending[SCRIPTED_ACTION] = host.pending[SCRIPTED_WRITE] = 1;
            host.pending[SCRIPTED_ACQUIRE] = host.pending[SCRIPTED_MEASURE] = 1;
            for (int i = 0; i < steps && !outcome.done; i++)
                step();
            done = outcome.done;
            int rc = iter8_command(experiment, what, NULL);
            cr_assert_eq(rc, done ? ITER8_UNCHANGED : ITER8_OK);
            if (!done && what == ITER8_COMMAND_PAUSE) {
                step();
                command(ITER8_COMMAND_RESUME);
            }
            fixture_finish();
            int aborted = !done && what == ITER8_COMMAND_ABORT;
            cr_assert_str_eq(iter8_status_of(experiment).recommended,
                             aborted ? "baseline" : "candidate");
            if (aborted) assert_routes(100, 0);
            cr_assert_leq(host.routes[1], 40);
        }
    }
}
