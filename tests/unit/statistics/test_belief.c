/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/posterior.h"

#include <criterion/criterion.h>
#include <math.h>

#include "beta_masses.inc"

enum {
    MASSES = sizeof beta_masses / sizeof beta_masses[0],
    QUANTILES = sizeof beta_quantiles / sizeof beta_quantiles[0]
};

static iter8__posterior beta(double a, double b)
{
    return (iter8__posterior){ITER8__POSTERIOR_BETA, a, b};
}

Test(statistics_belief, a_proportion_becomes_beta_with_the_prior)
{
    iter8__posterior belief = iter8__posterior_of_proportion(0.05, 200);
    cr_expect_eq(belief.kind, ITER8__POSTERIOR_BETA);
    cr_expect_float_eq(belief.a, 10.1, 1e-12);
    cr_expect_float_eq(belief.b, 190.1, 1e-12);
    cr_expect_float_eq(iter8__posterior_mean(&belief), 10.1 / 200.2, 1e-15);
    belief = iter8__posterior_of_proportion(3, 10);
    cr_expect(belief.a == 10.1 && belief.b == 0.1, "more than all is all");
    belief = iter8__posterior_of_proportion(-3, 10);
    cr_expect(belief.a == 0.1 && belief.b == 10.1, "less than none is none");
}

Test(statistics_belief, a_mean_becomes_normal_as_wide_as_its_range)
{
    iter8__posterior belief = iter8__posterior_of_mean(10.4, 99, 9, 11);
    cr_expect_eq(belief.kind, ITER8__POSTERIOR_NORMAL);
    cr_expect_eq(belief.a, 10.4);
    cr_expect_float_eq(belief.b, sqrt(0.02), 1e-15);
    cr_expect_float_eq(iter8__posterior_at_most(&belief, 10.5), 0.7602499389065234, 1e-13);
    belief = iter8__posterior_of_mean(7, 99, 7, 7);
    cr_expect(belief.kind == ITER8__POSTERIOR_CONSTANT && belief.a == 7);
}

Test(statistics_belief, what_is_no_measurement_is_no_belief)
{
    static const double bad[][2] = {{NAN, 10}, {0.5, NAN}, {0.5, 0}, {0.5, -1}, {INFINITY, 10}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        iter8__posterior belief = iter8__posterior_of_proportion(bad[i][0], bad[i][1]);
        cr_expect_eq(belief.kind, ITER8__POSTERIOR_NONE, "%zu", i);
        belief = iter8__posterior_of_mean(bad[i][0], bad[i][1], 0, 1);
        cr_expect_eq(belief.kind, ITER8__POSTERIOR_NONE, "%zu", i);
        cr_expect_eq(iter8__posterior_at_most(&belief, 1), 0);
        cr_expect_eq(iter8__posterior_at_least(&belief, 0), 0);
        cr_expect_eq(iter8__posterior_quantile(&belief, 0.5), 0);
    }
    cr_expect_eq(iter8__posterior_of_mean(1, 10, NAN, 2).kind, ITER8__POSTERIOR_NONE);
    cr_expect_eq(iter8__posterior_of_mean(1, 10, -INFINITY, 2).kind, ITER8__POSTERIOR_NONE);
    cr_expect_eq(iter8__posterior_of_value(NAN).kind, ITER8__POSTERIOR_NONE);
}

Test(statistics_belief, huge_and_tiny_measurements_stay_numbers)
{
    static const double values[] = {0, 1e-300, 1, 1e99};
    static const double counts[] = {1e-300, 1, 1e18, INFINITY};
    for (size_t i = 0; i < 16; i++) {
        iter8__posterior mean = iter8__posterior_of_mean(values[i / 4], counts[i % 4], 0, 1e99);
        double p = iter8__posterior_at_most(&mean, values[i / 4]);
        cr_expect(p >= 0 && p <= 1, "%zu: %g", i, p);
        iter8__posterior part = iter8__posterior_of_proportion(values[i / 4], counts[i % 4]);
        p = iter8__posterior_at_most(&part, 0.5);
        cr_expect(p >= 0 && p <= 1, "%zu: %g", i, p);
    }
}

Test(statistics_belief, masses_of_beta_are_right)
{
    for (int i = 0; i < MASSES; i++) {
        iter8__posterior belief = beta(beta_masses[i].a, beta_masses[i].b);
        double p = beta_masses[i].p;
        double mass = iter8__posterior_at_most(&belief, beta_masses[i].x);
        cr_expect_float_eq(mass, p, 2e-11, "%g %g %g: %g", belief.a, belief.b, beta_masses[i].x,
                           mass - p);
        mass = iter8__posterior_at_least(&belief, beta_masses[i].x);
        cr_expect_float_eq(mass, 1 - p, 2e-11, "%d", i);
    }
    iter8__posterior belief = beta(5.1, 95.1);
    cr_expect_float_eq(iter8__posterior_at_most(&belief, 0.08), 0.8985935428, 1e-10);
    belief = beta(0.1, 100.1);
    cr_expect_float_eq(iter8__posterior_at_most(&belief, 0.01), 0.9759314996, 1e-10);
}

Test(statistics_belief, quantiles_of_beta_are_right)
{
    for (int i = 0; i < QUANTILES; i++) {
        iter8__posterior belief = beta(beta_quantiles[i].a, beta_quantiles[i].b);
        double x = beta_quantiles[i].x, p = beta_quantiles[i].p;
        double quantile = iter8__posterior_quantile(&belief, p);
        cr_expect_float_eq(quantile, x, 1e-8 * x, "%g %g %g: %g, not %g", belief.a, belief.b, p,
                           quantile, x);
        if (x < 1 - 1e-9) cr_expect_float_eq(iter8__posterior_at_most(&belief, quantile), p, 1e-10);
    }
}

Test(statistics_belief, beta_1_1_is_uniform)
{
    iter8__posterior belief = beta(1, 1);
    for (int i = 0; i <= 16; i++)
        cr_expect_float_eq(iter8__posterior_at_most(&belief, i / 16.0), i / 16.0, 1e-11);
    cr_expect_eq(iter8__posterior_at_most(&belief, -0.1), 0);
    cr_expect_eq(iter8__posterior_at_most(&belief, 1.1), 1);
    cr_expect_float_eq(iter8__posterior_quantile(&belief, 0.3), 0.3, 1e-11);
}

Test(statistics_belief, what_is_normal_and_below_zero_counts_as_zero)
{
    iter8__posterior belief = {ITER8__POSTERIOR_NORMAL, 1, 1};
    cr_expect_eq(iter8__posterior_at_most(&belief, -0.001), 0);
    cr_expect_float_eq(iter8__posterior_at_most(&belief, 0), 0.15865525393145705, 1e-15);
    cr_expect_eq(iter8__posterior_at_least(&belief, 0), 1);
    cr_expect_eq(iter8__posterior_quantile(&belief, 0.025), 0);
    cr_expect_float_eq(iter8__posterior_quantile(&belief, 0.975), 2.959963984540054, 1e-12);
}

Test(statistics_belief, a_constant_is_where_it_is)
{
    iter8__posterior belief = iter8__posterior_of_value(3);
    cr_expect_eq(iter8__posterior_at_most(&belief, 3), 1);
    cr_expect_eq(iter8__posterior_at_most(&belief, 2.9), 0);
    cr_expect_eq(iter8__posterior_at_least(&belief, 3), 1);
    cr_expect_eq(iter8__posterior_at_least(&belief, 3.1), 0);
    cr_expect_eq(iter8__posterior_quantile(&belief, 0.025), 3);
}
