/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * analysis_object.h - the public analysis object: what was decided, and in which situation.
 */
#ifndef ITER8_ANALYSIS_ANALYSIS_OBJECT_H
#define ITER8_ANALYSIS_ANALYSIS_OBJECT_H

#include "analysis/decide.h"
#include "base/arena.h"
#include "iter8/analysis.h"
#include "model/experiment.h"

struct iter8_analysis {
    iter8_allocator allocator;
    iter8__arena arena;
    const iter8_experiment *experiment;
    iter8__analysis made;
    iter8__situation situation; /* that it was made in */
};

#endif
