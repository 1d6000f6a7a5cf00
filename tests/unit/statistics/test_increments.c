/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/increments.h"

#include <criterion/criterion.h>
#include <math.h>

typedef struct step {
    double events, trials;
    iter8__take take;
    double new_events, new_trials;
} step;

static void follow(iter8__counter *counter, const step *steps, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double events, trials;
        iter8__take take =
            iter8__counter_take(counter, steps[i].events, steps[i].trials, &events, &trials);
        cr_expect_eq(take, steps[i].take, "%zu: %d", i, (int)take);
        cr_expect(events == steps[i].new_events && trials == steps[i].new_trials, "%zu: %g %g", i,
                  events, trials);
    }
}
#define FOLLOW(counter, steps) follow(counter, steps, sizeof(steps) / sizeof *(steps))

Test(statistics_increments, differences_add_up_to_the_last_count)
{
    static const step steps[] = {{1, 100, ITER8__TAKE_COUNTED, 1, 100},
                                 {1, 150, ITER8__TAKE_COUNTED, 0, 50},
                                 {3.5, 200.25, ITER8__TAKE_COUNTED, 2.5, 50.25}};
    iter8__counter counter = {0, 0, 0};
    FOLLOW(&counter, steps);
}

Test(statistics_increments, a_count_that_falls_is_made_up_for)
{
    static const step steps[] = {
        {10, 100, ITER8__TAKE_COUNTED, 10, 100}, {9.8, 130, ITER8__TAKE_HELD, 0, 0},
        {10.5, 99, ITER8__TAKE_HELD, 0, 0},      {12, 200, ITER8__TAKE_COUNTED, 2, 100},
        {11, 210, ITER8__TAKE_HELD, 0, 0},       {11, 220, ITER8__TAKE_HELD, 0, 0},
        {12, 230, ITER8__TAKE_COUNTED, 0, 30}};
    iter8__counter counter = {0, 0, 0};
    FOLLOW(&counter, steps);
}

Test(statistics_increments, what_stays_below_was_reset)
{
    static const step steps[] = {
        {10, 100, ITER8__TAKE_COUNTED, 10, 100}, {0, 20, ITER8__TAKE_HELD, 0, 0},
        {NAN, 30, ITER8__TAKE_MISSING, 0, 0},    {1, 40, ITER8__TAKE_HELD, 0, 0},
        {2, 60, ITER8__TAKE_RESET, 0, 0},        {3, 90, ITER8__TAKE_COUNTED, 1, 30},
        {2, 90, ITER8__TAKE_HELD, 0, 0}};
    iter8__counter counter = {0, 0, 0};
    FOLLOW(&counter, steps);
}

Test(statistics_increments, no_more_events_than_trials)
{
    static const step steps[] = {{5, 3, ITER8__TAKE_COUNTED, 3, 3},
                                 {5, 3, ITER8__TAKE_NOTHING, 0, 0},
                                 {7, 3, ITER8__TAKE_NOTHING, 0, 0},
                                 {7, 10, ITER8__TAKE_COUNTED, 2, 7}};
    iter8__counter counter = {0, 0, 0};
    FOLLOW(&counter, steps);
}

Test(statistics_increments, what_is_no_count_is_missing)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY, -1, 1.1e15};
    iter8__counter counter = {1, 10, 2};
    for (int i = 0; i < 5; i++) {
        const step steps[] = {{bad[i], 20, ITER8__TAKE_MISSING, 0, 0},
                              {2, bad[i], ITER8__TAKE_MISSING, 0, 0}};
        FOLLOW(&counter, steps);
        cr_expect(counter.events == 1 && counter.trials == 10 && counter.below == 2);
    }
}

Test(statistics_increments, one_bucket_that_falls_holds_all)
{
    double last[3] = {1, 2, 3}, increments[3];
    static const double lower[] = {5, 1.9, 9}, higher[] = {2, 2, 9};
    uint32_t below = 0;
    cr_expect_eq(iter8__increments_take(last, &below, lower, 3, increments), ITER8__TAKE_HELD);
    cr_expect(last[0] == 1 && last[2] == 3 && increments[0] == 0 && below == 1);
    cr_expect_eq(iter8__increments_take(last, &below, higher, 3, increments), ITER8__TAKE_COUNTED);
    cr_expect(increments[0] == 1 && increments[1] == 0 && increments[2] == 6 && below == 0);
    cr_expect_eq(iter8__increments_take(last, &below, higher, 3, increments), ITER8__TAKE_NOTHING);
}

