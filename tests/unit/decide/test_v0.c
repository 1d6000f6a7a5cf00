/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/v0.h"

#include "statistics/normal.h"

#include <criterion/criterion.h>
#include <math.h>

/* From 0 in steps of 2 with at most 50, as Iter8 v0 does when nothing is said. */
Test(analysis_v0, increments_rise_to_the_most_and_stay_while_criteria_are_not_met)
{
    static const int met[] = {1, 1, 0, 1, 0, 0, 1};
    static const double weights[] = {20, 40, 40, 50, 50, 50, 50};
    double weight = 0;
    for (size_t i = 0; i < 7; i++) {
        weight = iter8__v0_increment(weight, met[i], 20, 50);
        cr_expect_eq(weight, weights[i], "%zu: %g", i, weight);
    }
    cr_expect_eq(iter8__v0_increment(2, 1, 2, 50), 4);
}

/* 100 (1 - 1/t + 1/(2t)) and 100 / (2t), rounded down. */
Test(analysis_v0, greed_grows_with_the_number_of_decisions)
{
    static const double met[] = {50, 75, 83, 87, 90, 91, 92, 93, 94, 95};
    static const double unmet[] = {50, 25, 16, 12, 10, 8, 7, 6, 5, 5};
    for (uint64_t t = 1; t <= 10; t++) {
        cr_expect_eq(iter8__v0_greedy(t, 1, 100), met[t - 1]);
        cr_expect_eq(iter8__v0_greedy(t, 0, 100), unmet[t - 1]);
    }
    cr_expect_eq(iter8__v0_greedy(50, 1, 100), 99);
    cr_expect_eq(iter8__v0_greedy(3, 1, 50), 50);
    cr_expect_eq(iter8__v0_greedy(3, 0, 10), 10);
}

/* 99 observations with the mean 10.4: the deviation is 1 / 10. */
Test(analysis_v0, without_a_range_a_metric_is_normal)
{
    iter8__v0_metric metric = {.value = 10.4, .count = 99};
    cr_expect_float_eq(iter8__v0_meets(&metric, 10.5, 0), 0.8413447460685429, 1e-13);
    cr_expect_float_eq(iter8__v0_meets(&metric, 10.3, 0), 0.15865525393145705, 1e-13);
    metric = (iter8__v0_metric){.value = NAN, .count = 0};
    cr_expect_float_eq(iter8__v0_meets(&metric, 1, 0), 0.8413447460685429, 1e-13);
}

/* Four observations with the mean 2 in 1..5, a quarter of the way: Beta(2, 4), whose mass below x
 * is 10 x^2 (1 - x)^3 + 10 x^3 (1 - x)^2 + 5 x^4 (1 - x) + x^5. */
Test(analysis_v0, with_a_range_a_metric_is_beta_on_it)
{
    iter8__v0_metric metric = {.value = 2, .count = 4, .low = 1, .high = 5};
    cr_expect_float_eq(iter8__v0_meets(&metric, 3, 0), 26.0 / 32, 1e-11);    /* x = 1/2 */
    cr_expect_float_eq(iter8__v0_meets(&metric, 2, 0), 376.0 / 1024, 1e-11); /* x = 1/4 */
    cr_expect_eq(iter8__v0_meets(&metric, 1, 0), 0);
    cr_expect_eq(iter8__v0_meets(&metric, 5, 0), 1);
    metric.value = 7;
    cr_expect_float_eq(iter8__v0_meets(&metric, 3, 0), 1.0 / 32, 1e-11, "as the highest: x^5");
}

/* The mean of Beta(2, 4) on 1..5 is 1 + 4 / 3. */
Test(analysis_v0, optimism_counts_what_is_above_the_mean_as_the_mean)
{
    iter8__v0_metric metric = {.value = 2, .count = 4, .low = 1, .high = 5};
    cr_expect_eq(iter8__v0_meets(&metric, 2.34, 1), 1);
    cr_expect_float_eq(iter8__v0_meets(&metric, 2, 1), 376.0 / 1024, 1e-11);
    metric = (iter8__v0_metric){.value = 10.4, .count = 99};
    cr_expect_eq(iter8__v0_meets(&metric, 10.4, 1), 1);
    cr_expect_float_eq(iter8__v0_meets(&metric, 10.3, 1), 0.15865525393145705, 1e-13);
}

/* P(R_c >= R_b) by mpmath: 0.80276 without observations, 0.95695 with 10. With n = 1 the rewards
 * are Beta(1, 2) and Beta(2, 1): the integral of 2 x (1 - (1 - x)^2) is 5 / 6. */
Test(analysis_v0, routing_leans_towards_the_candidate)
{
    cr_expect_float_eq(iter8__v0_bayesian(1, 1, 1, 100), 100 * 5.0 / 6, 1e-9);
    cr_expect_float_eq(iter8__v0_bayesian(1, 1, 0, 100), 80.276, 1e-3);
    cr_expect_float_eq(iter8__v0_bayesian(1, 1, 10, 100), 95.695, 1e-3);
    cr_expect_gt(iter8__v0_bayesian(1, 1, 100, 100), 99.9999);
}

Test(analysis_v0, routing_follows_the_chances)
{
    cr_expect_float_eq(iter8__v0_bayesian(0.5, 0.8, 1, 100), 80 * (0.5 + 0.5 * 5 / 6), 1e-9);
    cr_expect_float_eq(iter8__v0_bayesian(0, 0.3, 1, 100), 30, 1e-9);
    cr_expect_eq(iter8__v0_bayesian(0.5, 0, 1, 100), 0);
    cr_expect_eq(iter8__v0_bayesian(0.5, 0.9, 1, 50), 50);
}
