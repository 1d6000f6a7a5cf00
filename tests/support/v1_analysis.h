/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * v1_analysis.h - Iter8 v1's whole Bayesian analysis, exactly, made of the library's parts.
 *
 * It has what experiments of v2alpha2 cannot say, such as limits relative to the baseline, so that
 * the parts can be compared with what Iter8 v1 computed.
 *
 * Iter8 v1 draws 10,000 times what it believes of each version: whether the version meets each
 * objective, and its reward. It counts how often each version is the best, and among the best k, of
 * those that meet all. The same probabilities are computed here (statistics/contest.h), so they are
 * the same each time. Pure functions of numbers; version 0 is the baseline.
 */
#ifndef ITER8_TESTS_V1_ANALYSIS_H
#define ITER8_TESTS_V1_ANALYSIS_H

#include "statistics/contest.h"
#include "statistics/posterior.h"

#include <stddef.h>
#include <stdint.h>

enum v1_limit {
    V1_NO_LIMIT,
    V1_ABSOLUTE, /* on the value */
    V1_RELATIVE, /* on the value divided by the baseline's */
};

typedef struct v1_criterion {
    const iter8__posterior *beliefs; /* by version */
    enum v1_limit kind;
    double limit;       /* at least 0 if it is relative */
    int more_is_better; /* the value must be at least the limit, not at most */
} v1_criterion;

typedef struct v1_question {
    const v1_criterion *criteria;
    size_t criterion_count;
    const v1_criterion *reward; /* NULL: the last candidate that meets all is the best */
    size_t version_count;       /* 1 to ITER8__MAX_CONTESTANTS */
    size_t top;                 /* Iter8 v1's strategies: progressive 1, top_2 2, uniform
                                   version_count */
    int baseline_is_measured; /* Iter8 v1 does not compare the baseline with itself, so that under a
                                 relative limit it can never win; if this is 0, it meets such a
                                 limit */
} v1_question;

/* The probability that a version meets a criterion's limit; 1 without one, 0 where nothing is known
 * of the version or of the baseline that it is compared with. */
double v1_meets(const v1_question *question, const v1_criterion *criterion, size_t version);

/* The probability that a version meets all limits, by version. */
void v1_chances(const v1_question *question, double *chances);

/* The probability that each version wins and its share as one of the best k. */
void v1_compare(const v1_question *question, iter8__contest_result *results);

/* The weight that a version with this share should have, in percent: a tenth of the traffic goes to
 * all versions alike, so that each can be measured. */
double v1_weight(const v1_question *question, const iter8__contest_result *standing);

#endif
