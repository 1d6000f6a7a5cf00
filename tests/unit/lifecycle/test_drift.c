/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Weights that somebody else has changed are told, once, and what is really there counts. */
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>

TestSuite(lifecycle_drift, .init = fixture_setup, .fini = fixture_teardown);

static size_t told(void)
{
    return scripted_count(&host, SCRIPTED_EVENT, "!WeightsChanged: ");
}

static void somebody_sets(int32_t baseline, int32_t candidate)
{
    host.routes[0] = baseline;
    host.routes[1] = candidate;
}

Test(lifecycle_drift, it_is_told_at_the_next_step_with_both_splits)
{
    fixture_run_until(2);
    cr_assert_eq(told(), 0);
    somebody_sets(100, 0);
    fixture_run_until(3);
    cr_assert_eq(told(), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT,
                                "!WeightsChanged: somebody else has changed the weights from "
                                "baseline 80, candidate 20 to baseline 100, candidate 0"),
                 1);
    assert_routes(90, 10);
    fixture_run_until(4);
    cr_assert_eq(told(), 1);
    assert_routes(80, 20);
}

Test(lifecycle_drift, each_change_is_told)
{
    fixture_run_until(1);
    somebody_sets(60, 40);
    fixture_run_until(2);
    assert_routes(80, 20);
    somebody_sets(50, 50);
    fixture_run_until(3);
    assert_routes(70, 30);
    cr_assert_eq(told(), 2);
    somebody_sets(50, 50);
    fixture_run_until(4);
    cr_assert_eq(told(), 2);
}

Test(lifecycle_drift, what_was_added_to_a_candidate_is_taken_back_to_the_plan)
{
    fixture_run_until(2);
    fixture_reload();
    somebody_sets(50, 50);
    fixture_run_until(3);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT,
                                "!WeightsChanged: somebody else has changed the weights from "
                                "baseline 80, candidate 20 to baseline 50, candidate 50; what was "
                                "added to a candidate is taken back"),
                 1);
    assert_routes(70, 30);
}

Test(lifecycle_drift, what_was_added_is_no_plan_either_while_writes_fail)
{
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/give-up-seconds: '0', "
                                                    "iter8.tools/weights-hold-intervals: '0'"});
    fixture_run_until(2);
    somebody_sets(50, 50);
    host.failing[SCRIPTED_WRITE] = 5; /* after 1, 2, 4, 8 and 16 s, so over two more iterations */
    while (iter8_status_of(experiment).completed_iterations < 5)
        (void)scripted_step(&host, experiment, &outcome);
    while (host.routes[1] == 50 && !outcome.done)
        (void)scripted_step(&host, experiment, &outcome);
    cr_assert_neq(host.routes[1], 50);
    cr_assert_leq(host.routes[1], 60);
    const scripted_entry *first = scripted_at(&host, SCRIPTED_WRITE, NULL, 2);
    cr_assert_eq(first->weights[1], 30);
}

Test(lifecycle_drift, each_candidate_is_brought_back_by_itself)
{
    fixture_start(&(experiment_plan){.testing = "A/B/N",
                                     .candidates = 2,
                                     .increment = 5,
                                     .criteria =
                                         "{rewards: [{metric: r, preferredDirection: High}],"
                                         " objectives: [{metric: m, upperLimit: 9}]}"});
    host.routes[0] = 100;
    host.routes[1] = host.routes[2] = 0;
    fixture_run_until(2);
    int32_t second = host.routes[2];
    host.routes[1] = 60;
    host.routes[2] = 1;
    host.routes[0] = 39;
    fixture_run_until(3);
    cr_assert_leq(host.routes[1], 15);
    cr_assert_leq(host.routes[2], 6, "what was taken is respected, from %d", (int)second);
}

