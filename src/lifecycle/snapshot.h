/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * snapshot.h - an experiment as it was before its first step, again and again.
 *
 * For simulations, which would otherwise spend most of their time on reading the experiment.
 */
#ifndef ITER8_LIFECYCLE_SNAPSHOT_H
#define ITER8_LIFECYCLE_SNAPSHOT_H

#include "experiment/experiment.h"

/* What the status and the run consist of. */
enum { ITER8__SNAPSHOT_PARTS = 16 };

typedef struct iter8__snapshot {
    struct {
        void *place;
        size_t size;
        void *copy;
    } parts[ITER8__SNAPSHOT_PARTS];
    int count;
} iter8__snapshot;

/* Remembers an experiment that no step was made with and that is given no more metrics. Copies are
 * in the arena. Returns 0, ITER8_ERR_NOMEM, ITER8_ERR_INVALID (a partial experiment). */
int iter8__snapshot_take(iter8__snapshot *rewind, iter8_experiment *experiment,
                         iter8__arena *arena);

/* Makes it as it was. */
void iter8__snapshot_restore(const iter8__snapshot *rewind);

#endif
