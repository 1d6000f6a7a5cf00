/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/normal.h"

#include <criterion/criterion.h>
#include <math.h>

#include "normal_masses.inc"

Test(statistics_normal, masses_are_right_in_the_middle_and_far_out)
{
    for (size_t i = 0; i < sizeof normal_masses / sizeof normal_masses[0]; i++) {
        double p = normal_masses[i].p;
        double mass = iter8__normal_cdf(normal_masses[i].z);
        cr_expect_float_eq(mass, p, 3e-13 * p, "%g: %.17g", normal_masses[i].z, mass);
    }
    cr_expect_eq(iter8__normal_cdf(INFINITY), 1);
    cr_expect_eq(iter8__normal_cdf(-INFINITY), 0);
}

Test(statistics_normal, a_quantile_is_where_the_mass_is_reached)
{
    for (size_t i = 0; i < sizeof normal_masses / sizeof normal_masses[0]; i++) {
        double z = normal_masses[i].z, p = normal_masses[i].p;
        if (z > 3) continue; /* 1 - p has lost its digits */
        double error = fmax(fabs(z), 1) * 1e-12;
        cr_expect_float_eq(iter8__normal_quantile(p), z, error, "%g", z);
    }
}

Test(statistics_normal, quantiles_are_symmetric)
{
    cr_expect_float_eq(iter8__normal_quantile(0.975), 1.959963984540054, 1e-14);
    cr_expect_eq(iter8__normal_quantile(0.75), -iter8__normal_quantile(0.25));
    cr_expect_float_eq(iter8__normal_quantile(0.5), 0, 1e-16);
}
