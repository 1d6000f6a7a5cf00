/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * rank_interval.h - by how much the values of a candidate are greater than those of a baseline.
 *
 * If the candidate's distribution is the baseline's, moved by a constant, that constant is the
 * shift. It is estimated by the median of all m n differences x - y (Hodges and Lehmann,
 * "Estimates of location based on rank tests", 1963). The interval goes from the k-th smallest
 * difference to the k-th largest, where k is the critical value of the rank-sum test: it holds the
 * true shift with at least the probability asked for, also where values are equal (Noether,
 * "Wilcoxon confidence intervals for location parameters in the discrete case", 1967); from 50
 * values on as exactly as the normal approximation is.
 *
 * The ends are differences as they were measured, found without a table of all differences. So
 * another unit gives the same interval in that unit, and where candidate and baseline change
 * places, the interval changes its sign.
 *
 * With few values not even the whole range of differences holds the shift with that probability.
 * Then there is no interval: nothing is known yet. R and Kayenta answer with the range.
 */
#ifndef ITER8_STATISTICS_RANK_INTERVAL_H
#define ITER8_STATISTICS_RANK_INTERVAL_H

#include "statistics/rank_test.h"

typedef struct iter8__rank_shift {
    double estimate; /* in the unit of the series, as are the ends; never NaN, but infinite where
                        differences are too large for a double */
    double low;
    double high;
    int has_interval; /* otherwise both ends are 0 */
} iter8__rank_shift;

/* The shift and its interval, for a @p confidence above 0 and below 1; none for others. */
iter8__rank_shift iter8__rank_shift_of(const iter8__rank_pair *pair, double confidence);

/* How many values of each version it takes until there is an interval, 1 to 30; 0 for a confidence
 * that is not above 0 and below 1. At 0.95 it is 4, at 0.98 it is 5. */
size_t iter8__rank_least_count(double confidence);

#endif
