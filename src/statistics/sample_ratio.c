/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/sample_ratio.h"

#include "statistics/normal.h"

#include <math.h>

int iter8__sample_ratio_add(iter8__sample_ratio *ratio, double own, double all, double weight)
{
    if (!iter8__counts_fit(own, all) || !(weight > 0 && weight < 1)) return 0;
    for (int side = 0; side < 2; side++) {
        iter8__bets bets;
        double gains[ITER8__LANES];
        iter8__bets_make(&bets, &iter8__narrow_grid, (iter8__side)side, weight);
        iter8__bets_gains(&bets, own, all, gains);
        for (int j = 0; j < ITER8__LANES; j++)
            ratio->gains[side][j] += gains[j];
    }
    ratio->observed += own;
    ratio->expected += all * weight;
    ratio->variance += all * weight * (1 - weight);
    return 1;
}

double iter8__sample_ratio_evidence(const iter8__sample_ratio *ratio)
{
    double sides[2];
    for (int side = 0; side < 2; side++)
        sides[side] = iter8__mixture(ratio->gains[side], iter8__falling_weights);
    return iter8__evidence_mean(sides, 2);
}

double iter8__sample_ratio_z2(const iter8__sample_ratio *ratio)
{
    if (!(ratio->variance > 0)) return 0;
    double difference = ratio->observed - ratio->expected;
    return difference * (difference / ratio->variance);
}

static double sum_of(const double *numbers, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += numbers[i] > 0 ? numbers[i] : 0;
    return sum;
}

double iter8__chi_square(const double *counts, const double *weights, size_t count)
{
    double all = sum_of(counts, count), weight = sum_of(weights, count), square = 0;
    if (!(all > 0 && all <= ITER8__MAX_COUNT && weight > 0 && weight <= ITER8__MAX_COUNT)) return 0;
    for (size_t i = 0; i < count; i++) {
        double expected = weights[i] > 0 ? all * (weights[i] / weight) : 0;
        double difference = (counts[i] > 0 ? counts[i] : 0) - expected;
        if (difference != 0) square += difference * (difference / expected);
    }
    return square;
}

/* Two more degrees of freedom add (x/2)^(f/2) e^(-x/2) / Gamma(f/2 + 1). */
double iter8__chi_square_tail(double x, unsigned freedom)
{
    static const double one_by_root_of_half_pi = 0.7978845608028654;
    if (freedom == 0 || !(x > 0)) return 1;
    if (x > 1400) return 0;
    double power = iter8__exp(-x / 2);
    double tail = freedom % 2 == 0 ? power : 2 * iter8__normal_cdf(-sqrt(x));
    double term = freedom % 2 == 0 ? power * x / 2 : power * sqrt(x) * one_by_root_of_half_pi;
    for (unsigned f = freedom % 2 == 0 ? 2 : 1; f < freedom; f += 2) {
        tail += term;
        term *= x / (f + 2);
    }
    return tail < 1 ? tail : 1;
}
