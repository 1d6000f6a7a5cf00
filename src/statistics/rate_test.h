/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * rate_test.h - a rate of events against a limit: of k events in n trials so far.
 *
 * Everything here is evidence in the sense of evidence.h, with the bets of iter8__wide_grid and
 * falling weights. An input that is no count or no rate supports nothing.
 */
#ifndef ITER8_STATISTICS_RATE_TEST_H
#define ITER8_STATISTICS_RATE_TEST_H

#include "statistics/evidence.h"

/* ln(E) that the rate of @p events in @p trials is above @p rate, or below: from totals, without
 * restarts. */
double iter8__rate_evidence(iter8__side side, double events, double trials, double rate);

/* The confidence sequence: all rates against which evidence on neither side has reached
 * 2 / @p alpha. With probability 1 - alpha it holds a constant true rate at all times at once.
 * From 0 to 1 where nothing is known. */
void iter8__rate_bounds(double events, double trials, double alpha, double *low, double *high);

/* Kullback and Leibler's divergence of two rates, in nats for each trial: how fast evidence against
 * @p other can grow where @p rate is true. Infinite where @p other is 0 or 1 and they differ, or
 * where either is no rate. */
double iter8__rate_divergence(double rate, double other);

/* About how many trials it takes to tell a true @p rate from the limit at level @p alpha: Wald's
 * ln(1 / alpha) / divergence (1945), which no test undercuts on average. Infinite where the two are
 * the same, or an input is none. */
double iter8__trials_expected(double rate, double limit, double alpha);

/* About how many more trials it takes to show that the rate is below @p limit: the evidence that is
 * missing, ln(1 / alpha) - ln(E), over the divergence of the rate from the limit. The rate is
 * taken to be (k + 1/2) / (n + 1 / (2 acceptable)), but at most 0.8 of the limit. An @p acceptable
 * rate that is not between 0 and the limit counts as half the limit. The answer is 0 where it is
 * shown already, and infinite for a limit or an alpha that is not between 0 and 1. */
double iter8__trials_needed(double events, double trials, double limit, double acceptable,
                            double alpha);

/* How many trials the next interval should have, so that all that are needed have come when the
 * soak is over: 1.25 times @p needed over the intervals that are left, of which there is at least
 * one. Infinite where @p needed is negative or NaN. */
double iter8__trials_wanted(double needed, double intervals_left);
/* What counts as needed before the first interval: (ln(1 / alpha) + 1) / divergence of the
 * acceptable rate from the limit. */
double iter8__trials_at_first(double limit, double acceptable, double alpha);

/* At which levels something is decided: the highest probabilities of being wrong. */
typedef struct iter8__levels {
    double met;      /* that a rate which is not below the limit counts as met */
    double violated; /* that one which is not above the limit counts as violated */
    double futile;   /* that one which is not above the acceptable rate is given up */
} iter8__levels;

typedef enum iter8__finding {
    ITER8__FINDING_UNDECIDED,
    ITER8__FINDING_MET,
    ITER8__FINDING_VIOLATED,
    ITER8__FINDING_FUTILE, /* above the acceptable rate; perhaps not above the limit */
} iter8__finding;

/* What follows from ln(E) that the rate is below the limit, that it is above the limit, and that it
 * is above the acceptable rate. Where several levels are reached, violated comes before futile and
 * futile before met. */
iter8__finding iter8__levels_finding(const iter8__levels *levels, double below_limit,
                                     double above_limit, double above_acceptable);

#endif
