/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * v0.h - the four ways of Iter8 v0 to move traffic between a baseline and one candidate.
 *
 * Each gives the candidate's weight in percent; the baseline gets the rest. Iter8 v0 found the last
 * two by 1000 draws; these are the probabilities that it estimates. It also took, by mistake, the
 * values of the first criterion for those of all; here each criterion has its own.
 */
#ifndef ITER8_DECIDE_V0_H
#define ITER8_DECIDE_V0_H

#include <stdint.h>

/* check_and_increment: one @p step more than @p current where all criteria are met or it is the
 * first iteration, but not above @p most; else as it is. */
double iter8__v0_increment(double current, int is_met, double step, double most);

/* epsilon_t_greedy: with e = 1 / t, the better version gets 1 - e + e / 2 of the traffic and the
 * other e / 2, in whole percent, rounded down; the candidate is the better one where it meets all
 * criteria. @p decisions is t, from 1 on: so many iterations, this one included, had new data. */
double iter8__v0_greedy(uint64_t decisions, int is_met, double most);

/* What a metric of one version has shown. */
typedef struct iter8__v0_metric {
    double value;
    double count; /* of observations, the sample size */
    double low;   /* all values the metric can have; without them both are 0 */
    double high;
} iter8__v0_metric;

/* P(X <= limit) for the belief about a metric: where its values lie between low and high, X = low +
 * (high - low) Beta(1 + n (v - low) / (high - low), 1 + n (high - v) / (high - low)); else X is
 * Normal with the mean v (0 without observations) and the variance 1 / (n + 1). With @p optimistic
 * X is never above its mean, as in optimistic_bayesian_routing. */
double iter8__v0_meets(const iter8__v0_metric *metric, double limit, int optimistic);

/* posterior_bayesian_routing: 100 q_c (1 - q_b + q_b P(R_c >= R_b)), but at most @p most, where the
 * chances q are the products of what iter8__v0_meets() says for all criteria. The rewards R are
 * Beta((n + 2) / 3, 2 (n + 2) / 3) for the baseline and Beta(2 (n + 2) / 3, (n + 2) / 3) for the
 * candidate; @p count is n. */
double iter8__v0_bayesian(double baseline_chance, double candidate_chance, double count,
                          double most);

#endif
