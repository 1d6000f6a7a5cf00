/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * quantile_test.h - a quantile against a limit, from counts in buckets.
 *
 * The quantile of order q is at most the limit where at most a part 1 - q of all observations is
 * above the limit: so it is a test of a rate (Howard and Ramdas, "Sequential estimation of
 * quantiles with applications to A/B testing and best-arm identification", 2022). Where the limit
 * is no bound of a bucket, only observations that are surely above it speak against a version, and
 * all that are possibly above it must be few to speak for it.
 */
#ifndef ITER8_STATISTICS_QUANTILE_TEST_H
#define ITER8_STATISTICS_QUANTILE_TEST_H

#include "statistics/bucketed.h"
#include "statistics/evidence.h"

/* How many of all observations count as above the limit, as evidence on this side takes it, and how
 * many there are: events and trials for bets on the rate 1 - @p order. Returns 0, and no counts,
 * for buckets that are not sound or a limit that is NaN. */
int iter8__quantile_counts(iter8__side side, const iter8__bucketed *bucketed, double limit,
                           double *events, double *trials);

/* ln(E) that the quantile is above @p limit, or below it: from all observations so far, without
 * restarts. 0 for an @p order not between 0 and 1. */
double iter8__quantile_evidence(iter8__side side, const iter8__bucketed *bucketed, double order,
                                double limit);

/* The confidence sequence of the quantile, made of bounds of buckets: with probability 1 - @p alpha
 * it is above @p low and at most @p high at all times at once. From the lowest to infinity where
 * nothing is known. */
void iter8__quantile_bounds(const iter8__bucketed *bucketed, double order, double alpha,
                            double *low, double *high);

#endif