typedef struct paired_step {
    iter8__pair now;
    double weight;
    iter8__take take;
    iter8__pair increments;
} paired_step;

static void follow_pairs(const paired_step *steps, size_t count)
{
    iter8__paired_counter counter = {{0, 0, 0}, {0, 0, 0}, 0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        iter8__pair got;
        iter8__take take = iter8__paired_take(&counter, &steps[i].now, steps[i].weight, &got);
        const iter8__pair *wanted = &steps[i].increments;
        cr_expect_eq(take, steps[i].take, "%zu: %d", i, (int)take);
        cr_expect(got.candidate_events == wanted->candidate_events &&
                      got.candidate_trials == wanted->candidate_trials &&
                      got.baseline_events == wanted->baseline_events &&
                      got.baseline_trials == wanted->baseline_trials,
                  "%zu", i);
    }
}
#define FOLLOW_PAIRS(steps) follow_pairs(steps, sizeof(steps) / sizeof *(steps))

Test(statistics_increments, a_gap_at_one_weight_is_made_up_for_in_pairs)
{
    static const paired_step steps[] = {
        {{1, 10, 2, 90}, .1, ITER8__TAKE_COUNTED, {1, 10, 2, 90}},
        {{NAN, 20, 3, 180}, .1, ITER8__TAKE_MISSING, {0, 0, 0, 0}},
        {{2, 30, 2, 270}, .1, ITER8__TAKE_COUNTED, {1, 20, 0, 180}},
        {{2, 50, 4, 350}, .2, ITER8__TAKE_COUNTED, {0, 20, 2, 80}},
    };
    FOLLOW_PAIRS(steps);
}

Test(statistics_increments, a_gap_over_two_weights_is_passed_over_in_pairs)
{
    static const paired_step steps[] = {
        {{1, 10, 2, 90}, .1, ITER8__TAKE_COUNTED, {1, 10, 2, 90}},
        {{1, 20, NAN, 180}, .1, ITER8__TAKE_MISSING, {0, 0, 0, 0}},
        {{2, 40, 5, 260}, .2, ITER8__TAKE_REBASED, {0, 0, 0, 0}},
        {{4, 60, 6, 340}, .2, ITER8__TAKE_COUNTED, {2, 20, 1, 80}},
        {{3, 80, 6, 420}, .2, ITER8__TAKE_HELD, {0, 0, 0, 0}},
        {{3, 80, 6, 420}, .3, ITER8__TAKE_HELD, {0, 0, 0, 0}},
        {{5, 140, 7, 560}, .2, ITER8__TAKE_REBASED, {0, 0, 0, 0}},
        {{6, 150, 8, 570}, .2, ITER8__TAKE_COUNTED, {1, 10, 1, 10}},
    };
    FOLLOW_PAIRS(steps);
}

Test(statistics_increments, a_reset_of_one_starts_both_again)
{
    static const paired_step steps[] = {
        {{1, 10, 2, 90}, .1, ITER8__TAKE_COUNTED, {1, 10, 2, 90}},
        {{0, 5, 3, 180}, .1, ITER8__TAKE_HELD, {0, 0, 0, 0}},
        {{0, 6, 4, 270}, .1, ITER8__TAKE_HELD, {0, 0, 0, 0}},
        {{0, 7, 5, 360}, .1, ITER8__TAKE_RESET, {0, 0, 0, 0}},
        {{1, 17, 6, 450}, .1, ITER8__TAKE_COUNTED, {1, 10, 1, 90}},
        {{1, 17, 7, 460}, .1, ITER8__TAKE_NOTHING, {0, 0, 0, 0}},
        {{1, 18, 7, 470}, .2, ITER8__TAKE_COUNTED, {0, 1, 0, 10}},
    };
    FOLLOW_PAIRS(steps);
}
