/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/interval.h"

#include <criterion/criterion.h>
#include <math.h>

/* The ends of Clopper and Pearson, found by bisection with 30 digits: sums of binomial
 * probabilities, and where a beta function converges the same from it. */
static const struct {
    uint64_t count, of;
    double confidence, low, high;
} shares[] = {
    {0, 1, 0.99, 0, 0.995},
    {1, 1, 0.95, 0.025, 1},
    {0, 10, 0.95, 0, 0.30849710781876082},
    {1, 10, 0.95, 0.0025285785444617845, 0.44501611702819542},
    {5, 10, 0.95, 0.18708602844739853, 0.81291397155260147},
    {10, 10, 0.9, 0.74113444910694772, 1},
    {3, 1000, 0.99, 0.00033814452906649326, 0.010933777420405242},
    {950, 1000, 0.99, 0.92949562479854187, 0.96607333728977972},
    {859, 1000, 0.99, 0.82843490654067029, 0.88607594395009915},
    {0, 100000, 0.99, 0, 5.2981770081923413e-5},
    {1, 100000, 0.99, 5.0125416979164065e-8, 7.4298906213904871e-5},
    {50000, 100000, 0.5, 0.49892854197642885, 0.50107145802357115},
    {99999, 100000, 0.99, 0.9999257010937861, 0.99999994987458302},
};

Test(statistics_interval, a_share_lies_where_clopper_and_pearson_say)
{
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        double low, high;
        iter8__proportion_interval(shares[i].count, shares[i].of, shares[i].confidence, &low,
                                   &high);
        cr_expect_float_eq(low, shares[i].low,
                           2e-11 * fmin(1, 100 * shares[i].low) + 1e-9 * shares[i].low,
                           "%zu: %.17g", i, low);
        cr_expect_float_eq(high, shares[i].high, 2e-11, "%zu: %.17g", i, high);
    }
}

/* As often as promised, whatever the share: a sum over all that can be seen. */
Test(statistics_interval, a_share_is_covered_at_least_as_often_as_promised)
{
    enum { OF = 25 };
    double low[OF + 1], high[OF + 1];
    for (uint64_t k = 0; k <= OF; k++)
        iter8__proportion_interval(k, OF, 0.95, &low[k], &high[k]);
    for (double share = 0.01; share < 1; share += 0.01) {
        double covered = 0;
        for (int k = 0; k <= OF; k++) {
            if (share < low[k] || share > high[k]) continue;
            covered += exp(lgamma(OF + 1) - lgamma(k + 1) - lgamma(OF - k + 1) + k * log(share) +
                           (OF - k) * log1p(-share));
        }
        cr_expect_geq(covered, 0.95, "%g: %g", share, covered);
        cr_expect_leq(covered, 1 + 1e-12);
    }
}

Test(statistics_interval, the_ends_enclose_the_share_also_of_very_many)
{
    static const uint64_t counts[] = {0, 1, 77, 2147483648, 4294967294, 4294967295};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        double low, high, share = (double)counts[i] / 4294967295.0;
        iter8__proportion_interval(counts[i], 4294967295, 0.99, &low, &high);
        cr_expect(low >= 0 && low <= share && share <= high && high <= 1, "%zu: %g %g", i, low,
                  high);
        double deviation = sqrt(share * (1 - share) / 4294967295.0);
        if (counts[i] == 2147483648)
            cr_expect_float_eq(high - low, 2 * 2.5758293035489 * deviation, 1e-3 * deviation);
    }
}

Test(statistics_interval, a_mean_reaches_so_many_deviations)
{
    double mean, reach;
    /* 1, 2, 3, 4: variance 5/3 */
    iter8__mean_interval(10, 30, 4, 0.95, &mean, &reach);
    cr_expect_float_eq(mean, 2.5, 1e-15);
    cr_expect_float_eq(reach, 1.959963984540054 * sqrt(5.0 / 3 / 4), 1e-13);
    iter8__mean_interval(10, 30, 4, 0.99, &mean, &reach);
    cr_expect_float_eq(reach, 2.5758293035489004 * sqrt(5.0 / 3 / 4), 1e-13);
}

Test(statistics_interval, of_one_number_nothing_is_known)
{
    double mean, reach;
    iter8__mean_interval(7, 49, 1, 0.95, &mean, &reach);
    cr_expect_eq(mean, 7);
    cr_expect_eq(reach, INFINITY);
}

Test(statistics_interval, numbers_that_are_all_the_same_have_no_spread)
{
    static const double numbers[] = {0, 1, 0.1, 123456789, 1e9 / 3};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        double x = numbers[i], mean, reach;
        iter8__mean_interval(1e6 * x, 1e6 * x * x, 1e6, 0.99, &mean, &reach);
        cr_expect_float_eq(mean, x, 1e-15 * x);
        cr_expect_eq(reach, 0, "%g: %g", x, reach);
    }
}
