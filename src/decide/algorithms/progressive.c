/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Iter8 v2: all of the traffic to the best versions; without one the baseline is it. */
#include "decide/algorithms/algorithm_table.h"

int32_t iter8__want_progressive(const iter8_weight_facts *facts, double *weights, void *user_data)
{
    (void)user_data;
    int found = 0;
    for (size_t v = 0; v < facts->version_count; v++) {
        weights[v] = facts->versions[v].is_best;
        found |= facts->versions[v].is_best;
    }
    if (!found) weights[0] = 1.0;
    return 0;
}
