/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Metrics that go away for a while: the last known values stand in for them, for a while. */
#include "fixture.h"
#include "iter8/analysis.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(lifecycle_outage, .init = fixture_setup, .fini = fixture_teardown);

/* The iterations, counted from 1, that get no numbers. */
typedef struct outage {
    int32_t first, last;
    int candidate_only;
    int32_t state; /* what is said instead */
} outage;

static int32_t with_outage(const iter8_question *question, iter8_measurement *answer,
                           scripted_host *self)
{
    const outage *gap = self->context;
    int32_t iteration = iter8_status_of(question->experiment).completed_iterations + 1;
    if (iteration >= gap->first && iteration <= gap->last &&
        (!gap->candidate_only || question->version_index == 1)) {
        answer->state = gap->state;
        answer->reason = "gone";
        return ITER8_OK;
    }
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.001;
    return ITER8_OK;
}

static void assert_path(const char *annotations, outage gap, const int32_t wanted[10])
{
    fixture_teardown();
    fixture_setup();
    fixture_start(&(experiment_plan){.annotations = annotations});
    host.source = with_outage;
    host.context = &gap;
    for (int i = 0; i < 10; i++) {
        fixture_run_until(i + 1);
        assert_routes(100 - wanted[i], wanted[i]);
    }
    fixture_finish();
}

static const char never[] = "iter8.tools/carry-forward: \"0\"";
static const char twice[] = "iter8.tools/carry-forward: \"2\"";
static const char as_iter8[] =
    "iter8.tools/as-iter8: errors-move-traffic, iter8.tools/carry-forward: \"0\"";

Test(lifecycle_outage, the_candidate_stays_where_it_is_while_values_are_carried_forward)
{
    static const int32_t path[] = {10, 20, 30, 30, 30, 30, 40, 50, 60, 70};
    static const int32_t states[] = {ITER8_VALUE_ABSENT, ITER8_VALUE_NAN, ITER8_VALUE_INFINITE,
                                     ITER8_VALUE_ERROR};
    for (int i = 0; i < 8; i++) {
        assert_path(NULL, (outage){4, 6, i % 2, states[i / 2]}, path);
        cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate");
    }
}

Test(lifecycle_outage, after_that_it_falls_to_its_exploration_share)
{
    static const int32_t path[] = {10, 20, 30, 30, 30, 5, 15, 25, 35, 45};
    for (int candidate_only = 0; candidate_only < 2; candidate_only++)
        assert_path(twice, (outage){4, 6, candidate_only, ITER8_VALUE_ABSENT}, path);
}

Test(lifecycle_outage, a_source_that_fails_makes_it_neither_rise_nor_fall)
{
    static const int32_t path[] = {10, 20, 30, 30, 30, 30, 40, 50, 60, 70};
    assert_path(never, (outage){4, 6, 0, ITER8_VALUE_ERROR}, path);
}

Test(lifecycle_outage, to_iter8_whatever_is_missing_is_a_failure)
{
    static const int32_t path[] = {10, 20, 30, 5, 5, 5, 15, 25, 35, 45};
    assert_path(as_iter8, (outage){4, 6, 0, ITER8_VALUE_ERROR}, path);
    assert_path(as_iter8, (outage){4, 6, 1, ITER8_VALUE_ABSENT}, path);
    assert_path(never, (outage){4, 6, 0, ITER8_VALUE_ABSENT}, path);
}

Test(lifecycle_outage, one_at_the_beginning_only_delays)
{
    static const int32_t path[] = {5, 5, 5, 15, 25, 35, 45, 55, 65, 75};
    assert_path(NULL, (outage){1, 3, 0, ITER8_VALUE_ABSENT}, path);
    assert_path(NULL, (outage){1, 3, 0, ITER8_VALUE_ERROR}, path);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate");
}

