/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * gamma.h - the gamma function, as what Stirling's formula leaves over.
 */
#ifndef ITER8_STATISTICS_GAMMA_H
#define ITER8_STATISTICS_GAMMA_H

/* ln(Gamma(x)) - ((x - 1/2) ln(x) - x + ln(2 pi) / 2) for x > 0, error below 1e-14. It is small, so
 * ratios of gamma functions of large numbers lose no digits when they are made of it. */
double iter8__stirling_rest(double x);

#endif
