/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/builtin_values.h"

#include "experiment/values.h"

int iter8__is_builtin(const iter8_experiment *experiment, size_t metric)
{
    return experiment->metrics[metric].builtin.kind != ITER8__NOT_BUILTIN;
}

static const iter8__histogram *histogram_of(const iter8_experiment *experiment, size_t version)
{
    const iter8__histogram *all = experiment->histograms.of_version;
    return all != NULL ? &all[version] : NULL;
}

void iter8__builtin_measure(const iter8_experiment *experiment, size_t metric, size_t version,
                            iter8_measurement *answer)
{
    iter8__builtin_compute(histogram_of(experiment, version), experiment->metrics[metric].builtin,
                           experiment->spec.settings.quirks, answer);
}

double iter8__builtin_sample_size(const iter8_experiment *experiment, size_t metric, size_t version)
{
    return iter8__builtin_observations(histogram_of(experiment, version),
                                       experiment->metrics[metric].builtin);
}

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
