/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * increments.h - what came anew between two looks at counters that only grow.
 *
 * A metrics backend answers with counts since a start. Their differences add up to the last count,
 * so what is wrong in one answer is put right by the next. But a counter can fall: a pod went away,
 * or the backend extrapolated a little less. Then nothing is counted and the last good counts are
 * kept; a later answer above them brings all that was missed. Where answers stay below for three
 * looks in a row, the counters were reset: what follows counts from the last answer, and what was
 * lost is not known. Then a version has to be certified anew, since pods that crash take their
 * errors along.
 */
#ifndef ITER8_STATISTICS_INCREMENTS_H
#define ITER8_STATISTICS_INCREMENTS_H

#include <stddef.h>
#include <stdint.h>

/* What became of an answer. Increments come with ITER8__TAKE_COUNTED only; else they are 0. */
typedef enum iter8__take {
    ITER8__TAKE_COUNTED,
    ITER8__TAKE_NOTHING, /* no new trial: not an interval that counts */
    ITER8__TAKE_MISSING, /* not a number, negative or above 1e15: the last counts are kept */
    ITER8__TAKE_HELD,    /* below the last counts, which are kept */
    ITER8__TAKE_RESET,   /* below for the third time: counted from here on, certify anew */
    ITER8__TAKE_REBASED, /* only of pairs: the weight changed in a gap, counted from here on */
} iter8__take;

enum { ITER8__LOOKS_BELOW = 3 };

/* Takes the answer @p now for counters that belong together, such as buckets and their sum: where
 * one falls, all are held. @p increments gets the differences. @p last are the counts that were
 * taken last, at first zeros for counts since the start; @p below is how many answers in a row were
 * lower, at first 0. Both are the state to keep. ITER8__TAKE_NOTHING is an answer without any
 * difference here. */
iter8__take iter8__increments_take(double *last, uint32_t *below, const double *now, size_t count,
                                   double *increments);

/* Events and trials of one version; zeros for counts since the start. */
typedef struct iter8__counter {
    double events;
    double trials;
    uint32_t below; /* answers in a row below these */
} iter8__counter;

/* What is new, with events clamped to at most the trials. */
iter8__take iter8__counter_take(iter8__counter *counter, double events, double trials,
                                double *new_events, double *new_trials);

/* A candidate and a baseline that are compared, whose counts must come from the same time, and from
 * one weight. Zeros for counts since the start. */
typedef struct iter8__paired_counter {
    iter8__counter candidate;
    iter8__counter baseline;
    double weight;  /* in the first interval of a gap */
    uint32_t gap;   /* intervals since the counters were taken last */
    uint32_t mixed; /* 1: the weight was another in a later one of them */
} iter8__paired_counter;

/* Counts of both: since the start, or in one interval. */
typedef struct iter8__pair {
    double candidate_events;
    double candidate_trials;
    double baseline_events;
    double baseline_trials;
} iter8__pair;

/* What is new of both versions. Where one is missing or held, none is taken: the gap is made up for
 * later. @p weight is the candidate's in the interval that ends now. If it was not the same over
 * the whole gap, what came in the gap is passed over: ITER8__TAKE_REBASED. ITER8__TAKE_RESET is
 * answered if either was reset, ITER8__TAKE_NOTHING if either had no new trial. */
iter8__take iter8__paired_take(iter8__paired_counter *counter, const iter8__pair *now,
                               double weight, iter8__pair *increments);

#endif
