/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/normal.h"
#include "statistics/posterior.h"

#include <criterion/criterion.h>
#include <math.h>

#include "relative_masses.inc"

static iter8__posterior beta(double a, double b)
{
    return (iter8__posterior){ITER8__POSTERIOR_BETA, a, b};
}

static iter8__posterior normal(double mean, double deviation)
{
    return (iter8__posterior){ITER8__POSTERIOR_NORMAL, mean, deviation};
}

Test(statistics_relative, a_proportion_against_a_multiple_of_another_is_right)
{
    for (size_t i = 0; i < sizeof relative_masses / sizeof relative_masses[0]; i++) {
        iter8__posterior x = beta(relative_masses[i].a, relative_masses[i].b);
        iter8__posterior y = beta(relative_masses[i].c, relative_masses[i].d);
        double times = relative_masses[i].times, p = relative_masses[i].p;
        double mass = iter8__posterior_at_most_times(&x, times, &y);
        cr_expect_float_eq(mass, p, 1e-10, "%zu: %g", i, mass - p);
        mass = iter8__posterior_at_most_times(&y, 1 / times, &x);
        cr_expect_float_eq(mass, 1 - p, 1e-10, "%zu: %g", i, mass - 1 + p);
    }
}

Test(statistics_relative, far_from_zero_normal_beliefs_have_a_closed_form)
{
    iter8__posterior x = normal(10, 1), y = normal(11, 1.2);
    static const double factors[] = {0.5, 0.9, 1, 1.1, 2};
    for (size_t i = 0; i < sizeof factors / sizeof factors[0]; i++) {
        double t = factors[i];
        double exact = iter8__normal_cdf((t * 11 - 10) / sqrt(1 + 1.44 * t * t));
        cr_expect_float_eq(iter8__posterior_at_most_times(&x, t, &y), exact, 1e-11, "%g", t);
    }
}

/* Half of each is 0: both are in a quarter of the cases, x alone in another, and where neither is
 * each is the smaller one as often. */
Test(statistics_relative, normal_beliefs_that_are_zero_are_equal)
{
    iter8__posterior x = normal(0, 1), y = normal(0, 1);
    cr_expect_float_eq(iter8__posterior_at_most_times(&x, 1, &y), 0.25 + 0.25 + 0.125, 1e-11);
    cr_expect_float_eq(iter8__posterior_at_most_times(&x, 0, &y), 0.5, 1e-11);
}

Test(statistics_relative, a_constant_is_a_limit_as_any_other)
{
    iter8__posterior x = iter8__posterior_of_value(4), y = iter8__posterior_of_value(5);
    cr_expect_eq(iter8__posterior_at_most_times(&x, 0.8, &y), 1);
    cr_expect_eq(iter8__posterior_at_most_times(&x, 0.79, &y), 0);
    iter8__posterior wide = normal(5, 1);
    cr_expect_float_eq(iter8__posterior_at_most_times(&wide, 1, &y), 0.5, 1e-15);
    cr_expect_float_eq(iter8__posterior_at_most_times(&y, 1, &wide), 0.5, 1e-15);
    cr_expect_float_eq(iter8__posterior_at_most_times(&y, 0.5, &wide), iter8__normal_cdf(-5),
                       1e-15);
}

Test(statistics_relative, nothing_known_meets_nothing)
{
    iter8__posterior none = {ITER8__POSTERIOR_NONE, 0, 0}, x = beta(1, 1);
    cr_expect_eq(iter8__posterior_at_most_times(&none, 1, &x), 0);
    cr_expect_eq(iter8__posterior_at_most_times(&x, 1, &none), 0);
}

Test(statistics_relative, any_factor_gives_a_probability)
{
    static const double factors[] = {0, 5e-324, 1e-60, 1e-9, 1, 1e9, 1e60, INFINITY};
    iter8__posterior beliefs[] = {beta(0.1, 0.1), beta(1e6, 3), normal(1, 10), normal(1e6, 1e-4)};
    for (size_t i = 0; i < 32; i++) {
        const iter8__posterior *x = &beliefs[i % 4], *y = &beliefs[i % 4 / 2 * 2];
        double p = iter8__posterior_at_most_times(x, factors[i / 4], y);
        cr_expect(p >= -1e-11 && p <= 1 + 1e-11, "%zu: %g", i, p);
    }
}

