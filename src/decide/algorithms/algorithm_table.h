/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * algorithm_table.h - the library's own weight algorithms, by the number that the model gives their
 * names.
 */
#ifndef ITER8_DECIDE_ALGORITHMS_ALGORITHM_TABLE_H
#define ITER8_DECIDE_ALGORITHMS_ALGORITHM_TABLE_H

#include "iter8/algorithm.h"
#include "spec/algorithm_names.h"

#define ITER8__DECLARE(name, function, exploration, candidates)                                    \
    iter8_weight_function iter8__want_##function;
ITER8__ALGORITHM_MAP(ITER8__DECLARE)
#undef ITER8__DECLARE

/* Whether it looks at more of a version than whether it is one of the best. */
int iter8__algorithm_looks_at_values(int32_t number);

/* The function of an algorithm, @p number from 1 (spec/names.h: iter8__algorithm_words). */
iter8_weight_function *iter8__algorithm(int32_t number);

#endif
