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

/* What frexp answers, without its call for all but subnormal numbers. */
static double split(double x, int *exponent)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int field = (int)(bits >> 52);
    if (field == 0) return frexp(x, exponent);
    *exponent = field - 1022;
    bits = (bits & (UINT64_MAX >> 12)) | (UINT64_C(1022) << 52);
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* x = 2^k (1 + f) with 1 + f between the roots of 1/2 and 2, where f has no error. */
double iter8__log(double x)
{
    int k;
    double fraction = split(x, &k);
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

/* 1 / n!, from the highest power down to the second. */
static const double series_of_exp[] = {
    1.0 / 87178291200, 1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800,
    1.0 / 362880,      1.0 / 40320,      1.0 / 5040,      1.0 / 720,      1.0 / 120,
    1.0 / 24,          1.0 / 6,          1.0 / 2};
enum { EXP_TERMS = sizeof series_of_exp / sizeof series_of_exp[0] };

/* 1.5 * 2^52: a sum with it has the nearest integer in its lowest bits. */
static const double shift = 0x1.8p52;
static const double one_by_ln2 = 0x1.71547652b82fep0;

/* (e^r - 1 - r) / r by Taylor's series. Every other term stands in one of two sums: they are found
 * at once, one of twice as many terms is not. */
static double taylor(double r)
{
    const double *c = series_of_exp;
    double square = r * r, even = c[0], odd = c[1];
    for (int i = 2; i < EXP_TERMS - 1; i += 2) {
        even = c[i] + square * even;
        odd = c[i + 1] + square * odd;
    }
    return r * (c[EXP_TERMS - 1] + square * even) + square * odd;
}

/* x times 2 to the power of k, which ldexp answers too, without its call where nothing is subnormal
 * or infinite. */
static double scale(double x, int k)
{
    if (k < -1020 || k > 1020) return ldexp(x, k);
    uint64_t bits = (uint64_t)(k + 1023) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return x * power;
}

/* x = k ln(2) + r with |r| at most ln(2) / 2, for |x| below 709. */
static double power_of_e(double x)
{
    double k = (x * one_by_ln2 + shift) - shift;
    double r = (x - k * ln2_high) - k * ln2_low;
    return scale(1 + (r + r * taylor(r)), (int)k);
}

double iter8__exp(double x)
{
    if (x < -708) return 0;
    if (x > 710) return INFINITY;
    return power_of_e(x);
}

/* As one alone, step by step for all, so that compilers make vectors of them. */
void iter8__exp_each(double numbers[ITER8__LANES])
{
    double shifted[ITER8__LANES], r[ITER8__LANES];
    uint64_t bits[ITER8__LANES];
    for (int i = 0; i < ITER8__LANES; i++) {
        double x = numbers[i] > -700 ? numbers[i] : -700;
        shifted[i] = x * one_by_ln2 + shift;
        double k = shifted[i] - shift;
        r[i] = (x - k * ln2_high) - k * ln2_low;
    }
    double square[ITER8__LANES], even[ITER8__LANES], odd[ITER8__LANES];
    for (int i = 0; i < ITER8__LANES; i++) {
        square[i] = r[i] * r[i];
        even[i] = series_of_exp[0];
        odd[i] = series_of_exp[1];
    }
    for (int n = 2; n < EXP_TERMS - 1; n += 2) {
        for (int i = 0; i < ITER8__LANES; i++) {
            even[i] = series_of_exp[n] + square[i] * even[i];
            odd[i] = series_of_exp[n + 1] + square[i] * odd[i];
        }
    }
    memcpy(bits, shifted, sizeof bits);
    for (int i = 0; i < ITER8__LANES; i++)
        bits[i] = (bits[i] + 1023) << 52; /* 2^k: k is in the lowest bits */
    memcpy(shifted, bits, sizeof bits);
    for (int i = 0; i < ITER8__LANES; i++) {
        double rest =
            r[i] * (series_of_exp[EXP_TERMS - 1] + square[i] * even[i]) + square[i] * odd[i];
        numbers[i] = (1 + (r[i] + r[i] * rest)) * shifted[i];
    }
}

/* Near 0 the series without its first term; elsewhere the subtraction loses two bits at most. */
double iter8__expm1(double x)
{
    return fabs(x) > 0.4 ? iter8__exp(x) - 1 : x + x * taylor(x);
}
