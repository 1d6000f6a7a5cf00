/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * interval.h - confidence intervals of what was counted.
 */
#ifndef ITER8_STATISTICS_INTERVAL_H
#define ITER8_STATISTICS_INTERVAL_H

#include <stdint.h>

/* The interval of Clopper and Pearson (1934) for a share of which @p count of @p of trials are
 * seen, @p of > 0: it holds the true share at least with the @p confidence, however few the trials.
 */
void iter8__proportion_interval(uint64_t count, uint64_t of, double confidence, double *low,
                                double *high);

/* The mean of @p count > 0 numbers with this sum and this sum of squares, and how far the interval
 * of the normal approximation reaches to either side; infinitely far for one number. */
void iter8__mean_interval(double sum, double squares, double count, double confidence, double *mean,
                          double *reach);

#endif
