/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "analysis/decide.h"

#include "iter8/analysis.h"
#include "iter8/experiment.h"

/* The part of the traffic that is spread over all versions, so that each can be measured. */
static const double exploration_percent = 10.0;

iter8__limits iter8__limits_of(const iter8__spec *spec, int fill)
{
    if (!spec->has_weights && !fill) return (iter8__limits){100, 100};
    return (iter8__limits){spec->max_candidate_weight >= 0 ? spec->max_candidate_weight
                                                           : ITER8__DEFAULT_MAX_CANDIDATE_WEIGHT,
                           spec->max_candidate_weight_increment >= 0
                               ? spec->max_candidate_weight_increment
                               : ITER8__DEFAULT_MAX_CANDIDATE_WEIGHT_INCREMENT};
}

void iter8__want_shares(const iter8__spec *spec, iter8__analysis *analysis)
{
    size_t versions = spec->version_count;
    size_t best = 0;
    for (size_t v = 0; v < versions; v++)
        best += analysis->best[v];
    for (size_t v = 0; v < versions; v++) {
        int exploited = best > 0 ? analysis->best[v] : v == 0;
        double share = exploration_percent / (double)versions;
        if (exploited) share += (100.0 - exploration_percent) / (double)(best > 0 ? best : 1);
        analysis->shares[v].wanted = share;
    }
}

/* The most a candidate may get, and which limit says so. */
static double ceiling(const iter8__limits *limits, int32_t current, int32_t *reason)
{
    int32_t raised = current + limits->max_increment;
    *reason = raised < limits->max_weight ? ITER8_WEIGHT_INCREMENT : ITER8_WEIGHT_MAX;
    return raised < limits->max_weight ? raised : limits->max_weight;
}

void iter8__limit_shares(const iter8__spec *spec, const iter8__limits *limits,
                         const int32_t *current, iter8__analysis *analysis)
{
    iter8__share *shares = analysis->shares;
    double candidates = 0.0;
    shares[0].reason = ITER8_WEIGHT_WANTED;
    for (size_t v = 1; v < spec->version_count; v++) {
        int32_t reason;
        double most = ceiling(limits, current[v], &reason);
        int held = shares[v].wanted > most;
        shares[v].exact = held ? most : shares[v].wanted;
        shares[v].reason = held ? reason : ITER8_WEIGHT_WANTED;
        if (held) shares[0].reason = ITER8_WEIGHT_REMAINDER;
        candidates += shares[v].exact;
    }
    shares[0].exact =
        shares[0].reason == ITER8_WEIGHT_REMAINDER ? 100.0 - candidates : shares[0].wanted;
}

/* Thirds have no exact double: remainders that differ by less than this are the same. */
static const double same_remainder = 1e-9;

/* The version that has lost most by rounding down so far. */
static size_t largest_remainder(const iter8__share *shares, size_t count)
{
    size_t largest = 0;
    double most = shares[0].exact - shares[0].weight;
    for (size_t v = 1; v < count; v++) {
        double remainder = shares[v].exact - shares[v].weight;
        if (remainder <= most + same_remainder) continue;
        largest = v;
        most = remainder;
    }
    return largest;
}

void iter8__round_shares(const iter8__spec *spec, iter8__analysis *analysis)
{
    iter8__share *shares = analysis->shares;
    int32_t left = 100;
    for (size_t v = 0; v < spec->version_count; v++) {
        shares[v].weight = (int32_t)shares[v].exact;
        left -= shares[v].weight;
    }
    for (; left > 0; left--)
        shares[largest_remainder(shares, spec->version_count)].weight++;
    analysis->has_shares = 1;
}
