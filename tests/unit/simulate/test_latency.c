/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/latency.h"
#include "simulate/schedule.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <math.h>

static iter8__probits probits;

static void setup(void)
{
    iter8__probits_init(&probits);
}

TestSuite(simulate_latency, .init = setup);

static void expect_near(double found, double wanted, double error)
{
    cr_expect(fabs(found - wanted) <= error * fabs(wanted), "%.12g instead of %.12g", found,
              wanted);
}

static double logit(double p)
{
    return log(p / (1 - p));
}

Test(simulate_latency, a_lognormal_one_has_its_mean_and_percentile)
{
    iter8__latency latency = iter8__latency_of(ITER8__LATENCY_LOGNORMAL, 20, 60);
    expect_near(exp(latency.location + latency.scale * latency.scale / 2), 20, 1e-12);
    expect_near(iter8__latency_cdf(&latency, 60), 0.95, 1e-12);
    expect_near(iter8__latency_quantile(&latency, &probits, logit(0.95)), 60, 1e-6);
    /* exp(s^2) - 1 times the mean squared, for s = z - sqrt(z^2 - 2 ln 3) */
    expect_near(latency.variance, 553.2539, 1e-6);
}

Test(simulate_latency, of_two_lognormal_ones_it_is_the_narrower)
{
    iter8__latency latency = iter8__latency_of(ITER8__LATENCY_LOGNORMAL, 10, 38.68);
    cr_expect_lt(latency.scale, 1.645);
    cr_expect_gt(latency.scale, 1.6);
    latency = iter8__latency_of(ITER8__LATENCY_LOGNORMAL, 10, 10);
    expect_near(iter8__latency_quantile(&latency, &probits, logit(0.99)), 10, 1e-9);
}

Test(simulate_latency, an_exponential_one_is_said_by_its_mean)
{
    iter8__latency latency = iter8__latency_of(ITER8__LATENCY_EXPONENTIAL, 20, 0);
    expect_near(iter8__latency_cdf(&latency, 20), 1 - exp(-1), 1e-14);
    expect_near(iter8__latency_quantile(&latency, &probits, logit(0.95)), 20 * log(20.0), 1e-12);
    expect_near(latency.variance, 400, 0);
    cr_expect_eq(iter8__latency_cdf(&latency, 0), 0);
}

Test(simulate_latency, a_constant_one_is_a_step)
{
    iter8__latency latency = iter8__latency_of(ITER8__LATENCY_CONSTANT, 20, 0);
    cr_expect_eq(iter8__latency_cdf(&latency, 19.999), 0);
    cr_expect_eq(iter8__latency_cdf(&latency, 20), 1);
    cr_expect_eq(iter8__latency_quantile(&latency, &probits, 9), 20);
}

Test(simulate_latency, quantile_and_cdf_undo_each_other)
{
    iter8__latency latency = iter8__latency_of(ITER8__LATENCY_LOGNORMAL, 100, 250);
    for (double y = -20; y <= 20; y += 0.37) {
        double time = iter8__latency_quantile(&latency, &probits, y);
        double p = iter8__latency_cdf(&latency, time);
        cr_expect_lt(fabs(p - 1 / (1 + exp(-y))), 2e-6, "%g", y);
    }
}

/* Courses. */

static iter8_allocator allocator;
static iter8__arena arena;

Test(simulate_course, a_number_changes_at_once_and_along_ramps)
{
    iter8__schedule course = {.initial = 1};
    static const iter8__change changes[] = {{100, 100, 5}, {200, 300, 15}};
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), 0);
    iter8__arena_init(&arena, &allocator);
    cr_assert(iter8__schedule_add(&course, &arena, &changes[0]));
    cr_assert(iter8__schedule_add(&course, &arena, &changes[1]));
    cr_expect_eq(iter8__schedule_at(&course, 99), 1);
    cr_expect_eq(iter8__schedule_at(&course, 100), 5);
    cr_expect_eq(iter8__schedule_at(&course, 200), 5);
    cr_expect_eq(iter8__schedule_at(&course, 250), 10);
    cr_expect_eq(iter8__schedule_at(&course, 300), 15);
    cr_expect_eq(iter8__schedule_at(&course, INT64_MAX), 15);
    cr_expect_eq(iter8__schedule_end(&course), 300);
    cr_expect_eq(iter8__schedule_turn(&course, 0, 4), 100);
    cr_expect_eq(iter8__schedule_turn(&course, 100, 4), 200);
    cr_expect_eq(iter8__schedule_turn(&course, 200, 4), 225);
    cr_expect_eq(iter8__schedule_turn(&course, 275, 4), 300);
    cr_expect_eq(iter8__schedule_turn(&course, 300, 4), INT64_MAX);
    iter8__arena_clear(&arena);
}
