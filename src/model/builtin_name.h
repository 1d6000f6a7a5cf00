/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * builtin_name.h - which metrics are built in, by their names.
 *
 * They are Iter8's nine, iter8-system/request-count to iter8-system/latency-99th-percentile, and
 * any other percentile: latency-99.9th-percentile.
 */
#ifndef ITER8_MODEL_BUILTIN_NAME_H
#define ITER8_MODEL_BUILTIN_NAME_H

#include "model/experiment.h"

#include <stdint.h>

enum iter8__builtin_kind {
    ITER8__NOT_BUILTIN,
    ITER8__BUILTIN_UNKNOWN, /* its resource says that it is, but no such is known */
    ITER8__REQUEST_COUNT,
    ITER8__ERROR_COUNT,
    ITER8__ERROR_RATE,
    ITER8__MEAN_LATENCY,
    ITER8__LATENCY_PERCENTILE
};

typedef struct iter8__builtin {
    enum iter8__builtin_kind kind;
    double percent; /* of a percentile, 0..100 */
} iter8__builtin;

/* What a metric is. Its resource decides, if that says how to measure: by provider "iter8" or in
 * another way. Else its name does. */
iter8__builtin iter8__builtin_of(const iter8__metric_slot *slot);

#endif
