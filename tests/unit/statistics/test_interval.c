/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/interval.h"

#include <criterion/criterion.h>
#include <math.h>

/* Made with mpmath 1.3 at 25 digits, by bisection of binomial tails. */
static const struct {
    uint64_t count, of;
    double confidence, low, high;
} cases[] = {{0, 10, 0.95, 0, 0.30849710781876076},
             {1, 10, 0.95, 0.0025285785444617868, 0.44501611702819536},
             {5, 10, 0.99, 0.12831055393508328, 0.87168944606491672},
             {10, 10, 0.9, 0.7411344491069477, 1},
             {37, 1000, 0.99, 0.023358994911364232, 0.055223679512418489},
             {999, 1000, 0.99, 0.99259371306164706, 0.99999498747073922},
             {88532, 100000, 0.99, 0.88270119614499396, 0.88790205020630425},
             {3, 4000000, 0.999, 3.7425971136933209e-8, 3.4835010393346368e-06}};

Test(statistics_interval, shares_have_the_interval_of_clopper_and_pearson)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double low, high;
        iter8__share_interval(cases[i].count, cases[i].of, cases[i].confidence, &low, &high);
        cr_expect_float_eq(low, cases[i].low, 1e-9, "%d: %.17g", (int)i, low);
        cr_expect_float_eq(high, cases[i].high, 1e-9, "%d: %.17g", (int)i, high);
    }
}

/* However few the trials: the probability of those counts whose interval holds the share. */
Test(statistics_interval, a_share_is_held_as_often_as_is_promised)
{
    for (double share = 0.01; share < 1; share += 0.07) {
        double held = 0;
        for (int k = 0; k <= 25; k++) {
            double low, high;
            iter8__share_interval((uint64_t)k, 25, 0.9, &low, &high);
            if (share < low || share > high) continue;
            held += exp(lgamma(26) - lgamma(k + 1.0) - lgamma(26.0 - k) + k * log(share) +
                        (25 - k) * log1p(-share));
        }
        cr_expect_gt(held, 0.9 - 1e-9, "%g: %g", share, held);
    }
}

Test(statistics_interval, means_have_that_of_the_normal_approximation)
{
    double mean, reach;
    iter8__mean_interval(1 + 2 + 3 + 4, 1 + 4 + 9 + 16, 4, 0.95, &mean, &reach);
    cr_expect_eq(mean, 2.5);
    cr_expect_float_eq(reach, 1.959963984540054 * sqrt(5.0 / 3 / 4), 1e-12);
    iter8__mean_interval(7, 49, 1, 0.95, &mean, &reach);
    cr_expect_eq(mean, 7);
    cr_expect(isinf(reach));
    iter8__mean_interval(3e6, 9e9, 1000, 0.95, &mean, &reach);
    cr_expect_eq(reach, 0);
}
