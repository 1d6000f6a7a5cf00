/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Iter8 v1: by the probability to be among the best k of those that meet all objectives. */
#include "decide/algorithms/algorithm_table.h"
#include "decide/criterion_posterior.h"
#include "statistics/contest.h"

static int32_t want_top(const iter8_weight_facts *facts, size_t top, double *weights)
{
    iter8__contest_result results[ITER8__MAX_CONTESTANTS];
    iter8__criteria_compare(facts, top, results);
    for (size_t v = 0; v < facts->version_count; v++)
        weights[v] = results[v].share;
    return 0;
}

int32_t iter8__want_bayesian_progressive(const iter8_weight_facts *facts, double *weights,
                                         void *user_data)
{
    (void)user_data;
    return want_top(facts, 1, weights);
}

int32_t iter8__want_top_2(const iter8_weight_facts *facts, double *weights, void *user_data)
{
    (void)user_data;
    return want_top(facts, 2, weights);
}

int32_t iter8__want_uniform(const iter8_weight_facts *facts, double *weights, void *user_data)
{
    (void)user_data;
    return want_top(facts, facts->version_count, weights);
}
