/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * An explicit list: candidates get the first step to be measured by, split between all of them, but
 * no more than is usually explored; the best versions get the rest, step by step as the guard
 * allows. The last step may be all the traffic, so the baseline explores nothing.
 */
#include "decide/algorithms/algorithm_table.h"

static size_t count_best(const iter8_weight_facts *facts)
{
    size_t best = 0;
    for (size_t v = 0; v < facts->version_count; v++)
        best += (size_t)facts->versions[v].is_best;
    return best;
}

/* Without a best version the baseline is it. */
static int is_exploited(const iter8_weight_facts *facts, size_t best, size_t version)
{
    return best > 0 ? facts->versions[version].is_best : version == 0;
}

/* In percent. */
static double explored_by_each(const iter8_weight_facts *facts)
{
    static const double usual = 10.0;
    double versions = (double)facts->version_count;
    double first = facts->step_count > 0 ? facts->steps[0] : 0.0;
    double each = first / (versions > 1.0 ? versions - 1.0 : 1.0);
    return each < usual / versions ? each : usual / versions;
}

int32_t iter8__want_steps(const iter8_weight_facts *facts, double *weights, void *user_data)
{
    (void)user_data;
    size_t versions = facts->version_count;
    size_t best = count_best(facts);
    double floor = explored_by_each(facts);
    double left = 100.0;
    for (size_t v = 0; v < versions; v++) {
        weights[v] = v > 0 ? floor : 0.0;
        if (!is_exploited(facts, best, v)) left -= weights[v];
    }
    for (size_t v = 0; v < versions; v++) {
        if (is_exploited(facts, best, v)) weights[v] = left / (double)(best > 0 ? best : 1);
    }
    return 0;
}
