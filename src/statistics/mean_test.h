/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * mean_test.h - the mean of observations against a limit, exact, from buckets and the sum.
 *
 * Of observations x >= 0, the product of 1 + s (x - limit) is evidence that their mean is above the
 * limit, for each stake s between 0 and 1 / limit; that of 1 - s (x - limit) with s below
 * 1 / (cap - limit) is evidence that it is below, where no observation exceeds the cap
 * (Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", 2024). It
 * holds for every distribution, however skewed, with few observations too.
 *
 * The observations themselves are not known, only how many lie in each bucket, and their sum. The
 * logarithm of a factor is concave in x, so it is least for the given sum where the excess over the
 * beginnings of the buckets lies in the highest buckets, and in each of them at its two ends. What
 * is answered here is that least value, so it is evidence too; the finer the buckets, the less is
 * lost. Above the last finite bound all the excess is one observation's.
 */
#ifndef ITER8_STATISTICS_MEAN_TEST_H
#define ITER8_STATISTICS_MEAN_TEST_H

#include "statistics/bucketed.h"
#include "statistics/evidence.h"

/* What sixteen stakes gain in an interval, to be added up or given to iter8__restart_add(), with
 * even weights. On the side ITER8__BELOW an observation above @p cap counts as @p cap: where there
 * are such, the mean of observations cut off there is what is shown to be below. A timeout is a
 * good cap. A sum that is unknown or does not fit the buckets is taken as what speaks least for the
 * side.
 *
 * Returns 0, and gains of 0, for buckets that are not sound, a limit not within 1e-15 to 1e15, and
 * for ITER8__BELOW a cap that is not above the limit and at most 1e15. */
int iter8__mean_gains(iter8__side side, const iter8__bucketed *bucketed, double limit, double cap,
                      double gains[ITER8__LANES]);

#endif
