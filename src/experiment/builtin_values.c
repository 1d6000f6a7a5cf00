/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/builtin_values.h"

#include "experiment/builtin.h"
#include "experiment/values.h"

void iter8__builtin_take(const iter8_experiment *experiment, size_t metric, size_t version,
                         iter8__value *value)
{
    iter8_measurement answer = {.struct_size = sizeof answer};
    iter8__builtin_measure(experiment, metric, version, &answer);
    iter8__value_take(&experiment->spec.settings, value, &answer);
    double size = iter8__builtin_sample_size(experiment, metric, version);
    value->has_sample_size = size >= 0.0;
    value->sample_size = size >= 0.0 ? size : 0.0;
}

void iter8__builtin_fill(const iter8_experiment *experiment, iter8__decision *analysis)
{
    size_t versions = experiment->spec.version_count;
    if (experiment->histograms.of_version == NULL) return;
    for (size_t i = 0; i < analysis->metric_count * versions; i++) {
        iter8__value *value = &analysis->values[i];
        if (value->state != ITER8_VALUE_PRESENT && iter8__is_builtin(experiment, i / versions))
            iter8__builtin_take(experiment, i / versions, i % versions, value);
    }
}
