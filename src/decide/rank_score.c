/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/rank_score.h"

#include <float.h>
#include <math.h>

/* How a metric counts, where what is undecided passes or fails. */
typedef enum counted_as { PASSES, FAILS, WITHOUT_DATA, IGNORED } counted_as;

static int is_open(const iter8__rank_scoring *scoring, const iter8__rank_metric *metric)
{
    return metric->found == ITER8__RANK_UNDECIDED ||
           (metric->found == ITER8__RANK_ERROR && !scoring->ignore_errors);
}

static counted_as count_as(const iter8__rank_scoring *scoring, size_t index, counted_as open)
{
    const iter8__rank_metric *metric = &scoring->metrics[index];
    if (metric->is_muted) return IGNORED;
    if (is_open(scoring, metric)) return open;
    switch (metric->found) {
    case ITER8__RANK_PASS: return PASSES;
    case ITER8__RANK_NODATA: return WITHOUT_DATA;
    case ITER8__RANK_ERROR: return IGNORED;
    default: return FAILS;
    }
}

static int is_in(const iter8__rank_metric *metric, size_t group)
{
    for (size_t i = 0; i < metric->group_count; i++) {
        if (metric->groups[i] == group) return 1;
    }
    return 0;
}

/* What the metrics of a group come to. */
typedef struct member_counts {
    size_t all, passed, failed; /* none of them muted */
} member_counts;

static member_counts count_members(const iter8__rank_scoring *scoring, size_t group,
                                   counted_as open)
{
    member_counts members = {0, 0, 0};
    for (size_t i = 0; i < scoring->metric_count; i++) {
        if (scoring->metrics[i].is_muted || !is_in(&scoring->metrics[i], group)) continue;
        counted_as counted = count_as(scoring, i, open);
        members.all++;
        members.passed += counted == PASSES;
        members.failed += counted == FAILS;
    }
    return members;
}

static double own_weight(double weight)
{
    return weight > 0 && isfinite(weight) ? weight : 0;
}

/* The weight of a group that has none of its own. */
static double shared_weight(const iter8__rank_scoring *scoring)
{
    double rest = 100, sharing = 0;
    for (size_t g = 0; g < scoring->group_count; g++) {
        if (!isnan(scoring->weights[g]))
            rest -= own_weight(scoring->weights[g]);
        else if (count_members(scoring, g, FAILS).all > 0)
            sharing++;
    }
    return sharing > 0 && rest > 0 ? rest / sharing : 0;
}

static double weight_of(const iter8__rank_scoring *scoring, size_t group, double shared)
{
    double weight = scoring->weights[group];
    return isnan(weight) ? shared : own_weight(weight);
}

/* Halves go up, also where the sum missed one by a rounding. */
static double round_to_cents(double score)
{
    return floor(score * 100 + 0.5 + 1e-9) / 100;
}

static double sum_up(const iter8__rank_scoring *scoring, counted_as open)
{
    double shared = shared_weight(scoring), score = 0;
    for (size_t g = 0; g < scoring->group_count; g++) {
        member_counts members = count_members(scoring, g, open);
        double all = (double)(members.passed + members.failed);
        double part = all > 0 ? (double)members.passed / all : 1;
        if (members.all > 0) score += part * weight_of(scoring, g, shared);
    }
    return round_to_cents(score);
}

static int is_without_data(const iter8__rank_scoring *scoring)
{
    double all = 0, without = 0;
    for (size_t i = 0; i < scoring->metric_count; i++) {
        all += !scoring->metrics[i].is_muted;
        without += count_as(scoring, i, FAILS) == WITHOUT_DATA;
    }
    return all == 0 || without / all >= scoring->most_without_data;
}

static int fails_critically(const iter8__rank_scoring *scoring, size_t index, counted_as open)
{
    counted_as counted = count_as(scoring, index, open);
    return scoring->metrics[index].is_critical && (counted == FAILS || counted == WITHOUT_DATA);
}

static double score_with(const iter8__rank_scoring *scoring, counted_as open)
{
    for (size_t i = 0; i < scoring->metric_count; i++) {
        if (fails_critically(scoring, i, open)) return 0;
    }
    return is_without_data(scoring) ? 0 : sum_up(scoring, open);
}

static iter8__rank_outcome outcome_of(const iter8__rank_scoring *scoring, double score)
{
    if (score >= scoring->pass) return ITER8__RANK_OUTCOME_PASS;
    return score >= scoring->marginal ? ITER8__RANK_OUTCOME_MARGINAL : ITER8__RANK_OUTCOME_FAIL;
}

/* How many points a metric takes away, with what is undecided as failures. */
static double cost_of(const iter8__rank_scoring *scoring, size_t index, double shared)
{
    const iter8__rank_metric *metric = &scoring->metrics[index];
    double cost = 0;
    if (fails_critically(scoring, index, FAILS)) return INFINITY;
    if (count_as(scoring, index, FAILS) != FAILS) return 0;
    for (size_t g = 0; g < scoring->group_count; g++) {
        member_counts members = count_members(scoring, g, FAILS);
        if (is_in(metric, g))
            cost += weight_of(scoring, g, shared) / (double)(members.passed + members.failed);
    }
    return cost;
}

/* The first metric of those that cost most; where too many have no data, only a critical failure is
 * to blame. */
static size_t costliest(const iter8__rank_scoring *scoring, int only_open)
{
    double shared = shared_weight(scoring), most = is_without_data(scoring) ? DBL_MAX : 0;
    size_t found = ITER8__RANK_NO_METRIC;
    for (size_t i = 0; i < scoring->metric_count; i++) {
        if (only_open && !is_open(scoring, &scoring->metrics[i])) continue;
        double cost = cost_of(scoring, i, shared);
        if (!(cost > most)) continue;
        most = cost;
        found = i;
    }
    return found;
}

iter8__rank_score iter8__rank_score_of(const iter8__rank_scoring *scoring)
{
    iter8__rank_score score = {.lowest = score_with(scoring, FAILS),
                               .highest = score_with(scoring, PASSES),
                               .is_without_data = is_without_data(scoring),
                               .metric = ITER8__RANK_NO_METRIC};
    score.outcome = outcome_of(scoring, score.lowest);
    int is_undecided = outcome_of(scoring, score.highest) != score.outcome;
    if (is_undecided) score.outcome = ITER8__RANK_OUTCOME_UNDECIDED;
    if (score.outcome != ITER8__RANK_OUTCOME_PASS) score.metric = costliest(scoring, is_undecided);
    return score;
}

double iter8__rank_group_score(const iter8__rank_scoring *scoring, size_t group)
{
    member_counts members = count_members(scoring, group, FAILS);
    size_t counted = members.passed + members.failed;
    return counted > 0 ? 100 * (double)members.passed / (double)counted : -1;
}
