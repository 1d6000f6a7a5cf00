/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * rank_test.h - the rank-sum test of Wilcoxon (1945) and of Mann and Whitney (1947).
 *
 * Whether the values of a candidate tend to be greater than those of a baseline is asked of their
 * order alone, so it does not matter how they are distributed, nor in which unit they are. Of m
 * values x and n values y, the statistic is
 *
 *     U = number of pairs with x > y + half the number of pairs with x = y,
 *
 * from 0 to m n, and m n / 2 on average where both come from one distribution. U / (m n) estimates
 * the probability that a candidate's value is the greater one (the common language effect size).
 *
 * Where no values are equal, all choose(m + n, m) orders are equally likely, and those with U <= u
 * are counted: the Gaussian binomial coefficient is the polynomial whose coefficients tell how many
 * orders have which U. Otherwise U counts as normal, with the variance
 *
 *     m n / 12 (m + n + 1 - sum of (t^3 - t) over groups of t equal values / ((m + n)(m + n - 1)))
 *
 * and a continuity correction of 1/2. Exact are, as in R's wilcox.test, series of less than 50
 * values each without ties. Nothing here is about repeated looks: a p-value holds for one.
 */
#ifndef ITER8_STATISTICS_RANK_TEST_H
#define ITER8_STATISTICS_RANK_TEST_H

#include "statistics/rank_series.h"

enum { ITER8__RANK_EXACT_BELOW = 50 };

typedef struct iter8__rank_sums {
    double wins; /* U */
    double ties; /* the sum of t^3 - t; 0 where no values are equal */
} iter8__rank_sums;

/* The statistic of x - @p shift and y, for a finite shift. */
iter8__rank_sums iter8__rank_count(const iter8__rank_pair *pair, double shift);

/* The standard deviation of U; 0 where all values are equal. */
double iter8__rank_deviation(size_t x_count, size_t y_count, double ties);

/* How likely a U as far off, or farther, is where both come from one distribution; 0 to 1. */
typedef struct iter8__rank_p {
    double less;      /* as low a U */
    double greater;   /* as high a U */
    double two_sided; /* either; 1 where all values are equal */
} iter8__rank_p;

iter8__rank_p iter8__rank_test(const iter8__rank_pair *pair);

/* The largest k with P(U <= k - 1) <= @p tail where no values are equal: exact, or by the normal
 * approximation, as above. 0 where there is none: then even the lowest U of all is likelier than
 * that, and also for a @p tail that is not above 0 and below 1/2. */
double iter8__rank_critical(size_t x_count, size_t y_count, double tail);

#endif
