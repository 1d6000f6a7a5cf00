/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * taken.h - traffic that another writer has taken from a candidate since it was decided on.
 */
#ifndef ITER8_BACKENDS_TAKEN_H
#define ITER8_BACKENDS_TAKEN_H

#include "common/line.h"
#include "iter8/reconcile.h"

/* A write that was refused. */
typedef struct iter8__taken_item {
    uint64_t ticket;
    int64_t since_ns; /* when it was refused first */
} iter8__taken_item;

/* The writes that wait: a sink may serve many experiments. All zero for none. */
typedef struct iter8__taken {
    iter8__taken_item *items;
    size_t count;
    size_t capacity;
} iter8__taken;

void iter8__taken_clear(iter8__taken *taken);

/* Whether a write would give a candidate back what it has lost since its weight was last known: it
 * would rise by more than was decided. The next iteration reads what is there and decides anew;
 * where none comes within an interval, as after the last one, the write is made all the same.
 * @param found  the weights that are there, one per version; negative where nothing is known.
 * Returns 0, or ITER8_ERR_CONFLICT or ITER8_ERR_NOMEM and says in @p problem who has lost. */
int iter8__check_taken(iter8__taken *taken, const iter8_route *route, const int32_t *found,
                       iter8__line *problem);

#endif
