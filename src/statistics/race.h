/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * race.h - the integrals of a contest between versions whose rewards are not known exactly.
 */
#ifndef ITER8_STATISTICS_RACE_H
#define ITER8_STATISTICS_RACE_H

#include "statistics/contest.h"

/* Of one version that takes part; all are 0 for one of which nothing is known. */
typedef struct iter8__race_result {
    double zero;  /* P(its reward is 0) */
    double wins;  /* P(none is better) */
    double top;   /* P(fewer than k are better); a baseline that is as good is better */
    double worst; /* P(it is above 0 and all other rewards, also of those that do not take part, are
                     smaller). Found only where less is better: there such a version has the utility
                     0, so this is taken out of wins and top */
} iter8__race_result;

/* Of rewards that are all BETA or NONE, or all NORMAL or NONE. Where more is
 * better only what is above 0 counts; where less is better all rewards being 0 does not count. */
void iter8__race_run(const iter8__contest *contest, size_t top, iter8__race_result *tallies);

#endif
