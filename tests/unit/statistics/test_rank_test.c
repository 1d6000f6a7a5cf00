/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The rank-sum test, beside counts over all ways to deal out the values. */
#include "statistics/rank_test.h"

#include "base/random.h"
#include "base/sort.h"

#include <criterion/criterion.h>
#include <math.h>

enum { MOST = 16 };

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static iter8__rank_pair pair_of(double *x, size_t x_count, double *y, size_t y_count)
{
    iter8__sort(x, x_count, sizeof *x, ascending);
    iter8__sort(y, y_count, sizeof *y, ascending);
    return (iter8__rank_pair){x, x_count, y, y_count};
}

/* U by its definition. */
static double wins_of(const double *x, size_t x_count, const double *y, size_t y_count)
{
    double wins = 0;
    for (size_t i = 0; i < x_count; i++) {
        for (size_t j = 0; j < y_count; j++)
            wins += x[i] > y[j] ? 1 : x[i] == y[j] ? 0.5 : 0;
    }
    return wins;
}

/* How often U is at most or at least so much, over all choices of m of m + n values: the least
 * choice of m bits comes first, and each is followed by the next greater number with m bits. */
static void deal(size_t m, size_t n, double wins, double *at_most, double *at_least)
{
    double all = 0, less = 0, more = 0;
    unsigned end = 1U << (m + n);
    for (unsigned choice = (1U << m) - 1; choice < end;) {
        double u = 0, below = 0;
        for (size_t i = 0; i < m + n; i++) {
            if (choice >> i & 1)
                u += below;
            else
                below++;
        }
        all++;
        less += u <= wins;
        more += u >= wins;
        unsigned lowest = choice & (0U - choice), carried = choice + lowest;
        choice = carried | (((choice ^ carried) / lowest) >> 2);
    }
    *at_most = less / all;
    *at_least = more / all;
}

Test(statistics_rank_test, small_samples_without_ties_are_exact)
{
    iter8__random random = {1};
    for (size_t m = 1; m <= 7; m++) {
        for (size_t n = 1; n <= 9; n++) {
            double x[MOST], y[MOST], at_most, at_least;
            for (size_t i = 0; i < m; i++)
                x[i] = iter8__random_normal(&random);
            for (size_t j = 0; j < n; j++)
                y[j] = iter8__random_normal(&random);
            iter8__rank_pair pair = pair_of(x, m, y, n);
            iter8__rank_sums sums = iter8__rank_count(&pair, 0);
            cr_assert_eq(sums.wins, wins_of(x, m, y, n));
            cr_assert_eq(sums.ties, 0);
            deal(m, n, sums.wins, &at_most, &at_least);
            iter8__rank_p p = iter8__rank_test(&pair);
            cr_expect_float_eq(p.less, at_most, 1e-14, "%zu %zu", m, n);
            cr_expect_float_eq(p.greater, at_least, 1e-14, "%zu %zu", m, n);
            cr_expect_float_eq(p.two_sided, fmin(1, 2 * fmin(at_most, at_least)), 1e-14);
        }
    }
}

/* Permeability constants of Hollander and Wolfe (1973), as in the manual of R's wilcox.test, which
 * says W = 35, p-value = 0.1272 for "greater". */
