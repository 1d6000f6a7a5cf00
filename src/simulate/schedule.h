/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * schedule.h - a number that changes in the course of time: at once, or along a ramp.
 */
#ifndef ITER8_SIMULATE_SCHEDULE_H
#define ITER8_SIMULATE_SCHEDULE_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

/* From @p from_ns the number moves in a straight line to what it is from @p until_ns; the two are
 * the same for a change at once. */
typedef struct iter8__change {
    int64_t from_ns; /* since the start of the experiment; so the next */
    int64_t until_ns;
    double to;
} iter8__change;

typedef struct iter8__schedule {
    double initial;
    iter8__change *changes; /* in the order in which they are made; no two overlap */
    size_t count;
    size_t capacity;
} iter8__schedule;

/* Adds a change that begins no earlier than the last one ends. Returns 1; 0 without memory. */
int iter8__schedule_add(iter8__schedule *schedule, iter8__arena *arena,
                        const iter8__change *change);

/* When the last change ends; 0 before the first. */
int64_t iter8__schedule_end(const iter8__schedule *schedule);

/* The number at a time. */
double iter8__schedule_at(const iter8__schedule *schedule, int64_t time_ns);

/* The first time after @p time_ns at which it turns, INT64_MAX when it does no more. On a ramp it
 * turns in steps: @p steps of them make a ramp. */
int64_t iter8__schedule_turn(const iter8__schedule *schedule, int64_t time_ns, int steps);

#endif
