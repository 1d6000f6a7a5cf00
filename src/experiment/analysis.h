/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * analysis.h - the public analysis object: what was decided, and in which situation.
 */
#ifndef ITER8_EXPERIMENT_ANALYSIS_H
#define ITER8_EXPERIMENT_ANALYSIS_H

#include "base/arena.h"
#include "decide/decide.h"
#include "experiment/experiment.h"
#include "iter8/analysis.h"

struct iter8_analysis {
    iter8_allocator allocator;
    iter8__arena arena;
    const iter8_experiment *experiment;
    iter8__decision made;
    iter8__situation situation; /* that it was made in */
};

/* Adds the counterfactual as a member of winnerAssessment to an analysis that is being written,
 * where there is one. Returns 0 without memory. */
int iter8__counterfactual_encode(const iter8_analysis *analysis, iter8__node *tree);

#endif
