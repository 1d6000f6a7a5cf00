/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/rank_classify.h"

#include "statistics/rank_search.h"

#include <math.h>

void iter8__rank_rules_init(iter8__rank_rules *rules, iter8__rank_effect effect)
{
    double none = effect == ITER8__RANK_CLES ? 0.5 : 1;
    *rules = (iter8__rank_rules){
        .cleaning = {.outlier_factor = 3},
        .confidence = 0.98,
        .tolerance = 0.25,
        .direction = ITER8__RANK_EITHER,
        .effect = effect,
        .allowed_increase = none,
        .allowed_decrease = none,
        .critical_increase = none,
        .critical_decrease = none,
    };
}

static int rules_fit(const iter8__rank_rules *rules)
{
    return rules->confidence > 0 && rules->confidence < 1 && rules->tolerance >= 0 &&
           isfinite(rules->tolerance) && !isnan(rules->allowed_increase) &&
           !isnan(rules->allowed_decrease) && !isnan(rules->critical_increase) &&
           !isnan(rules->critical_decrease);
}

static int is_finite(const double *sorted, size_t count)
{
    return count <= ITER8__RANK_MAX_COUNT &&
           (count == 0 || (isfinite(sorted[0]) && isfinite(sorted[count - 1])));
}

static int are_alike(const iter8__rank_pair *pair)
{
    double least = pair->x[0];
    if (least == pair->x[pair->x_count - 1] && least == pair->y[0] &&
        least == pair->y[pair->y_count - 1])
        return 1;
    if (pair->x_count != pair->y_count) return 0;
    for (size_t i = 0; i < pair->x_count; i++) {
        if (pair->x[i] != pair->y[i]) return 0;
    }
    return 1;
}

static void measure_effect(iter8__rank_judgement *judgement, const iter8__rank_pair *pair,
                           iter8__rank_effect effect)
{
    if (effect == ITER8__RANK_CLES) {
        double pairs = (double)pair->x_count * (double)pair->y_count;
        judgement->has_effect = 1;
        judgement->effect = iter8__rank_count(pair, 0).wins / pairs;
        return;
    }
    double x = iter8__rank_mean(pair->x, pair->x_count);
    double y = iter8__rank_mean(pair->y, pair->y_count);
    judgement->has_effect = x != 0 && y != 0;
    if (judgement->has_effect) judgement->effect = x / y;
}

/* Whether the effect goes so far, or is not known. */
static int goes_up(const iter8__rank_judgement *judgement, double increase)
{
    return !judgement->has_effect || judgement->effect >= increase;
}

static int goes_down(const iter8__rank_judgement *judgement, double decrease)
{
    return !judgement->has_effect || judgement->effect <= decrease;
}

static void compare(iter8__rank_judgement *judgement, const iter8__rank_rules *rules)
{
    const iter8__rank_shift *shift = &judgement->shift;
    double bound = rules->tolerance > 0 ? rules->tolerance * fabs(shift->estimate) : 0;
    judgement->bound = bound;
    judgement->found = ITER8__RANK_PASS;
    if (rules->direction != ITER8__RANK_DECREASE && shift->low > bound &&
        goes_up(judgement, rules->allowed_increase)) {
        judgement->found = ITER8__RANK_HIGH;
        judgement->is_critical = rules->is_critical && goes_up(judgement, rules->critical_increase);
    } else if (rules->direction != ITER8__RANK_INCREASE && shift->high < -bound &&
               goes_down(judgement, rules->allowed_decrease)) {
        judgement->found = ITER8__RANK_LOW;
        judgement->is_critical =
            rules->is_critical && goes_down(judgement, rules->critical_decrease);
    }
}

static void judge_pair(iter8__rank_judgement *judgement, const iter8__rank_pair *pair,
                       const iter8__rank_rules *rules)
{
    int is_judged = 1;
    if (rules->as_kayenta && are_alike(pair)) {
        judgement->found = ITER8__RANK_PASS;
        return;
    }
    measure_effect(judgement, pair, rules->effect);
    judgement->p = iter8__rank_test(pair).two_sided;
    if (rules->as_kayenta)
        is_judged = iter8__rank_search_shift(pair, rules->confidence, &judgement->shift);
    else
        judgement->shift = iter8__rank_shift_of(pair, rules->confidence);
    judgement->is_critical = 0;
    if (is_judged && judgement->shift.has_interval) {
        compare(judgement, rules);
        return;
    }
    judgement->found = is_judged ? ITER8__RANK_UNDECIDED : ITER8__RANK_ERROR;
    judgement->is_critical = rules->is_critical;
}

iter8__rank_judgement iter8__rank_classify(double *candidate, size_t candidate_count,
                                           double *baseline, size_t baseline_count,
                                           const iter8__rank_rules *rules)
{
    size_t x_count = iter8__rank_clean(candidate, candidate_count, &rules->cleaning);
    size_t y_count = iter8__rank_clean(baseline, baseline_count, &rules->cleaning);
    iter8__rank_pair pair = {candidate, x_count, baseline, y_count};
    iter8__rank_judgement judgement = {.found = ITER8__RANK_ERROR,
                                       .is_critical = rules->is_critical,
                                       .candidate_count = x_count,
                                       .baseline_count = y_count,
                                       .p = 1};
    if (!rules_fit(rules) || !is_finite(candidate, x_count) || !is_finite(baseline, y_count))
        return judgement;
    if (x_count > 0 && y_count > 0)
        judge_pair(&judgement, &pair, rules);
    else if (rules->cleaning.replace_missing)
        judgement.found = ITER8__RANK_PASS;
    else if (rules->must_have_data && !rules->is_critical)
        judgement.found = ITER8__RANK_NODATA_FAILS;
    else
        judgement.found = ITER8__RANK_NODATA;
    if (judgement.found == ITER8__RANK_PASS) judgement.is_critical = 0;
    return judgement;
}
