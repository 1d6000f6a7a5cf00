/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * trial.h - a copy of what was measured, in which a value at a time is another, and who would win.
 *
 * After a change only the verdicts that hang on it are passed again. How many objectives bear on a
 * version in which way is counted, and the leads of versions are kept in a tree of sums.
 */
#ifndef ITER8_DECIDE_TRIAL_H
#define ITER8_DECIDE_TRIAL_H

#include "base/arena.h"
#include "decide/lead.h"

typedef struct iter8__trial {
    const iter8__spec *spec;
    const iter8__failure_count *earlier; /* before what was measured was counted */
    iter8__streak *streaks;              /* likewise */
    iter8__decision decision;
    uint32_t (*bearings)[ITER8__BEARINGS]; /* by version: how many objectives bear so on it */
    iter8__lead *leads; /* [1] is that of all, [versions + v] that of v, [i] of [2i] and [2i + 1] */
} iter8__trial;

/* Starts with what was measured and decided, in the situation that it was decided in; returns 0
 * without memory. */
int iter8__trial_start(iter8__trial *trial, iter8__arena *arena, const iter8__spec *spec,
                       const iter8__situation *situation, const iter8__decision *decided);

/* Passes a verdict anew after a value that it hangs on has changed. The version's own value of the
 * metric must be there. */
void iter8__trial_judge(iter8__trial *trial, size_t version, size_t objective);

/* Takes over the reward of a version after it has changed. */
void iter8__trial_reward(iter8__trial *trial, size_t version);

/* Who wins, -1 for nobody. */
int32_t iter8__trial_winner(const iter8__trial *trial);

#endif
