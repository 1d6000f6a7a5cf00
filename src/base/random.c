/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/random.h"

#include "base/elementary.h"

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

/* The polar method of Marsaglia. */
void iter8__random_normals(iter8__random *random, double normals[2])
{
    double x, y, square;
    do {
        x = 2 * iter8__random_uniform(random) - 1;
        y = 2 * iter8__random_uniform(random) - 1;
        square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double factor = sqrt(-2 * iter8__log(square) / square);
    normals[0] = x * factor;
    normals[1] = y * factor;
}

/* The second number is not kept: the state is one number. */
double iter8__random_normal(iter8__random *random)
{
    double normals[2];
    iter8__random_normals(random, normals);
    return normals[0];
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
        /* What lies below this needs no logarithm to be known to pass. */
        if (u < 1 - 0.0331 * (x * x) * (x * x)) return d * v;
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
