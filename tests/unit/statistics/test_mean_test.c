/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/mean_test.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>

static const double default_upper[] = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, INFINITY};
enum { DEFAULT = 11 };

static const struct {
    double counts[DEFAULT], sum, above, below;
} table[] = {
    {{0, 0, 5, 20, 40, 30, 5}, 12.5, 1.20810948, -.0532028239},
    {{0, 0, 5, 20, 40, 30, 5}, 9, -1.04617062, .0213569036},
    {{0, 10, 40, 60, 70, 20}, 11, -2.71653601, .224857421},
    {{0, 0, 0, 10, 50, 100, 30, 10}, 36, 25.0395715, -.280709777},
    {{50, 100, 300, 300, 200, 50}, 38, -8.89682571, 3.19852933},
};

static double evidence(iter8__side side, const iter8__bucketed *bucketed, double limit, double cap)
{
    double gains[ITER8__LANES];
    cr_assert(iter8__mean_gains(side, bucketed, limit, cap, gains));
    return iter8__mixture(gains, iter8__even_weights);
}

Test(statistics_mean_test, evidence_is_as_computed_elsewhere)
{
    for (int i = 0; i < 5; i++) {
        iter8__bucketed bucketed = {default_upper, table[i].counts, DEFAULT, 0, table[i].sum};
        double above = evidence(ITER8__ABOVE, &bucketed, .1, NAN);
        double below = evidence(ITER8__BELOW, &bucketed, .1, 10);
        cr_expect_float_eq(above, table[i].above, 5.1e-8, "%d: %.10g", i, above);
        cr_expect_float_eq(below, table[i].below, 5.1e-9, "%d: %.10g", i, below);
    }
}

/* Observations, all known, and the gains that they would bring one by one. */
static int fill(iter8__random *random, double counts[], double exact[2][ITER8__LANES], double *sum,
                double spread, double cap)
{
    int n = 1 + (int)(iter8__random_bits(random) % 30);
    *sum = 0;
    for (int i = 0; i < n; i++) {
        double x = .1 * exp(spread * (iter8__random_uniform(random) - .6));
        if (x > cap) x = cap;
        *sum += x;
        size_t bucket = 0;
        while (x > default_upper[bucket])
            bucket++;
        counts[bucket]++;
        for (int j = 0; j < ITER8__LANES; j++) {
            exact[ITER8__ABOVE][j] += log1p(iter8__stakes[j] / .1 * (x - .1));
            exact[ITER8__BELOW][j] += log1p(-iter8__stakes[j] / (cap - .1) * (x - .1));
        }
    }
    return n;
}

Test(statistics_mean_test, no_gain_exceeds_that_of_the_observations_themselves)
{
    static const double spreads[] = {2, 6, 13};
    iter8__random random = {5};
    for (int sample = 0; sample < 20000; sample++) {
        double counts[DEFAULT + 1] = {0}, exact[2][ITER8__LANES] = {{0}}, sum;
        double spread = spreads[sample % 3], cap = spread < 13 ? 10 : 30;
        fill(&random, counts, exact, &sum, spread, cap);
        iter8__bucketed bucketed = {default_upper, counts, DEFAULT + 1, 0, sum};
        for (int side = 0; side < 2; side++) {
            double gains[ITER8__LANES];
            cr_assert(iter8__mean_gains((iter8__side)side, &bucketed, .1, cap, gains));
            for (int j = 0; j < ITER8__LANES; j++)
                cr_assert_leq(gains[j], exact[side][j] + 1e-9 * (1 + fabs(exact[side][j])),
                              "%d %d %d: %.17g %.17g", sample, side, j, gains[j], exact[side][j]);
        }
    }
}

/* The least is taken on: all excess of the highest bucket's at its end, the next one in part. */
Test(statistics_mean_test, the_least_gain_is_that_of_certain_observations)
{
    static const double counts[DEFAULT] = {0, 0, 0, 0, 0, 4, 2};
    static const double points[] = {.1, .1, .25, .25, .5, .5};
    iter8__bucketed bucketed = {default_upper, counts, DEFAULT, 0, 1.7};
    for (int side = 0; side < 2; side++) {
        double gains[ITER8__LANES], largest = side == ITER8__ABOVE ? 1 / .2 : -1 / 1.8;
        cr_assert(iter8__mean_gains((iter8__side)side, &bucketed, .2, 2, gains));
        for (int j = 0; j < ITER8__LANES; j++) {
            double exact = 0;
            for (int i = 0; i < 6; i++)
                exact += log1p(iter8__stakes[j] * largest * (points[i] - .2));
            cr_expect_float_eq(gains[j], exact, 1e-13);
        }
    }
}

