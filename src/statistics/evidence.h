/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * evidence.h - evidence that may be looked at as often as one likes.
 *
 * Evidence against a hypothesis is a number E that starts at 1. Where the hypothesis is true, E is
 * at most 1 on average, at whatever moment one stops. Then Ville's inequality (1939) says
 *
 *     P(E ever reaches 1 / alpha) <= alpha,
 *
 * however often one looks and whenever one stops: it needs no number of looks fixed beforehand. See
 * Ramdas, Gruenwald, Vovk, Shafer, "Game-theoretic statistics and safe anytime-valid inference"
 * (2023). All functions here give ln(E): 0 says nothing, ln(20) = 2.9957 is evidence at
 * alpha = 0.05.
 *
 * Of n trials with k events, the bet on odds m times as high as those of the rate p gains
 *
 *     K(k, n, p, m) = k ln(m) - n ln(1 + p (m - 1)),
 *
 * the logarithm of a ratio of likelihoods. With m > 1 it is evidence that the rate is above p, with
 * m < 1 that it is below. It asks no more than that the chance of each trial, given all before it,
 * obeys the hypothesis; chances may change from trial to trial. E is the weighted mean of e^K over
 * sixteen m (Robbins 1970, and Howard, Ramdas, McAuliffe, Sekhon, "Time-uniform, nonparametric,
 * nonasymptotic confidence sequences", 2021, mix in the same way over a continuum).
 *
 * Counts need not be whole numbers. What cannot be a count (not finite, negative, above 1e15, more
 * events than trials) or a rate (not within 0 to 1) supports nothing: it gains 0. No function
 * answers NaN.
 */
#ifndef ITER8_STATISTICS_EVIDENCE_H
#define ITER8_STATISTICS_EVIDENCE_H

#include "statistics/grids.h"

#include <stddef.h>
#include <stdint.h>

/* Of what there is evidence: that the truth lies above the limit, or below. */
typedef enum iter8__side {
    ITER8__ABOVE,
    ITER8__BELOW,
} iter8__side;

#define ITER8__MAX_COUNT 1e15

/* 0 <= events <= trials <= 1e15. */
int iter8__counts_fit(double events, double trials);

/* What each of sixteen bets gains by an event, and loses by a trial. */
typedef struct iter8__bets {
    double by_event[ITER8__LANES];
    double by_trial[ITER8__LANES];
} iter8__bets;

/* The bets against "the rate is at most @p rate" (ITER8__ABOVE) or "at least" (ITER8__BELOW). */
void iter8__bets_make(iter8__bets *bets, const iter8__grid *grid, iter8__side side, double rate);

/* The gains K of @p events in @p trials. Returns 0 where these are no counts; the gains are 0
 * then. */
int iter8__bets_gains(const iter8__bets *bets, double events, double trials,
                      double gains[ITER8__LANES]);

/* ln(sum of e^x) of sixteen numbers that are not NaN, one of them finite, none infinitely high. */
double iter8__log_sum(const double numbers[ITER8__LANES]);
/* ln(e^a + e^b) of such numbers. */
double iter8__log_add(double a, double b);
/* ln(E) of bets that gained so much in all, with these logarithms of weights. */
double iter8__mixture(const double gains[ITER8__LANES], const double weights[ITER8__LANES]);

/*
 * Evidence that starts anew with every interval. Plain evidence that a candidate is bad decays as
 * long as it is good: errors that begin after an hour must first outweigh that hour. Here a part
 * 1/(s(s+1)) of the first stake is bet only from interval s on, and 1/(s+1) is not yet bet:
 *
 *     E = sum over s of E(from s on) / (s (s + 1)) + 1 / (intervals + 1).
 *
 * The parts sum to 1, so E is evidence as before, and no last interval need be known. What each bet
 * has is kept as a logarithm, so nothing overflows or underflows however long it runs.
 *
 * A struct of zeros has seen nothing. An interval without trials is not added, so that it takes no
 * part of the stake.
 */
typedef struct iter8__restart {
    double log_wealth[ITER8__LANES]; /* meaningless before the first interval */
    uint64_t intervals;
} iter8__restart;

/* Adds an interval in which the bets gained so much, each at most 1e17 up or down. */
void iter8__restart_add(iter8__restart *restart, const double gains[ITER8__LANES],
                        const double weights[ITER8__LANES]);
/* ln(E) now. */
double iter8__restart_evidence(const iter8__restart *restart);
/* Whether this can come out of iter8__restart_add(); to be asked of one that was read somewhere. */
int iter8__restart_is_sound(const iter8__restart *restart);

/* Whether @p log_evidence is enough at level @p alpha, that is at least ln(1 / alpha). Nothing is
 * enough for an alpha that is not above 0 and at most 1. To keep the level over K candidates, each
 * is judged at alpha / K; objectives that must all be met need no such correction. */
int iter8__evidence_reaches(double log_evidence, double alpha);

/* ln of the mean of e-values, which is an e-value again, however they depend on each other (Vovk
 * and Wang, "E-values: calibration, combination and applications", 2021). To roll back on any of
 * several objectives it serves better than a level divided by their number. What is not finite
 * counts as the e-value 0; no numbers at all give 0. */
double iter8__evidence_mean(const double *log_evidence, size_t count);

#endif
