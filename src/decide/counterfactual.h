/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * counterfactual.h - the closest other result: which single value would have to be how much another
 * for another version to win.
 */
#ifndef ITER8_DECIDE_COUNTERFACTUAL_H
#define ITER8_DECIDE_COUNTERFACTUAL_H

#include "decide/decide.h"
#include "iter8/allocator.h"
#include "iter8/analysis.h"

/* Finds it beside what was decided in a situation. Returns 0, ITER8_ERR_NOT_FOUND where no value
 * alone changes the winner, ITER8_ERR_NOMEM. */
int iter8__counterfactual_find(const iter8__spec *spec, const iter8__situation *situation,
                               const iter8__decision *decided, const iter8_allocator *allocator,
                               iter8_counterfactual *out);

#endif
