/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The experiment's actions: when, how often, and what their failure does. */
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(lifecycle_actions, .init = fixture_setup, .fini = fixture_teardown);

static const char all_actions[] = "start loop finish rollback failure";

/* The actions that were run, in order, without those that were pending. */
static void assert_actions(const char *wanted)
{
    char text[400] = "";
    for (size_t i = 0; i < host.log_count; i++) {
        const scripted_entry *entry = &host.log[i];
        if (entry->kind != SCRIPTED_ACTION || entry->answer == ITER8_PENDING) continue;
        (void)strcat(strcat(text, *text != '\0' ? ", " : ""), entry->text);
    }
    cr_assert_str_eq(text, wanted);
}

Test(lifecycle_actions, each_is_run_once_in_its_turn)
{
    fixture_start(&(experiment_plan){.iterations = 2, .loops = 3, .actions = all_actions});
    fixture_finish();
    assert_actions("start, loop 1, loop 2, loop 3, finish");
    assert_message("ExperimentCompleted: Experiment Completed");
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_FALSE);
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 12);
}

Test(lifecycle_actions, each_is_waited_for)
{
    fixture_start(&(experiment_plan){.iterations = 1, .loops = 2, .actions = all_actions});
    host.pending[SCRIPTED_ACTION] = 3;
    fixture_finish();
    assert_actions("start, loop 1, loop 2, finish");
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, NULL), 16);
}

Test(lifecycle_actions, a_loop_action_comes_after_the_weights_of_its_loop)
{
    fixture_start(&(experiment_plan){.iterations = 2, .actions = "loop"});
    fixture_finish();
    size_t last_write = 0;
    size_t loop = 0;
    for (size_t i = 0; i < host.log_count; i++) {
        if (host.log[i].kind == SCRIPTED_WRITE) last_write = i;
        if (host.log[i].kind == SCRIPTED_ACTION) loop = i;
    }
    cr_assert_gt(loop, last_write);
}

Test(lifecycle_actions, a_loop_action_that_takes_long_puts_the_next_iteration_off)
{
    fixture_start(&(experiment_plan){.iterations = 1, .loops = 2, .actions = "loop"});
    host.pending[SCRIPTED_ACTION] = 1000000;
    while (!outcome.pending)
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    host.now_ns += 60 * SCRIPTED_SECOND;
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert(outcome.pending);
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 1);
    host.pending[SCRIPTED_ACTION] = 0;
    fixture_finish();
    assert_actions("loop 1, loop 2");
}

Test(lifecycle_actions, the_finish_action_has_its_stage)
{
    fixture_start(&(experiment_plan){.iterations = 1, .actions = "finish"});
    host.pending[SCRIPTED_ACTION] = 1;
    while (scripted_count(&host, SCRIPTED_ACTION, NULL) == 0)
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert_eq(outcome.stage, ITER8_STAGE_FINISHING);
    cr_assert_eq(host.now_ns, SCRIPTED_START_NS);
    assert_message("HandlerLaunched: Finish handler 'finish' launched");
    fixture_reload();
    fixture_finish();
    assert_actions("finish");
    assert_message("ExperimentCompleted: Experiment Completed");
}

static const struct {
    const char *failing;
    const char *text; /* of the condition */
    const char *ran;
    int32_t iterations;
} failures[] = {
    {"start", "Start actions failed", "start", 0},
    {"loop 1", "Loop actions failed", "start, loop 1", 2},
    {"loop 2", "Loop actions failed", "start, loop 1, loop 2", 4},
    {"finish", "Finish actions failed", "start, loop 1, loop 2, finish", 4},
};

Test(lifecycle_actions, one_that_fails_ends_the_experiment_without_another)
{
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        fixture_teardown();
        fixture_setup();
        fixture_start(&(experiment_plan){.iterations = 2, .loops = 2, .actions = all_actions});
        host.failing[SCRIPTED_ACTION] = 1;
        host.failing_action = failures[i].failing;
        fixture_finish();
        assert_actions(failures[i].ran);
        assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
        assert_condition(ITER8_CONDITION_COMPLETED, ITER8_CONDITION_TRUE);
        char message[100] = "ExperimentCompleted: ";
        assert_message(strcat(message, failures[i].text));
        cr_assert_eq(iter8_status_of(experiment).completed_iterations, failures[i].iterations);
        char line[100] = "    message: ";
        cr_assert_not_null(strstr(host.saved, strcat(line, failures[i].text)));
        cr_assert_not_null(strstr(host.saved, "    reason: HandlerFailed\n"));
    }
}

