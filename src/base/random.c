/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/random.h"

#include <math.h>

/* splitmix64's bijection of 64 bits. */
static uint64_t scramble(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

void iter8__random_seed(iter8__random *random, uint64_t seed)
{
    random->state = seed;
}

uint64_t iter8__random_bits(iter8__random *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    return scramble(random->state);
}

void iter8__random_mix(iter8__random *random, uint64_t number)
{
    random->state = scramble(iter8__random_bits(random) ^ number);
}

void iter8__random_mix_text(iter8__random *random, const char *text, size_t length)
{
    iter8__random_mix(random, length); /* else "ab" then "c" would be as "a" then "bc" */
    for (size_t i = 0; i < length; i++)
        iter8__random_mix(random, (unsigned char)text[i]);
}

double iter8__random_uniform(iter8__random *random)
{
    /* 52 bits and a half: with 53 the largest would round up to 1. */
    return ((double)(iter8__random_bits(random) >> 12) + 0.5) * 0x1p-52;
}

/* The polar method of Marsaglia. Its second number is not kept: the state is one number. */
double iter8__random_normal(iter8__random *random)
{
    double x, square;
    do {
        x = 2 * iter8__random_uniform(random) - 1;
        double y = 2 * iter8__random_uniform(random) - 1;
        square = x * x + y * y;
    } while (square >= 1 || square == 0);
    return x * sqrt(-2 * iter8__log(square) / square);
}

/* Gamma with a shape of at least 1. */
static double draw_gamma(iter8__random *random, double shape)
{
    const double d = shape - 1.0 / 3;
    const double c = 1 / sqrt(9 * d);
    for (;;) {
        double x = iter8__random_normal(random);
        double root = 1 + c * x;
        if (root <= 0) continue;
        double v = root * root * root;
        double u = iter8__random_uniform(random);
        if (iter8__log(u) < 0.5 * x * x + d * (1 - v + iter8__log(v))) return d * v;
    }
}

/* The logarithm of a gamma draw. A draw of shape + 1, times u^(1 / shape), is one of shape. */
static double draw_log_gamma(iter8__random *random, double shape)
{
    if (shape >= 1) return iter8__log(draw_gamma(random, shape));
    double log_power = iter8__log(iter8__random_uniform(random)) / shape;
    return iter8__log(draw_gamma(random, shape + 1)) + log_power;
}

double iter8__random_gamma(iter8__random *random, double shape)
{
    if (shape >= 1) return draw_gamma(random, shape);
    return iter8__exp(draw_log_gamma(random, shape));
}

double iter8__random_beta(iter8__random *random, double a, double b)
{
    if (a >= 1 && b >= 1) {
        double x = draw_gamma(random, a);
        return x / (x + draw_gamma(random, b));
    }
    /* With small shapes both draws may be below every double; their ratio still has a logarithm. */
    double log_x = draw_log_gamma(random, a);
    double log_y = draw_log_gamma(random, b);
    return 1 / (1 + iter8__exp(log_y - log_x));
}

/* ln(2) in two parts, the first with so few bits that its product with an exponent is exact. */
static const double ln2_high = 0x1.62e42fee00000p-1;
static const double ln2_low = 0x1.a39ef35793c76p-33;

/* x = 2^k (1 + f) with 1 + f between the roots of 1/2 and 2; with s = f / (2 + f) then
 * ln(1 + f) = 2 (s + s^3 / 3 + s^5 / 5 + ...), where 2 s is f - s f, and f has no error. */
double iter8__log(double x)
{
    static const double series[] = {2.0 / 21, 2.0 / 19, 2.0 / 17, 2.0 / 15, 2.0 / 13,
                                    2.0 / 11, 2.0 / 9,  2.0 / 7,  2.0 / 5,  2.0 / 3};
    int k;
    double fraction = frexp(x, &k);
    if (fraction < 0x1.6a09e667f3bcdp-1) {
        fraction *= 2;
        k--;
    }
    double f = fraction - 1;
    double s = f / (2 + f);
    double rest = 0;
    for (size_t i = 0; i < sizeof series / sizeof series[0]; i++)
        rest = s * s * (rest + series[i]);
    return k * ln2_high + (f - (s * (f - rest) - k * ln2_low));
}

/* x = k ln(2) + r with |r| at most ln(2) / 2, whose power is Taylor's series. */
double iter8__exp(double x)
{
    if (x < -708) return 0;
    if (x > 710) return INFINITY;
    double k = floor(x / (ln2_high + ln2_low) + 0.5);
    double r = (x - k * ln2_high) - k * ln2_low;
    double power = 1;
    for (int n = 14; n > 0; n--)
        power = 1 + r * power / n;
    return ldexp(power, (int)k);
}
