/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * reading.h - a metric's value, computed from what can be seen of the requests.
 */
#ifndef ITER8_SIMULATE_READING_H
#define ITER8_SIMULATE_READING_H

#include "iter8/metric.h"
#include "simulate/world.h"

/* Where a value is computed from. */
typedef struct iter8__instrument {
    const iter8__world *world;
    const iter8__probits *probits;
} iter8__instrument;

/* Computes a metric for a version as it is asked for at one time, when all until another can be
 * seen; both have passed. Absent where nothing can be said. */
void iter8__reading_take(const iter8__instrument *instrument, const iter8__rule *rule,
                         size_t version, int64_t asked_ns, int64_t seen_ns,
                         iter8_measurement *answer);

#endif
