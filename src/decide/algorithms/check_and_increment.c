/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Iter8 v0: one increment more while all objectives are met, and in the first iteration. */
#include "decide/algorithms/algorithm_table.h"
#include "decide/v0.h"

int32_t iter8__want_check_and_increment(const iter8_weight_facts *facts, double *weights,
                                        void *user_data)
{
    (void)user_data;
    const iter8_version_facts *candidate = &facts->versions[facts->version_count - 1];
    int is_met = candidate->meets_all || facts->iteration <= 1;
    double most = facts->max_candidate_weight;
    double weight =
        iter8__v0_increment(candidate->weight, is_met, facts->max_candidate_weight_increment, most);
    weights[0] = 100.0 - weight;
    weights[facts->version_count - 1] = weight;
    return 0;
}
