/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/quadrature.h"

#include "statistics/gauss.inc"

const double *iter8__quadrature_points(void)
{
    return points;
}

const double *iter8__quadrature_weights(void)
{
    return weights;
}

double iter8__integral(const double values[ITER8__POINTS], double half)
{
    double sum = 0;
    for (int n = 0; n < ITER8__POINTS; n++)
        sum += weights[n] * values[n];
    return half * sum;
}

void iter8__integrals(const double values[ITER8__POINTS], double half, double before,
                      double integrals[ITER8__POINTS])
{
    double sums[ITER8__POINTS] = {0};
    for (int n = 0; n < ITER8__POINTS; n++) {
        for (int m = 0; m < ITER8__POINTS; m++)
            sums[m] += antiderivative[n][m] * values[n];
    }
    for (int m = 0; m < ITER8__POINTS; m++)
        integrals[m] = before + half * sums[m];
}
