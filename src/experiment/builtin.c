/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/builtin.h"

int iter8__is_builtin(const iter8_experiment *experiment, size_t metric)
{
    return experiment->metrics[metric].builtin.kind != ITER8__NOT_BUILTIN;
}

/* Why there is no value, or NULL. */
static const char *obstacle(const iter8__histogram *histogram, enum iter8__builtin_kind kind)
{
    if (kind == ITER8__BUILTIN_UNKNOWN) return "no built-in metric has this name";
    if (histogram == NULL || !histogram->known) return "no histogram of this version was collected";
    if (!histogram->sound) return "the histogram of this version is malformed";
    if ((kind == ITER8__ERROR_COUNT || kind == ITER8__ERROR_RATE) && !histogram->has_errors)
        return "the histogram's return codes do not tell errors";
    if (kind == ITER8__REQUEST_COUNT || kind == ITER8__ERROR_COUNT) return NULL;
    if (histogram->count <= 0.0) return "no requests yet";
    if (kind == ITER8__LATENCY_PERCENTILE && histogram->edge_count == 0)
        return "the histogram has no buckets";
    return NULL;
}

/* To Iter8 a request without an answer is a success. */
static double compute(const iter8__histogram *histogram, iter8__builtin builtin, uint32_t quirks)
{
    int as_iter8 = (quirks & ITER8__UNANSWERED_SUCCEED) != 0;
    double errors = histogram->errors + (as_iter8 ? 0.0 : histogram->unanswered);
    switch (builtin.kind) {
    case ITER8__REQUEST_COUNT: return histogram->count;
    case ITER8__ERROR_COUNT: return errors;
    case ITER8__ERROR_RATE: return errors / histogram->count;
    case ITER8__MEAN_LATENCY: return iter8__histogram_mean_ms(histogram);
    default: return iter8__histogram_percentile_ms(histogram, builtin.percent);
    }
}

static const iter8__histogram *histogram_of(const iter8_experiment *experiment, size_t version)
{
    const iter8__histogram *all = experiment->histograms.of_version;
    return all != NULL ? &all[version] : NULL;
}

void iter8__builtin_measure(const iter8_experiment *experiment, size_t metric, size_t version,
                            iter8_measurement *answer)
{
    const iter8__histogram *histogram = histogram_of(experiment, version);
    iter8__builtin builtin = experiment->metrics[metric].builtin;
    answer->reason = obstacle(histogram, builtin.kind);
    if (answer->reason != NULL) return;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = compute(histogram, builtin, experiment->spec.settings.quirks);
}

double iter8__builtin_sample_size(const iter8_experiment *experiment, size_t metric, size_t version)
{
    const iter8__histogram *histogram = histogram_of(experiment, version);
    enum iter8__builtin_kind kind = experiment->metrics[metric].builtin.kind;
    int is_counter = kind == ITER8__REQUEST_COUNT || kind == ITER8__ERROR_COUNT;
    return is_counter || obstacle(histogram, kind) != NULL ? -1.0 : histogram->count;
}
