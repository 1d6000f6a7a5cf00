/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/normal.h"

#include "base/elementary.h"

#include <math.h>

static double density(double z)
{
    static const double one_by_root_of_two_pi = 0.3989422804014327;
    return one_by_root_of_two_pi * iter8__exp(-z * z / 2);
}

/* P(0 <= Z <= z) for 0 <= z <= 3: the density times z + z^3 / 3 + z^5 / (3 * 5) + ... */
static double near_mass(double z)
{
    double term = z, sum = z;
    for (int n = 3; term > sum * 0x1p-54; n += 2) {
        term *= z * z / n;
        sum += term;
    }
    return density(z) * sum;
}

/* P(Z >= z) for z > 3: the density over z + 1 / (z + 2 / (z + 3 / ...)), from the inside out. */
static double far_mass(double z)
{
    double denominator = z;
    for (int n = 90; n > 0; n--)
        denominator = z + n / denominator;
    return density(z) / denominator;
}

double iter8__normal_cdf(double z)
{
    if (z < -3) return far_mass(-z);
    if (z > 3) return 1 - far_mass(z);
    return z < 0 ? 0.5 - near_mass(-z) : 0.5 + near_mass(z);
}

/* The logarithm of the distribution is concave, so from below Newton's steps only rise. */
double iter8__normal_quantile(double p)
{
    if (p > 0.5) return -iter8__normal_quantile(1 - p);
    double z = -sqrt(-2 * iter8__log(p)); /* P(Z <= -x) < exp(-x^2 / 2) for x > 0 */
    for (int i = 0; i < 40; i++) {
        double mass = iter8__normal_cdf(z);
        double step = iter8__log(p / mass) * mass / density(z);
        z += step;
        if (fabs(step) < 1e-15 * (1 + fabs(z))) break;
    }
    return z;
}
