/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Draws, compared with their exact distributions by Pearson's chi-square. */
#include "statistics/draws.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

enum { DRAWS = 200000, CELLS = 40, REACH = 9 };

/* ln(k!) */
static double log_factorial(double k)
{
    return lgamma(k + 1);
}

static double poisson_mass(double mean, double n, double k)
{
    (void)n;
    return exp(k * log(mean) - mean - log_factorial(k));
}

static double binomial_mass(double p, double n, double k)
{
    if (k > n) return 0;
    return exp(log_factorial(n) - log_factorial(k) - log_factorial(n - k) + k * log(p) +
               (n - k) * log1p(-p));
}

/* A distribution cut into cells: the last number of each, and its probability. */
struct cells {
    double last[CELLS + 2];
    double mass[CELLS + 2];
    int count;
};

static void cut(struct cells *cells, double (*mass)(double, double, double), double parameter,
                double n, double mean, double deviation)
{
    double low = fmax(0, floor(mean - REACH * deviation));
    double high = ceil(mean + REACH * deviation + 30);
    double open = 0, all = 0;
    cells->count = 0;
    for (double k = low; k <= high; k++) {
        open += mass(parameter, n, k);
        if (open < 1.0 / CELLS || cells->count == CELLS) continue;
        cells->last[cells->count] = k;
        cells->mass[cells->count++] = open;
        all += open;
        open = 0;
    }
    cells->last[cells->count] = INFINITY;
    cells->mass[cells->count++] = 1 - all;
}

static double chi_square(const struct cells *cells, const double *numbers)
{
    double seen[CELLS + 2] = {0}, sum = 0;
    for (int i = 0; i < DRAWS; i++) {
        int cell = 0;
        while (numbers[i] > cells->last[cell])
            cell++;
        seen[cell]++;
    }
    for (int i = 0; i < cells->count; i++) {
        double wanted = DRAWS * cells->mass[i];
        if (wanted > 1e-3) sum += (seen[i] - wanted) * (seen[i] - wanted) / wanted;
    }
    return sum;
}

/* About the 99.99 % quantile, by Wilson and Hilferty. */
static double most(int freedom)
{
    double ninth = 2.0 / (9 * freedom);
    return freedom * pow(1 - ninth + 3.72 * sqrt(ninth), 3);
}

static double numbers[DRAWS];

static void expect_poisson(double mean)
{
    struct cells cells;
    iter8__random random = {(uint64_t)(mean * 1000)};
    for (int i = 0; i < DRAWS; i++)
        numbers[i] = (double)iter8__draw_poisson(&random, mean);
    cut(&cells, poisson_mass, mean, 0, mean, sqrt(mean));
    double sum = chi_square(&cells, numbers);
    cr_expect_lt(sum, most(cells.count - 1), "mean %g: %g in %d cells", mean, sum, cells.count);
    cr_expect_geq(cells.count, 2);
}

static void expect_binomial(double n, double p)
{
    struct cells cells;
    iter8__odds odds = iter8__odds_of(p);
    iter8__random random = {(uint64_t)(n * 1000 + p * 100)};
    for (int i = 0; i < DRAWS; i++) {
        numbers[i] = (double)iter8__draw_binomial(&random, (int64_t)n, &odds);
        cr_assert(numbers[i] >= 0 && numbers[i] <= n);
    }
    cut(&cells, binomial_mass, p, n, n * p, sqrt(n * p * (1 - p)));
    double sum = chi_square(&cells, numbers);
    cr_expect_lt(sum, most(cells.count - 1), "%g of %g: %g in %d cells", p, n, sum, cells.count);
}

Test(statistics_draws, poisson_numbers_below_ten_are_found_by_inversion)
{
    static const double means[] = {0.01, 0.2, 1, 3.3, 9.99};
    for (size_t i = 0; i < sizeof means / sizeof *means; i++)
        expect_poisson(means[i]);
}

Test(statistics_draws, poisson_numbers_from_ten_on_are_found_by_rejection)
{
    static const double means[] = {10, 10.5, 14, 40, 333, 5000, 123456.7};
    for (size_t i = 0; i < sizeof means / sizeof *means; i++)
        expect_poisson(means[i]);
}

