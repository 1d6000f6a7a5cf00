/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/quadrature.h"

#include <criterion/criterion.h>
#include <math.h>

/* x^degree at the points. */
static void power_at_points(int degree, double values[ITER8__POINTS])
{
    for (int m = 0; m < ITER8__POINTS; m++)
        values[m] = pow(iter8__quadrature_points()[m], degree);
}

Test(statistics_quadrature, polynomials_up_to_degree_31_are_integrated_exactly)
{
    double values[ITER8__POINTS];
    for (int degree = 0; degree < 32; degree++) {
        power_at_points(degree, values);
        double exact = degree % 2 == 0 ? 2.0 / (degree + 1) : 0;
        cr_expect_float_eq(iter8__integral(values, 1), exact, 1e-15, "%d", degree);
    }
    power_at_points(32, values);
    cr_expect_gt(fabs(iter8__integral(values, 1) - 2.0 / 33), 1e-10);
}

Test(statistics_quadrature, polynomials_up_to_degree_15_are_integrated_exactly_to_each_point)
{
    double values[ITER8__POINTS], integrals[ITER8__POINTS];
    for (int degree = 0; degree < 16; degree++) {
        power_at_points(degree, values);
        iter8__integrals(values, 3, 0.25, integrals);
        for (int m = 0; m < ITER8__POINTS; m++) {
            double to = pow(iter8__quadrature_points()[m], degree + 1);
            double from = degree % 2 == 0 ? -1 : 1;
            double exact = 0.25 + 3 * (to - from) / (degree + 1);
            cr_expect_float_eq(integrals[m], exact, 1e-14, "%d to %d", degree, m);
        }
    }
}

Test(statistics_quadrature, points_rise_and_weights_sum_to_the_width)
{
    double sum = 0;
    for (int m = 0; m < ITER8__POINTS; m++) {
        sum += iter8__quadrature_weights()[m];
        if (m > 0) cr_expect_gt(iter8__quadrature_points()[m], iter8__quadrature_points()[m - 1]);
    }
    cr_expect_float_eq(sum, 2, 1e-15);
}
