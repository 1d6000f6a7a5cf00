/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/latency.h"

#include "base/elementary.h"
#include "statistics/normal.h"

#include <math.h>

static const char *const shapes[] = {"", "constant", "exponential", "lognormal"};
const iter8__words iter8__latency_shapes = {shapes, sizeof shapes / sizeof *shapes};

/* The normal quantile of 0.95. */
static const double z95 = 1.6448536269514722;

/* mean = exp(m + s^2 / 2) and p95 = exp(m + z s) give s^2 / 2 - z s + ln(p95 / mean) = 0. */
static void fit_lognormal(iter8__latency *latency, double p95)
{
    double under_root = z95 * z95 - 2 * iter8__log(p95 / latency->mean);
    latency->scale = z95 - sqrt(under_root > 0 ? under_root : 0);
    double square = latency->scale * latency->scale;
    latency->location = iter8__log(latency->mean) - square / 2;
    latency->variance = latency->mean * latency->mean * iter8__expm1(square);
}

/* Of many requests it is (E[X; X > q] - (1 - p) E[X]) / (deviation sqrt(p (1 - p))). */
static void set_correlation(iter8__latency *latency, double mean_beyond)
{
    static const double beyond = 0.05;
    double deviation = sqrt(latency->variance * beyond * (1 - beyond));
    if (deviation > 0) latency->with_tail = (mean_beyond - beyond * latency->mean) / deviation;
    latency->without_tail = sqrt(1 - latency->with_tail * latency->with_tail);
}

iter8__latency iter8__latency_of(int32_t shape, double mean, double p95)
{
    iter8__latency latency = {.shape = shape, .mean = mean};
    double mean_beyond = 0;
    if (shape == ITER8__LATENCY_EXPONENTIAL) {
        latency.variance = mean * mean;
        mean_beyond = 0.05 * (1 - iter8__log(0.05)) * mean;
    } else if (shape == ITER8__LATENCY_LOGNORMAL) {
        fit_lognormal(&latency, p95);
        mean_beyond = mean * iter8__normal_cdf(latency.scale - z95);
    }
    set_correlation(&latency, mean_beyond);
    return latency;
}

int iter8__latency_equal(const iter8__latency *a, const iter8__latency *b)
{
    return a->shape == b->shape && a->mean == b->mean && a->variance == b->variance;
}

double iter8__latency_cdf(const iter8__latency *latency, double time)
{
    if (latency->shape == ITER8__LATENCY_CONSTANT || latency->variance <= 0)
        return time >= latency->mean ? 1 : 0;
    if (time <= 0) return 0;
    if (latency->shape == ITER8__LATENCY_EXPONENTIAL) return -iter8__expm1(-time / latency->mean);
    return iter8__normal_cdf((iter8__log(time) - latency->location) / latency->scale);
}

/* Logits from -48 to 48, an eighth apart. */
static const double first_logit = -48, per_logit = 8;

void iter8__probits_init(iter8__probits *probits)
{
    for (int i = 0; i < ITER8__PROBITS; i++) {
        double logit = first_logit + i / per_logit;
        double rarer = 1 / (1 + iter8__exp(fabs(logit)));
        double z = iter8__normal_quantile(rarer);
        probits->at[i] = logit < 0 ? z : -z;
    }
}

/* The cubic through four neighbours. */
static double probit(const iter8__probits *probits, double logit)
{
    double place = (logit - first_logit) * per_logit;
    if (place < 1) place = 1;
    if (place > ITER8__PROBITS - 3) place = ITER8__PROBITS - 3;
    int i = (int)place;
    double t = place - i;
    const double *y = &probits->at[i - 1];
    return y[1] + t * ((y[2] - y[0]) / 2 + t * (y[0] - 2.5 * y[1] + 2 * y[2] - y[3] / 2 +
                                                t * (1.5 * (y[1] - y[2]) + (y[3] - y[0]) / 2)));
}

/* ln(1 + exp(x)) without overflow. */
static double softplus(double x)
{
    return x > 0 ? x + iter8__log1p(iter8__exp(-x)) : iter8__log1p(iter8__exp(x));
}

double iter8__latency_quantile(const iter8__latency *latency, const iter8__probits *probits,
                               double logit)
{
    if (latency->shape == ITER8__LATENCY_EXPONENTIAL) return latency->mean * softplus(logit);
    if (latency->shape == ITER8__LATENCY_CONSTANT) return latency->mean;
    return iter8__exp(latency->location + latency->scale * probit(probits, logit));
}
