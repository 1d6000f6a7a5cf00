/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * ratio_test.h - the rate of a candidate against a multiple of the baseline's.
 *
 * The hypothesis is that the candidate's rate of errors is at most (ITER8__ABOVE) or at least
 * (ITER8__BELOW) @p multiple times the baseline's. Where the rates have exactly
 * this relation, each error of an interval is the candidate's with the probability
 *
 *     q = r n_c / (r n_c + n_b),   r the multiple, n_c and n_b the requests of either,
 *
 * so an interval gains K(k_c, k_c + k_b, q, m) of evidence.h, and intervals add up. Because
 * 1 + x <= e^x, E stays at most 1 on average whatever the rates are, also where they change from
 * interval to interval, and whatever the weights are, as long as they do not change within one.
 * Lindon and Malek, "Anytime-valid inference for multinomial count data" (2022), and Turner, Ly,
 * Gruenwald, "Generic E-variables for exact sequential k-sample tests" (2021), use the same
 * conditioning.
 *
 * With a multiple of 1 + margin, ITER8__BELOW shows that the candidate is not worse than the
 * baseline by more than the margin.
 */
#ifndef ITER8_STATISTICS_RATIO_TEST_H
#define ITER8_STATISTICS_RATIO_TEST_H

#include "statistics/evidence.h"
#include "statistics/increments.h"

/* What the sixteen bets gain in an interval, to be added up or given to iter8__restart_add(), with
 * falling weights. Returns 0, and gains of 0, where the counts do not fit, where the multiple is
 * not above 0 and at most 1e9, and where one version had no trial, since nothing is compared then.
 */
int iter8__ratio_gains(iter8__side side, double multiple, const iter8__pair *pair,
                       double gains[ITER8__LANES]);

#endif
