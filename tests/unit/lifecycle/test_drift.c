/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Weights that somebody else has changed are told, once, and what is really there counts. */
#include "fixture.h"

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
    assert_routes(50, 50);
    somebody_sets(60, 40);
    fixture_run_until(3);
    assert_routes(50, 50);
    cr_assert_eq(told(), 2);
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
    host.failing[SCRIPTED_WRITE] = 12; /* one second each, so into the third iteration */
    while (iter8_experiment_completed_iterations(experiment) < 2)
        (void)scripted_step(&host, experiment, &outcome);
    somebody_sets(97, 3); /* part of what was to be written, for all that is known */
    fixture_run_until(3);
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
