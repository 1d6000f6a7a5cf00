/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * tally.h - what came of many runs. All of it is whole numbers, so that parts can be added in any
 * order.
 */
#ifndef ITER8_SIMULATE_TALLY_H
#define ITER8_SIMULATE_TALLY_H

#include "base/arena.h"
#include "document/node.h"
#include "simulate/figures.h"
#include "simulate/simulation.h"
#include "simulate/wide.h"

#include <stddef.h>
#include <stdint.h>

/* A number of each run, added up. */
typedef struct iter8__sum {
    int64_t sum;
    iter8__wide squares;
} iter8__sum;

/* Those of enum iter8_figure that are means. Seconds are counted in milliseconds. */
enum {
    ITER8__FIRST_MEAN = ITER8_FIGURE_ITERATIONS,
    ITER8__MEANS = ITER8_FIGURE_CANDIDATE_ERRORS - ITER8__FIRST_MEAN + 1,
    ITER8__WEIGHTS = 101 /* 0 to 100 percent */
};

struct iter8_tally {
    iter8_allocator allocator;
    iter8__arena arena;
    const char **versions;
    size_t version_count;
    const char **objectives; /* their metrics */
    size_t objective_count;
    int32_t iterations;
    uint64_t runs;
    uint64_t seed;    /* of the runs; meaningful unless there are none, or of several */
    int32_t is_mixed; /* they are of several */
    uint64_t verdicts[ITER8_RUN_UNDECIDED + 1];
    uint64_t cut_short;
    iter8__sum sums[ITER8__MEANS];
    uint64_t *promoted; /* versions */
    uint64_t *violated; /* objectives */
    uint64_t *ended;    /* iterations + 1 */
    uint32_t *weights;  /* iterations * versions * ITER8__WEIGHTS */
};

/* More runs are refused: the counts of weights have 32 bits. */
#define ITER8__MAX_RUNS UINT32_MAX

/* Makes an empty tally with room for the names, which are set by the caller. NULL without memory.
 */
iter8_tally *iter8__tally_make(const iter8_allocator *allocator, size_t versions, size_t objectives,
                               int32_t iterations);
/* Whether a tally is for runs of such a simulation. */
int iter8__tally_fits(const iter8_tally *tally, const iter8_experiment *experiment,
                      int32_t iterations);
/* Takes note of the seed of runs that are about to be added. */
void iter8__tally_add_seed(iter8_tally *tally, uint64_t seed);
/* Adds a run that is over. Returns 0 when its sums have no room. */
int iter8__tally_add_run(iter8_tally *tally, const iter8__schedule_of_run *run);

/* The counts of a version's weights after an iteration, from 0. */
uint32_t *iter8__tally_weights(const iter8_tally *tally, int32_t iteration, size_t version);

/* The document of a tally; made, or NULL without memory. */
iter8__node *iter8__tally_encode(const iter8_tally *tally);
/* A number, or null where it is not finite. Returns 0 without memory. */
int iter8__figure_set(iter8__node *mapping, const char *key, double value);

/* The number of runs behind a figure that is a share. */
uint64_t iter8__tally_count(const iter8_tally *tally, int32_t figure);

/* Single values, for those who may be handed NULL. */
uint64_t iter8__tally_runs(const iter8_tally *tally);
size_t iter8__tally_version_count(const iter8_tally *tally);
const char *iter8__tally_version_name(const iter8_tally *tally, size_t version);
size_t iter8__tally_objective_count(const iter8_tally *tally);
const char *iter8__tally_objective_metric(const iter8_tally *tally, size_t objective);
int32_t iter8__tally_iterations(const iter8_tally *tally);
uint64_t iter8__tally_promoted(const iter8_tally *tally, size_t version);
uint64_t iter8__tally_violated(const iter8_tally *tally, size_t objective);

#endif