Test(lifecycle_actions, a_rollback_has_its_own)
{
    fixture_start(&(experiment_plan){.deployment = "BlueGreen", .actions = all_actions});
    host.source = fixture_candidate_too_high;
    fixture_finish();
    assert_actions("start, rollback");
    assert_message("ExperimentCompleted: Experiment rolled back");
}

Test(lifecycle_actions, a_rollback_whose_action_fails_has_still_been_made)
{
    fixture_start(&(experiment_plan){.deployment = "BlueGreen", .actions = all_actions});
    host.source = fixture_candidate_too_high;
    host.routes[0] = 50;
    host.routes[1] = 50;
    host.failing[SCRIPTED_ACTION] = 1;
    host.failing_action = "rollback";
    fixture_finish();
    assert_actions("start, rollback");
    assert_routes(100, 0);
    assert_message("ExperimentCompleted: Rollback actions failed");
    cr_assert_not_null(strstr(host.saved, "    message: Rollback actions failed\n"));
}

Test(lifecycle_actions, a_failure_that_is_no_actions_fault_has_its_own)
{
    static const char text[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: x}\n"
        "spec:\n  target: t\n  strategy:\n    testingPattern: Canary\n"
        "    actions: {start: [{task: a}], finish: [{task: a}], failure: [{task: a}]}\n";
    iter8_experiment_free(experiment);
    cr_assert_eq(iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment), ITER8_OK);
    fixture_finish();
    assert_actions("start, failure");
    assert_message("ExperimentCompleted: Experiment failed");
    cr_assert_not_null(strstr(host.saved, "    reason: InvalidExperiment\n"));
}

Test(lifecycle_actions, an_action_without_tasks_is_none)
{
    static const char text[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: x}\n"
        "spec:\n  target: t\n  strategy:\n    testingPattern: Conformance\n"
        "    actions: {start: [], finish: []}\n"
        "  duration: {iterationsPerLoop: 1}\n  versionInfo: {baseline: {name: a}}\n";
    iter8_experiment_free(experiment);
    cr_assert_eq(iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment), ITER8_OK);
    fixture_finish();
    assert_actions("");
    assert_message("ExperimentCompleted: Experiment completed successfully");
}

/* Which stages a run with these actions goes through, a bit each. */
static unsigned stages_with(const char *actions)
{
    unsigned seen = 0;
    fixture_start(&(experiment_plan){.iterations = 1, .actions = actions});
    outcome.done = 0;
    while (!outcome.done) {
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
        seen |= 1U << outcome.stage;
    }
    return seen;
}

Test(lifecycle_actions, without_a_finish_action_no_stage_is_called_finishing)
{
    cr_assert_eq(stages_with("start loop") & (1U << ITER8_STAGE_FINISHING), 0);
    cr_assert_neq(stages_with("finish") & (1U << ITER8_STAGE_FINISHING), 0);
}

Test(lifecycle_actions, a_failure_action_that_fails_says_so)
{
    static const char text[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: x}\n"
        "spec:\n  target: t\n  strategy:\n    testingPattern: Canary\n"
        "    actions: {failure: [{task: a}]}\n";
    iter8_experiment_free(experiment);
    cr_assert_eq(iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment), ITER8_OK);
    host.failing[SCRIPTED_ACTION] = 1;
    fixture_finish();
    assert_actions("failure");
    assert_message("ExperimentCompleted: failure executing failure handler");
    cr_assert_not_null(strstr(host.saved, "    message: failure executing failure handler\n"
                                          "    reason: HandlerFailed\n"),
                       "%s", host.saved);
}

Test(lifecycle_actions, their_names_cannot_be_chosen)
{
    static const char text[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: x}\n"
        "spec:\n  target: t\n  strategy:\n    testingPattern: Conformance\n"
        "    handlers: {start: mine}\n    actions: {start: [{task: a}], mine: [{task: a}]}\n"
        "  duration: {iterationsPerLoop: 1}\n  versionInfo: {baseline: {name: a}}\n";
    iter8_experiment_free(experiment);
    cr_assert_eq(iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment), ITER8_OK);
    fixture_finish();
    assert_actions("start");
}
