/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Experiments that are changed between two iterations: old evidence is about something else. */
#include "experiments.h"
#include "fixture.h"
#include "iter8/command.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(lifecycle_change, .init = fixture_setup, .fini = fixture_teardown);

static const experiment_plan with_variables = {.promote = 1, .actions = "start finish"};

/* Somebody edits what was saved: every @p from becomes @p to. */
static void edit(const char *from, const char *to)
{
    cr_assert_not_null(strstr(host.saved, from), "%s is not in %s", from, host.saved);
    size_t room = strlen(host.saved) * 3 + 1;
    char *text = calloc(room, 1);
    const char *at = host.saved;
    for (const char *hit; (hit = strstr(at, from)) != NULL; at = hit + strlen(from)) {
        (void)strncat(text, at, (size_t)(hit - at));
        (void)strncat(text, to, room - strlen(text) - 1);
    }
    (void)strncat(text, at, room - strlen(text) - 1);
    free(host.saved);
    host.saved = text;
}

static size_t told(const char *message)
{
    return scripted_count(&host, SCRIPTED_EVENT, message);
}

static void run_start(const char *annotations)
{
    experiment_plan plan = with_variables;
    plan.annotations = annotations;
    fixture_start(&plan);
    fixture_run_until(3);
    assert_routes(70, 30);
}

static void step(void)
{
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
}

static void expect_start_over(const char *what)
{
    char event[160];
    (void)snprintf(event, sizeof event,
                   "!ExperimentChanged: the experiment was changed since its last iteration (%s); "
                   "the experiment starts over",
                   what);
    fixture_reload();
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 0);
    size_t measured = scripted_count(&host, SCRIPTED_MEASURE, NULL);
    while (host.routes[1] != 0)
        step();
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), measured, "at once");
    cr_assert_eq(told(event), 1, "%s", what);
    fixture_run_until(1);
    assert_routes(90, 10);
    fixture_reload();
    fixture_run_until(2);
    assert_routes(80, 20);
    cr_assert_eq(told("!ExperimentChanged"), 1, "once");
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "start"), 2);
}

Test(lifecycle_change, other_variables_start_it_over)
{
    run_start(NULL);
    edit("candidate.yaml", "other.yaml");
    expect_start_over("versions");
}

Test(lifecycle_change, another_name_of_the_candidate_starts_it_over)
{
    run_start(NULL);
    edit(" candidate\n", " newest\n");
    edit(" candidate:", " newest:");
    edit("candidate.yaml", "newest.yaml");
    expect_start_over("versions");
}

Test(lifecycle_change, another_name_in_the_spec_alone_starts_it_over)
{
    run_start(NULL);
    edit("- name: candidate\n      variables", "- name: newest\n      variables");
    expect_start_over("versions");
}

Test(lifecycle_change, another_target_starts_it_over)
{
    run_start(NULL);
    edit("target: tests/app", "target: tests/other");
    expect_start_over("target");
}

Test(lifecycle_change, another_limit_starts_it_over)
{
    run_start(NULL);
    edit("upperLimit: \"0.01\"", "upperLimit: \"0.02\"");
    expect_start_over("criteria");
}

Test(lifecycle_change, an_experiment_may_go_on_with_what_it_knows)
{
    run_start("iter8.tools/on-change: keep");
    edit("upperLimit: \"0.01\"", "upperLimit: \"0.02\"");
    fixture_reload();
    fixture_run_until(4);
    assert_routes(60, 40);
    fixture_reload();
    fixture_run_until(5);
    cr_assert_eq(told("!ExperimentChanged"), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "start"), 1);
}

Test(lifecycle_change, an_experiment_may_refuse_and_then_fails_without_traffic)
{
    run_start("iter8.tools/on-change: refuse");
    edit("upperLimit: \"0.01\"", "upperLimit: \"0.02\"");
    fixture_reload();
    size_t measured = scripted_count(&host, SCRIPTED_MEASURE, NULL);
    cr_assert_eq(scripted_run(&host, experiment, &outcome), ITER8_OK);
    assert_routes(100, 0);
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
    assert_message("ExperimentCompleted: Experiment failed");
    cr_assert_eq(told("!ExperimentChanged"), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), measured);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "finish"), 0);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
}

