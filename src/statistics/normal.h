/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * normal.h - the standard normal distribution.
 */
#ifndef ITER8_STATISTICS_NORMAL_H
#define ITER8_STATISTICS_NORMAL_H

/* P(Z <= z) for any z that is not NaN, relative error below 1e-13 down to z = -37. */
double iter8__normal_cdf(double z);

/* The z with P(Z <= z) = @p p, 0 < p < 1, relative error below 1e-12. */
double iter8__normal_quantile(double p);

#endif