Test(lifecycle_drift, a_rollback_by_steps_counts_from_the_plan)
{
    fixture_start(&(experiment_plan){.deployment = "BlueGreen",
                                     .annotations = "iter8.tools/rollback-step: '15'"});
    fixture_run_until(2);
    somebody_sets(20, 80);
    host.source = fixture_candidate_too_high;
    fixture_run_until(3);
    assert_routes(95, 5);
}

Test(lifecycle_drift, to_iter8_what_is_found_is_the_plan)
{
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/as-iter8: drift-becomes-plan"});
    fixture_run_until(2);
    somebody_sets(50, 50);
    fixture_run_until(3);
    assert_routes(40, 60);
}

/* It goes on from what it knew, up or down, and says nothing. */
Test(lifecycle_drift, to_iter8_it_is_not_seen)
{
    static const int32_t found[] = {0, 50, 90};
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        fixture_teardown();
        fixture_setup();
        fixture_start(&(experiment_plan){.annotations = "iter8.tools/as-iter8: drift-unseen"});
        fixture_run_until(2);
        somebody_sets(100 - found[i], found[i]);
        fixture_run_until(3);
        assert_routes(70, 30);
        cr_assert_eq(told(), 0);
    }
}

/* What is decided as before is not written again, so what was found stays for an iteration. */
Test(lifecycle_drift, to_iter8_the_same_decision_is_not_written_twice)
{
    static const char *const annotations[] = {"iter8.tools/as-iter8: drift-unseen", NULL};
    for (int i = 0; i < 2; i++) {
        fixture_teardown();
        fixture_setup();
        fixture_start(&(experiment_plan){.annotations = annotations[i], .iterations = 14});
        fixture_run_until(11);
        assert_routes(5, 95);
        somebody_sets(50, 50);
        fixture_run_until(12);
        assert_routes(i == 0 ? 50 : 40, i == 0 ? 50 : 60);
        fixture_run_until(13);
        assert_routes(i == 0 ? 40 : 30, i == 0 ? 60 : 70);
    }
}

Test(lifecycle_drift, what_an_experiment_finds_at_its_start_is_not_drift)
{
    somebody_sets(70, 30);
    fixture_run_until(2);
    cr_assert_eq(told(), 0);
}

Test(lifecycle_drift, an_experiment_that_goes_to_its_end_alone_tells_none)
{
    fixture_finish();
    cr_assert_eq(told(), 0);
}

Test(lifecycle_drift, it_is_seen_after_a_restart_too)
{
    fixture_run_until(2);
    fixture_reload();
    somebody_sets(95, 5);
    fixture_run_until(3);
    cr_assert_eq(told(), 1);
    assert_routes(85, 15);
}

Test(lifecycle_drift, a_write_that_failed_explains_what_is_found)
{
    fixture_run_until(1);
    host.failing[SCRIPTED_WRITE] = -1;
    while (iter8_status_of(experiment).completed_iterations < 2)
        (void)scripted_step(&host, experiment, &outcome);
    host.failing[SCRIPTED_WRITE] = 9;
    somebody_sets(97, 3); /* part of what was to be written, for all that is known */
    while (iter8_status_of(experiment).completed_iterations < 3)
        (void)scripted_step(&host, experiment, &outcome);
    host.failing[SCRIPTED_WRITE] = 0;
    (void)scripted_step(&host, experiment, &outcome);
    cr_assert_eq(told(), 0);
    assert_routes(87, 13);
}

Test(lifecycle_drift, a_fixed_split_that_is_changed_is_told)
{
    fixture_start(&(experiment_plan){.deployment = "FixedSplit", .iterations = 4});
    somebody_sets(50, 50);
    fixture_run_until(2);
    somebody_sets(40, 60);
    fixture_finish();
    cr_assert_eq(told(), 1);
    assert_routes(40, 60);
}

Test(lifecycle_drift, weights_that_cannot_be_read_are_not_drift)
{
    fixture_run_until(2);
    host.failing[SCRIPTED_READ] = 2;
    fixture_run_until(3);
    cr_assert_eq(told(), 0);
}
