/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/gamma.h"

#include <criterion/criterion.h>
#include <math.h>

/* mpmath 1.3 at 34 digits. */
static const double rests[][2] = {
    {0.1, 0.512740081331915},
    {0.2, 0.32229391549588166},
    {0.5, 0.15342640972002736},
    {1, 0.08106146679532726},
    {1.5, 0.05481412105191765},
    {3.3, 0.025177132967245105},
    {7, 0.01189670994589177},
    {9.999, 0.008331396020466343},
    {10, 0.00833056343336287},
    {12.5, 0.006665247032707682},
    {50, 0.0016666444469833656},
    {100.1, 0.0008324980631187127},
    {10000.0, 8.333333330555555e-06},
    {100000000.0, 8.333333333333334e-10},
    {10000000000000.0, 8.333326975522304e-15},
};

Test(statistics_gamma, what_stirling_leaves_over_is_right)
{
    for (size_t i = 0; i < sizeof rests / sizeof rests[0]; i++)
        cr_expect_float_eq(iter8__stirling_rest(rests[i][0]), rests[i][1], 1e-14, "%g: %.17g",
                           rests[i][0], iter8__stirling_rest(rests[i][0]));
}
