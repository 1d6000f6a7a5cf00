/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * bucketed.h - observations of which only counts between bounds are known, and their sum.
 *
 * A bucket holds what is above the bound before it and at most its own, as Prometheus's `le` says.
 * The first one also holds what is equal to where it begins.
 */
#ifndef ITER8_STATISTICS_BUCKETED_H
#define ITER8_STATISTICS_BUCKETED_H

#include <stddef.h>

typedef struct iter8__bucketed {
    const double *upper;  /* bounds, ascending, at most 1e15; only the last may be infinite */
    const double *counts; /* of each bucket alone, not cumulative; 1e15 in all at most */
    size_t count;         /* of buckets: at least 1 */
    double lowest;        /* where the first bucket begins; of durations 0 */
    double sum;           /* of all observations; NaN where it is unknown */
} iter8__bucketed;

/* Whether buckets are as the struct says, with no bound below 0. The sum is not looked at. */
int iter8__bucketed_is_sound(const iter8__bucketed *bucketed);

/* Where a bucket begins. */
double iter8__bucketed_begin(const iter8__bucketed *bucketed, size_t bucket);

/* All observations. */
double iter8__bucketed_total(const iter8__bucketed *bucketed);

/* How many observations are surely above a limit, and how many are possibly: they differ by those
 * in the bucket that the limit lies in, and are the same where it is a bound. */
void iter8__bucketed_above(const iter8__bucketed *bucketed, double limit, double *surely,
                           double *possibly);

/* Turns counts of all observations up to each bound, as Prometheus keeps them, into those of each
 * bucket alone. Where one is below that before it (scrapes of several pods do not fit exactly), the
 * bucket is empty and what follows counts from the highest before. */
void iter8__bucketed_apart(double *counts, size_t count);

/* The most that the sample variance can be: as much as possible of the sum lies in the highest
 * buckets, at their upper bounds. Infinite where the sum does not fit the buckets or is unknown,
 * and with fewer than two observations. */
double iter8__bucketed_variance(const iter8__bucketed *bucketed);

/* By how much the sum exceeds what it is when each observation lies where its bucket begins, and by
 * how much it could at most; observations above @p cap count as @p cap. Returns 0, and no excess,
 * where the sum is unknown or does not fit the buckets, but for rounding. */
int iter8__bucketed_excess(const iter8__bucketed *bucketed, double cap, double *excess,
                           double *room);

/* What a bucket of @p count observations between two values takes of an excess: as much as it can
 * hold, all where it has no upper end. It is taken off @p excess. */
double iter8__bucketed_pour(double *excess, double count, double begin, double end);

#endif
