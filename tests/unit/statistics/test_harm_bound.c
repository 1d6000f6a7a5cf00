/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/harm_bound.h"

#include "statistics/rate_test.h"

#include <criterion/criterion.h>
#include <math.h>

Test(statistics_harm_bound, bounds_are_as_computed_elsewhere)
{
    static const double rows[][3] = {{0, .05, 4.261745863},   {1, .05, 6.657868534},
                                     {2, .05, 8.681888108},   {5, .05, 13.8283532},
                                     {10, .05, 21.3325931},   {20, .05, 35.02232846},
                                     {100, .05, 134.1152904}, {0, .1, 3.375765775},
                                     {1, .1, 5.6649585},      {5, .1, 12.55410948}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double bound = iter8__harm_bound(rows[i][0], rows[i][1]);
        cr_expect_float_eq(bound, rows[i][2], 1e-9 * rows[i][2], "%zu: %.12g", i, bound);
    }
}

Test(statistics_harm_bound, allowances_are_as_computed_elsewhere)
{
    static const double rows[][3] = {
        {0, 10, 38.056755}, {0, 100, 513.168556}, {2, 300, 755.987004}, {5, 1000, 4224.178374}};
    for (int i = 0; i < 4; i++) {
        double allowance = iter8__harm_allowance(rows[i][0], rows[i][1], .01, 20, .05);
        cr_expect_float_eq(allowance, rows[i][2], 5.1e-7, "%d: %.12g", i, allowance);
    }
    cr_expect_float_eq(iter8__harm_allowance(0, 0, .01, 20, .05), 20 / .99, 1e-13);
    cr_expect_eq(iter8__harm_allowance(0, 1000, .01, 20, .05), INFINITY, "it is below the limit");
}

/* The definition, in long double: the root is where the sum is what is wanted. */
Test(statistics_harm_bound, the_bound_is_the_root)
{
    static const double deltas[] = {1e-9, .05, .5, .999};
    for (int i = 0; i < 4; i++) {
        for (double events = 0; events < 1e6; events = events * 3 + .5) {
            long double sum = 0, bound = iter8__harm_bound(events, deltas[i]);
            for (int j = 0; j < ITER8__LANES; j++)
                sum += expl(iter8__falling_weights[j] -
                            events * (long double)iter8__wide_grid.log_multiple[j] -
                            bound * iter8__wide_grid.below[j]);
            cr_expect_float_eq((double)logl(sum), -log(deltas[i]), 1e-12 * (10 + events), "%g %g",
                               events, deltas[i]);
            cr_expect_geq(bound, events * .999);
        }
    }
}

Test(statistics_harm_bound, more_errors_more_harm_less_allowance)
{
    for (double events = 1; events < 200; events++) {
        cr_expect_gt(iter8__harm_bound(events, .05), iter8__harm_bound(events - 1, .05));
        cr_expect_gt(iter8__harm_bound(events, .05), iter8__harm_bound(events, .1));
        cr_expect_leq(iter8__harm_allowance(events, 1000, .01, 20, .05),
                      iter8__harm_allowance(events - 1, 1000, .01, 20, .05));
        cr_expect_geq(iter8__harm_so_far(events, 1000, .01, .05),
                      iter8__harm_so_far(events - 1, 1000, .01, .05));
    }
}

/* A candidate that fails always: every request is one error more, and no budget is exceeded. */
Test(statistics_harm_bound, planned_requests_never_exceed_the_budget)
{
    static const double budgets[] = {1, 5, 20, 100};
    for (int i = 0; i < 4; i++) {
        double trials = 0, allowance;
        for (;;) {
            allowance = iter8__harm_allowance(trials, trials, .01, budgets[i], .05);
            if (iter8__harm_is_spent(allowance)) break;
            trials += floor(allowance);
        }
        cr_expect_leq(trials * .99, budgets[i]);
        cr_expect_geq(trials, budgets[i]);
    }
}

Test(statistics_harm_bound, so_much_harm_is_possible_so_far)
{
    cr_expect_float_eq(iter8__harm_so_far(0, 100, .01, .05), 4.261745863 - 1, 1e-8);
    cr_expect_float_eq(iter8__harm_so_far(0, 2, .01, .05), 1.98, 1e-15);
    cr_expect_eq(iter8__harm_so_far(0, 1000, .01, .05), 0);
    cr_expect_eq(iter8__harm_so_far(0, 0, .01, .05), 0);
    cr_expect_float_eq(iter8__harm_so_far(NAN, 100, .01, .05), 99, 1e-13);
    cr_expect_float_eq(iter8__harm_so_far(5, 100, NAN, .05), 13.8283532, 1e-7);
    cr_expect_eq(iter8__harm_so_far(1, 100, .01, NAN), 99);
    cr_expect_eq(iter8__harm_so_far(1, NAN, .01, .05), INFINITY);
    cr_expect_eq(iter8__harm_so_far(1, -1, .01, .05), INFINITY);
    cr_expect_eq(iter8__harm_so_far(1, INFINITY, .01, .05), INFINITY);
}

Test(statistics_harm_bound, nothing_is_allowed_for_what_is_no_input)
{
    static const double bad[][5] = {
        {NAN, 10, .01, 20, .05}, {1, NAN, .01, 20, .05},      {11, 10, .01, 20, .05},
        {-1, 10, .01, 20, .05},  {1, INFINITY, .01, 20, .05}, {1, 10, NAN, 20, .05},
        {1, 10, -1, 20, .05},    {1, 10, 2, 20, .05},         {1, 10, .01, NAN, .05},
        {1, 10, .01, -1, .05},   {1, 10, .01, INFINITY, .05}, {1, 10, .01, 20, 0},
        {1, 10, .01, 20, 1},     {1, 10, .01, 20, NAN}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const double *b = bad[i];
        cr_expect_eq(iter8__harm_allowance(b[0], b[1], b[2], b[3], b[4]), 0, "%zu", i);
    }
    static const double events[] = {NAN, -1, INFINITY, 1.1e15};
    for (int i = 0; i < 4; i++)
        cr_expect_eq(iter8__harm_bound(events[i], .05), INFINITY);
    cr_expect(isfinite(iter8__harm_bound(1e15, 1e-300)));
    cr_expect(iter8__harm_is_spent(.999));
    cr_expect(iter8__harm_is_spent(NAN));
    cr_expect_not(iter8__harm_is_spent(1));
    cr_expect_not(iter8__harm_is_spent(INFINITY));
}
