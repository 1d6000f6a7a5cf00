/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/curve.h"

#include <criterion/criterion.h>
#include <math.h>

static const double sizes[] = {0.1, 0.3, 1, 3.3, 10, 100.1, 1e3, 1e4, 1e5, 1e6, 1e7, 1e9, 1e12};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

static iter8__curve beta(double a, double b)
{
    iter8__curve curve;
    iter8__curve_set(&curve, &(iter8__posterior){ITER8__POSTERIOR_BETA, a, b});
    return curve;
}

static iter8__curve normal(double mean, double deviation)
{
    iter8__curve curve;
    iter8__curve_set(&curve, &(iter8__posterior){ITER8__POSTERIOR_NORMAL, mean, deviation});
    return curve;
}

Test(statistics_curve, every_beta_holds_all_of_its_mass_between_few_knots)
{
    for (size_t i = 0; i < SIZES; i++) {
        for (size_t j = 0; j < SIZES; j++) {
            iter8__curve curve = beta(sizes[i], sizes[j]);
            double mass = 0;
            for (int k = 0; k < curve.panels; k++) {
                iter8__panel panel;
                double values[ITER8__POINTS];
                iter8__panel_set(&panel, &curve, curve.knots[k], curve.knots[k + 1]);
                iter8__curve_values(&curve, &panel, values);
                mass += iter8__integral(values, panel.half);
            }
            cr_expect_float_eq(mass, 1, sizes[i] > 1e8 && sizes[j] > 1e8 ? 1e-9 : 2e-11,
                               "%g %g: %g", sizes[i], sizes[j], mass - 1);
            cr_expect_lt(curve.panels, 20, "%g %g: %d", sizes[i], sizes[j], curve.panels);
        }
    }
}

Test(statistics_curve, a_normal_curve_is_itself_stretched_and_moved)
{
    iter8__curve standard = normal(0, 1), other = normal(1e6, 1e-3);
    cr_expect_eq(standard.panels, other.panels);
    cr_expect_float_eq(iter8__curve_mass(&standard, 1), 0.8413447460685429, 1e-11);
    cr_expect_float_eq(iter8__curve_mass(&other, 1e6 + 1e-3), 0.8413447460685429, 1e-7);
}

Test(statistics_curve, the_density_at_a_point_does_not_depend_on_the_panel)
{
    iter8__curve curve = beta(81.1, 2419.1);
    iter8__panel wide, narrow;
    double values[ITER8__POINTS], others[ITER8__POINTS];
    iter8__panel_set(&wide, &curve, -3.6, -3.3);
    iter8__curve_values(&curve, &wide, values);
    for (int m = 0; m < ITER8__POINTS; m++) {
        double place = wide.centre + wide.offset[m];
        iter8__panel_set(&narrow, &curve, place - 1e-9, place + 1e-9);
        iter8__curve_values(&curve, &narrow, others);
        double middle = (others[7] + others[8]) / 2;
        cr_expect_float_eq(values[m], middle, 1e-11 * middle, "%d", m);
    }
}

Test(statistics_curve, a_stride_ends_where_another_curve_begins)
{
    iter8__curve curve = beta(1000, 9000);
    double low = curve.knots[0], end = iter8__curve_end(&curve);
    cr_expect_eq(iter8__curve_stride(&curve, low - 10), 10);
    cr_expect_eq(iter8__curve_stride(&curve, end), INFINITY);
    cr_expect_leq(iter8__curve_stride(&curve, curve.mode), curve.knots[2] - curve.knots[0]);
}

Test(statistics_curve, places_and_values_belong_together)
{
    iter8__curve curve = beta(1, 1);
    static const double values[] = {1e-300, 1e-9, 0.1, 0.5, 0.75, 0.999};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        double place = iter8__curve_place(&curve, values[i]);
        double value = iter8__curve_value(&curve, place);
        cr_expect_float_eq(value, values[i], 1e-12 * values[i], "%g", values[i]);
    }
    cr_expect_eq(iter8__curve_value(&curve, 800), 1);
    cr_expect_eq(iter8__curve_value(&curve, -800), 0);
}
