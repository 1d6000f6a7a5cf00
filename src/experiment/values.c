/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/values.h"

#include <float.h>
#include <math.h>

static int32_t true_state(const iter8_measurement *measurement)
{
    if (measurement->state != ITER8_VALUE_PRESENT) return measurement->state;
    if (isnan(measurement->value)) return ITER8_VALUE_NAN;
    return isinf(measurement->value) ? ITER8_VALUE_INFINITE : ITER8_VALUE_PRESENT;
}

/* The number of observations behind a value is another metric's value. */
static void take_sample_size(const iter8_experiment *experiment, iter8__decision *analysis,
                             size_t metric, size_t version)
{
    size_t versions = experiment->spec.version_count;
    size_t counter = experiment->metrics[metric].sample_size;
    if (counter >= analysis->metric_count) return;
    iter8__value *value = &analysis->values[metric * versions + version];
    const iter8__value *count = &analysis->values[counter * versions + version];
    if (count->state != ITER8_VALUE_PRESENT) return;
    value->has_sample_size = 1;
    value->sample_size = count->number;
}

void iter8__values_complete(const iter8_experiment *experiment, const iter8__decision *earlier,
                            int measured, iter8__decision *analysis)
{
    size_t versions = experiment->spec.version_count;
    for (size_t i = 0; i < analysis->metric_count * versions; i++) {
        if (measured) iter8__value_extend_range(&analysis->values[i], &earlier->values[i]);
        if (!analysis->values[i].has_sample_size)
            take_sample_size(experiment, analysis, i / versions, i % versions);
    }
}

static void set_present(iter8__value *value, double number)
{
    value->known = 1;
    value->state = ITER8_VALUE_PRESENT;
    value->number = number;
    value->reason[0] = '\0';
}

void iter8__value_take(const iter8__settings *settings, iter8__value *value,
                       const iter8_measurement *measurement)
{
    int32_t state = true_state(measurement);
    if (state == ITER8_VALUE_PRESENT) {
        set_present(value, measurement->value);
        return;
    }
    if (state == ITER8_VALUE_INFINITE && (settings->quirks & ITER8__COMPARE_NOT_FINITE) != 0) {
        /* One that comes without a number has no sign. */
        set_present(value, measurement->value < 0 ? -DBL_MAX : DBL_MAX);
        return;
    }
    const char *reason = measurement->reason;
    if (reason == NULL && state == ITER8_VALUE_NAN) reason = "not a number";
    if (reason == NULL && state == ITER8_VALUE_INFINITE) reason = "infinite";
    iter8__value_set_absent(value, state, reason);
}
