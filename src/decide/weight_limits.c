/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/weight_limits.h"

#include "iter8/analysis.h"

iter8__weight_limits iter8__weight_limits_of(const iter8__spec *spec, int fill)
{
    iter8__weight_limits limits = {100, 100, spec->settings.steps, spec->settings.step_count};
    if (!spec->has_weights && !fill) return limits;
    limits.max_weight = spec->max_candidate_weight >= 0 ? spec->max_candidate_weight
                                                        : ITER8__DEFAULT_MAX_CANDIDATE_WEIGHT;
    limits.max_increment = spec->max_candidate_weight_increment >= 0
                               ? spec->max_candidate_weight_increment
                               : ITER8__DEFAULT_MAX_CANDIDATE_WEIGHT_INCREMENT;
    return limits;
}

/* The step after a weight, which need not be one of them; the last one where there is none. */
static int32_t next_step(const iter8__weight_limits *limits, int32_t current)
{
    size_t i = 0;
    while (i + 1 < limits->step_count && limits->steps[i] <= current)
        i++;
    return limits->steps[i];
}

int32_t iter8__weight_limits_ceiling(const iter8__weight_limits *limits, int32_t current,
                                     int32_t *reason)
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
