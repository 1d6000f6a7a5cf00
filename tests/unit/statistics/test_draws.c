/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Drawn counts beside their exact distributions, over both ways of drawing. */
#include "statistics/draws.h"

#include <criterion/criterion.h>
#include <math.h>

enum { DRAWS = 100000, MOST = 400 };

/* Pearson's statistic of drawn counts, cells with fewer than ten expected draws taken together; as a
 * normal number by Wilson and Hilferty. Beyond 4 lies one in 30,000. */
static double deviation(const int *seen, const double *probabilities)
{
    double statistic = 0, expected = 0, found = 0;
    int cells = 0;
    for (int k = 0; k < MOST; k++) {
        expected += DRAWS * probabilities[k];
        found += seen[k];
        if (expected < 10) continue;
        statistic += (found - expected) * (found - expected) / expected;
        expected = found = 0;
        cells++;
    }
    double freedom = cells - 1, ninth = 2 / (9 * freedom);
    return (cbrt(statistic / freedom) - (1 - ninth)) / sqrt(ninth);
}

static void test_poisson(double mean)
{
    static int seen[MOST];
    static double probabilities[MOST];
    iter8__random random = {(uint64_t)(mean * 1000)};
    for (int k = 0; k < MOST; k++) {
        seen[k] = 0;
        probabilities[k] = exp(k * log(mean) - mean - lgamma(k + 1.0));
    }
    for (int i = 0; i < DRAWS; i++) {
        int64_t k = iter8__draw_poisson(&random, mean);
        cr_assert(k >= 0 && k < MOST);
        seen[k]++;
    }
    cr_expect_lt(deviation(seen, probabilities), 4, "mean %g: %g", mean,
                 deviation(seen, probabilities));
}

Test(statistics_draws, poisson_counts_have_their_distribution)
{
    static const double means[] = {0.05, 0.7, 3, 9.9, 10, 10.1, 14, 30, 80, 200};
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++)
        test_poisson(means[i]);
}

static void test_binomial(int64_t count, double p)
{
    static int seen[MOST];
    static double probabilities[MOST];
    iter8__random random = {(uint64_t)count * 7919 + (uint64_t)(p * 1e6)};
    iter8__odds odds = iter8__odds_of(p);
    for (int k = 0; k < MOST; k++) {
        seen[k] = 0;
        probabilities[k] =
            k > count ? 0
                      : exp(lgamma((double)count + 1) - lgamma(k + 1.0) -
                            lgamma((double)(count - k) + 1) + k * log(p) +
                            (double)(count - k) * log1p(-p));
    }
    for (int i = 0; i < DRAWS; i++) {
        int64_t k = iter8__draw_binomial(&random, count, &odds);
        cr_assert(k >= 0 && k <= count);
        seen[k]++;
    }
    cr_expect_lt(deviation(seen, probabilities), 4, "%d, %g: %g", (int)count, p,
                 deviation(seen, probabilities));
}

Test(statistics_draws, binomial_counts_have_their_distribution)
{
    static const struct {
        int64_t count;
        double p;
    } cases[] = {{1, 0.3},   {5, 0.5},     {40, 0.01}, {399, 0.02},  {399, 0.03}, {100, 0.1},
                 {100, 0.5}, {100, 0.95}, {30, 0.4},  {399, 0.999}, {60, 0.83}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        test_binomial(cases[i].count, cases[i].p);
}

Test(statistics_draws, large_numbers_keep_mean_and_deviation)
{
    iter8__random random = {5};
    iter8__odds odds = iter8__odds_of(0.001);
    double sum = 0, squares = 0, hits = 0;
    for (int i = 0; i < 4000; i++) {
        double k = (double)iter8__draw_poisson(&random, 1e9) - 1e9;
        sum += k;
        squares += k * k;
        hits += (double)iter8__draw_binomial(&random, 1000000000, &odds);
    }
    cr_expect_lt(fabs(sum / 4000), 4 * sqrt(1e9 / 4000));
    cr_expect_float_eq(sqrt(squares / 4000) / sqrt(1e9), 1, 0.05);
    cr_expect_float_eq(hits / 4000, 1e6, 4 * 1000 / sqrt(4000));
}

Test(statistics_draws, what_is_certain_is_not_drawn)
{
    iter8__random random = {5};
    iter8__odds never = iter8__odds_of(0), always = iter8__odds_of(1), half = iter8__odds_of(0.5);
    cr_expect_eq(iter8__draw_poisson(&random, 0), 0);
    cr_expect_eq(iter8__draw_poisson(&random, NAN), 0);
    cr_expect_eq(iter8__draw_binomial(&random, 1000, &never), 0);
    cr_expect_eq(iter8__draw_binomial(&random, 1000, &always), 1000);
    cr_expect_eq(iter8__draw_binomial(&random, 0, &half), 0);
    cr_expect_eq(random.state, 5);
}
