/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * posterior.h - what the measurements of one metric and one version let one believe about its true
 * value, as Iter8 v1 puts it.
 *
 * A belief is a distribution. What a normal one has below 0 counts as 0, as in Iter8 v1, whose
 * metrics are ratios of counters; a number that is known exactly may be below 0. Everything here is
 * a pure function without allocation, the same on every platform; probabilities are right to 1e-10.
 */
#ifndef ITER8_STATISTICS_POSTERIOR_H
#define ITER8_STATISTICS_POSTERIOR_H

#include <stdint.h>

enum iter8__posterior_kind {
    ITER8__POSTERIOR_NONE,     /* nothing is known: there was no value, or no observation */
    ITER8__POSTERIOR_BETA,     /* of a proportion */
    ITER8__POSTERIOR_NORMAL,   /* of a mean */
    ITER8__POSTERIOR_CONSTANT, /* the value is known exactly */
};

typedef struct iter8__posterior {
    enum iter8__posterior_kind kind;
    double a; /* the first parameter of Beta, the mean, or the value */
    double b; /* the second parameter of Beta, or the standard deviation */
} iter8__posterior;

/* A proportion of @p count observations: Beta(0.1 + v n, 0.1 + n - v n), v at most 1. NONE unless
 * value and count are finite and the count is above 0. */
iter8__posterior iter8__posterior_of_proportion(double value, double count);

/* A mean of @p count observations, where all values of the metric so far lie in [@p low, @p high]:
 * Normal with the variance (high - low) / (1 + n), a constant where low and high are the same. */
iter8__posterior iter8__posterior_of_mean(double value, double count, double low, double high);

/* A value that is known exactly, such as that of a counter; NONE for what is not finite. */
iter8__posterior iter8__posterior_of_value(double value);

/* The expectation of the distribution, before what is below 0 is cut; 0 for NONE. */
double iter8__posterior_mean(const iter8__posterior *belief);

/* P(X <= x) and P(X >= x); 0 for NONE. */
double iter8__posterior_at_most(const iter8__posterior *belief, double x);
double iter8__posterior_at_least(const iter8__posterior *belief, double x);

/* The x with P(X <= x) = @p p, for 0 < p < 1; 0 for NONE. The middle 95 % lie between the quantiles
 * of 0.025 and 0.975. */
double iter8__posterior_quantile(const iter8__posterior *belief, double p);

/* P(X <= @p times * Y) and P(X >= times * Y) for independent X and Y, @p times >= 0, of one kind or
 * one of them a constant. 0 if either is NONE. */
double iter8__posterior_at_most_times(const iter8__posterior *x, double times,
                                      const iter8__posterior *y);
double iter8__posterior_at_least_times(const iter8__posterior *x, double times,
                                       const iter8__posterior *y);

/* A bound that another value gives: times * Y + margin, and no stricter than the floor, where that
 * is no NaN: at least the floor as an upper bound, at most the floor as a lower one. */
typedef struct iter8__line {
    double times; /* 0 or more */
    double margin;
    double floor;
    int is_lower; /* it is a lower bound */
} iter8__line;

/* P(X <= bound) and P(X >= bound) for independent X and Y; 0 if either is NONE. The error is below
 * 1e-9. */
double iter8__posterior_at_most_line(const iter8__posterior *x, const iter8__line *line,
                                     const iter8__posterior *y);
double iter8__posterior_at_least_line(const iter8__posterior *x, const iter8__line *line,
                                      const iter8__posterior *y);

#endif
