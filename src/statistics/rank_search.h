/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * rank_search.h - the shift between two series as Kayenta's judge finds it (NetflixACAJudge-v1.0),
 * and as R's wilcox.test does where it is not exact: to compare, and to move from one to the other.
 *
 * Of x - d and y the statistic is U(d), with a standard deviation s(d) that is corrected for ties.
 * Where c is the sign of U(d) - m n / 2 and z a quantile of the normal distribution, the ends and
 * the estimate are where
 *
 *     (U(d) - m n / 2 - c / 2) / s(d)
 *
 * comes to z, to -z and to 0. Brent's method ("Algorithms for minimization without derivatives",
 * 1973) looks for the place between the least difference and the greatest, to within 1e-4 whatever
 * the unit is: with values below about 0.01 what it answers is noise. Where there is no such place
 * the end is the least or the greatest difference. With three values or fewer of each version that
 * looks like a difference far too often: of two healthy versions with two values each, 23 % are
 * told apart at Kayenta's level of 2 %. iter8__rank_shift_of() has neither fault.
 */
#ifndef ITER8_STATISTICS_RANK_SEARCH_H
#define ITER8_STATISTICS_RANK_SEARCH_H

#include "statistics/rank_interval.h"

/* The shift and its interval, for a @p confidence above 0 and below 1. Two constant series that
 * differ are their difference apart, without the random noise that Kayenta adds to them. Returns 0
 * where Kayenta answers with an error: all values are equal at one of the places that it tries, the
 * differences are too large for a double, or the confidence is none. */
int iter8__rank_search_shift(const iter8__rank_pair *pair, double confidence,
                             iter8__rank_shift *shift);

#endif
