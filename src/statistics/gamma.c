/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/gamma.h"

#include "base/elementary.h"

/* The asymptotic series with Bernoulli's numbers, for x of at least 10. */
static double series(double x)
{
    static const double coefficients[] = {1.0 / 156,  -691.0 / 360360, 1.0 / 1188, -1.0 / 1680,
                                          1.0 / 1260, -1.0 / 360,      1.0 / 12};
    double square = 1 / (x * x);
    double sum = 0;
    for (unsigned i = 0; i < sizeof coefficients / sizeof coefficients[0]; i++)
        sum = sum * square + coefficients[i];
    return sum / x;
}

/* Gamma(x + 1) is x Gamma(x), so the rest of x is that of x + 1 and (x + 1/2) ln(1 + 1/x) - 1. */
double iter8__stirling_rest(double x)
{
    double rest = 0;
    while (x < 10) {
        rest += (x + 0.5) * iter8__log1p(1 / x) - 1;
        x += 1;
    }
    return rest + series(x);
}
