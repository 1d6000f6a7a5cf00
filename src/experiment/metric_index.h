/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * metric_index.h - an experiment's metrics by their names, as they are written and in full.
 */
#ifndef ITER8_EXPERIMENT_METRIC_INDEX_H
#define ITER8_EXPERIMENT_METRIC_INDEX_H

#include "base/buckets.h"
#include "spec/metric_name.h"

#include <stdint.h>

struct iter8_experiment;

typedef struct iter8__metric_index {
    iter8__buckets written; /* by name */
    iter8__buckets full;    /* by namespace and base name */
} iter8__metric_index;

/* Takes over the first metrics of an experiment as they are now, and makes room for @p capacity of
 * them, unless there is as much already. Returns 0 without memory. */
int iter8__metric_index_make(struct iter8_experiment *experiment, iter8__arena *arena,
                             size_t capacity);

/* Adds the last metric, for which there is room. */
void iter8__metric_index_add(struct iter8_experiment *experiment);

/* The index of a metric by its name as it is written, or -1. */
int32_t iter8__metric_index_written(const struct iter8_experiment *experiment, const char *name);

/* The first metric behind @p after that is this one by its full name, or -1; @p after is -1 for the
 * first of all. */
int32_t iter8__metric_index_full(const struct iter8_experiment *experiment,
                                 const iter8__metric_name *wanted, int32_t after);

#endif
