/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * What stands between any wish and the traffic: whatever is wanted, no candidate gets more than its
 * limits allow, and all shares are whole percent that sum to 100.
 */
#include "analysis/decide.h"
#include "analysis/standing.h"

#include "iter8/analysis.h"

iter8__limits iter8__limits_of(const iter8__spec *spec, int fill)
{
    iter8__limits limits = {100, 100, spec->policy.steps, spec->policy.step_count};
    if (!spec->has_weights && !fill) return limits;
    limits.max_weight = spec->max_candidate_weight >= 0 ? spec->max_candidate_weight
                                                        : ITER8__DEFAULT_MAX_CANDIDATE_WEIGHT;
    limits.max_increment = spec->max_candidate_weight_increment >= 0
                               ? spec->max_candidate_weight_increment
                               : ITER8__DEFAULT_MAX_CANDIDATE_WEIGHT_INCREMENT;
    return limits;
}

/* The step after a weight, which need not be one of them; the last one where there is none. */
static int32_t next_step(const iter8__limits *limits, int32_t current)
{
    size_t i = 0;
    while (i + 1 < limits->step_count && limits->steps[i] <= current)
        i++;
    return limits->steps[i];
}

/* The most a candidate may get, and which limit says so. */
static int32_t ceiling(const iter8__limits *limits, int32_t current, int32_t *reason)
{
    int32_t raised = current + limits->max_increment;
    *reason = ITER8_WEIGHT_INCREMENT;
    if (limits->step_count > 0) {
        raised = next_step(limits, current);
        *reason = ITER8_WEIGHT_STEP;
    }
    if (raised < limits->max_weight) return raised;
    *reason = ITER8_WEIGHT_MAX;
    return limits->max_weight;
}

/* A candidate's share within its own limits. */
static void limit_one(const iter8__limits *limits, int32_t current, iter8__share *share)
{
    int32_t reason;
    double most = ceiling(limits, current, &reason);
    if (share->exact <= most) return;
    share->exact = most;
    share->reason = reason;
}

/* Shares of candidates are doubles: their sum may be a little above what it should be. */
static const double slack = 1e-9;

/* What the candidates had may itself be more than all, if somebody says so. */
static void shrink(const iter8__spec *spec, double sum, iter8__share *shares)
{
    for (size_t v = 1; sum > 100.0 && v < spec->version_count; v++) {
        shares[v].exact *= 100.0 / sum;
        shares[v].reason = ITER8_WEIGHT_NO_ROOM;
    }
}

/* When one candidate is held where it is, those that rise may ask for more than there is: they
 * share what is left. */
static void fit(const iter8__spec *spec, const int32_t *current, iter8__share *shares)
{
    double kept = 0.0;
    double rising = 0.0;
    for (size_t v = 1; v < spec->version_count; v++) {
        double rise = shares[v].exact - current[v];
        kept += rise > 0.0 ? current[v] : shares[v].exact;
        rising += rise > 0.0 ? rise : 0.0;
    }
    if (kept + rising <= 100.0 + slack) return;
    double part = kept < 100.0 ? (100.0 - kept) / rising : 0.0;
    for (size_t v = 1; v < spec->version_count; v++) {
        double rise = shares[v].exact - current[v];
        if (rise <= 0.0) continue;
        shares[v].exact = current[v] + rise * part;
        shares[v].reason = ITER8_WEIGHT_NO_ROOM;
    }
    shrink(spec, kept, shares);
}

void iter8__limit_shares(const iter8__spec *spec, const iter8__situation *situation,
                         iter8__analysis *analysis)
{
    const iter8__limits *limits = &situation->limits;
    const int32_t *current = situation->current;
    iter8__share *shares = analysis->shares;
    double candidates = 0.0;
    shares[0].exact = shares[0].wanted;
    shares[0].reason = ITER8_WEIGHT_WANTED;
    for (size_t v = 1; v < spec->version_count; v++) {
        shares[v].exact = iter8__standing_share(spec, situation, analysis, v, &shares[v].reason);
        limit_one(limits, current[v], &shares[v]);
    }
    fit(spec, current, shares);
    for (size_t v = 1; v < spec->version_count; v++) {
        candidates += shares[v].exact;
        if (shares[v].reason != ITER8_WEIGHT_WANTED) shares[0].reason = ITER8_WEIGHT_REMAINDER;
    }
    if (shares[0].reason == ITER8_WEIGHT_REMAINDER)
        shares[0].exact = candidates < 100.0 ? 100.0 - candidates : 0.0;
}

static int32_t sum_of_candidates(const iter8__spec *spec, const int32_t *current)
{
    int32_t sum = 0;
    for (size_t v = 1; v < spec->version_count; v++)
        sum += current[v];
    return sum;
}

void iter8__roll_back_shares(const iter8__spec *spec, const int32_t *current,
                             iter8__analysis *analysis)
{
    int32_t candidates = 0;
    int32_t step = sum_of_candidates(spec, current) <= 100 ? spec->policy.rollback_step : 100;
    for (size_t v = 0; v < spec->version_count; v++) {
        int32_t left = current[v] - step;
        int32_t weight = v > 0 && left > 0 ? left : 0;
        candidates += weight;
        analysis->shares[v] =
            (iter8__share){analysis->shares[v].wanted, weight, weight, ITER8_WEIGHT_ROLLBACK};
    }
    analysis->shares[0].exact = analysis->shares[0].weight = 100 - candidates;
    analysis->has_shares = 1;
    analysis->shares_touched = 1;
}
