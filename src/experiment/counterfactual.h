/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * counterfactual.h - the smallest change of one measurement that would have made another winner.
 *
 * The winner can only change where a value crosses a limit of an objective (which may hang on
 * the baseline's value) or passes another version's reward, so these places are tried, from what
 * was measured outwards, each with the verdicts passed anew that change there.
 */
#ifndef ITER8_EXPERIMENT_COUNTERFACTUAL_H
#define ITER8_EXPERIMENT_COUNTERFACTUAL_H

#include "document/node.h"
#include "iter8/analysis.h"

/* Adds the finding as a member of winnerAssessment to an analysis that is being written, where
 * there is one. Returns 0 without memory. */
int iter8__counterfactual_encode(const iter8_analysis *analysis, iter8__node *tree);

#endif
