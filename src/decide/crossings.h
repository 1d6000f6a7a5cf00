/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * crossings.h - the numbers at which one value may make another winner: at the limits of
 * objectives, which may hang on the baseline's value, and at the rewards of other versions.
 */
#ifndef ITER8_DECIDE_CROSSINGS_H
#define ITER8_DECIDE_CROSSINGS_H

#include "base/arena.h"
#include "decide/decide.h"

/* A number, and the verdict that may be another there. */
typedef struct iter8__crossing {
    double number;
    double told;        /* the round number to tell instead of its neighbour */
    uint32_t objective; /* ITER8__NO_OBJECTIVE: it is about a reward, and changes no verdict */
    uint32_t version;   /* whose verdict it is */
    uint32_t order;     /* in which they are found */
    uint32_t reserved;
} iter8__crossing;

#define ITER8__NO_OBJECTIVE UINT32_MAX

typedef struct iter8__crossings {
    const iter8__spec *spec;
    const iter8__decision *made;
    uint32_t *first;       /* by metric: the first objective about it */
    uint32_t *next;        /* by objective: the next one about its metric */
    iter8__crossing *list; /* by number, after they are found */
    size_t count;
} iter8__crossings;

/* Makes room; returns 0 without memory. */
int iter8__crossings_start(iter8__crossings *crossings, iter8__arena *arena,
                           const iter8__spec *spec, const iter8__decision *made);

/* Whether other versions' verdicts hang on this value. */
int iter8__crossings_is_measure(const iter8__crossings *crossings, size_t metric, size_t version);

/* Whether the value is a reward. */
int iter8__crossings_is_reward(const iter8__crossings *crossings, size_t metric);

/* Finds the crossings of a value that is there. Rewards as far away as @p least, a relative change,
 * or farther are left out. */
void iter8__crossings_find(iter8__crossings *crossings, size_t metric, size_t version,
                           double least);

/* How far a number is from another, relative to the larger of the two. */
double iter8__change_between(double from, double to);

#endif
