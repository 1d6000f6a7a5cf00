/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/rate_test.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>

static const struct {
    double trials, events, limit, above, below, low, high;
} table[] = {
    {300, 0, .01, -2.5014081, 2.02750763, 0, .016921},
    {440, 0, .01, -3.27436992, 3.12165701, 0, .011564},
    {600, 3, .01, -2.85036024, .52766213, .000322, .019204},
    {600, 12, .01, 1.58758896, -3.96009321, .006999, .042254},
    {1000, 20, .01, 2.96341692, -5.92000379, .009237, .036374},
    {2200, 11, .01, -7.67747268, 2.66755206, .001642, .010966},
    {60, 5, .05, .04399219, -1.89676236, .013239, .231457},
};
enum { ROWS = sizeof table / sizeof *table };

Test(statistics_rate_test, evidence_is_as_computed_elsewhere)
{
    for (int i = 0; i < ROWS; i++) {
        double above =
            iter8__rate_evidence(ITER8__ABOVE, table[i].events, table[i].trials, table[i].limit);
        double below =
            iter8__rate_evidence(ITER8__BELOW, table[i].events, table[i].trials, table[i].limit);
        cr_expect_float_eq(above, table[i].above, 5.1e-8, "%d: %.12g", i, above);
        cr_expect_float_eq(below, table[i].below, 5.1e-8, "%d: %.12g", i, below);
    }
}

Test(statistics_rate_test, the_confidence_sequence_is_as_computed_elsewhere)
{
    for (int i = 0; i < ROWS; i++) {
        double low, high;
        iter8__rate_bounds(table[i].events, table[i].trials, .05, &low, &high);
        cr_expect_float_eq(low, table[i].low, 5.1e-7, "%d: %.12g", i, low);
        cr_expect_float_eq(high, table[i].high, 5.1e-7, "%d: %.12g", i, high);
    }
}

/* Just outside, the evidence is enough; just inside it is not. */
Test(statistics_rate_test, the_confidence_sequence_ends_where_evidence_does)
{
    static const double trials[] = {1e-3, 1, 2, 3.7, 60, 1e4, 1e9, 1e15};
    static const double parts[] = {0, 1e-9, .001, .03, .5, .97, 1};
    static const double alphas[] = {1e-9, .05, .5, .99};
    for (size_t i = 0; i < sizeof trials / sizeof *trials * 7 * 4; i++) {
        double n = trials[i / 28], k = n * parts[i / 4 % 7], alpha = alphas[i % 4], low, high;
        double wanted = log(2 / alpha);
        iter8__rate_bounds(k, n, alpha, &low, &high);
        cr_assert(0 <= low && low <= k / n && k / n <= high && high <= 1, "%g of %g: %g %g", k, n,
                  low, high);
        double nearly = 1e-9 * (1 + wanted + n * 1e-6);
        if (low > 0) cr_expect_geq(iter8__rate_evidence(ITER8__ABOVE, k, n, low), wanted - nearly);
        cr_expect_leq(iter8__rate_evidence(ITER8__ABOVE, k, n, low * (1 + 1e-9)), wanted + nearly);
        if (high < 1)
            cr_expect_geq(iter8__rate_evidence(ITER8__BELOW, k, n, high), wanted - nearly);
        cr_expect_leq(iter8__rate_evidence(ITER8__BELOW, k, n, high - (high - low) * 1e-9),
                      wanted + nearly);
    }
}

Test(statistics_rate_test, without_knowledge_all_rates_are_possible)
{
    static const double bad[][3] = {
        {0, 0, .05}, {NAN, 5, .05}, {1, NAN, .05}, {6, 5, .05}, {-1, 5, .05}, {1, INFINITY, .05},
        {1, 5, 0},   {1, 5, 1},     {1, 5, NAN},   {1, 5, 1.5}, {1, 5, -1},   {0, DBL_MIN, .05}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double low = 9, high = 9;
        iter8__rate_bounds(bad[i][0], bad[i][1], bad[i][2], &low, &high);
        cr_expect(low == 0 && high == 1, "%zu: %g %g", i, low, high);
    }
}

/* -1: none */
static const struct {
    double limit;
    int trials, roll_back, certify;
} boundaries[] = {
    {.01, 2, 2, -1},        {.01, 10, 3, -1},      {.01, 60, 5, -1},   {.01, 100, 6, -1},
    {.01, 300, 10, -1},     {.01, 600, 15, 0},     {.01, 1000, 21, 2}, {.01, 2000, 34, 9},
    {.01, 5000, 72, 31},    {.01, 10000, 134, 72}, {.05, 2, 2, -1},    {.05, 10, 4, -1},
    {.05, 60, 9, -1},       {.05, 100, 13, 0},     {.05, 300, 27, 5},  {.05, 1000, 72, 31},
    {.05, 10000, 620, 404},
};

Test(statistics_rate_test, so_many_errors_decide)
{
    for (size_t i = 0; i < sizeof boundaries / sizeof *boundaries; i++) {
        double n = boundaries[i].trials, limit = boundaries[i].limit;
        int roll_back = 0, certify = -1;
        while (
            !iter8__evidence_reaches(iter8__rate_evidence(ITER8__ABOVE, roll_back, n, limit), .05))
            roll_back++;
        while (
            iter8__evidence_reaches(iter8__rate_evidence(ITER8__BELOW, certify + 1, n, limit), .05))
            certify++;
        cr_expect_eq(roll_back, boundaries[i].roll_back, "%g of %g: %d", n, limit, roll_back);
        cr_expect_eq(certify, boundaries[i].certify, "%g of %g: %d", n, limit, certify);
    }
}

