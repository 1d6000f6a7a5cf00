/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * What stands between any wish and the traffic: whatever is wanted, no candidate gets more than its
 * limits allow, and all shares are whole percent that sum to 100.
 */
#include "decide/allowance.h"
#include "decide/decide.h"

#include "iter8/analysis.h"

/* A candidate's share within its own limits. */
static void limit_one(const iter8__weight_limits *limits, int32_t current, iter8__weight *weight)
{
    int32_t reason;
    double most = iter8__weight_limits_ceiling(limits, current, &reason);
    if (weight->exact <= most) return;
    weight->exact = most;
    weight->reason = reason;
}

/* Shares of candidates are doubles: their sum may be a little above what it should be. */
static const double slack = 1e-9;

/* What the candidates had may itself be more than all, if somebody says so. */
static void shrink(const iter8__spec *spec, double sum, iter8__weight *weights)
{
    for (size_t v = 1; sum > 100.0 && v < spec->version_count; v++) {
        weights[v].exact *= 100.0 / sum;
        weights[v].reason = ITER8_WEIGHT_NO_ROOM;
    }
}

/* When one candidate is held where it is, those that rise may ask for more than there is: they
 * share what is left. */
static void fit(const iter8__spec *spec, const int32_t *current, iter8__weight *weights)
{
    double kept = 0.0;
    double rising = 0.0;
    for (size_t v = 1; v < spec->version_count; v++) {
        double rise = weights[v].exact - current[v];
        kept += rise > 0.0 ? current[v] : weights[v].exact;
        rising += rise > 0.0 ? rise : 0.0;
    }
    if (kept + rising <= 100.0 + slack) return;
    double part = kept < 100.0 ? (100.0 - kept) / rising : 0.0;
    for (size_t v = 1; v < spec->version_count; v++) {
        double rise = weights[v].exact - current[v];
        if (rise <= 0.0) continue;
        weights[v].exact = current[v] + rise * part;
        weights[v].reason = ITER8_WEIGHT_NO_ROOM;
    }
    shrink(spec, kept, weights);
}

void iter8__limit_weights(const iter8__spec *spec, const iter8__situation *situation,
                          iter8__decision *decision)
{
    const iter8__weight_limits *limits = &situation->limits;
    const int32_t *current = situation->current;
    iter8__weight *weights = decision->weights;
    double candidates = 0.0;
    weights[0].exact = weights[0].wanted;
    weights[0].reason = ITER8_WEIGHT_WANTED;
    for (size_t v = 1; v < spec->version_count; v++) {
        weights[v].exact =
            iter8__allowance_weight(spec, situation, decision, v, &weights[v].reason);
        limit_one(limits, current[v], &weights[v]);
    }
    fit(spec, current, weights);
    for (size_t v = 1; v < spec->version_count; v++) {
        candidates += weights[v].exact;
        if (weights[v].reason != ITER8_WEIGHT_WANTED) weights[0].reason = ITER8_WEIGHT_REMAINDER;
    }
    if (weights[0].reason == ITER8_WEIGHT_REMAINDER)
        weights[0].exact = candidates < 100.0 ? 100.0 - candidates : 0.0;
}

void iter8__return_weights(const iter8__spec *spec, iter8__decision *decision)
{
    for (size_t v = 0; v < spec->version_count; v++) {
        int32_t weight = v == 0 ? 100 : 0;
        decision->weights[v] =
            (iter8__weight){decision->weights[v].wanted, weight, weight, ITER8_WEIGHT_ROLLBACK};
    }
    decision->has_weights = 1;
    decision->weights_touched = 1;
}

static int32_t sum_of_candidates(const iter8__spec *spec, const int32_t *current)
{
    int32_t sum = 0;
    for (size_t v = 1; v < spec->version_count; v++)
        sum += current[v];
    return sum;
}

void iter8__roll_back_weights(const iter8__spec *spec, const int32_t *current,
                              iter8__decision *decision)
{
    int32_t candidates = 0;
    int32_t step = sum_of_candidates(spec, current) <= 100 ? spec->settings.rollback_step : 100;
    for (size_t v = 0; v < spec->version_count; v++) {
        int32_t left = current[v] - step;
        int32_t weight = v > 0 && left > 0 ? left : 0;
        candidates += weight;
        decision->weights[v] =
            (iter8__weight){decision->weights[v].wanted, weight, weight, ITER8_WEIGHT_ROLLBACK};
    }
    decision->weights[0].exact = decision->weights[0].weight = 100 - candidates;
    decision->has_weights = 1;
    decision->weights_touched = 1;
}
