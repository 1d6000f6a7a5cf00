/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * history.h - the last iterations, in a ring whose room is made beforehand.
 *
 * Tables are laid out as those of the status, one after the other for each place of the ring.
 */
#ifndef ITER8_EXPERIMENT_HISTORY_H
#define ITER8_EXPERIMENT_HISTORY_H

#include "experiment/status.h"

#include <stddef.h>
#include <stdint.h>

enum { ITER8__MAX_HISTORY = 100000 };

typedef struct iter8__past_iteration {
    int64_t time_ns;
    int32_t number;
    int32_t winner;
} iter8__past_iteration;

typedef struct iter8__past_value {
    double number; /* meaningful when present */
    int32_t state; /* enum iter8_value_state */
} iter8__past_value;

typedef struct iter8__past_weight {
    int32_t found;
    int32_t decided; /* -1 for none */
} iter8__past_weight;

typedef struct iter8__history {
    iter8__arena arena;  /* its own, so that a wider ring can replace it */
    size_t capacity;     /* places; 0 where nothing is kept */
    size_t count;        /* places in use */
    size_t next;         /* the place of the next iteration, when all are in use the oldest's */
    size_t metric_count; /* that there is room for */
    size_t version_count;
    size_t objective_count;
    iter8__past_iteration *iterations;
    iter8__past_value *values;
    iter8__past_weight *weights;
    iter8__verdict *verdicts; /* laid out as those of a decision */
} iter8__history;

/* Makes room for @p capacity iterations. Returns 0 without memory; what there is to free is in the
 * arena in every case. */
int iter8__history_init(iter8__history *history, const iter8_allocator *allocator, size_t capacity,
                        const iter8__spec *spec, size_t metrics);

/* Makes a copy with room for more metrics, of which nothing is known; as iter8__history_init(). */
int iter8__history_widen(iter8__history *wide, const iter8__history *history, size_t metrics);

/* Keeps the iteration that the status has just completed. */
void iter8__history_record(iter8__history *history, const iter8__status *status,
                           const int32_t *found);

/* The verdict of a past iteration, the last one's @p age being 0; NULL where there is none. */
const iter8__verdict *iter8__history_verdict(const iter8__history *history, size_t age,
                                             size_t version, size_t objective);

#endif
