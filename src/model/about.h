/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * about.h - the objectives and rewards that are about a metric, by whatever spelling of its name.
 */
#ifndef ITER8_MODEL_ABOUT_H
#define ITER8_MODEL_ABOUT_H

#include "base/buckets.h"
#include "model/spec.h"

typedef struct iter8__about {
    iter8__spec *spec;
    iter8__buckets buckets; /* objectives, and behind them rewards */
} iter8__about;

/* Returns 0 without memory. */
int iter8__about_make(iter8__about *about, iter8__arena *arena, iter8__spec *spec);

/* The first of those behind @p after about a metric, SIZE_MAX for none; @p after is SIZE_MAX for
 * the first of all. Rewards are counted on from the objectives. */
size_t iter8__about_next(const iter8__about *about, const char *metric, size_t after);

/* The same for objectives alone. */
iter8__objective *iter8__about_next_objective(const iter8__about *about, const char *metric,
                                              const iter8__objective *after);

#endif
