/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Clocks that are set back: nobody waits for a time that is long to come. */
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

TestSuite(lifecycle_clock, .init = fixture_setup, .fini = fixture_teardown);

enum { HOUR = 3600 };

static size_t told(void)
{
    return scripted_count(&host, SCRIPTED_EVENT, "!ClockSetBack: ");
}

static void step_at(int64_t now_ns)
{
    host.now_ns = now_ns;
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
}

Test(lifecycle_clock, a_trifle_counts_as_standing_still)
{
    fixture_run_until(2);
    int64_t due = host.now_ns;
    step_at(due - SCRIPTED_SECOND / 2);
    cr_assert_eq(told(), 0);
    cr_assert_geq(outcome.next_ns, due - SCRIPTED_SECOND / 2);
}

Test(lifecycle_clock, intervals_are_counted_from_the_new_time)
{
    fixture_run_until(2);
    int64_t now = SCRIPTED_START_NS - HOUR * SCRIPTED_SECOND;
    step_at(now);
    cr_assert_eq(told(), 1);
    cr_assert(outcome.changed, "it has to be saved");
    fixture_run_until(3);
    cr_assert_eq(told(), 1, "once");
    cr_assert_leq(host.now_ns, now + 20 * SCRIPTED_SECOND);
    assert_routes(70, 30);
}

Test(lifecycle_clock, a_status_whose_times_lie_in_the_future_is_gone_on_with)
{
    fixture_run_until(2);
    fixture_reload();
    int64_t now = SCRIPTED_START_NS - HOUR * SCRIPTED_SECOND;
    step_at(now);
    cr_assert_eq(told(), 1);
    fixture_reload();
    fixture_run_until(3);
    cr_assert_eq(told(), 1);
    cr_assert_leq(host.now_ns, now + 20 * SCRIPTED_SECOND);
}

Test(lifecycle_clock, a_clock_that_was_far_ahead_for_a_while_comes_back)
{
    fixture_run_until(1);
    int64_t now = host.now_ns;
    host.now_ns += 1000 * HOUR * SCRIPTED_SECOND;
    fixture_run_until(2);
    step_at(now);
    cr_assert_eq(told(), 1);
    fixture_run_until(3);
    cr_assert_leq(host.now_ns, now + 20 * SCRIPTED_SECOND);
    cr_assert_leq(iter8_status_of(experiment).start_ns, now);
}

Test(lifecycle_clock, the_elapsed_time_stays)
{
    fixture_run_until(3);
    int64_t elapsed =
        iter8_status_of(experiment).last_update_ns - iter8_status_of(experiment).start_ns;
    step_at(SCRIPTED_START_NS - HOUR * SCRIPTED_SECOND);
    cr_assert_eq(iter8_status_of(experiment).last_update_ns,
                 host.now_ns > 0 ? SCRIPTED_START_NS - HOUR * SCRIPTED_SECOND : 0);
    cr_assert_eq(iter8_status_of(experiment).last_update_ns - iter8_status_of(experiment).start_ns,
                 elapsed);
}

Test(lifecycle_clock, an_iteration_under_way_begins_anew)
{
    fixture_run_until(1);
    host.pending[SCRIPTED_MEASURE] = 1;
    size_t before = scripted_count(&host, SCRIPTED_MEASURE, NULL);
    while (scripted_count(&host, SCRIPTED_MEASURE, NULL) == before)
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert(outcome.pending);
    int64_t now = SCRIPTED_START_NS - HOUR * SCRIPTED_SECOND;
    step_at(now);
    before = scripted_count(&host, SCRIPTED_MEASURE, NULL);
    fixture_run_until(2);
    cr_assert_leq(scripted_at(&host, SCRIPTED_MEASURE, NULL, before)->now_ns,
                  now + 20 * SCRIPTED_SECOND);
}

Test(lifecycle_clock, a_warm_up_and_a_failed_write_wait_no_longer_than_they_would)
{
    fixture_start(&(experiment_plan){.annotations = "iter8.tools/warm-up-seconds: '25'"});
    fixture_run_until(2);
    int64_t now = SCRIPTED_START_NS - HOUR * SCRIPTED_SECOND;
    step_at(now);
    fixture_run_until(3);
    cr_assert_leq(host.now_ns, now + 60 * SCRIPTED_SECOND);
}

Test(lifecycle_clock, what_is_completed_is_not_touched)
{
    fixture_finish();
    host.now_ns = SCRIPTED_START_NS - HOUR * SCRIPTED_SECOND;
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert(outcome.done);
    cr_assert_not(outcome.changed);
    cr_assert_eq(told(), 0);
}