Test(lifecycle_change, to_iter8_a_changed_experiment_is_the_same)
{
    run_start("iter8.tools/as-iter8: changes-unnoticed");
    cr_assert_null(strstr(host.saved, "judged"));
    edit("upperLimit: \"0.01\"", "upperLimit: \"0.02\"");
    fixture_reload();
    fixture_run_until(4);
    assert_routes(60, 40);
    cr_assert_eq(told("!ExperimentChanged"), 0);
}

Test(lifecycle_change, what_is_not_judged_may_change)
{
    static const char *const edits[][2] = {
        {"upperLimit: \"0.01\"", "upperLimit: 10m"},
        {"intervalSeconds: 10", "intervalSeconds: 11"},
        {"iterationsPerLoop: 10", "iterationsPerLoop: 12"},
        {"metadata:\n", "metadata:\n  labels: {a: b}\n"},
        {"spec:\n", "# a comment\nspec:\n"},
        {"metric: error-rate", "rollback_on_failure: false\n      metric: tests/error-rate"},
        {"message: 'IterationUpdate", "message: 'Other"},
    };
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        fixture_teardown();
        fixture_setup();
        run_start(NULL);
        if (strstr(host.saved, edits[i][0]) == NULL) continue;
        edit(edits[i][0], edits[i][1]);
        fixture_reload();
        fixture_run_until(4);
        cr_assert_eq(told("!ExperimentChanged"), 0, "%s", edits[i][1]);
        assert_routes(60, 40);
    }
}

Test(lifecycle_change, traffic_comes_down_even_in_a_pause)
{
    run_start(NULL);
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_PAUSE, NULL), ITER8_OK);
    step();
    edit("candidate.yaml", "other.yaml");
    fixture_reload();
    for (int i = 0; i < 5; i++)
        step();
    assert_routes(100, 0);
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 0);
    cr_assert(iter8_status_of(experiment).paused);
}

Test(lifecycle_change, traffic_comes_down_however_often_that_fails_and_the_process_dies)
{
    run_start(NULL);
    edit("candidate.yaml", "other.yaml");
    fixture_reload();
    host.failing[SCRIPTED_WRITE] = 3;
    for (int i = 0; i < 12 && host.routes[1] != 0; i++) {
        (void)scripted_step(&host, experiment, &outcome);
        fixture_reload();
        cr_assert(host.routes[1] == 30 || host.routes[1] == 0);
    }
    assert_routes(100, 0);
    fixture_run_until(1);
    assert_routes(90, 10);
    cr_assert_eq(told("!ExperimentChanged"), 1);
}

Test(lifecycle_change, a_rollback_or_an_abort_goes_on_to_its_end)
{
    run_start(NULL);
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_ABORT, NULL), ITER8_OK);
    step();
    edit("candidate.yaml", "other.yaml");
    fixture_reload();
    fixture_finish();
    assert_message("ExperimentCompleted: Experiment aborted");
    assert_routes(100, 0);
}

Test(lifecycle_change, what_is_completed_stays_so)
{
    fixture_start(&with_variables);
    fixture_finish();
    edit("candidate.yaml", "other.yaml");
    fixture_reload();
    step();
    cr_assert(outcome.done);
    cr_assert_not(outcome.changed);
}

Test(lifecycle_change, versions_may_be_filled_in_before_the_first_iteration)
{
    fixture_start(&with_variables);
    while (scripted_count(&host, SCRIPTED_ACTION, "start") == 0)
        step();
    edit("candidate.yaml", "other.yaml");
    fixture_reload();
    fixture_run_until(2);
    fixture_reload();
    fixture_run_until(3);
    cr_assert_eq(told("!ExperimentChanged"), 0);
}

Test(lifecycle_change, a_fixed_split_starts_over_without_touching_the_weights)
{
    experiment_plan plan = with_variables;
    plan.deployment = "FixedSplit";
    fixture_start(&plan);
    fixture_run_until(2);
    size_t writes = scripted_count(&host, SCRIPTED_WRITE, NULL);
    edit("candidate.yaml", "other.yaml");
    fixture_reload();
    fixture_run_until(1);
    cr_assert_eq(told("!ExperimentChanged"), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), writes);
}
