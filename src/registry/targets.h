/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * targets.h - the targets that members have or wait for, each with its queue.
 *
 * Whoever comes first in the queue has the target, or may take it. Knows nothing of when anybody is
 * stepped.
 */
#ifndef ITER8_REGISTRY_TARGETS_H
#define ITER8_REGISTRY_TARGETS_H

#include "registry/heap.h"

typedef struct iter8__target {
    struct iter8__target *next; /* of those with the same place in the table */
    uint64_t hash;              /* of its name */
    iter8__heap queue;          /* never empty */
    char name[];
} iter8__target;

/* A hash table. */
typedef struct iter8__targets {
    iter8__target **places; /* a power of two, or none */
    size_t place_count;
    size_t count;
} iter8__targets;

/* Gives all the memory back. */
void iter8__targets_clear(iter8__targets *targets, const iter8_allocator *allocator);
/* A target, or NULL where nobody is in its queue. */
iter8__target *iter8__targets_find(const iter8__targets *targets, const char *name);
/* Puts a member into the queue of its experiment's target; returns 0 without memory. */
int iter8__targets_enter(iter8__targets *targets, const iter8_allocator *allocator,
                         iter8__member *member);
/* Takes a member out of its queue, if it is in one. Returns who is then the first, where that was
 * another one before; else NULL. */
iter8__member *iter8__targets_leave(iter8__targets *targets, const iter8_allocator *allocator,
                                    iter8__member *member);
/* The first in a queue. */
iter8__member *iter8__target_first(const iter8__target *target);
/* Notes that the first in a queue has the target for good. */
void iter8__target_hold(iter8__member *first);

#endif
