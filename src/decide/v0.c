/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/v0.h"

#include "statistics/normal.h"
#include "statistics/posterior.h"

#include <math.h>

double iter8__v0_increment(double current, int is_met, double step, double most)
{
    return is_met ? fmin(current + step, most) : current;
}

double iter8__v0_greedy(uint64_t decisions, int is_met, double most)
{
    double t = (double)decisions;
    return fmin(is_met ? floor((200 * t - 100) / (2 * t)) : floor(100 / (2 * t)), most);
}

static double meets_in_range(const iter8__v0_metric *metric, double limit, int optimistic)
{
    double width = metric->high - metric->low;
    double part = fmin(fmax((metric->value - metric->low) / width, 0), 1);
    iter8__posterior belief = {ITER8__POSTERIOR_BETA, 1 + metric->count * part,
                               1 + metric->count * (1 - part)};
    double place = (limit - metric->low) / width;
    if (optimistic && iter8__posterior_mean(&belief) <= place) return 1;
    return iter8__posterior_at_most(&belief, place);
}

double iter8__v0_meets(const iter8__v0_metric *metric, double limit, int optimistic)
{
    if (metric->high > metric->low) return meets_in_range(metric, limit, optimistic);
    double mean = metric->count > 0 ? metric->value : 0;
    if (optimistic && mean <= limit) return 1;
    return iter8__normal_cdf((limit - mean) * sqrt(metric->count + 1));
}

double iter8__v0_bayesian(double baseline_chance, double candidate_chance, double count,
                          double most)
{
    double third = (count + 2) / 3;
    iter8__posterior baseline = {ITER8__POSTERIOR_BETA, third, 2 * third};
    iter8__posterior candidate = {ITER8__POSTERIOR_BETA, 2 * third, third};
    double better = iter8__posterior_at_most_times(&baseline, 1, &candidate);
    double wins = candidate_chance * (1 - baseline_chance + baseline_chance * better);
    return fmin(100 * wins, most);
}
