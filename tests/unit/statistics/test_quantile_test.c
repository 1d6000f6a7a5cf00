/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/quantile_test.h"

#include <criterion/criterion.h>
#include <math.h>

static const double default_upper[] = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};
enum { DEFAULT = 11 };

Test(statistics_quantile_test, evidence_is_as_computed_elsewhere)
{
    static const double rows[][5] = {{200, 20, 3.16124433, -5.89707557, 26.2169143},
                                     {200, 3, -4.86915316, 2.79190745, -.336191473},
                                     {600, 20, -7.87168081, 1.13826254, 8.54672958},
                                     {1000, 80, 6.84716491, -16.7958535, 95.663469},
                                     {1000, 30, -13.6944235, 3.96878498, 11.3603293}};
    static const double upper[] = {1, 2};
    for (int i = 0; i < 5; i++) {
        const double counts[] = {rows[i][0] - rows[i][1], rows[i][1]};
        iter8__bucketed bucketed = {upper, counts, 2, 0, NAN};
        double above = iter8__quantile_evidence(ITER8__ABOVE, &bucketed, .95, 1);
        double below = iter8__quantile_evidence(ITER8__BELOW, &bucketed, .95, 1);
        double far = iter8__quantile_evidence(ITER8__ABOVE, &bucketed, .99, 1);
        cr_expect_float_eq(above, rows[i][2], 5.1e-8, "%d: %.10g", i, above);
        cr_expect_float_eq(below, rows[i][3], 5.1e-8, "%d: %.10g", i, below);
        cr_expect_float_eq(far, rows[i][4], 5.1e-7, "%d: %.10g", i, far);
    }
}

Test(statistics_quantile_test, quantiles_lie_between_these_bounds)
{
    static const double counts[DEFAULT] = {50, 100, 300, 300, 200, 50};
    static const double rows[][3] = {
        {.5, .01, .05}, {.9, .05, .1}, {.95, .05, .25}, {.99, .1, .25}};
    iter8__bucketed bucketed = {default_upper, counts, DEFAULT, 0, NAN};
    for (int i = 0; i < 4; i++) {
        double low, high;
        iter8__quantile_bounds(&bucketed, rows[i][0], .05, &low, &high);
        cr_expect(low == rows[i][1] && high == rows[i][2], "%g: %g %g", rows[i][0], low, high);
    }
}

Test(statistics_quantile_test, nothing_is_known_of_few_or_of_what_is_not_sound)
{
    static const double few[DEFAULT] = {0, 0, 1}, bad[DEFAULT] = {0, -1, 500};
    double low, high, events, trials;
    iter8__bucketed bucketed = {default_upper, few, DEFAULT, 0, NAN};
    iter8__quantile_bounds(&bucketed, .95, .05, &low, &high);
    cr_expect(low == 0 && high == INFINITY);
    cr_expect_eq(iter8__quantile_evidence(ITER8__ABOVE, &bucketed, .95, NAN), 0);
    static const double orders[] = {0, 1, -1, 2, NAN};
    for (int i = 0; i < 5; i++) {
        cr_expect_eq(iter8__quantile_evidence(ITER8__ABOVE, &bucketed, orders[i], .01), 0);
        iter8__quantile_bounds(&bucketed, orders[i], .05, &low, &high);
        cr_expect(low == 0 && high == INFINITY);
        iter8__quantile_bounds(&bucketed, .5, orders[i], &low, &high);
        cr_expect(low == 0 && high == INFINITY);
    }
    bucketed.counts = bad;
    cr_expect_eq(iter8__quantile_evidence(ITER8__ABOVE, &bucketed, .95, .01), 0);
    cr_expect_not(iter8__quantile_counts(ITER8__ABOVE, &bucketed, .01, &events, &trials));
    cr_expect(events == 0 && trials == 0);
}

/* What may or may not be above the limit speaks for neither side. */
Test(statistics_quantile_test, a_limit_within_a_bucket_is_judged_with_care)
{
    static const double counts[DEFAULT] = {0, 0, 0, 80, 60, 60};
    iter8__bucketed bucketed = {default_upper, counts, DEFAULT, 0, NAN};
    double events, trials;
    cr_expect(iter8__quantile_counts(ITER8__ABOVE, &bucketed, .2, &events, &trials));
    cr_expect(events == 0 && trials == 200);
    cr_expect(iter8__quantile_counts(ITER8__BELOW, &bucketed, .2, &events, &trials));
    cr_expect(events == 60 && trials == 200);
    for (double limit = .05; limit < .3; limit += .01) {
        double above = iter8__quantile_evidence(ITER8__ABOVE, &bucketed, .7, limit);
        double below = iter8__quantile_evidence(ITER8__BELOW, &bucketed, .7, limit);
        cr_expect_not(above > 0 && below > 0);
        cr_expect_leq(above, iter8__quantile_evidence(ITER8__ABOVE, &bucketed, .7, .05));
    }
}
