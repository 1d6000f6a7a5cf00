/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Iter8 v0: the better version gets ever more, the other ever less. */
#include "decide/algorithms/algorithm_table.h"
#include "decide/v0.h"

int32_t iter8__want_epsilon_greedy(const iter8_weight_facts *facts, double *weights,
                                   void *user_data)
{
    (void)user_data;
    size_t candidate = facts->version_count - 1;
    uint64_t t = facts->iteration > 1 ? (uint64_t)facts->iteration : 1;
    double weight =
        iter8__v0_greedy(t, facts->versions[candidate].meets_all, facts->max_candidate_weight);
    weights[0] = 100.0 - weight;
    weights[candidate] = weight;
    return 0;
}