Test(statistics_rank_test, the_example_of_r_comes_out)
{
    double x[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
    double y[] = {1.15, 0.88, 0.90, 0.74, 1.21};
    double at_most, at_least;
    iter8__rank_pair pair = pair_of(x, 10, y, 5);
    cr_expect_eq(iter8__rank_count(&pair, 0).wins, 35);
    deal(10, 5, 35, &at_most, &at_least);
    cr_expect_float_eq(at_least, 0.1272, 5e-5);
    cr_expect_float_eq(iter8__rank_test(&pair).greater, at_least, 1e-15);
}

/* P(U <= u) = m P'(U' <= u - n) / (m + n) + n P"(U" <= u) / (m + n), with one x less or one y less:
 * the greatest value of all is an x, which wins n times, or a y. In another order of additions, and
 * in double: right to 1e-13. */
static double recursive(size_t m, size_t n, size_t wins)
{
    static double tables[50][50 * 50];
    size_t cells = m * n + 1;
    for (size_t a = 0; a <= m; a++) {
        for (size_t u = 0; u < cells; u++)
            tables[a][u] = 1; /* without any y, U is 0 */
    }
    for (size_t b = 1; b <= n; b++) {
        for (size_t a = 1; a <= m; a++) {
            double part = (double)a / (double)(a + b);
            for (size_t u = 0; u < cells; u++) {
                double from_x = u >= b ? tables[a - 1][u - b] : 0;
                tables[a][u] = part * from_x + (1 - part) * tables[a][u];
            }
        }
    }
    return tables[m][wins];
}

Test(statistics_rank_test, larger_samples_are_exact_too)
{
    static const size_t sizes[][3] = {{49, 49, 1000}, {49, 49, 400}, {49, 48, 1176}, {30, 30, 293},
                                      {1, 49, 3},     {10, 40, 0},   {49, 2, 49},    {20, 49, 488}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t m = sizes[i][0], n = sizes[i][1], wins = sizes[i][2], left = wins;
        double x[49], y[49];
        for (size_t j = 0; j < n; j++)
            y[j] = (double)j;
        for (size_t k = 0; k < m; k++) { /* each x wins as often as there is left to win */
            size_t share = left / (m - k);
            x[k] = (double)share - 0.5 - 1e-3 / (double)(k + 1);
            left -= share;
        }
        iter8__rank_pair pair = pair_of(x, m, y, n);
        cr_assert_eq(iter8__rank_count(&pair, 0).wins, (double)wins);
        double wanted = recursive(m, n, wins);
        cr_expect_float_eq(iter8__rank_test(&pair).less, wanted, 1e-12 * wanted, "%zu", i);
    }
}

/* With ties it is the normal approximation, computed here from the ranks. */
Test(statistics_rank_test, ties_get_average_ranks_and_a_correction)
{
    double x[] = {1, 2, 2, 3, 3, 3, 7}, y[] = {0, 2, 3, 3, 4, 4};
    iter8__rank_pair pair = pair_of(x, 7, y, 6);
    iter8__rank_sums sums = iter8__rank_count(&pair, 0);
    cr_expect_eq(sums.wins, wins_of(x, 7, y, 6));
    cr_expect_eq(sums.ties, (27 - 3) + (125 - 5) + (8 - 2));
    double deviation = sqrt(7 * 6 / 12.0 * (14 - 150.0 / (13 * 12)));
    cr_expect_float_eq(iter8__rank_deviation(7, 6, sums.ties), deviation, 1e-14);
    double z = (sums.wins - 21 + 0.5) / deviation;
    iter8__rank_p p = iter8__rank_test(&pair);
    cr_expect_float_eq(p.less, erfc(-z / sqrt(2)) / 2, 1e-13);
    cr_expect_float_eq(p.greater, erfc((z - 1 / deviation) / sqrt(2)) / 2, 1e-13);
    cr_expect_float_eq(p.two_sided, 2 * fmin(p.less, p.greater), 1e-15);
}

Test(statistics_rank_test, where_all_is_equal_nothing_is_unlikely)
{
    double x[] = {3, 3}, y[] = {3, 3, 3};
    iter8__rank_pair pair = pair_of(x, 2, y, 3);
    iter8__rank_p p = iter8__rank_test(&pair);
    cr_expect(p.less == 1 && p.greater == 1 && p.two_sided == 1);
}

Test(statistics_rank_test, candidate_and_baseline_may_change_places)
{
    iter8__random random = {2};
    for (int round = 0; round < 300; round++) {
        double x[MOST], y[MOST];
        size_t m = 1 + iter8__random_bits(&random) % MOST, n = 1 + (size_t)round % MOST;
        int has_ties = round % 2;
        for (size_t i = 0; i < m; i++)
            x[i] = has_ties ? floor(4 * iter8__random_uniform(&random))
                            : iter8__random_uniform(&random);
        for (size_t j = 0; j < n; j++)
            y[j] = has_ties ? floor(4 * iter8__random_uniform(&random))
                            : iter8__random_uniform(&random);
        iter8__rank_pair pair = pair_of(x, m, y, n), swapped = {y, n, x, m};
        iter8__rank_p p = iter8__rank_test(&pair), q = iter8__rank_test(&swapped);
        cr_expect(p.less == q.greater && p.greater == q.less && p.two_sided == q.two_sided);
        cr_expect_eq(iter8__rank_count(&pair, 0).wins + iter8__rank_count(&swapped, 0).wins,
                     (double)(m * n));
    }
}

/* The more a candidate's values rise, the likelier is it that they are not lower. */
Test(statistics_rank_test, less_rises_with_the_shift)
{
    iter8__random random = {3};
    for (size_t count = 2; count < 60; count += 3) {
        double x[60], y[60], last = 0;
        for (size_t i = 0; i < count; i++) {
            x[i] = iter8__random_normal(&random) - 3;
            y[i] = iter8__random_normal(&random);
        }
        for (int step = 0; step < 20; step++) {
            iter8__rank_pair pair = pair_of(x, count, y, count);
            double less = iter8__rank_test(&pair).less;
            cr_expect_geq(less, last);
            last = less;
            for (size_t i = 0; i < count; i++)
                x[i] += 0.3;
        }
    }
}

/* The largest k with P(U <= k - 1) <= tail, from the counts over all choices. */
Test(statistics_rank_test, critical_values_keep_the_tail)
{
    static const double tails[] = {0.2, 0.1, 0.05, 0.025, 0.01, 0.005, 0.0005};
    for (size_t m = 1; m <= 7; m++) {
        for (size_t n = 1; n <= 8; n++) {
            for (size_t t = 0; t < sizeof tails / sizeof *tails; t++) {
                double k = iter8__rank_critical(m, n, tails[t]), at_most, at_least;
                deal(m, n, k - 1, &at_most, &at_least);
                cr_expect_leq(k > 0 ? at_most : 0, tails[t]);
                deal(m, n, k, &at_most, &at_least);
                cr_expect_gt(at_most, tails[t], "%zu %zu %g: %g", m, n, tails[t], k);
            }
        }
    }
}

/* From 49 to 50 values the approximation takes over: the same but for a step of one or two. */
Test(statistics_rank_test, the_approximation_continues_what_is_exact)
{
    static const double tails[] = {0.05, 0.025, 0.01, 0.005};
    for (size_t t = 0; t < sizeof tails / sizeof *tails; t++) {
        for (size_t n = 20; n < 50; n++) {
            double exact = iter8__rank_critical(49, n, tails[t]);
            double next = iter8__rank_critical(50, n, tails[t]);
            double growth = exact - iter8__rank_critical(48, n, tails[t]);
            cr_expect(fabs(next - exact - growth) <= 3, "%zu: %g %g", n, exact, next);
        }
    }
}

Test(statistics_rank_test, a_tail_that_is_none_has_no_critical_value)
{
    static const double tails[] = {0, -1, 0.5, 1, NAN, INFINITY, -INFINITY};
    for (size_t t = 0; t < sizeof tails / sizeof *tails; t++) {
        cr_expect_eq(iter8__rank_critical(10, 10, tails[t]), 0);
        cr_expect_eq(iter8__rank_critical(100, 10, tails[t]), 0);
    }
}
