/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * What is read from metrics and statuses may be any number. Whatever it is, the sequential methods
 * answer no NaN.
 */
#include "statistics/harm_bound.h"
#include "statistics/increments.h"
#include "statistics/mean_sequence.h"
#include "statistics/mean_test.h"
#include "statistics/quantile_test.h"
#include "statistics/rate_test.h"
#include "statistics/ratio_test.h"
#include "statistics/sample_ratio.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <string.h>

enum { ROUNDS = 30000 };

/* Often one with which much is possible, sometimes any bits at all. */
static double any(iter8__random *random)
{
    static const double odd[] = {0,       1,       -0.0,   -1,     NAN,   INFINITY, -INFINITY,
                                 DBL_MAX, DBL_MIN, 5e-324, 1e15,   1e-15, 0.05,     0.5,
                                 2,       1e300,   -1e300, 1e-300, 100,   0.01};
    uint64_t kind = iter8__random_bits(random) % 4;
    double number = iter8__random_uniform(random);
    uint64_t bits = iter8__random_bits(random);
    if (kind == 0) memcpy(&number, &bits, sizeof number);
    if (kind == 1) number = odd[bits % (sizeof odd / sizeof *odd)];
    if (kind == 2) number = floor(1000 * number);
    return number;
}

static void fill(iter8__random *random, double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        numbers[i] = any(random);
}

#define EXPECT_NUMBER(expression)                                                                  \
    do {                                                                                           \
        double answer = (expression);                                                              \
        cr_assert(!isnan(answer), "%s: %a %a %a %a %a", #expression, x[0], x[1], x[2], x[3],       \
                  x[4]);                                                                           \
    } while (0)

Test(statistics_hostile_numbers, of_rates_and_harm)
{
    iter8__random random = {1};
    for (int i = 0; i < ROUNDS; i++) {
        double x[5], low, high;
        fill(&random, x, 5);
        EXPECT_NUMBER(iter8__rate_evidence((iter8__side)(i % 2), x[0], x[1], x[2]));
        EXPECT_NUMBER(iter8__rate_divergence(x[0], x[1]));
        EXPECT_NUMBER(iter8__trials_expected(x[0], x[1], x[2]));
        EXPECT_NUMBER(iter8__trials_needed(x[0], x[1], x[2], x[3], x[4]));
        EXPECT_NUMBER(iter8__trials_wanted(x[0], x[1]));
        EXPECT_NUMBER(iter8__trials_at_first(x[0], x[1], x[2]));
        EXPECT_NUMBER(iter8__evidence_mean(x, 5));
        EXPECT_NUMBER(iter8__harm_bound(x[0], x[1]));
        EXPECT_NUMBER(iter8__harm_so_far(x[0], x[1], x[2], x[3]));
        EXPECT_NUMBER(iter8__harm_allowance(x[0], x[1], x[2], x[3], x[4]));
        iter8__rate_bounds(x[0], x[1], x[2], &low, &high);
        cr_assert(0 <= low && low <= high && high <= 1, "%a %a %a: %a %a", x[0], x[1], x[2], low,
                  high);
    }
}

