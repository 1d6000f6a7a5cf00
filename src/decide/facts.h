/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * facts.h - what a weight algorithm is asked: the tables of an analysis, version by version.
 */
#ifndef ITER8_DECIDE_FACTS_H
#define ITER8_DECIDE_FACTS_H

#include "decide/decide.h"
#include "iter8/algorithm.h"
#include "spec/spec.h"

/* The question, with room for its parts; made once, filled for each decision. */
struct iter8__facts {
    iter8_weight_facts question;
    iter8_version_facts *versions;
    iter8_criterion_facts *criteria; /* per version: the objectives, then the reward */
    double *weights;                 /* per version: the answer */
};

/* Makes the room in an arena; NULL without memory. */
iter8__facts *iter8__facts_new(iter8__arena *arena, const iter8__spec *spec);

/* Fills the question with what an analysis has found so far: best versions, and where @p all is set
 * the values and verdicts. */
void iter8__facts_gather(const iter8__spec *spec, const iter8__situation *situation,
                         const iter8__decision *decision, int all);

#endif
