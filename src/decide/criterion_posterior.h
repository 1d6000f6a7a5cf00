/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * criterion_posterior.h - what the measurements let one believe of the versions of an experiment.
 *
 * A proportion or a mean whose number of observations is known has a distribution, as in Iter8 v1
 * (statistics/posterior.h); all else is taken for what it says.
 */
#ifndef ITER8_DECIDE_CRITERION_POSTERIOR_H
#define ITER8_DECIDE_CRITERION_POSTERIOR_H

#include "iter8/algorithm.h"
#include "statistics/contest.h"
#include "statistics/posterior.h"

/* The belief about a metric's true value; NONE where there is no value. */
iter8__posterior iter8__criterion_posterior(const iter8_criterion_facts *facts);

/* The probability that a version meets an objective: that its limits hold the true value, and for a
 * candidate those that are multiples of the baseline's true value, which count as a criterion of
 * their own, independent as all are to Iter8 v1. 0 where there is no value. */
double iter8__criterion_meets(const iter8_weight_facts *facts, size_t version, size_t objective);

/* The probability that a version meets all its objectives. */
double iter8__criterion_meets_all(const iter8_weight_facts *facts, size_t version);

/* How the versions stand against each other, by version; see iter8__contest_hold(). Without a
 * reward the last candidate that meets all objectives is the best. */
void iter8__criteria_compare(const iter8_weight_facts *facts, size_t top,
                             iter8__contest_result *results);

#endif
