/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/elementary.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* ln(2) in two parts, the first with so few bits that its product with an exponent is exact. */
static const double ln2_high = 0x1.62e42fee00000p-1;
static const double ln2_low = 0x1.a39ef35793c76p-33;
static const double root_of_half = 0x1.6a09e667f3bcdp-1;

/* With s = f / (2 + f), ln(1 + f) = 2 (s + s^3 / 3 + s^5 / 5 + ...) = f - s (f - rest), where the
 * rest is 2 (s^2 / 3 + s^4 / 5 + ...); for 1 + f between the roots of 1/2 and 2. */
static double rest_of(double s)
{
    static const double series[] = {2.0 / 21, 2.0 / 19, 2.0 / 17, 2.0 / 15, 2.0 / 13,
                                    2.0 / 11, 2.0 / 9,  2.0 / 7,  2.0 / 5,  2.0 / 3};
    double rest = 0;
    for (size_t i = 0; i < sizeof series / sizeof series[0]; i++)
        rest = s * s * (rest + series[i]);
    return rest;
}

/* x = 2^k (1 + f) with 1 + f between the roots of 1/2 and 2, where f has no error. */
double iter8__log(double x)
{
    int k;
    double fraction = frexp(x, &k);
    if (fraction < root_of_half) {
        fraction *= 2;
        k--;
    }
    double f = fraction - 1;
    double s = f / (2 + f);
    return k * ln2_high + (f - (s * (f - rest_of(s)) - k * ln2_low));
}

/* Where 1 + x must be rounded, the logarithm is put right by what was lost, divided by the sum. */
double iter8__log1p(double x)
{
    if (x > root_of_half - 1 && x < 2 * root_of_half - 1) {
        double s = x / (2 + x);
        return x - s * (x - rest_of(s));
    }
    double sum = 1 + x;
    double lost = x > 1 ? 1 - (sum - x) : x - (sum - 1);
    return iter8__log(sum) + lost / sum;
}

/* 1 / n!, from the highest power down. */
static const double series_of_exp[] = {1.0 / 87178291200, 1.0 / 6227020800, 1.0 / 479001600,
                                       1.0 / 39916800,    1.0 / 3628800,    1.0 / 362880,
                                       1.0 / 40320,       1.0 / 5040,       1.0 / 720,
                                       1.0 / 120,         1.0 / 24,         1.0 / 6,
                                       1.0 / 2,           1,                1};
enum { EXP_TERMS = sizeof series_of_exp / sizeof series_of_exp[0] };

/* Taylor's series, the first @p terms of it as listed. */
static inline double taylor(double r, int terms)
{
    double sum = 0;
    for (int i = 0; i < terms; i++)
        sum = series_of_exp[i] + r * sum;
    return sum;
}

/* x = k ln(2) + r with |r| at most ln(2) / 2. The sum with 1.5 * 2^52 has k, which is the exponent
 * of the power of two, in its lowest bits. There is no branch and no call, so that compilers can
 * make vectors of it. */
static inline double power_of_e(double x)
{
    const double shift = 0x1.8p52;
    double shifted = x * 0x1.71547652b82fep0 + shift;
    double k = shifted - shift;
    double r = (x - k * ln2_high) - k * ln2_low;
    uint64_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits + 1023) << 52;
    double scale;
    memcpy(&scale, &bits, sizeof scale);
    return taylor(r, EXP_TERMS) * scale;
}

double iter8__exp(double x)
{
    if (x < -708) return 0;
    if (x > 710) return INFINITY;
    return x > 700 ? power_of_e(x - 100) * 0x1.3494a9b171bf5p+144 : power_of_e(x);
}

void iter8__exp_each(double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        numbers[i] = power_of_e(numbers[i] > -700 ? numbers[i] : -700);
}

/* Near 0 the series without its first term; elsewhere the subtraction loses two bits at most. */
double iter8__expm1(double x)
{
    return fabs(x) > 0.4 ? iter8__exp(x) - 1 : x * taylor(x, EXP_TERMS - 1);
}