static double at_most_line(iter8__posterior x, double times, double margin, double least,
                           iter8__posterior y)
{
    const iter8__line line = {times, margin, least, 0};
    return iter8__posterior_at_most_line(&x, &line, &y);
}

Test(statistics_relative, a_margin_to_a_normal_belief_has_a_closed_form)
{
    static const double margins[] = {-3, -1, -1e-3, 1e-6, 0.5, 2, 5};
    for (size_t i = 0; i < sizeof margins / sizeof margins[0]; i++) {
        double m = margins[i];
        double exact = iter8__normal_cdf((1.1 * 11 + m - 10) / sqrt(0.04 + 1.44 * 1.21));
        double mass = at_most_line(normal(10, 0.2), 1.1, m, NAN, normal(11, 1.2));
        cr_expect_float_eq(mass, exact, 1e-9, "%g: %g", m, mass - exact);
        exact = iter8__normal_cdf((1.1 * 11 + m - 10) / sqrt(1 + 1e-6 * 1.21));
        mass = at_most_line(normal(10, 1), 1.1, m, NAN, normal(11, 1e-3));
        cr_expect_float_eq(mass, exact, 1e-9, "%g: %g", m, mass - exact);
        exact = iter8__normal_cdf((1.1 * 11 + m - 10) / sqrt(1e-6 + 1.21));
        mass = at_most_line(normal(10, 1e-3), 1.1, m, NAN, normal(11, 1));
        cr_expect_float_eq(mass, exact, 1e-9, "%g: %g", m, mass - exact);
    }
}

/* Without a margin it is the multiple alone, from above and from below. */
Test(statistics_relative, a_small_margin_changes_little)
{
    for (int i = 0; i < 4; i++) {
        iter8__posterior x = beta(0.1 + i * 4, 99.1 - i * 4), y = beta(1.1 + i, 998 - i);
        double exact = iter8__posterior_at_most_times(&x, 1.5, &y);
        cr_expect_float_eq(at_most_line(x, 1.5, 1e-12, NAN, y), exact, 2e-3, "%d", i);
        cr_expect_geq(at_most_line(x, 1.5, 1e-6, NAN, y), at_most_line(x, 1.5, 1e-7, NAN, y));
        cr_expect_geq(at_most_line(x, 1.5, 0.01, 0.5, y), at_most_line(x, 1.5, 0.01, NAN, y));
        cr_expect_float_eq(at_most_line(x, 1.5, 0.01, 1.5, y), 1, 1e-9);
    }
}

/* Uniform values: P(X <= Y / 2 + 1 / 4) = 1 / 2, and with a floor of 1 / 2 a sixteenth more. */
Test(statistics_relative, uniform_beliefs_beside_a_line)
{
    iter8__posterior one = beta(1, 1);
    cr_expect_float_eq(at_most_line(one, 0.5, 0.25, NAN, one), 0.5, 1e-9);
    cr_expect_float_eq(at_most_line(one, 0.5, 0.25, 0.5, one), 0.5 + 1.0 / 16, 1e-9);
    const iter8__line lower = {0.5, 0.25, 0.5, 1};
    cr_expect_float_eq(iter8__posterior_at_least_line(&one, &lower, &one), 0.5 + 1.0 / 16, 1e-9);
}

Test(statistics_relative, constants_beside_a_line_are_compared)
{
    iter8__posterior four = iter8__posterior_of_value(4), five = iter8__posterior_of_value(5);
    cr_expect_eq(at_most_line(five, 1, 1, NAN, four), 1);
    cr_expect_eq(at_most_line(five, 1, 0.5, NAN, four), 0);
    cr_expect_eq(at_most_line(five, 1, 0.5, 5, four), 1);
    cr_expect_float_eq(at_most_line(normal(5, 1), 1, 1, NAN, four), 0.5, 1e-15);
    cr_expect_float_eq(at_most_line(five, 2, 1, NAN, normal(2, 0.1)), 0.5, 1e-12);
    cr_expect_eq(at_most_line(five, 0, 5, NAN, normal(2, 0.1)), 1);
    iter8__posterior none = {ITER8__POSTERIOR_NONE, 0, 0};
    cr_expect_eq(at_most_line(none, 1, 1, NAN, four), 0);
    cr_expect_eq(at_most_line(four, 1, 1, NAN, none), 0);
}
