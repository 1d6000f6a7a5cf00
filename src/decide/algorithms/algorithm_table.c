/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/algorithms/algorithm_table.h"

iter8_weight_function *iter8__algorithm(int32_t number)
{
    static iter8_weight_function *const functions[] = {
#define FUNCTION(name, function, exploration, candidates) iter8__want_##function,
        ITER8__ALGORITHM_MAP(FUNCTION)
#undef FUNCTION
    };
    return functions[number - 1];
}

int iter8__algorithm_looks_at_values(int32_t number)
{
    iter8_weight_function *function = iter8__algorithm(number);
    return function != iter8__want_progressive && function != iter8__want_steps;
}
