/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Values that could not be had: who failed, and what stands in for them. */
#include "decide/decide.h"

#include "iter8/metric.h"

/* Whether the source failed on a metric that decides something. */
static int source_failed(const iter8__spec *spec, const iter8__decision *decision)
{
    for (size_t o = 0; o < spec->objective_count; o++) {
        size_t metric = spec->objectives[o].metric_index;
        for (size_t v = 0; metric < decision->metric_count && v < spec->version_count; v++) {
            if (decision->values[metric * spec->version_count + v].state == ITER8_VALUE_ERROR)
                return 1;
        }
    }
    return 0;
}

static void carry(iter8__value *value, const iter8__value *earlier, int32_t most)
{
    int missing = value->known && value->state != ITER8_VALUE_PRESENT;
    if (!missing || earlier->state != ITER8_VALUE_PRESENT || earlier->carried >= most) return;
    value->number = earlier->number;
    value->state = ITER8_VALUE_PRESENT;
    value->carried = (uint8_t)(earlier->carried + 1);
}

void iter8__carry_forward(const iter8__spec *spec, const iter8__decision *earlier,
                          iter8__decision *decision)
{
    if (spec->settings.source.consecutive > 0)
        decision->source_errors = source_failed(spec, decision) ? earlier->source_errors + 1 : 0;
    for (size_t i = 0; i < decision->metric_count * spec->version_count; i++)
        carry(&decision->values[i], &earlier->values[i], spec->settings.carry_intervals);
}
