/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * rank_series.h - series of measurements, made ready to be compared by their ranks.
 *
 * A series is the values of one metric and one version, in any unit and any order; NaN stands for a
 * measurement that is missing. Ranks know no order in time, so a series is sorted in place.
 */
#ifndef ITER8_STATISTICS_RANK_SERIES_H
#define ITER8_STATISTICS_RANK_SERIES_H

#include <stddef.h>

typedef struct iter8__rank_cleaning {
    int replace_missing;   /* NaN counts as 0; otherwise it is left out */
    int drop_outliers;     /* leave out what lies outside of the fences */
    double outlier_factor; /* how many times the distance of the quartiles the fences are away from
                              them, above 0; Kayenta's default is 3 */
} iter8__rank_cleaning;

/* Cleans a series in place and answers how many values are left, in ascending order. Missing values
 * come first, outliers after them. With the quartiles Q1 and Q3, an outlier is above
 * Q3 + factor (Q3 - Q1) and above the quantile 0.99, or below Q1 - factor (Q3 - Q1) and below the
 * quantile 0.01 (Kayenta's rule). None is dropped from a series with an infinite value, nor by a
 * factor that is not above 0. */
size_t iter8__rank_clean(double *values, size_t count, const iter8__rank_cleaning *cleaning);

/* The quantile of @p p, 0 to 1, of at least one value in ascending order: between neighbours it is
 * a straight line, and the ends are the quantiles of 0 and 1 (definition 7 of Hyndman and Fan,
 * "Sample quantiles in statistical packages", 1996). */
double iter8__rank_quantile(const double *sorted, size_t count, double p);

/* The mean of at least one finite value; finite. */
double iter8__rank_mean(const double *values, size_t count);

/* Two series that are compared: both in ascending order and finite, each of 1 to 2^26 values, so
 * that all counts of pairs are exact. */
typedef struct iter8__rank_pair {
    const double *x; /* of the candidate */
    size_t x_count;
    const double *y; /* of the baseline */
    size_t y_count;
} iter8__rank_pair;

enum { ITER8__RANK_MAX_COUNT = 1 << 26 };

#endif
