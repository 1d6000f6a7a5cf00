/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/decide.h"
#include "decide/limit.h"

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

static int is_satisfied(int32_t reason)
{
    return reason == ITER8_VERDICT_WITHIN || reason == ITER8_VERDICT_NO_LIMITS;
}

/* The baseline is not compared with itself. */
static int32_t compare(const iter8__spec *spec, const iter8__decision *decision,
                       const iter8__objective *objective, size_t version, double value)
{
    const iter8__value *baseline = &decision->values[objective->metric_index * spec->version_count];
    int32_t reason = ITER8_VERDICT_NO_LIMITS;
    for (size_t i = 0; i < objective->limit_count; i++) {
        const iter8_limit *limit = &objective->limits[i];
        int is_relative = iter8__limit_is_relative(limit);
        if (is_relative && version == 0) continue;
        if (is_relative && baseline->state != ITER8_VALUE_PRESENT) return ITER8_VERDICT_NO_BASELINE;
        if (iter8__limit_is_missed(limit, value, baseline->number))
            return iter8__limit_reason(limit);
        reason = ITER8_VERDICT_WITHIN;
    }
    return reason;
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
    return compare(spec, decision, objective, version, value->number);
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
        if (!verdicts[o].satisfied && !verdicts[o].within_budget) return 0;
    }
    return 1;
}