Test(lifecycle_outage, without_carrying_forward_one_at_the_end_means_no_promotion)
{
    static const int32_t path[] = {10, 20, 30, 40, 50, 60, 70, 80, 90, 5};
    for (int candidate_only = 0; candidate_only < 2; candidate_only++) {
        assert_path(never, (outage){10, 10, candidate_only, ITER8_VALUE_ABSENT}, path);
        cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
        cr_assert_eq(iter8_status_of(experiment).winner, candidate_only ? 0 : -1);
    }
}

Test(lifecycle_outage, the_recommendation_follows_the_last_iteration)
{
    outage gap = {2, 2, 1, ITER8_VALUE_ABSENT};
    fixture_start(&(experiment_plan){.annotations = never});
    host.source = with_outage;
    host.context = &gap;
    static const char *const wanted[] = {"candidate", "baseline", "candidate"};
    for (int i = 0; i < 3; i++) {
        fixture_run_until(i + 1);
        cr_assert_str_eq(iter8_status_of(experiment).recommended, wanted[i]);
    }
}

Test(lifecycle_outage, a_value_that_is_carried_forward_says_how_long_and_why)
{
    outage gap = {2, 9, 0, ITER8_VALUE_ABSENT};
    host.source = with_outage;
    host.context = &gap;
    fixture_run_until(3);
    iter8_value value = ITER8_INIT(iter8_value);
    cr_assert_eq(iter8_experiment_value(experiment, 0, 1, &value), ITER8_OK);
    cr_assert_eq(value.value, 0.001);
    cr_assert_eq(value.carried, 2);
    cr_assert_str_eq(value.reason, "gone");
    cr_assert_eq(iter8_experiment_value(experiment, 0, 0, &value), ITER8_OK);
    cr_assert_eq(value.carried, 2);
    cr_assert_not_null(strstr(host.saved, "0.001 (carried forward for 2 iterations)"), "%s",
                       host.saved);
    cr_assert_not_null(strstr(host.saved, "left where it is"), "%s", host.saved);
    iter8_analysis *analysis;
    char text[200];
    size_t length;
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    cr_assert_eq(iter8_analysis_explain(analysis, 1, text, sizeof text, &length), ITER8_OK);
    cr_assert_str_eq(text, "all objectives are met, by values that are carried forward");
    iter8_analysis_free(analysis);
    fixture_run_until(5);
    cr_assert_eq(iter8_experiment_value(experiment, 0, 1, &value), ITER8_OK);
    cr_assert_eq(value.state, ITER8_VALUE_ABSENT);
    cr_assert_null(strstr(host.saved, "value: \"0.001\""));
}

/* The candidate's reward is the better one, as long as there is one. */
static int32_t with_reward_outage(const iter8_question *question, iter8_measurement *answer,
                                  scripted_host *self)
{
    if (strcmp(question->metric, "sales") == 0)
        (void)with_outage(question, answer, self);
    else
        answer->state = ITER8_VALUE_PRESENT;
    answer->value = 1.0 + question->version_index;
    return ITER8_OK;
}

Test(lifecycle_outage, a_reward_that_is_carried_forward_holds_the_candidate_too)
{
    static const int32_t path[] = {10, 20, 30, 30, 30, 30, 40, 50};
    outage gap = {4, 6, 0, ITER8_VALUE_ABSENT};
    fixture_start(
        &(experiment_plan){.testing = "A/B",
                           .criteria = ("{objectives: [{metric: m, upperLimit: 9}],"
                                        " rewards: [{metric: sales, preferredDirection: High}]}")});
    host.source = with_reward_outage;
    host.context = &gap;
    for (int i = 0; i < 8; i++) {
        fixture_run_until(i + 1);
        assert_routes(100 - path[i], path[i]);
    }
}

Test(lifecycle_outage, how_long_is_remembered_over_a_restart)
{
    static const int32_t path[] = {10, 20, 20, 20, 20, 5, 5};
    outage gap = {3, 9, 0, ITER8_VALUE_ABSENT};
    host.source = with_outage;
    host.context = &gap;
    for (int i = 0; i < 7; i++) {
        fixture_run_until(i + 1);
        assert_routes(100 - path[i], path[i]);
        fixture_reload();
    }
}
