/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/allowance.h"

#include "iter8/analysis.h"
#include "iter8/metric.h"

/* Explored where the algorithm has no share of its own for that; the most for one that has lost. */
static const double usual_exploration = 10.0;
static const double half = 50.0;

static double less_of(double a, double b)
{
    return a < b ? a : b;
}

static double max_of(double a, double b)
{
    return a > b ? a : b;
}

double iter8__fallback_weight(const iter8__spec *spec)
{
    double versions = (double)spec->version_count;
    double explored =
        spec->settings.exploration > 0.0 ? spec->settings.exploration : usual_exploration;
    if (spec->settings.step_count == 0 || versions < 2.0) return explored / versions;
    return less_of(explored / versions, spec->settings.steps[0] / (versions - 1.0));
}

double iter8__exploration_weight(const iter8__spec *spec)
{
    if (spec->settings.step_count > 0) return iter8__fallback_weight(spec);
    return spec->settings.exploration / (double)spec->version_count;
}

/* What is known of a metric for a version is not what was just measured, although it was asked. */
static int is_stale(const iter8__spec *spec, const iter8__decision *decision, size_t metric,
                    size_t version)
{
    if (metric >= decision->metric_count) return 0;
    const iter8__value *value = &decision->values[metric * spec->version_count + version];
    int failed = value->state == ITER8_VALUE_ERROR &&
                 (spec->settings.quirks & ITER8__ERRORS_MOVE_TRAFFIC) == 0;
    return failed || value->carried > 0;
}

/* A candidate of which nothing new is known, or whose failures do not count, stays where it is:
 * neither does it deserve more than to be measured, nor has it failed. A failure that counts
 * outweighs that, unless its budget says to hold. */
static int is_held(const iter8__spec *spec, const iter8__decision *decision, size_t version)
{
    const iter8__verdict *verdicts = &decision->verdicts[version * spec->objective_count];
    int held =
        spec->reward_count > 0 && is_stale(spec, decision, spec->rewards[0].metric_index, version);
    for (size_t o = 0; o < spec->objective_count; o++) {
        const iter8__objective *objective = &spec->objectives[o];
        int stale = is_stale(spec, decision, objective->metric_index, version) ||
                    (iter8__objective_is_relative(objective) &&
                     is_stale(spec, decision, objective->metric_index, 0));
        if (verdicts[o].budget_spent && !stale && objective->budget.on_spent != ITER8__SPENT_HOLD)
            return 0;
        if (iter8__verdict_is_failure(spec, &verdicts[o]) || stale) held = 1;
    }
    return held;
}

static int all_are_held(const iter8__spec *spec, const iter8__decision *decision)
{
    const iter8__budget *budget = &spec->settings.source;
    return budget->consecutive > 0 && decision->source_errors >= budget->consecutive &&
           budget->on_spent == ITER8__SPENT_HOLD;
}

/* Now, or in any iteration before. */
static int was_measured(const iter8__spec *spec, const iter8__decision *decision, size_t metric,
                        size_t version)
{
    if (metric >= decision->metric_count) return 0;
    const iter8__value *value = &decision->values[metric * spec->version_count + version];
    return value->state == ITER8_VALUE_PRESENT || value->has_range;
}

/* Where somebody else gave a candidate traffic before anything was known of it, that is no reason
 * to leave it there. */
static int was_ever_judged(const iter8__spec *spec, const iter8__decision *decision, size_t version)
{
    for (size_t o = 0; o < spec->objective_count; o++) {
        const iter8__objective *objective = &spec->objectives[o];
        if (!was_measured(spec, decision, objective->metric_index, version)) return 0;
        if (iter8__objective_is_relative(objective) &&
            !was_measured(spec, decision, objective->metric_index, 0))
            return 0;
    }
    if (spec->objective_count > 0) return 1;
    return spec->reward_count > 0 &&
           was_measured(spec, decision, spec->rewards[0].metric_index, version);
}

