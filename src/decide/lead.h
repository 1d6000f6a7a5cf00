/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * lead.h - who is ahead: all that a winner is decided by, of one version or of many.
 *
 * The leads of two sets of versions add up to the lead of both, in any order. So where one version
 * of a hundred stands otherwise, the others need not be asked again.
 */
#ifndef ITER8_DECIDE_LEAD_H
#define ITER8_DECIDE_LEAD_H

#include "decide/decide.h"

typedef struct iter8__lead {
    double best;                /* the best reward of those who can win; meaningful with leaders */
    uint32_t feasible;          /* how many meet all objectives */
    uint32_t eligible;          /* how many of these can win */
    uint32_t leaders;           /* how many of these have the best reward */
    int32_t leader;             /* one of them */
    enum iter8__fitness first;  /* of the baseline, where it is among them */
    enum iter8__fitness second; /* of the first candidate, likewise */
} iter8__lead;

/* The lead of a single version. */
iter8__lead iter8__lead_of(const iter8__spec *spec, const iter8__decision *decision, size_t version,
                           enum iter8__fitness fitness);

/* The lead of two sets of versions that have none in common. */
iter8__lead iter8__lead_add(const iter8__spec *spec, const iter8__lead *a, const iter8__lead *b);

/* Who wins by the lead of all versions, -1 for nobody; and why (enum iter8_winner_reason). */
int32_t iter8__lead_winner(const iter8__spec *spec, const iter8__lead *lead, int32_t *reason);

#endif
