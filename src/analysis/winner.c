/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "analysis/decide.h"

#include "iter8/analysis.h"
#include "iter8/experiment.h"
#include "iter8/metric.h"

#include <string.h>

enum { BASELINE = 0, CANDIDATE = 1 };

static void declare(iter8__analysis *analysis, int32_t version, int32_t reason)
{
    analysis->winner = version;
    analysis->winner_reason = reason;
    if (version >= 0) analysis->best[version] = 1;
}

static int any_feasible(const iter8__spec *spec, const iter8__analysis *analysis)
{
    for (size_t v = 0; v < spec->version_count; v++) {
        if (iter8__is_feasible(spec, analysis, v)) return 1;
    }
    return 0;
}

/* Nobody meets all objectives, or not for long enough. */
static int32_t why_nobody(const iter8__spec *spec, const iter8__analysis *analysis)
{
    return any_feasible(spec, analysis) ? ITER8_WINNER_TOO_SOON : ITER8_WINNER_NONE_MEETS_ALL;
}

static void judge_conformance(const iter8__spec *spec, iter8__analysis *analysis)
{
    if (iter8__is_eligible(spec, analysis, BASELINE))
        declare(analysis, BASELINE, ITER8_WINNER_BASELINE_MEETS_ALL);
    else
        declare(analysis, -1, why_nobody(spec, analysis));
}

/* Iter8 lets a candidate win of which nothing is asked. */
static int nothing_is_asked(const iter8__spec *spec)
{
    return spec->objective_count == 0 && (spec->policy.quirks & ITER8__NO_OBJECTIVE_WINS) == 0;
}

static void judge_canary(const iter8__spec *spec, iter8__analysis *analysis)
{
    if (nothing_is_asked(spec))
        declare(analysis, -1, ITER8_WINNER_NO_OBJECTIVES);
    else if (spec->version_count > 1 && iter8__is_eligible(spec, analysis, CANDIDATE))
        declare(analysis, CANDIDATE, ITER8_WINNER_CANDIDATE_MEETS_ALL);
    else if (iter8__is_eligible(spec, analysis, BASELINE))
        declare(analysis, BASELINE,
                spec->version_count > 1 && iter8__is_feasible(spec, analysis, CANDIDATE)
                    ? ITER8_WINNER_TOO_SOON
                    : ITER8_WINNER_BASELINE_ONLY);
    else
        declare(analysis, -1, why_nobody(spec, analysis));
}

static const iter8__value *reward_value(const iter8__spec *spec, const iter8__analysis *analysis,
                                        size_t version)
{
    size_t metric = spec->rewards[0].metric_index;
    if (metric >= analysis->metric_count) return NULL;
    const iter8__value *value = &analysis->values[metric * spec->version_count + version];
    return value->state == ITER8_VALUE_PRESENT ? value : NULL;
}

static int is_better(const iter8__spec *spec, double a, double b)
{
    return spec->rewards[0].direction == ITER8__LOW ? a < b : a > b;
}

/* Marks those whose reward is the best among the feasible; returns how many, and one of them. */
static size_t mark_best(const iter8__spec *spec, iter8__analysis *analysis, int32_t *one)
{
    size_t count = 0;
    double best = 0.0;
    for (size_t v = 0; v < spec->version_count; v++) {
        const iter8__value *value = reward_value(spec, analysis, v);
        if (value == NULL || !iter8__is_eligible(spec, analysis, v)) continue;
        if (count > 0 && is_better(spec, best, value->number)) continue;
        if (count == 0 || is_better(spec, value->number, best)) {
            memset(analysis->best, 0, spec->version_count);
            best = value->number;
            count = 0;
        }
        analysis->best[v] = 1;
        *one = (int32_t)v;
        count++;
    }
    return count;
}

static int any_eligible(const iter8__spec *spec, const iter8__analysis *analysis)
{
    for (size_t v = 0; v < spec->version_count; v++) {
        if (iter8__is_eligible(spec, analysis, v)) return 1;
    }
    return 0;
}

static void judge_rewards(const iter8__spec *spec, iter8__analysis *analysis)
{
    if (spec->reward_count == 0) {
        declare(analysis, -1, ITER8_WINNER_NO_REWARD);
        return;
    }
    if (!any_eligible(spec, analysis)) {
        declare(analysis, -1, why_nobody(spec, analysis));
        return;
    }
    int32_t version = -1;
    size_t count = mark_best(spec, analysis, &version);
    if (count == 0)
        declare(analysis, -1, ITER8_WINNER_NO_REWARD_VALUES);
    else if (count == 1)
        declare(analysis, version, ITER8_WINNER_BEST_REWARD);
    else
        declare(analysis, -1, ITER8_WINNER_TIE);
}

void iter8__find_winner(const iter8__spec *spec, iter8__analysis *analysis)
{
    memset(analysis->best, 0, spec->version_count);
    switch (spec->testing_pattern) {
    case ITER8_TESTING_CONFORMANCE: judge_conformance(spec, analysis); break;
    case ITER8_TESTING_CANARY: judge_canary(spec, analysis); break;
    default: judge_rewards(spec, analysis); break;
    }
    analysis->has_winner = 1;
}
