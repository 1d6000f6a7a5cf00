/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Metrics that go away for a while: the candidate falls back, and comes back. */
#include "fixture.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(lifecycle_outage, .init = fixture_setup, .fini = fixture_teardown);

/* The iterations, counted from 1, that get no numbers. */
typedef struct outage {
    int32_t first, last;
    int candidate_only;
} outage;

static int32_t with_outage(const iter8_question *question, iter8_measurement *answer,
                           scripted_host *self)
{
    const outage *gap = self->context;
    int32_t iteration = iter8_experiment_completed_iterations(question->experiment) + 1;
    if (iteration >= gap->first && iteration <= gap->last &&
        (!gap->candidate_only || question->version_index == 1))
        return ITER8_OK;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.001;
    return ITER8_OK;
}

static void assert_path(outage gap, const int32_t wanted[10])
{
    fixture_teardown();
    fixture_setup();
    host.source = with_outage;
    host.context = &gap;
    for (int i = 0; i < 10; i++) {
        fixture_run_until(i + 1);
        assert_routes(100 - wanted[i], wanted[i]);
    }
    fixture_finish();
}

Test(lifecycle_outage, the_candidate_falls_to_its_exploration_share_and_goes_on_from_there)
{
    static const int32_t path[] = {10, 20, 30, 5, 5, 5, 15, 25, 35, 45};
    for (int candidate_only = 0; candidate_only < 2; candidate_only++) {
        assert_path((outage){4, 6, candidate_only}, path);
        cr_assert_str_eq(iter8_experiment_recommended(experiment), "candidate");
    }
}

Test(lifecycle_outage, one_at_the_beginning_only_delays)
{
    static const int32_t path[] = {5, 5, 5, 15, 25, 35, 45, 55, 65, 75};
    assert_path((outage){1, 3, 0}, path);
    cr_assert_str_eq(iter8_experiment_recommended(experiment), "candidate");
}

Test(lifecycle_outage, one_at_the_end_means_no_promotion)
{
    static const int32_t path[] = {10, 20, 30, 40, 50, 60, 70, 80, 90, 5};
    for (int candidate_only = 0; candidate_only < 2; candidate_only++) {
        assert_path((outage){10, 10, candidate_only}, path);
        cr_assert_str_eq(iter8_experiment_recommended(experiment), "baseline");
        cr_assert_eq(iter8_experiment_winner(experiment), candidate_only ? 0 : -1);
    }
}

Test(lifecycle_outage, the_recommendation_follows_the_last_iteration)
{
    outage gap = {2, 2, 1};
    host.source = with_outage;
    host.context = &gap;
    static const char *const wanted[] = {"candidate", "baseline", "candidate"};
    for (int i = 0; i < 3; i++) {
        fixture_run_until(i + 1);
        cr_assert_str_eq(iter8_experiment_recommended(experiment), wanted[i]);
    }
}

Test(lifecycle_outage, old_numbers_are_not_carried_forward)
{
    outage gap = {2, 2, 0};
    host.source = with_outage;
    host.context = &gap;
    fixture_run_until(1);
    cr_assert_not_null(strstr(host.saved, "value: \"0.001\""));
    fixture_run_until(2);
    cr_assert_null(strstr(host.saved, "value: \"0.001\""));
}
