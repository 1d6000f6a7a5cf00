/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/ratio_test.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>

static const struct {
    int intervals;
    iter8__pair pairs[3];
    double above_1, above_1_5, below_1_5;
} table[] = {
    {1, {{3, 60, 2, 540}}, 2.57002269, 1.89202153, -1.77320212},
    {1, {{6, 300, 3, 300}}, .162902206, -.401770828, -1.1586324},
    {1, {{12, 600, 6, 600}}, .546791874, -.484621161, -1.77000385},
    {2, {{1, 60, 3, 540}, {4, 120, 2, 480}}, 2.25558321, 1.3175944, -2.1647121},
    {3,
     {{5, 600, 30, 5400}, {8, 1200, 24, 4800}, {12, 1800, 21, 4200}},
     -.206605512,
     -3.40722649,
     -1.83838722},
};

static double evidence(int row, iter8__side side, double multiple)
{
    double sum[ITER8__LANES] = {0};
    for (int i = 0; i < table[row].intervals; i++) {
        double gains[ITER8__LANES];
        cr_assert(iter8__ratio_gains(side, multiple, &table[row].pairs[i], gains));
        for (int j = 0; j < ITER8__LANES; j++)
            sum[j] += gains[j];
    }
    return iter8__mixture(sum, iter8__falling_weights);
}

Test(statistics_ratio_test, evidence_is_as_computed_elsewhere)
{
    for (int row = 0; row < 5; row++) {
        cr_expect_float_eq(evidence(row, ITER8__ABOVE, 1), table[row].above_1, 5.1e-9, "%d", row);
        cr_expect_float_eq(evidence(row, ITER8__ABOVE, 1.5), table[row].above_1_5, 5.1e-9, "%d",
                           row);
        cr_expect_float_eq(evidence(row, ITER8__BELOW, 1.5), table[row].below_1_5, 5.1e-9, "%d",
                           row);
    }
}

/* ln of the mean of e^gain over all counts of errors, exact: the generating function of the
 * binomial distribution. */
static double log_mean(iter8__side side, double multiple, double n_c, double n_b, double rate_c,
                       double rate_b, int j)
{
    double one[ITER8__LANES], other[ITER8__LANES];
    iter8__pair pair = {1, n_c, 0, n_b};
    iter8__ratio_gains(side, multiple, &pair, one);
    pair.candidate_events = 0;
    pair.baseline_events = 1;
    iter8__ratio_gains(side, multiple, &pair, other);
    return n_c * log1p(rate_c * expm1(one[j])) + n_b * log1p(rate_b * expm1(other[j]));
}

Test(statistics_ratio_test, an_interval_gains_nothing_on_average_where_the_hypothesis_is_true)
{
    iter8__random random = {3};
    for (int i = 0; i < 20000; i++) {
        double n_c = 1 + (double)(iter8__random_bits(&random) % 2000);
        double n_b = 1 + (double)(iter8__random_bits(&random) % 2000);
        double multiple = exp(3 * iter8__random_uniform(&random) - 1.5);
        double rate_b = exp(-9 * iter8__random_uniform(&random));
        int j = (int)(iter8__random_bits(&random) % ITER8__LANES);
        double part = i % 2 == 0 ? 1 : iter8__random_uniform(&random);
        double rate_c = fmin(1, multiple * rate_b) * part;
        cr_assert_leq(log_mean(ITER8__ABOVE, multiple, n_c, n_b, rate_c, rate_b, j), 1e-9);
        rate_c = multiple * rate_b;
        if (rate_c > 1) continue;
        rate_c += i % 2 == 0 ? 0 : (1 - rate_c) * part;
        cr_assert_leq(log_mean(ITER8__BELOW, multiple, n_c, n_b, rate_c, rate_b, j), 1e-9);
    }
}

Test(statistics_ratio_test, nothing_is_compared_with_nothing)
{
    static const struct {
        double multiple;
        iter8__pair pair;
    } bad[] = {
        {1, {0, 0, 3, 100}},       {1, {3, 100, 0, 0}},   {0, {1, 10, 1, 10}},
        {-1, {1, 10, 1, 10}},      {NAN, {1, 10, 1, 10}}, {INFINITY, {1, 10, 1, 10}},
        {1, {NAN, 10, 1, 10}},     {1, {1, NAN, 1, 10}},  {1, {1, 10, NAN, 10}},
        {1, {1, 10, 1, INFINITY}}, {1, {11, 10, 1, 10}},  {1, {1, 10, 11, 10}},
        {1, {-1, 10, 1, 10}},      {1, {1, 10, -1, 10}},  {1, {1, 1e15, 1, 1e15}},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double gains[ITER8__LANES];
        cr_expect_not(iter8__ratio_gains(ITER8__ABOVE, bad[i].multiple, &bad[i].pair, gains));
        for (int j = 0; j < ITER8__LANES; j++)
            cr_expect_eq(gains[j], 0, "%zu", i);
    }
}

Test(statistics_ratio_test, extreme_relations_gain_finite_numbers)
{
    static const double multiples[] = {1e-300, 1e-9, 1, 1e9};
    static const iter8__pair pairs[] = {
        {1e-300, 1e-300, 9e14, 9e14}, {9e14, 9e14, 1e-300, 1e-300}, {0, 1e-300, 0, 1e-300}};
    for (int i = 0; i < 24; i++) {
        double gains[ITER8__LANES];
        cr_expect(
            iter8__ratio_gains((iter8__side)(i % 2), multiples[i / 2 % 4], &pairs[i / 8], gains));
        cr_expect(isfinite(iter8__mixture(gains, iter8__falling_weights)), "%d", i);
    }
}

Test(statistics_ratio_test, more_errors_of_the_candidate_speak_more_against_it)
{
    double last[2] = {-INFINITY, INFINITY};
    for (double errors = 0; errors <= 60; errors++) {
        iter8__pair pair = {errors, 300, 20, 900};
        for (int side = 0; side < 2; side++) {
            double gains[ITER8__LANES];
            cr_assert(iter8__ratio_gains((iter8__side)side, 1.5, &pair, gains));
            double evidence_now = iter8__mixture(gains, iter8__falling_weights);
            cr_expect(side == ITER8__ABOVE ? evidence_now > last[side] : evidence_now < last[side],
                      "%g", errors);
            last[side] = evidence_now;
        }
    }
}
