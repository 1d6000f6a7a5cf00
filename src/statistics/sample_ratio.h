/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * sample_ratio.h - whether a version gets the part of the traffic that its weight says.
 *
 * Of the N_t requests of interval t, a version with the weight w_t should have about N_t w_t. What
 * it has beside that is judged in two ways. The evidence of evidence.h, with multiples of the odds
 * of 1.05 to 4 up and down, may be looked at as often as one likes. The statistic z^2 is that of a
 * single look: a chi-square number with one degree of freedom, below 10.83 in 99.9 % of all looks
 * where all is right.
 *
 * Both take requests to be routed independently of each other. Sessions that stick to a version and
 * connections that carry many requests are not, so a deviation is a reason to warn, not to stop.
 */
#ifndef ITER8_STATISTICS_SAMPLE_RATIO_H
#define ITER8_STATISTICS_SAMPLE_RATIO_H

#include "statistics/evidence.h"

/* What is known of one version; zeros before the first interval. */
typedef struct iter8__sample_ratio {
    double gains[2][ITER8__LANES]; /* by side */
    double observed;               /* requests of the version */
    double expected;               /* sum of N_t w_t */
    double variance;               /* sum of N_t w_t (1 - w_t) */
} iter8__sample_ratio;

/* Adds an interval in which the version had @p own of @p all requests at a @p weight between 0
 * and 1. Returns 0, and changes nothing, where the counts do not fit or the weight is not above 0
 * and below 1: then nothing is left to chance. */
int iter8__sample_ratio_add(iter8__sample_ratio *ratio, double own, double all, double weight);

/* ln(E) that the version does not get its part. */
double iter8__sample_ratio_evidence(const iter8__sample_ratio *ratio);
/* z^2 = (observed - expected)^2 / variance; 0 where nothing was seen. */
double iter8__sample_ratio_z2(const iter8__sample_ratio *ratio);

/* Pearson's statistic of counts whose expected parts are in the relation of @p weights, all at
 * least 0: sum of (observed - expected)^2 / expected. 0 where the counts or weights sum to nothing;
 * infinite where a version without weight has requests. */
double iter8__chi_square(const double *counts, const double *weights, size_t count);
/* P(a chi-square number with so many degrees of freedom, at most 100, is at least @p x): 1 without
 * freedom or for x not above 0, and 0 for x above 1400. */
double iter8__chi_square_tail(double x, unsigned freedom);

#endif