Test(statistics_rate_test, so_many_requests_without_an_error_certify)
{
    static const double limits[] = {.05, .01, .001};
    static const int expected[] = {84, 425, 4260};
    for (int i = 0; i < 3; i++) {
        int n = 1;
        while (!iter8__evidence_reaches(iter8__rate_evidence(ITER8__BELOW, 0, n, limits[i]), .05))
            n++;
        cr_expect_eq(n, expected[i], "%g: %d", limits[i], n);
    }
}

Test(statistics_rate_test, so_many_more_requests_are_needed)
{
    static const double rows[][3] = {
        {0, 0, 1936.642320}, {0, 100, 584.104758}, {3, 600, 1595.526120}, {5, 1000, 1266.391028}};
    for (int i = 0; i < 4; i++) {
        double needed = iter8__trials_needed(rows[i][0], rows[i][1], .01, .005, .05);
        cr_expect_float_eq(needed, rows[i][2], 5.1e-7, "%d: %.12g", i, needed);
        cr_expect_eq(iter8__trials_needed(rows[i][0], rows[i][1], .01, NAN, .05), needed);
    }
    cr_expect_eq(iter8__trials_needed(0, 425, .01, .005, .05), 0, "it is shown already");
    cr_expect_float_eq(iter8__trials_at_first(.01, .005, .05),
                       (log(20) + 1) / iter8__rate_divergence(.005, .01), 1e-9);
    cr_expect_float_eq(iter8__trials_wanted(800, 4), 250, 1e-12);
    cr_expect_float_eq(iter8__trials_wanted(800, -3), 1000, 1e-12);
}

Test(statistics_rate_test, wald_bounds_how_many_are_expected)
{
    static const double rows[][3] = {{.02, .01, 765},      {.03, .01, 228},  {.05, .01, 73},
                                     {.2, .01, 7},         {.5, .01, 2},     {.005, .01, 1937},
                                     {.003, .01, 878},     {.001, .01, 445}, {0, .01, 298},
                                     {.1, .05, 145},       {.025, .05, 375}, {.002, .001, 7745},
                                     {.0005, .001, 19510}, {0, .05, 58},     {0, .001, 2994}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double expected = iter8__trials_expected(rows[i][0], rows[i][1], .05);
        cr_expect_float_eq(expected, rows[i][2], 1, "%g at %g: %g", rows[i][0], rows[i][1],
                           expected);
    }
    cr_expect_eq(iter8__trials_expected(.01, .01, .05), INFINITY);
    cr_expect_eq(iter8__trials_expected(NAN, .01, .05), INFINITY);
    cr_expect_eq(iter8__trials_expected(.02, .01, NAN), INFINITY);
}

Test(statistics_rate_test, no_number_of_requests_suffices_for_what_is_no_limit)
{
    static const double bad[] = {0, 1, -1, 2, NAN, INFINITY};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_expect_eq(iter8__trials_needed(1, 100, bad[i], .005, .05), INFINITY);
        cr_expect_eq(iter8__trials_needed(1, 100, .01, .005, bad[i]), INFINITY);
        cr_expect_eq(iter8__trials_at_first(bad[i], .005, .05), INFINITY);
        cr_expect_eq(iter8__trials_at_first(.01, .005, bad[i]), INFINITY);
    }
    cr_expect_eq(iter8__trials_wanted(NAN, 3), INFINITY);
    cr_expect_eq(iter8__trials_wanted(100, NAN), 125);
    cr_expect_eq(iter8__rate_divergence(NAN, .5), INFINITY);
    cr_expect_eq(iter8__rate_divergence(.5, 2), INFINITY);
    cr_expect_eq(iter8__rate_divergence(.5, 0), INFINITY);
    cr_expect_eq(iter8__rate_divergence(0, 0), 0);
    cr_expect_eq(iter8__rate_divergence(1, 1), 0);
}

Test(statistics_rate_test, more_errors_speak_more_against_a_version)
{
    for (double limit = .001; limit < 1; limit *= 3) {
        for (double k = 1; k <= 100; k++) {
            double less = iter8__rate_evidence(ITER8__ABOVE, k - 1, 100, limit);
            double more = iter8__rate_evidence(ITER8__ABOVE, k, 100, limit);
            cr_expect_lt(less, more);
            cr_expect_lt(more, iter8__rate_evidence(ITER8__ABOVE, k, 100, limit * .9));
            less = iter8__rate_evidence(ITER8__BELOW, k - 1, 100, limit);
            more = iter8__rate_evidence(ITER8__BELOW, k, 100, limit);
            cr_expect_gt(less, more);
            cr_expect_gt(more, iter8__rate_evidence(ITER8__BELOW, k, 100, limit * .9));
        }
    }
}

Test(statistics_rate_test, harm_is_found_first)
{
    static const iter8__levels levels = {.05, .1, .01};
    cr_expect_eq(iter8__levels_finding(&levels, 0, 0, 0), ITER8__FINDING_UNDECIDED);
    cr_expect_eq(iter8__levels_finding(&levels, 2.9, 2.3, 4.6), ITER8__FINDING_UNDECIDED);
    cr_expect_eq(iter8__levels_finding(&levels, 3, 2.3, 4.6), ITER8__FINDING_MET);
    cr_expect_eq(iter8__levels_finding(&levels, 3, 2.3, 4.61), ITER8__FINDING_FUTILE);
    cr_expect_eq(iter8__levels_finding(&levels, 3, 2.31, 4.61), ITER8__FINDING_VIOLATED);
    cr_expect_eq(iter8__levels_finding(&levels, NAN, NAN, NAN), ITER8__FINDING_UNDECIDED);
}