/* Nothing may be asked of a version but a reward. */
static int is_allowed(const iter8__spec *spec, const iter8__decision *decision, size_t version)
{
    if (decision->best[version]) return 1;
    if (spec->objective_count > 0) return iter8__is_eligible(spec, decision, version);
    if (spec->reward_count == 0 || spec->rewards[0].metric_index >= decision->metric_count)
        return 0;
    size_t index = spec->rewards[0].metric_index * spec->version_count + version;
    return decision->values[index].state == ITER8_VALUE_PRESENT;
}

static int has_failed(const iter8__spec *spec, const iter8__decision *decision, size_t version)
{
    const iter8__verdict *verdicts = &decision->verdicts[version * spec->objective_count];
    for (size_t o = 0; o < spec->objective_count; o++) {
        if (iter8__verdict_is_failure(spec, &verdicts[o])) return 1;
    }
    return 0;
}

static int is_last(const iter8__spec *spec, const iter8__situation *situation)
{
    return situation->iteration >= iter8__spec_iterations(spec);
}

/* In the last iteration nothing is waited for any more: who has not met its objectives then has
 * lost. */
enum iter8__allowance iter8__allowance_of(const iter8__spec *spec,
                                          const iter8__situation *situation,
                                          const iter8__decision *decision, size_t version)
{
    int allowed = is_allowed(spec, decision, version);
    int held = all_are_held(spec, decision) || is_held(spec, decision, version) ||
               (!allowed && iter8__is_feasible(spec, decision, version));
    int may_stay =
        spec->settings.floor_when_failing == ITER8__FLOOR_AS_WANTED ||
        (was_ever_judged(spec, decision, version) && (allowed || !is_last(spec, situation)));
    if (held && may_stay) return ITER8__ALLOWANCE_HELD;
    if (allowed) return ITER8__ALLOWANCE_ALLOWED;
    return has_failed(spec, decision, version) ? ITER8__ALLOWANCE_FAILING
                                               : ITER8__ALLOWANCE_UNKNOWN;
}

/* Without traffic a version could never be measured, so one that never was gets what is explored,
 * also where one that fails gets nothing. */
static double share_without_verdict(const iter8__spec *spec, const iter8__decision *decision,
                                    enum iter8__allowance allowance, size_t version)
{
    double wanted = less_of(decision->weights[version].wanted, iter8__fallback_weight(spec));
    int32_t floor = spec->settings.floor_when_failing;
    if (floor < 0) return wanted;
    if (allowance == ITER8__ALLOWANCE_FAILING)
        return less_of(floor, half / ((double)spec->version_count - 1.0));
    return was_ever_judged(spec, decision, version) ? less_of(wanted, floor) : wanted;
}

static int has_lost(const iter8__spec *spec, const iter8__situation *situation,
                    const iter8__decision *decision, size_t version)
{
    return is_last(spec, situation) && !decision->best[version] &&
           spec->settings.floor_when_failing != ITER8__FLOOR_AS_WANTED;
}

double iter8__allowance_weight(const iter8__spec *spec, const iter8__situation *situation,
                               const iter8__decision *decision, size_t version, int32_t *reason)
{
    enum iter8__allowance allowance = iter8__allowance_of(spec, situation, decision, version);
    double wanted = decision->weights[version].wanted;
    double weight = wanted;
    *reason = ITER8_WEIGHT_HELD;
    if (allowance == ITER8__ALLOWANCE_HELD) {
        weight = max_of(situation->current[version], iter8__exploration_weight(spec));
    } else if (allowance != ITER8__ALLOWANCE_ALLOWED &&
               spec->settings.floor_when_failing != ITER8__FLOOR_AS_WANTED) {
        weight = share_without_verdict(spec, decision, allowance, version);
        *reason =
            allowance == ITER8__ALLOWANCE_FAILING ? ITER8_WEIGHT_FAILING : ITER8_WEIGHT_UNKNOWN;
    }
    if (weight > half && has_lost(spec, situation, decision, version)) {
        weight = half;
        *reason = ITER8_WEIGHT_LOST;
    }
    if (weight == wanted) *reason = ITER8_WEIGHT_WANTED;
    return weight;
}
