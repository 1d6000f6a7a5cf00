/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * bayes.h - Iter8 v1's Bayesian analysis, exactly.
 *
 * Iter8 v1 draws 10,000 times what it believes of each version: whether the version meets each
 * objective, and its reward. It counts how often each version is the best, and among the best k, of
 * those that meet all. The same probabilities are computed here (statistics/contest.h), so they are
 * the same each time. Pure functions of numbers; version 0 is the baseline.
 */
#ifndef ITER8_ANALYSIS_BAYES_H
#define ITER8_ANALYSIS_BAYES_H

#include "statistics/belief.h"
#include "statistics/contest.h"

#include <stddef.h>
#include <stdint.h>

enum iter8__bayes_limit {
    ITER8__BAYES_NO_LIMIT,
    ITER8__BAYES_ABSOLUTE, /* on the value */
    ITER8__BAYES_RELATIVE, /* on the value divided by the baseline's */
};

typedef struct iter8__bayes_criterion {
    const iter8__belief *beliefs; /* by version */
    enum iter8__bayes_limit kind;
    double limit;       /* at least 0 if it is relative */
    int more_is_better; /* the value must be at least the limit, not at most */
} iter8__bayes_criterion;

typedef struct iter8__bayes_question {
    const iter8__bayes_criterion *criteria;
    size_t criterion_count;
    const iter8__bayes_criterion *reward; /* NULL: the last candidate that meets all is the best */
    size_t version_count;                 /* 1 to ITER8__MAX_CONTESTANTS */
    size_t top;                           /* Iter8 v1's strategies: progressive 1, top_2 2, uniform
                                             version_count */
    int baseline_is_measured; /* Iter8 v1 does not compare the baseline with itself, so that under a
                                 relative limit it can never win; if this is 0, it meets such a
                                 limit */
} iter8__bayes_question;

/* The probability that a version meets a criterion's limit; 1 without one, 0 where nothing is known
 * of the version or of the baseline that it is compared with. */
double iter8__bayes_meets(const iter8__bayes_question *question,
                          const iter8__bayes_criterion *criterion, size_t version);

/* The probability that a version meets all limits, by version. */
void iter8__bayes_chances(const iter8__bayes_question *question, double *chances);

/* The probability that each version wins and its share as one of the best k. */
void iter8__bayes_compare(const iter8__bayes_question *question, iter8__standing *standings);

/* The weight that a version with this share should have, in percent: a tenth of the traffic goes to
 * all versions alike, so that each can be measured. */
double iter8__bayes_weight(const iter8__bayes_question *question, const iter8__standing *standing);

#endif
