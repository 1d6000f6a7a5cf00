/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "histogram/builtin.h"

#include <stddef.h>

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

void iter8__builtin_compute(const iter8__histogram *histogram, iter8__builtin builtin,
                            uint32_t quirks, iter8_measurement *answer)
{
    answer->reason = obstacle(histogram, builtin.kind);
    if (answer->reason != NULL) return;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = compute(histogram, builtin, quirks);
}

double iter8__builtin_observations(const iter8__histogram *histogram, iter8__builtin builtin)
{
    int is_counter = builtin.kind == ITER8__REQUEST_COUNT || builtin.kind == ITER8__ERROR_COUNT;
    return is_counter || obstacle(histogram, builtin.kind) != NULL ? -1.0 : histogram->count;
}