Test(statistics_hostile_numbers, of_ratios_and_means)
{
    iter8__random random = {2};
    iter8__sample_ratio ratio = {{{0}}, 0, 0, 0};
    iter8__batches batches = {0, 0, 0, 0};
    iter8__restart restart = {{0}, 0};
    for (int i = 0; i < ROUNDS; i++) {
        double x[8], gains[ITER8__LANES];
        fill(&random, x, 8);
        iter8__pair pair = {x[0], x[1], x[2], x[3]};
        iter8__ratio_gains((iter8__side)(i % 2), x[4], &pair, gains);
        iter8__restart_add(&restart, gains, iter8__falling_weights);
        EXPECT_NUMBER(iter8__restart_evidence(&restart));
        iter8__sample_ratio_add(&ratio, x[0], x[1], x[2]);
        EXPECT_NUMBER(iter8__sample_ratio_evidence(&ratio));
        EXPECT_NUMBER(iter8__sample_ratio_z2(&ratio));
        EXPECT_NUMBER(iter8__chi_square(x, x + 4, 4));
        EXPECT_NUMBER(iter8__chi_square_tail(x[0], (unsigned)i % 101));
        EXPECT_NUMBER(iter8__mean_reach(x[0], x[1], x[2], x[3]));
        EXPECT_NUMBER(iter8__mean_reach_one_sided(x[0], x[1], x[2], x[3]));
        iter8__batches_add(&batches, x[0], x[1]);
        EXPECT_NUMBER(iter8__batches_variance(&batches));
        iter8__sample candidate = {x[0], x[1], x[2]}, baseline = {x[3], x[4], x[5]};
        iter8__difference difference = iter8__mean_difference(&candidate, &baseline, x[6], x[7]);
        EXPECT_NUMBER(difference.estimate);
        EXPECT_NUMBER(difference.reach);
        EXPECT_NUMBER(difference.p);
    }
    cr_expect(iter8__restart_is_sound(&restart));
}

Test(statistics_hostile_numbers, of_buckets)
{
    iter8__random random = {3};
    for (int i = 0; i < ROUNDS; i++) {
        double x[8], upper[4], gains[ITER8__LANES], low, high;
        fill(&random, x, 8);
        fill(&random, upper, 4);
        for (int b = 0; b < 4 && i % 3; b++) /* mostly sound ones */
            upper[b] = fabs(upper[b]) < 1e12 ? fabs(upper[b]) + (b > 0 ? upper[b - 1] : 0) : b + 1.;
        for (int b = 0; b < 4 && i % 3; b++)
            x[b] = x[b] >= 0 && x[b] < 1e12 ? x[b] : 7;
        iter8__bucketed bucketed = {upper, x, 4, i % 3 ? 0 : x[5], x[4]};
        iter8__side side = (iter8__side)(i % 2);
        EXPECT_NUMBER(iter8__bucketed_variance(&bucketed));
        EXPECT_NUMBER(iter8__quantile_evidence(side, &bucketed, x[6], x[7]));
        iter8__mean_gains(side, &bucketed, x[6], x[7], gains);
        EXPECT_NUMBER(iter8__mixture(gains, iter8__even_weights));
        iter8__mean_gains(side, &bucketed, .1, 10, gains);
        EXPECT_NUMBER(iter8__mixture(gains, iter8__even_weights));
        iter8__quantile_bounds(&bucketed, x[6], x[7], &low, &high);
        cr_assert(!iter8__bucketed_is_sound(&bucketed) || low < high);
        iter8__bucketed_apart(x, 8);
        for (int b = 0; b < 8; b++)
            cr_assert(x[b] >= 0);
    }
}

Test(statistics_hostile_numbers, of_counters)
{
    iter8__random random = {4};
    iter8__counter counter = {0, 0, 0};
    iter8__paired_counter paired = {{0, 0, 0}, {0, 0, 0}, 0, 0, 0};
    for (int i = 0; i < ROUNDS; i++) {
        double x[5], events, trials;
        fill(&random, x, 5);
        iter8__take take = iter8__counter_take(&counter, x[0], x[1], &events, &trials);
        cr_assert(iter8__counts_fit(events, trials) &&
                  (trials > 0) == (take == ITER8__TAKE_COUNTED));
        iter8__pair now = {x[0], x[1], x[2], x[3]}, got;
        take = iter8__paired_take(&paired, &now, x[4], &got);
        cr_assert(iter8__counts_fit(got.candidate_events, got.candidate_trials));
        cr_assert(iter8__counts_fit(got.baseline_events, got.baseline_trials));
        cr_assert((got.candidate_trials > 0) == (take == ITER8__TAKE_COUNTED));
    }
}
