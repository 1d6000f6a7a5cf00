/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/criterion_posterior.h"

#include "decide/limit.h"

#include <math.h>

iter8__posterior iter8__criterion_posterior(const iter8_criterion_facts *facts)
{
    if (facts->sample_size > 0.0 && facts->kind == ITER8_METRIC_PROPORTION)
        return iter8__posterior_of_proportion(facts->value, facts->sample_size);
    if (facts->sample_size > 0.0 && facts->kind == ITER8_METRIC_MEAN)
        return iter8__posterior_of_mean(facts->value, facts->sample_size, facts->min, facts->max);
    return iter8__posterior_of_value(facts->value);
}

/* What is left of 1; two limits cannot both be missed. */
static double met(double above, double below)
{
    double rest = 1.0 - above - below;
    return rest > 0.0 ? rest : 0.0;
}

/* How likely it is that the limit is missed. */
static double misses(const iter8_limit *limit, const iter8__posterior *own,
                     const iter8__posterior *baseline)
{
    int is_upper = limit->side == ITER8_LIMIT_UPPER;
    if (!iter8__limit_is_relative(limit))
        return 1.0 - (is_upper ? iter8__posterior_at_most(own, limit->number)
                               : iter8__posterior_at_least(own, limit->number));
    const iter8__line line = {limit->multiple, limit->number, limit->floor, !is_upper};
    return 1.0 - (is_upper ? iter8__posterior_at_most_line(own, &line, baseline)
                           : iter8__posterior_at_least_line(own, &line, baseline));
}

/* The limits of one reference; a bound that is not known is not met. */
static double meets_limits(const iter8_criterion_facts *facts, int32_t reference,
                           const iter8__posterior *own, const iter8__posterior *baseline)
{
    double above = 0.0, below = 0.0;
    for (int32_t i = 0; i < facts->limit_count; i++) {
        const iter8_limit *limit = &facts->limits[i];
        if (limit->reference != reference) continue;
        if (iter8__limit_is_relative(limit) && baseline->kind == ITER8__POSTERIOR_NONE) return 0.0;
        *(limit->side == ITER8_LIMIT_UPPER ? &above : &below) = misses(limit, own, baseline);
    }
    return met(above, below);
}

double iter8__criterion_meets(const iter8_weight_facts *facts, size_t version, size_t objective)
{
    const iter8_criterion_facts *own = &facts->versions[version].objectives[objective];
    iter8__posterior belief = iter8__criterion_posterior(own);
    iter8__posterior baseline =
        iter8__criterion_posterior(&facts->versions[0].objectives[objective]);
    if (belief.kind == ITER8__POSTERIOR_NONE) return 0.0;
    return meets_limits(own, ITER8_LIMIT_NUMBER, &belief, &baseline) *
           meets_limits(own, ITER8_LIMIT_BASELINE, &belief, &baseline);
}

double iter8__criterion_meets_all(const iter8_weight_facts *facts, size_t version)
{
    double chance = 1.0;
    for (size_t o = 0; o < facts->objective_count && chance > 0.0; o++)
        chance *= iter8__criterion_meets(facts, version, o);
    return chance;
}

/* The rewards of a contest are of one kind: where one has no distribution, all are numbers. */
static void make_rewards(const iter8_weight_facts *facts, iter8__posterior *rewards)
{
    int numbers = 0;
    for (size_t v = 0; v < facts->version_count; v++) {
        rewards[v] = iter8__criterion_posterior(facts->versions[v].reward);
        numbers |= rewards[v].kind == ITER8__POSTERIOR_CONSTANT;
    }
    for (size_t v = 0; numbers && v < facts->version_count; v++)
        rewards[v] = iter8__posterior_of_value(facts->versions[v].reward->value);
}

void iter8__criteria_compare(const iter8_weight_facts *facts, size_t top,
                             iter8__contest_result *results)
{
    double chances[ITER8__MAX_CONTESTANTS];
    iter8__posterior rewards[ITER8__MAX_CONTESTANTS];
    int has_reward = facts->versions[0].reward != NULL;
    for (size_t v = 0; v < facts->version_count; v++) {
        chances[v] = iter8__criterion_meets_all(facts, v);
        rewards[v] = iter8__posterior_of_value(1.0 + (double)v);
    }
    if (has_reward) make_rewards(facts, rewards);
    iter8__contest contest = {.rewards = rewards,
                              .chances = chances,
                              .count = facts->version_count,
                              .top = top,
                              .less_is_better = has_reward && facts->reward_is_less};
    iter8__contest_hold(&contest, results);
}