Test(statistics_mean_test, without_an_upper_end_one_observation_has_all_the_excess)
{
    static const double counts[DEFAULT + 1] = {0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 2};
    iter8__bucketed bucketed = {default_upper, counts, DEFAULT + 1, 0, 3 * .025 + 20 + 75};
    double gains[ITER8__LANES];
    cr_assert(iter8__mean_gains(ITER8__ABOVE, &bucketed, .1, NAN, gains));
    for (int j = 0; j < ITER8__LANES; j++) {
        double stake = iter8__stakes[j] / .1;
        cr_expect_float_eq(
            gains[j], 3 * log1p(stake * -.075) + log1p(stake * 9.9) + log1p(stake * 84.9), 1e-12);
    }
    /* what is above the cap counts as the cap */
    cr_assert(iter8__mean_gains(ITER8__BELOW, &bucketed, .1, 20, gains));
    for (int j = 0; j < ITER8__LANES; j++) {
        double stake = iter8__stakes[j] / 19.9;
        cr_expect_float_eq(gains[j], 3 * log1p(stake * .05) + 2 * log1p(-stake * 19.9), 1e-12);
    }
}

Test(statistics_mean_test, a_sum_that_fits_no_buckets_is_taken_as_the_worst)
{
    static const double counts[DEFAULT] = {0, 0, 0, 3, 0, 3};
    static const double sums[] = {NAN, -1, 0, .1, 5, INFINITY, DBL_MAX};
    iter8__bucketed least = {default_upper, counts, DEFAULT, 0, 3 * .025 + 3 * .1};
    iter8__bucketed most = {default_upper, counts, DEFAULT, 0, 3 * .05 + 3 * .25};
    for (int i = 0; i < 7; i++) {
        iter8__bucketed bucketed = {default_upper, counts, DEFAULT, 0, sums[i]};
        cr_expect_float_eq(evidence(ITER8__ABOVE, &bucketed, .1, NAN),
                           evidence(ITER8__ABOVE, &least, .1, NAN), 1e-14);
        cr_expect_float_eq(evidence(ITER8__BELOW, &bucketed, .1, 1),
                           evidence(ITER8__BELOW, &most, .1, 1), 1e-14);
    }
}

Test(statistics_mean_test, what_cannot_be_tested_gains_nothing)
{
    static const double good[DEFAULT] = {1, 2, 3}, bad[DEFAULT] = {1, -2, 3};
    static const double limits[] = {0, -1, NAN, INFINITY, 1e16, 1e-16};
    static const double caps[] = {.1, .05, NAN, INFINITY, 1e16, -1};
    iter8__bucketed bucketed = {default_upper, good, DEFAULT, 0, .05};
    double gains[ITER8__LANES];
    for (int i = 0; i < 6; i++) {
        cr_expect_not(iter8__mean_gains(ITER8__ABOVE, &bucketed, limits[i], 1, gains), "%d", i);
        cr_expect_not(iter8__mean_gains(ITER8__BELOW, &bucketed, .1, caps[i], gains), "%d", i);
        for (int j = 0; j < ITER8__LANES; j++)
            cr_expect_eq(gains[j], 0);
    }
    bucketed.counts = bad;
    cr_expect_not(iter8__mean_gains(ITER8__ABOVE, &bucketed, .1, 1, gains));
}

/* Bounds, limits and counts of all sizes, sums too. */
Test(statistics_mean_test, no_input_makes_it_answer_something_else_than_numbers)
{
    iter8__random random = {9};
    for (int i = 0; i < 20000; i++) {
        double upper[4], counts[4], bound = 0;
        for (int b = 0; b < 4; b++) {
            bound += pow(10, 28 * iter8__random_uniform(&random) - 14);
            upper[b] = b == 3 && i % 2 ? INFINITY : bound;
            counts[b] = pow(10, 30 * iter8__random_uniform(&random) - 16);
        }
        double limit = pow(10, 30 * iter8__random_uniform(&random) - 15);
        double sum = pow(10, 60 * iter8__random_uniform(&random) - 30);
        iter8__bucketed bucketed = {upper, counts, 4, 0, sum};
        for (int side = 0; side < 2; side++) {
            double gains[ITER8__LANES];
            iter8__mean_gains((iter8__side)side, &bucketed, limit, limit * 3, gains);
            for (int j = 0; j < ITER8__LANES; j++)
                cr_assert(fabs(gains[j]) <= 1e17, "%d", i);
        }
        cr_assert(iter8__bucketed_variance(&bucketed) >= 0);
    }
}

Test(statistics_mean_test, a_larger_sum_or_a_lower_limit_speaks_more_against_a_version)
{
    static const double counts[DEFAULT + 1] = {0, 10, 40, 60, 70, 20, 0, 0, 0, 0, 0, 1};
    double last[2] = {-INFINITY, INFINITY};
    for (double sum = 25; sum < 33; sum += .1) {
        iter8__bucketed bucketed = {default_upper, counts, DEFAULT + 1, 0, sum};
        double above = evidence(ITER8__ABOVE, &bucketed, .1, NAN);
        double below = evidence(ITER8__BELOW, &bucketed, .1, 10);
        cr_expect_geq(above, last[ITER8__ABOVE], "%g", sum);
        cr_expect_leq(below, last[ITER8__BELOW], "%g", sum);
        cr_expect_gt(evidence(ITER8__ABOVE, &bucketed, .09, NAN), above);
        last[ITER8__ABOVE] = above;
        last[ITER8__BELOW] = below;
    }
}
