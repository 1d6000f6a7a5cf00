/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "v1_analysis.h"

static const double exploration_percent = 10.0;

static double meets_relative(const v1_criterion *criterion, size_t version)
{
    const iter8__posterior *own = &criterion->beliefs[version];
    const iter8__posterior *baseline = &criterion->beliefs[0];
    if (!criterion->more_is_better)
        return iter8__posterior_at_most_times(own, criterion->limit, baseline);
    if (own->kind == ITER8__POSTERIOR_NONE || baseline->kind == ITER8__POSTERIOR_NONE) return 0;
    if (criterion->limit <= 0) return 1;
    return iter8__posterior_at_most_times(baseline, 1 / criterion->limit, own);
}

double v1_meets(const v1_question *question, const v1_criterion *criterion, size_t version)
{
    const iter8__posterior *belief = &criterion->beliefs[version];
    switch (criterion->kind) {
    case V1_ABSOLUTE:
        return criterion->more_is_better ? iter8__posterior_at_least(belief, criterion->limit)
                                         : iter8__posterior_at_most(belief, criterion->limit);
    case V1_RELATIVE:
        if (version == 0) return question->baseline_is_measured ? 0 : 1;
        return meets_relative(criterion, version);
    default: return 1;
    }
}

void v1_chances(const v1_question *question, double *chances)
{
    for (size_t v = 0; v < question->version_count; v++) {
        chances[v] = 1;
        for (size_t c = 0; c < question->criterion_count && chances[v] > 0; c++)
            chances[v] *= v1_meets(question, &question->criteria[c], v);
    }
}

void v1_compare(const v1_question *question, iter8__contest_result *results)
{
    double chances[ITER8__MAX_CONTESTANTS];
    iter8__posterior order[ITER8__MAX_CONTESTANTS];
    v1_chances(question, chances);
    for (size_t v = 0; v < question->version_count; v++)
        order[v] = iter8__posterior_of_value(1.0 + (double)v);
    iter8__contest contest = {
        .rewards = question->reward != NULL ? question->reward->beliefs : order,
        .chances = chances,
        .count = question->version_count,
        .top = question->top,
        .less_is_better = question->reward != NULL && !question->reward->more_is_better};
    iter8__contest_hold(&contest, results);
}

double v1_weight(const v1_question *question, const iter8__contest_result *standing)
{
    return exploration_percent / (double)question->version_count +
           (100 - exploration_percent) * standing->share;
}
