/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * rewind.h - an experiment as it was before its first step, again and again.
 *
 * For simulations, which would otherwise spend most of their time on reading the experiment.
 */
#ifndef ITER8_LIFECYCLE_REWIND_H
#define ITER8_LIFECYCLE_REWIND_H

#include "model/experiment.h"

/* What the status and the run consist of. */
enum { ITER8__REWIND_PARTS = 16 };

typedef struct iter8__rewind {
    struct {
        void *place;
        size_t size;
        void *copy;
    } parts[ITER8__REWIND_PARTS];
    int count;
} iter8__rewind;

/* Remembers an experiment that no step was made with and that is given no more metrics. Copies are
 * in the arena. Returns 0, ITER8_ERR_NOMEM, ITER8_ERR_INVALID (a partial experiment). */
int iter8__rewind_init(iter8__rewind *rewind, iter8_experiment *experiment, iter8__arena *arena);

/* Makes it as it was. */
void iter8__rewind_do(const iter8__rewind *rewind);

#endif
