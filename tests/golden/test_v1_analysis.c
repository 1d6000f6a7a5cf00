/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "v1_analysis.h"

#include <criterion/criterion.h>
#include <math.h>

#include "analyses.inc"

enum { ANALYSES = sizeof analyses / sizeof analyses[0], MOST = 4 };

/* Beliefs and limits of one of the analyses. */
typedef struct setup {
    iter8__posterior conversions[MOST], errors[MOST], latencies[MOST];
    v1_criterion criteria[3];
    v1_question question;
} setup;

static v1_criterion criterion_of(const iter8__posterior *beliefs, enum v1_limit kind, double limit,
                                 int more)
{
    return (v1_criterion){beliefs, limit > 0 ? kind : V1_NO_LIMIT, limit, more};
}

static void set_up(setup *setting, size_t a)
{
    for (size_t v = 0; v < analyses[a].versions; v++) {
        double count = analyses[a].counts[v];
        setting->conversions[v] = iter8__posterior_of_proportion(analyses[a].conversions[v], count);
        setting->errors[v] = iter8__posterior_of_proportion(analyses[a].errors[v], count);
        setting->latencies[v] = iter8__posterior_of_mean(
            analyses[a].latencies[v], count, analyses[a].range[0], analyses[a].range[1]);
    }
    const double *limits = analyses[a].limits;
    setting->criteria[0] = criterion_of(setting->conversions, V1_RELATIVE, limits[2], 1);
    setting->criteria[1] = criterion_of(setting->errors, V1_ABSOLUTE, limits[0], 0);
    setting->criteria[2] = criterion_of(setting->latencies, V1_RELATIVE, limits[1], 0);
    setting->question =
        (v1_question){setting->criteria,
                      3,
                      analyses[a].reward < 0 ? NULL : &setting->criteria[analyses[a].reward],
                      analyses[a].versions,
                      analyses[a].top,
                      analyses[a].baseline_is_measured};
}

Test(golden_v1_analysis, whole_analyses_are_those_of_a_computation_at_34_digits)
{
    for (size_t a = 0; a < ANALYSES; a++) {
        setup setting;
        double chances[MOST];
        iter8__contest_result results[MOST];
        set_up(&setting, a);
        v1_chances(&setting.question, chances);
        v1_compare(&setting.question, results);
        for (size_t v = 0; v < analyses[a].versions; v++) {
            double percent = v1_weight(&setting.question, &results[v]);
            cr_expect_float_eq(chances[v], analyses[a].chances[v], 1e-10, "%zu: %zu: %g", a, v,
                               chances[v] - analyses[a].chances[v]);
            cr_expect_float_eq(results[v].wins, analyses[a].wins[v], 1e-9, "%zu: %zu: %g", a, v,
                               results[v].wins - analyses[a].wins[v]);
            cr_expect_float_eq(percent, analyses[a].percent[v], 1e-8, "%zu: %zu: %g", a, v,
                               percent - analyses[a].percent[v]);
        }
    }
}

static const iter8__posterior rates[] = {{ITER8__POSTERIOR_BETA, 5.1, 95.1},
                                         {ITER8__POSTERIOR_NONE, 0, 0}};

Test(golden_v1_analysis, a_limit_is_met_as_likely_as_the_belief_says)
{
    v1_criterion criterion = {rates, V1_ABSOLUTE, 0.08, 0};
    v1_question question = {&criterion, 1, NULL, 2, 1, 0};
    double below = v1_meets(&question, &criterion, 0);
    cr_expect_float_eq(below, 0.8985935428, 1e-10);
    criterion.more_is_better = 1;
    cr_expect_float_eq(v1_meets(&question, &criterion, 0), 1 - below, 1e-15);
}

Test(golden_v1_analysis, of_what_nothing_is_known_no_limit_is_met)
{
    v1_criterion criterion = {rates, V1_ABSOLUTE, 1, 0};
    v1_question question = {&criterion, 1, NULL, 2, 1, 0};
    for (int more = 0; more < 2; more++) {
        criterion.more_is_better = more;
        criterion.kind = V1_ABSOLUTE;
        cr_expect_eq(v1_meets(&question, &criterion, 1), 0);
        criterion.kind = V1_RELATIVE;
        cr_expect_eq(v1_meets(&question, &criterion, 1), 0);
        criterion.kind = V1_NO_LIMIT;
        cr_expect_eq(v1_meets(&question, &criterion, 1), 1);
    }
}

Test(golden_v1_analysis, the_baseline_meets_a_relative_limit_unless_it_is_measured_by_it)
{
    v1_criterion criterion = {rates, V1_RELATIVE, 1.1, 0};
    v1_question question = {&criterion, 1, NULL, 2, 1, 0};
    cr_expect_eq(v1_meets(&question, &criterion, 0), 1);
    question.baseline_is_measured = 1;
    cr_expect_eq(v1_meets(&question, &criterion, 0), 0);
}

Test(golden_v1_analysis, a_counter_is_below_its_limit_or_not)
{
    iter8__posterior counters[] = {iter8__posterior_of_value(5), iter8__posterior_of_value(6)};
    v1_criterion criterion = {counters, V1_ABSOLUTE, 5, 0};
    v1_question question = {&criterion, 1, NULL, 2, 1, 0};
    cr_expect_eq(v1_meets(&question, &criterion, 0), 1);
    cr_expect_eq(v1_meets(&question, &criterion, 1), 0);
}

/* W_i = q_i times the product of 1 - q_j for the later ones. */
Test(golden_v1_analysis, without_reward_the_last_that_meets_all_wins)
{
    iter8__posterior errors[] = {{ITER8__POSTERIOR_BETA, 1, 1},
                                 {ITER8__POSTERIOR_BETA, 1, 1},
                                 {ITER8__POSTERIOR_BETA, 1, 1}};
    v1_criterion criterion = {errors, V1_ABSOLUTE, 0.25, 0};
    v1_question question = {&criterion, 1, NULL, 3, 1, 0};
    iter8__contest_result results[3];
    v1_compare(&question, results);
    double total = 0.25 + 0.25 * 0.75 + 0.25 * 0.75 * 0.75;
    cr_expect_float_eq(results[2].wins, 0.25 / total, 1e-10);
    cr_expect_float_eq(results[1].wins, 0.25 * 0.75 / total, 1e-10);
    cr_expect_float_eq(results[0].wins, 0.25 * 0.75 * 0.75 / total, 1e-10);
    cr_expect_float_eq(results[0].share, 0.25 * 0.75 * 0.75 + 0.75 * 0.75 * 0.75, 1e-10,
                       "if none does, the baseline gets it");
}

/* "Of all that is wanted a tenth is spread": the floor of a version that is never the best. */
Test(golden_v1_analysis, a_dominated_version_keeps_its_floor)
{
    iter8__posterior rewards[] = {{ITER8__POSTERIOR_BETA, 50.1, 950.1},
                                  {ITER8__POSTERIOR_BETA, 500.1, 500.1},
                                  {ITER8__POSTERIOR_NONE, 0, 0},
                                  {ITER8__POSTERIOR_BETA, 51.1, 950.1}};
    v1_criterion criterion = {rewards, V1_NO_LIMIT, 0, 1};
    v1_question question = {&criterion, 1, &criterion, 4, 1, 0};
    iter8__contest_result results[4];
    v1_compare(&question, results);
    for (size_t v = 0; v < 4; v++)
        cr_expect_float_eq(v1_weight(&question, &results[v]), v == 1 ? 92.5 : 2.5, 1e-9);
}
