/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/decide.h"

#include "iter8/analysis.h"
#include "iter8/metric.h"

static int is_known(const iter8__spec *spec, const iter8__decision *decision, size_t metric)
{
    if (metric >= decision->metric_count) return 0;
    for (size_t v = 0; v < spec->version_count; v++) {
        if (decision->values[metric * spec->version_count + v].known) return 1;
    }
    return 0;
}

int iter8__is_carried(const iter8__spec *spec, const iter8__decision *decision, size_t metric,
                      size_t version)
{
    return metric < decision->metric_count &&
           decision->values[metric * spec->version_count + version].carried > 0;
}

/* Limits count as within. */
static int32_t compare(const iter8__objective *objective, double value)
{
    if (value > objective->upper) return ITER8_VERDICT_ABOVE;
    if (value < objective->lower) return ITER8_VERDICT_BELOW;
    return objective->has_upper || objective->has_lower ? ITER8_VERDICT_WITHIN
                                                        : ITER8_VERDICT_NO_LIMITS;
}

/* A candidate that is within its own limits, beside the baseline. */
static int32_t compare_with_baseline(const iter8__spec *spec, const iter8__decision *decision,
                                     const iter8__objective *objective, double value)
{
    const iter8__value *baseline = &decision->values[objective->metric_index * spec->version_count];
    if (baseline->state != ITER8_VALUE_PRESENT) return ITER8_VERDICT_NO_BASELINE;
    if (objective->has_upper_times && value > objective->upper_times * baseline->number)
        return ITER8_VERDICT_ABOVE_BASELINE;
    if (objective->has_lower_times && value < objective->lower_times * baseline->number)
        return ITER8_VERDICT_BELOW_BASELINE;
    return ITER8_VERDICT_WITHIN;
}

static int is_satisfied(int32_t reason)
{
    return reason == ITER8_VERDICT_WITHIN || reason == ITER8_VERDICT_NO_LIMITS;
}

/* @p is_known: there are values of the metric, for whatever version. */
static int32_t reason_of(const iter8__spec *spec, const iter8__decision *decision, size_t version,
                         const iter8__objective *objective, int is_known)
{
    size_t metric = objective->metric_index;
    if (!is_known) return ITER8_VERDICT_NO_METRIC;
    const iter8__value *value = &decision->values[metric * spec->version_count + version];
    if (!value->known) return ITER8_VERDICT_NO_VALUE;
    if (value->state != ITER8_VALUE_PRESENT) return ITER8_VERDICT_NOT_A_VALUE;
    int32_t reason = compare(objective, value->number);
    if (version == 0 || !iter8__objective_is_relative(objective) || !is_satisfied(reason))
        return reason;
    return compare_with_baseline(spec, decision, objective, value->number);
}

static void judge(const iter8__spec *spec, iter8__decision *decision, size_t version,
                  size_t objective, int is_known)
{
    int32_t reason = reason_of(spec, decision, version, &spec->objectives[objective], is_known);
    decision->verdicts[version * spec->objective_count + objective] =
        (iter8__verdict){(uint8_t)is_satisfied(reason), (uint8_t)reason, 0, 0};
}

void iter8__judge_objective(const iter8__spec *spec, iter8__decision *decision, size_t version,
                            size_t objective)
{
    judge(spec, decision, version, objective, 1);
}

void iter8__judge_objectives(const iter8__spec *spec, iter8__decision *decision)
{
    for (size_t o = 0; o < spec->objective_count; o++) {
        int known = is_known(spec, decision, spec->objectives[o].metric_index);
        for (size_t v = 0; v < spec->version_count; v++)
            judge(spec, decision, v, o, known);
    }
    decision->has_verdicts = 1;
}

int iter8__is_feasible(const iter8__spec *spec, const iter8__decision *decision, size_t version)
{
    const iter8__verdict *verdicts = &decision->verdicts[version * spec->objective_count];
    for (size_t o = 0; o < spec->objective_count; o++) {
        if (!verdicts[o].satisfied && !verdicts[o].excused) return 0;
    }
    return 1;
}
