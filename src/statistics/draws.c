/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/draws.h"

#include "base/elementary.h"
#include "statistics/gamma.h"

#include <math.h>

/* Where inversion, whose work grows with the mean, gives way to rejection. */
static const double few = 10;
static const double two_pi = 6.283185307179586;

/* ln(about^k / k!) - about, but for what does not hang on k: found from how far k lies from @p
 * about, as in a difference of logarithms of huge factorials no digits would be left. */
static double log_mass(double k, double about)
{
    double x = k + 1;
    return x - about - (x - 0.5) * iter8__log1p((x - about) / about) - iter8__stirling_rest(x);
}

/* Adds up probabilities until they exceed a uniform number. */
static int64_t invert_poisson(iter8__random *random, double mean)
{
    double uniform = iter8__random_uniform(random);
    double term = iter8__exp(-mean);
    int64_t k = 0;
    while (uniform > term && k < 1000) {
        uniform -= term;
        k++;
        term *= mean / (double)k;
    }
    return k;
}

static int64_t reject_poisson(iter8__random *random, double mean)
{
    double b = 0.931 + 2.53 * sqrt(mean);
    double a = -0.059 + 0.02483 * b;
    double quick = 0.9277 - 3.6224 / (b - 2);
    double log_scale = 0; /* found when it is needed first */
    for (;;) {
        double u = iter8__random_uniform(random) - 0.5;
        double v = iter8__random_uniform(random);
        double edge = 0.5 - fabs(u);
        double k = floor((2 * a / edge + b) * u + mean + 0.43);
        if (edge >= 0.07 && v <= quick) return (int64_t)k;
        if (k < 0 || (edge < 0.013 && v > edge)) continue;
        if (log_scale == 0)
            log_scale = iter8__log((1.1239 + 1.1328 / (b - 3.4)) * sqrt(two_pi * mean));
        if (iter8__log(v / (a / (edge * edge) + b)) + log_scale <= log_mass(k, mean))
            return (int64_t)k;
    }
}

int64_t iter8__draw_poisson(iter8__random *random, double mean)
{
    if (!(mean > 0)) return 0;
    return mean < few ? invert_poisson(random, mean) : reject_poisson(random, mean);
}

iter8__odds iter8__odds_of(double probability)
{
    iter8__odds odds = {probability, 0, 0};
    if (probability > 0.5) {
        odds.p = 1 - probability;
        odds.is_flipped = 1;
    }
    if (odds.p > 0) odds.log_rest = iter8__log1p(-odds.p);
    return odds;
}

static int64_t invert_binomial(iter8__random *random, int64_t count, const iter8__odds *odds)
{
    double uniform = iter8__random_uniform(random);
    double term = iter8__exp((double)count * odds->log_rest);
    double ratio = odds->p / (1 - odds->p);
    int64_t k = 0;
    while (uniform > term && k < count && k < 1000) {
        uniform -= term;
        k++;
        term *= ratio * (double)(count - k + 1) / (double)k;
    }
    return k;
}

static int64_t reject_binomial(iter8__random *random, int64_t count, const iter8__odds *odds)
{
    double n = (double)count, p = odds->p;
    double deviation = sqrt(n * p * (1 - p));
    double b = 1.15 + 2.53 * deviation;
    double a = -0.0873 + 0.0248 * b + 0.01 * p;
    double quick = 0.92 - 4.2 / b;
    double alpha = (2.83 + 5.1 / b) * deviation;
    double mode = floor((n + 1) * p);
    double top = 0; /* found when it is needed first */
    for (;;) {
        double u = iter8__random_uniform(random) - 0.5;
        double v = iter8__random_uniform(random);
        double edge = 0.5 - fabs(u);
        double k = floor((2 * a / edge + b) * u + n * p + 0.5);
        if (edge >= 0.07 && v <= quick) return (int64_t)k;
        if (k < 0 || k > n) continue;
        if (top == 0) top = log_mass(mode, n * p) + log_mass(n - mode, n - n * p);
        if (iter8__log(v * alpha / (a / (edge * edge) + b)) + top <=
            log_mass(k, n * p) + log_mass(n - k, n - n * p))
            return (int64_t)k;
    }
}

int64_t iter8__draw_binomial(iter8__random *random, int64_t count, const iter8__odds *odds)
{
    int64_t k = 0;
    if (count > 0 && odds->p > 0)
        k = (double)count * odds->p < few ? invert_binomial(random, count, odds)
                                          : reject_binomial(random, count, odds);
    return odds->is_flipped ? count - k : k;
}