Test(statistics_draws, binomial_numbers_are_right_in_every_regime)
{
    static const double cases[][2] = {{1, 0.3},      {2, 0.5},      {5, 0.999},    {30, 0.2},
                                      {1000, 0.001}, {1e6, 2e-6},   {19, 0.5},     {21, 0.5},
                                      {40, 0.6},     {1000, 0.011}, {1000, 0.999}, {1000, 0.985},
                                      {5000, 0.05},  {20000, 0.73}, {2e6, 0.0001}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_binomial(cases[i][0], cases[i][1]);
}

/* Of huge numbers the distribution is normal as far as DRAWS draws can tell. */
static void expect_normal(double mean, double deviation, const char *what)
{
    static const double ends[] = {-2, -1, -0.5, 0, 0.5, 1, 2, INFINITY};
    double seen[8] = {0}, before = 0, chi = 0;
    for (int i = 0; i < DRAWS; i++) {
        int cell = 0;
        while ((numbers[i] - mean) / deviation > ends[cell])
            cell++;
        seen[cell]++;
    }
    for (int i = 0; i < 8; i++) {
        double until = i < 7 ? 0.5 * erfc(-ends[i] / sqrt(2)) : 1;
        double wanted = DRAWS * (until - before);
        chi += (seen[i] - wanted) * (seen[i] - wanted) / wanted;
        before = until;
    }
    cr_expect_lt(chi, most(7), "%s around %g: %g", what, mean, chi);
}

Test(statistics_draws, huge_numbers_spread_as_they_should)
{
    static const double means[] = {1e9, 1e12, 1e15};
    for (size_t m = 0; m < sizeof means / sizeof *means; m++) {
        iter8__random random = {m + 3};
        for (int i = 0; i < DRAWS; i++)
            numbers[i] = (double)iter8__draw_poisson(&random, means[m]);
        expect_normal(means[m], sqrt(means[m]), "poisson");
        iter8__odds odds = iter8__odds_of(0.3);
        for (int i = 0; i < DRAWS; i++)
            numbers[i] = (double)iter8__draw_binomial(&random, (int64_t)means[m], &odds);
        expect_normal(0.3 * means[m], sqrt(0.21 * means[m]), "binomial");
    }
}

Test(statistics_draws, what_is_certain_is_certain)
{
    iter8__random random = {1};
    iter8__odds never = iter8__odds_of(0), always = iter8__odds_of(1), half = iter8__odds_of(0.5);
    for (int i = 0; i < 1000; i++) {
        cr_assert_eq(iter8__draw_poisson(&random, 0), 0);
        cr_assert_eq(iter8__draw_binomial(&random, 1000, &never), 0);
        cr_assert_eq(iter8__draw_binomial(&random, 1000, &always), 1000);
        cr_assert_eq(iter8__draw_binomial(&random, 0, &half), 0);
        cr_assert_eq(iter8__draw_binomial(&random, 0, &always), 0);
        int64_t one = iter8__draw_binomial(&random, 1, &half);
        cr_assert(one == 0 || one == 1);
    }
}

Test(statistics_draws, a_probability_so_small_that_it_hardly_counts)
{
    iter8__random random = {2};
    iter8__odds odds = iter8__odds_of(1e-300);
    for (int i = 0; i < 1000; i++)
        cr_assert_eq(iter8__draw_binomial(&random, INT64_C(1000000000000000), &odds), 0);
    for (int i = 0; i < 1000; i++)
        cr_assert_eq(iter8__draw_poisson(&random, 1e-300), 0);
}

Test(statistics_draws, failures_are_successes_of_the_opposite)
{
    iter8__odds rare = iter8__odds_of(0.125), often = iter8__odds_of(0.875);
    iter8__random a = {5}, b = {5};
    for (int i = 0; i < 1000; i++)
        cr_assert_eq(iter8__draw_binomial(&a, 500, &rare),
                     500 - iter8__draw_binomial(&b, 500, &often));
}
