/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * rivals.h - how many of several independent events happen, each left out in turn.
 */
#ifndef ITER8_STATISTICS_RIVALS_H
#define ITER8_STATISTICS_RIVALS_H

#include "statistics/contest.h"

typedef struct iter8__left_out {
    double none;    /* P(none of the others happens) */
    double at_most; /* P(at most so many of the others happen) */
} iter8__left_out;

/* For each of @p count events (at most ITER8__MAX_CONTESTANTS), with the given probabilities, and
 * @p most < ITER8__MAX_TOP. The work grows with count * most. */
void iter8__leave_each_out(const double *probabilities, size_t count, size_t most,
                           iter8__left_out *left_out);

/* P(at most @p most of the events happen but for those whose @p skipped is set); 0 for most < 0. */
double iter8__at_most(const double *probabilities, const uint8_t *skipped, size_t count, int most);

#endif
