/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * criteria_index.h - the objectives and rewards that are about a metric, by whatever spelling of
 * its name.
 */
#ifndef ITER8_SPEC_CRITERIA_INDEX_H
#define ITER8_SPEC_CRITERIA_INDEX_H

#include "base/buckets.h"
#include "spec/spec.h"

typedef struct iter8__criteria_index {
    iter8__spec *spec;
    iter8__buckets buckets; /* objectives, and behind them rewards */
} iter8__criteria_index;

/* Returns 0 without memory. */
int iter8__criteria_index_make(iter8__criteria_index *about, iter8__arena *arena,
                               iter8__spec *spec);

/* The first of those behind @p after about a metric, SIZE_MAX for none; @p after is SIZE_MAX for
 * the first of all. Rewards are counted on from the objectives. */
size_t iter8__criteria_index_next(const iter8__criteria_index *about, const char *metric,
                                  size_t after);

/* The same for objectives alone. */
iter8__objective *iter8__criteria_index_next_objective(const iter8__criteria_index *about,
                                                       const char *metric,
                                                       const iter8__objective *after);

#endif
