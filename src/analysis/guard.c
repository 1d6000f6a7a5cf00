/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * What stands between any wish and the traffic: whatever is wanted, no candidate gets more than its
 * limits allow, and all shares are whole percent that sum to 100.
 */
#include "analysis/decide.h"
#include "analysis/standing.h"

#include "iter8/analysis.h"

/* A candidate's share within its own limits. */
static void limit_one(const iter8__limits *limits, int32_t current, iter8__share *share)
{
    int32_t reason;
    double most = iter8__limits_ceiling(limits, current, &reason);
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

void iter8__return_shares(const iter8__spec *spec, iter8__analysis *analysis)
{
    for (size_t v = 0; v < spec->version_count; v++) {
        int32_t weight = v == 0 ? 100 : 0;
        analysis->shares[v] =
            (iter8__share){analysis->shares[v].wanted, weight, weight, ITER8_WEIGHT_ROLLBACK};
    }
    analysis->has_shares = 1;
    analysis->shares_touched = 1;
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
