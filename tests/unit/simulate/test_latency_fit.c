/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/latency.h"

#include <criterion/criterion.h>
#include <math.h>

static iter8__probits probits;

static void setup(void)
{
    iter8__probits_init(&probits);
}

TestSuite(simulate_latency_fit, .init = setup);

/* Computed with 30 digits. */
static const double levels[] = {0.001, 0.05, 0.5, 0.95, 0.999, 0.999999};
static const struct {
    double mean, p95, location, scale, variance, below_mean, quantiles[6];
} lognormals[] = {
    {20,
     60,
     2.5615239268732876,
     0.93188877735564924,
     553.25385278854393,
     0.679372346468884,
     {0.727436274715, 2.7974360228, 12.9555455836, 60, 230.736584361, 1087.01066043}},
    {22,
     66,
     2.6568341066776125,
     0.93188877735564924,
     669.43716187413815,
     0.679372346468884,
     {0.800179902187, 3.07717962508, 14.2511001419, 66, 253.810242797, 1195.71172647}},
    {100,
     101,
     4.6051518209350518,
     0.006060536781429802,
     0.36730780637668637,
     0.501208900331893,
     {98.1427797291, 99.0062644127, 99.9981635116, 101, 101.888623221, 102.9208374}},
    {10,
     38.68,
     0.96337280607637247,
     1.6365893112920377,
     1356.2133648651792,
     0.793405521480486,
     {0.0166712707461, 0.177536854891, 2.62052009097, 38.68, 411.913743816, 6265.2653572}},
};
enum { LOGNORMALS = sizeof lognormals / sizeof *lognormals };

static double logit(double part)
{
    return log(part / (1 - part));
}

Test(simulate_latency_fit, a_lognormal_one_has_its_mean_and_its_95th_percentile)
{
    for (int i = 0; i < LOGNORMALS; i++) {
        iter8__latency fit =
            iter8__latency_of(ITER8__LATENCY_LOGNORMAL, lognormals[i].mean, lognormals[i].p95);
        cr_expect_float_eq(fit.location, lognormals[i].location, 1e-12, "%d", i);
        cr_expect_float_eq(fit.scale, lognormals[i].scale, 1e-12, "%d", i);
        cr_expect_float_eq(fit.variance / lognormals[i].variance, 1, 1e-11, "%d", i);
        cr_expect_float_eq(iter8__latency_cdf(&fit, fit.mean), lognormals[i].below_mean, 1e-11);
        cr_expect_float_eq(iter8__latency_cdf(&fit, lognormals[i].p95), 0.95, 1e-12, "%d", i);
        cr_expect_eq(iter8__latency_cdf(&fit, 0), 0);
    }
}

Test(simulate_latency_fit, quantiles_are_right_to_six_digits)
{
    for (int i = 0; i < LOGNORMALS; i++) {
        iter8__latency fit =
            iter8__latency_of(ITER8__LATENCY_LOGNORMAL, lognormals[i].mean, lognormals[i].p95);
        for (int q = 0; q < 6; q++) {
            double quantile = iter8__latency_quantile(&fit, &probits, logit(levels[q]));
            cr_expect_float_eq(quantile / lognormals[i].quantiles[q], 1, 1e-6, "%d, %g: %.12g", i,
                               levels[q], quantile);
        }
    }
}

Test(simulate_latency_fit, a_quantile_is_where_the_mass_is_reached)
{
    iter8__latency all[] = {iter8__latency_of(ITER8__LATENCY_LOGNORMAL, 20, 60),
                            iter8__latency_of(ITER8__LATENCY_EXPONENTIAL, 7, 0)};
    for (int i = 0; i < 2; i++) {
        double before = 0;
        for (double l = -40; l < 20; l += 0.03) {
            double quantile = iter8__latency_quantile(&all[i], &probits, l);
            double mass = 1 / (1 + exp(-l));
            cr_assert_float_eq(iter8__latency_cdf(&all[i], quantile) / mass, 1, 2e-5, "%g", l);
            cr_assert_gt(quantile, before, "%g", l);
            before = quantile;
        }
    }
}

Test(simulate_latency_fit, beyond_all_that_is_kept_a_quantile_is_still_one)
{
    iter8__latency lognormal = iter8__latency_of(ITER8__LATENCY_LOGNORMAL, 20, 60);
    iter8__latency exponential = iter8__latency_of(ITER8__LATENCY_EXPONENTIAL, 7, 0);
    double far[] = {-1000, -60, 60, 1000};
    for (int i = 0; i < 4; i++) {
        cr_expect_geq(iter8__latency_quantile(&lognormal, &probits, far[i]), 0);
        cr_expect_geq(iter8__latency_quantile(&exponential, &probits, far[i]), 0);
        cr_expect(!isnan(iter8__latency_quantile(&lognormal, &probits, far[i])));
    }
    cr_expect_float_eq(iter8__latency_quantile(&exponential, &probits, 1000), 7000, 1e-9);
}

Test(simulate_latency_fit, an_exponential_one)
{
    iter8__latency fit = iter8__latency_of(ITER8__LATENCY_EXPONENTIAL, 20, 0);
    cr_expect_eq(fit.variance, 400);
    cr_expect_float_eq(iter8__latency_cdf(&fit, 20), 1 - exp(-1), 1e-15);
    cr_expect_float_eq(iter8__latency_quantile(&fit, &probits, logit(0.5)), 20 * log(2), 1e-12);
    cr_expect_float_eq(iter8__latency_quantile(&fit, &probits, logit(0.95)), 20 * log(20), 1e-11);
}

Test(simulate_latency_fit, what_is_constant_takes_the_mean)
{
    iter8__latency fits[] = {iter8__latency_of(ITER8__LATENCY_CONSTANT, 20, 0),
                             iter8__latency_of(ITER8__LATENCY_LOGNORMAL, 20, 20),
                             iter8__latency_of(ITER8__LATENCY_CONSTANT, 0, 0),
                             iter8__latency_of(ITER8__LATENCY_EXPONENTIAL, 0, 0)};
    for (int i = 0; i < 4; i++) {
        double mean = fits[i].mean;
        cr_expect_eq(fits[i].variance, 0, "%d", i);
        cr_expect_eq(fits[i].with_tail, 0, "%d", i);
        cr_expect_eq(fits[i].without_tail, 1, "%d", i);
        cr_expect_eq(iter8__latency_cdf(&fits[i], mean), 1, "%d", i);
        if (mean > 0) cr_expect_eq(iter8__latency_cdf(&fits[i], mean * 0.999), 0, "%d", i);
        cr_expect_float_eq(iter8__latency_quantile(&fits[i], &probits, 3), mean, 1e-12, "%d", i);
    }
}

/* 0.05 ln(20) / sqrt(0.0475) */
Test(simulate_latency_fit, mean_and_tail_hang_together)
{
    iter8__latency exponential = iter8__latency_of(ITER8__LATENCY_EXPONENTIAL, 20, 0);
    cr_expect_float_eq(exponential.with_tail, 0.68726811801711534, 1e-14, "%.15g",
                       exponential.with_tail);
    for (int i = 0; i < LOGNORMALS; i++) {
        iter8__latency fit =
            iter8__latency_of(ITER8__LATENCY_LOGNORMAL, lognormals[i].mean, lognormals[i].p95);
        cr_expect(fit.with_tail > 0.4 && fit.with_tail < 0.8, "%d: %g", i, fit.with_tail);
        cr_expect_float_eq(fit.with_tail * fit.with_tail + fit.without_tail * fit.without_tail, 1,
                           1e-14);
    }
}
