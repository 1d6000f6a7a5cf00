/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/taken.h"

#include "iter8/error.h"

#define NS_PER_S INT64_C(1000000000)

/* The first candidate that has less than was known and would get more than it has, or NULL. */
static const char *find_loser(const iter8_route *route, const int32_t *found)
{
    for (size_t v = 1; v < route->count; v++) {
        if (found[v] >= 0 && found[v] < iter8_experiment_weight(route->experiment, v) &&
            found[v] < route->weights[v])
            return iter8_experiment_version_name(route->experiment, v);
    }
    return NULL;
}

int iter8__check_taken(iter8__taken *taken, const iter8_route *route, const int32_t *found,
                       iter8__line *problem)
{
    const char *loser = find_loser(route, found);
    if (loser == NULL) return ITER8_OK;
    int64_t interval_ns = iter8_experiment_interval_s(route->experiment) * NS_PER_S;
    if (taken->ticket != route->ticket) *taken = (iter8__taken){route->ticket, route->now_ns};
    if (route->now_ns - taken->since_ns >= interval_ns) return ITER8_OK;
    iter8__line_set(problem, "another writer has taken traffic from ");
    iter8__line_add(problem, loser);
    return ITER8_ERR_CONFLICT;
}
