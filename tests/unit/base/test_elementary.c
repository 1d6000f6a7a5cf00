/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/elementary.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* The distance in units of the last place of the exact result. */
static double error_in_ulps(double value, long double exact)
{
    int exponent;
    frexpl(exact, &exponent);
    return (double)fabsl((value - exact) / ldexpl(1, exponent - 53));
}

Test(base_elementary, log_is_right_to_two_units)
{
    iter8__random random = {1};
    double worst = 0;
    for (int i = 0; i < 1000000; i++) {
        double x;
        uint64_t bits = iter8__random_bits(&random) >> 1;
        memcpy(&x, &bits, sizeof x);
        if (i % 2 == 0) x = 2 * iter8__random_uniform(&random);
        if (i % 10 == 0) x = 1 + (iter8__random_uniform(&random) - 0.5) * 1e-6;
        if (!isfinite(x) || x == 0 || x == 1) continue;
        double error = error_in_ulps(iter8__log(x), logl(x));
        cr_assert_lt(error, 2, "log(%a)", x);
        worst = fmax(worst, error);
    }
    cr_assert_gt(worst, 0);
    cr_assert_eq(iter8__log(1), 0);
    cr_assert_lt(error_in_ulps(iter8__log(5e-324), logl(5e-324)), 2);
}

Test(base_elementary, exp_is_right_to_two_units)
{
    iter8__random random = {1};
    for (int i = 0; i < 1000000; i++) {
        double x = (iter8__random_uniform(&random) - 0.5) * (i % 2 == 0 ? 1416 : 2);
        cr_assert_lt(error_in_ulps(iter8__exp(x), expl(x)), 2, "exp(%a)", x);
    }
    cr_assert_eq(iter8__exp(0), 1);
    cr_assert_eq(iter8__exp(-709), 0);
    cr_assert_eq(iter8__exp(-INFINITY), 0);
    cr_assert_eq(iter8__exp(709.9), INFINITY);
    cr_assert_eq(iter8__exp(INFINITY), INFINITY);
}

/* Small and large numbers of either sign, down to where both functions are their argument. */
static double any_size(iter8__random *random, double lowest)
{
    double x = ldexp(iter8__random_uniform(random), -(int)(iter8__random_bits(random) % 70));
    if (iter8__random_bits(random) % 2 == 0) return lowest * x;
    return x * 30;
}

Test(base_elementary, log1p_and_expm1_keep_their_digits_near_zero)
{
    iter8__random random;
    iter8__random_seed(&random, 1);
    for (int i = 0; i < 1000000; i++) {
        double x = any_size(&random, -1);
        cr_assert_lt(error_in_ulps(iter8__log1p(x), log1pl(x)), 4, "log1p(%a)", x);
        x = any_size(&random, -700);
        cr_assert_lt(error_in_ulps(iter8__expm1(x), expm1l(x)), 6, "expm1(%a)", x);
    }
    cr_assert_eq(iter8__log1p(0), 0);
    cr_assert_eq(iter8__expm1(0), 0);
    cr_assert_eq(iter8__expm1(-800), -1);
}

Test(base_elementary, powers_in_bulk_are_those_one_by_one)
{
    iter8__random random = {1};
    double numbers[ITER8__LANES], powers[ITER8__LANES];
    for (int i = 0; i < 100000; i++) {
        for (int m = 0; m < ITER8__LANES; m++)
            numbers[m] = powers[m] = (iter8__random_uniform(&random) - 0.5) * 1399;
        iter8__exp_each(powers);
        for (int m = 0; m < ITER8__LANES; m++)
            cr_assert_eq(powers[m], iter8__exp(numbers[m]), "exp(%a)", numbers[m]);
    }
    double lowest[ITER8__LANES] = {-1e300, -INFINITY, -700.5};
    iter8__exp_each(lowest);
    for (int m = 0; m < 3; m++)
        cr_assert(lowest[m] > 0 && lowest[m] < 1e-300, "%g", lowest[m]);
    cr_assert_eq(lowest[3], 1);
}
