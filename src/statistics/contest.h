/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * contest.h - which version is the best, when none is known exactly.
 *
 * Each version has a belief about its reward and a chance to take part (in Iter8 v1: the
 * probability that it meets all objectives). In a draw each takes part or not, independently, and
 * its utility is its reward, or 0 for one that does not take part or of which nothing is known.
 * Where less is better, the utility is by how much the worst reward of all exceeds its own. Iter8
 * v1 draws 10,000 times and counts; here the same probabilities are integrals over one variable,
 *
 *     P(i is best) = chance_i * integral of density_i(x) * product over j of (1 - chance_j P(X_j >
 * x))
 *
 * right to 1e-9, the same each time. The work grows with the number of versions, and with its
 * square where less is better. Nothing is allocated; about 60 kB of stack are used.
 */
#ifndef ITER8_STATISTICS_CONTEST_H
#define ITER8_STATISTICS_CONTEST_H

#include "statistics/posterior.h"

#include <stddef.h>

enum { ITER8__MAX_CONTESTANTS = 100, ITER8__MAX_TOP = 8 };

typedef struct iter8__contest {
    const iter8__posterior *rewards; /* by version, baseline first; those that are not NONE are all
                                     of one kind */
    const double *chances;           /* to take part, 0 to 1 */
    size_t count;                    /* 1 to ITER8__MAX_CONTESTANTS */
    size_t top; /* the k of the best k: 1 to ITER8__MAX_TOP, or at least count */
    int less_is_better;
} iter8__contest;

/* What comes out, by version. */
typedef struct iter8__contest_result {
    double wins;  /* P(no utility is above its own, and it is above 0), in relation to the sum of
                     these; 0 for all where the sum is below 1e-4 */
    double share; /* P(it is among the best k), in relation to the sum; the baseline wins ties, also
                     with the utility 0 */
} iter8__contest_result;

void iter8__contest_hold(const iter8__contest *contest, iter8__contest_result *results);

#endif
