/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/mean_sequence.h"

#include "base/elementary.h"

#include <math.h>

static const double most = 1e15;

/* The square of the tuning parameter that makes the half-width least at so many observations. */
static double tuning(double alpha, double best_at)
{
    double log_alpha = -2 * iter8__log(alpha);
    return (log_alpha + iter8__log(1 + log_alpha)) / best_at;
}

static int can_reach(double count, double deviation, double best_at)
{
    return count > 0 && count <= most && deviation >= 0 && deviation <= most &&
           best_at >= 1 / most && best_at <= most;
}

double iter8__mean_reach(double count, double deviation, double alpha, double best_at)
{
    if (!can_reach(count, deviation, best_at) || !(alpha > 1e-300 && alpha < 1)) return INFINITY;
    double square = tuning(alpha, best_at);
    double spread = count * square + 1;
    double log_term = iter8__log(spread) / 2 - iter8__log(alpha);
    return deviation * sqrt(2 * spread / square * log_term) / count;
}

double iter8__mean_reach_one_sided(double count, double deviation, double alpha, double best_at)
{
    if (!can_reach(count, deviation, best_at) || !(alpha > 1e-300 && alpha < 0.5)) return INFINITY;
    double square = tuning(2 * alpha, best_at);
    double spread = count * square + 1;
    double log_term = iter8__log1p(sqrt(spread) / (2 * alpha));
    return deviation * sqrt(2 * spread / square * log_term) / count;
}

/* As Welford (1962) does it for single numbers, so that no digits cancel. */
int iter8__batches_add(iter8__batches *batches, double count, double mean)
{
    if (!(count > 0 && batches->count + count <= most && fabs(mean) <= most)) return 0;
    double all = batches->count + count;
    double difference = mean - batches->mean;
    batches->mean += difference * (count / all);
    batches->squares += difference * difference * (batches->count * (count / all));
    batches->count = all;
    batches->batches++;
    return 1;
}

double iter8__batches_variance(const iter8__batches *batches)
{
    if (batches->batches < 2) return INFINITY;
    return batches->squares / (double)(batches->batches - 1);
}

static int is_sample(const iter8__sample *sample)
{
    return sample->count > 0 && sample->count <= most && fabs(sample->mean) <= most &&
           sample->variance >= 0 && sample->variance <= most;
}

iter8__difference iter8__mean_difference(const iter8__sample *candidate,
                                         const iter8__sample *baseline, double alpha,
                                         double best_at)
{
    iter8__difference difference = {0, INFINITY, 1};
    if (!is_sample(candidate) || !is_sample(baseline)) return difference;
    double count = candidate->count + baseline->count;
    double variance = candidate->variance / candidate->count + baseline->variance / baseline->count;
    difference.estimate = candidate->mean - baseline->mean;
    difference.reach = iter8__mean_reach(count, sqrt(count * variance), alpha, best_at);
    if (!(difference.reach < INFINITY) || difference.estimate == 0) return difference;
    double spread = count * tuning(alpha, best_at) + 1;
    double shrunk = (spread - 1) / spread / 2;
    double exponent = shrunk * (difference.estimate * difference.estimate / variance);
    double p = iter8__exp(iter8__log(spread) / 2 - exponent);
    if (p < 1) difference.p = p;
    return difference;
}
