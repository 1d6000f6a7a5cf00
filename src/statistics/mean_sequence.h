/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * mean_sequence.h - how far a mean may be off at all times at once, where only its deviation is
 * known.
 *
 * These are asymptotic confidence sequences (Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas,
 * "Time-uniform central limit theory and asymptotic confidence sequences", 2024): they hold the
 * promised level as observations grow many, not before. Of skewed observations such as latencies
 * the side that shows a mean to be low errs too often below about 1,000 of them: mean_test.h has no
 * such fault, and serves wherever there are buckets.
 *
 * A tuning number, @p best_at, is the number of observations at which they are narrowest: 1,000
 * fits canaries. Half-widths are infinite where an input is not as said.
 */
#ifndef ITER8_STATISTICS_MEAN_SEQUENCE_H
#define ITER8_STATISTICS_MEAN_SEQUENCE_H

#include "statistics/bucketed.h"

#include <stdint.h>

/* How far the mean of @p count > 0 observations with the standard @p deviation >= 0 may be from the
 * true one, to either side: with probability 1 - @p alpha never farther. Alpha is between 0 and 1,
 * @p best_at above 0. */
double iter8__mean_reach(double count, double deviation, double alpha, double best_at);
/* The same to one side only, either; alpha is below 1/2. */
double iter8__mean_reach_one_sided(double count, double deviation, double alpha, double best_at);

/* The variance of observations from the means of batches, each of an interval. One of zeros has
 * seen none. */
typedef struct iter8__batches {
    double count; /* observations */
    double mean;
    double squares; /* of the differences of batches' means from the mean, times their counts */
    uint64_t batches;
} iter8__batches;

/* A mean counts as too high only where its variance comes from this many batches, and as low enough
 * only from this many batches and with this many observations. Below them simulated latencies,
 * which are skewed, break the promise more often than alpha. */
enum { ITER8__BATCHES_ABOVE = 10, ITER8__BATCHES_BELOW = 20, ITER8__OBSERVATIONS_BELOW = 1000 };

/* Adds a batch of @p count observations with this mean. Returns 0, and changes nothing, where the
 * count is not above 0 and at most 1e15 or the mean is more than 1e15 away from 0. */
int iter8__batches_add(iter8__batches *batches, double count, double mean);
/* Infinite with fewer than two batches. */
double iter8__batches_variance(const iter8__batches *batches);

/* Observations of one version. */
typedef struct iter8__sample {
    double count;
    double mean;
    double variance;
} iter8__sample;

typedef struct iter8__difference {
    double estimate; /* the candidate's mean less the baseline's */
    double reach;    /* of the confidence sequence, to either side */
    double p;        /* the least alpha at which 0 is outside; valid at all times at once */
} iter8__difference;

/* The difference of two means. Where a count is not above 0 or something is not finite, the
 * estimate is 0, the reach infinite, and p is 1. */
iter8__difference iter8__mean_difference(const iter8__sample *candidate,
                                         const iter8__sample *baseline, double alpha,
                                         double best_at);

#endif
