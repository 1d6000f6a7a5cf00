/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Iter8 v0: by the probability that the candidate wins, with a reward that favours it the more has
 * been observed. The number of observations is that of the first objective.
 */
#include "decide/algorithms/algorithm_table.h"
#include "decide/limit.h"
#include "decide/v0.h"

#include <math.h>

static iter8__v0_metric metric_of(const iter8_criterion_facts *facts)
{
    int has_range = facts->kind == ITER8_METRIC_PROPORTION;
    double count = facts->sample_size > 0.0 ? facts->sample_size : 0.0;
    if (isnan(facts->value)) count = 0.0;
    return (iter8__v0_metric){count > 0.0 ? facts->value : 0.0, count, 0.0, has_range ? 1.0 : 0.0};
}

/* Below a lower limit is above its mirror image. */
static iter8__v0_metric mirrored(const iter8__v0_metric *metric)
{
    return (iter8__v0_metric){-metric->value, metric->count, -metric->high, -metric->low};
}

/* A limit relative to the baseline is a criterion of v0's kind "delta": the baseline's value is
 * taken as it is. */
static double chance_of(const iter8_criterion_facts *facts, int32_t reference, double baseline,
                        int optimistic)
{
    iter8__v0_metric metric = metric_of(facts);
    iter8__v0_metric mirror = mirrored(&metric);
    double chance = 1.0;
    for (int32_t i = 0; i < facts->limit_count; i++) {
        const iter8_limit *limit = &facts->limits[i];
        if (limit->reference != reference) continue;
        if (iter8__limit_is_relative(limit) && isnan(baseline)) return 0.0;
        double bound = iter8__limit_bound(limit, baseline);
        chance *= limit->side == ITER8_LIMIT_UPPER ? iter8__v0_meets(&metric, bound, optimistic)
                                                   : iter8__v0_meets(&mirror, -bound, optimistic);
    }
    return chance;
}

static double chance_of_all(const iter8_weight_facts *facts, size_t version, int optimistic)
{
    double chance = 1.0;
    for (size_t o = 0; o < facts->objective_count; o++) {
        const iter8_criterion_facts *own = &facts->versions[version].objectives[o];
        double baseline = facts->versions[0].objectives[o].value;
        chance *= chance_of(own, ITER8_LIMIT_NUMBER, baseline, optimistic) *
                  chance_of(own, ITER8_LIMIT_BASELINE, baseline, optimistic);
    }
    return chance;
}

static int32_t route(const iter8_weight_facts *facts, int optimistic, double *weights)
{
    size_t candidate = facts->version_count - 1;
    double count = 0.0;
    if (facts->objective_count > 0)
        count = metric_of(&facts->versions[candidate].objectives[0]).count;
    double weight = iter8__v0_bayesian(chance_of_all(facts, 0, optimistic),
                                       chance_of_all(facts, candidate, optimistic), count,
                                       facts->max_candidate_weight);
    weights[0] = 100.0 - weight;
    weights[candidate] = weight;
    return 0;
}

int32_t iter8__want_posterior_routing(const iter8_weight_facts *facts, double *weights,
                                      void *user_data)
{
    (void)user_data;
    return route(facts, 0, weights);
}

int32_t iter8__want_optimistic_routing(const iter8_weight_facts *facts, double *weights,
                                       void *user_data)
{
    (void)user_data;
    return route(facts, 1, weights);
}
