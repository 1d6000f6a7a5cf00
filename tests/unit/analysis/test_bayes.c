/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "analysis/bayes.h"

#include <criterion/criterion.h>
#include <math.h>

#include "analyses.inc"

enum { ANALYSES = sizeof analyses / sizeof analyses[0], MOST = 4 };

/* Beliefs and limits of one of the analyses. */
typedef struct setup {
    iter8__belief conversions[MOST], errors[MOST], latencies[MOST];
    iter8__bayes_criterion criteria[3];
    iter8__bayes_question question;
} setup;

static iter8__bayes_criterion criterion_of(const iter8__belief *beliefs,
                                           enum iter8__bayes_limit kind, double limit, int more)
{
    return (iter8__bayes_criterion){beliefs, limit > 0 ? kind : ITER8__BAYES_NO_LIMIT, limit, more};
}

static void set_up(setup *setting, size_t a)
{
    for (size_t v = 0; v < analyses[a].versions; v++) {
        double count = analyses[a].counts[v];
        setting->conversions[v] = iter8__belief_of_proportion(analyses[a].conversions[v], count);
        setting->errors[v] = iter8__belief_of_proportion(analyses[a].errors[v], count);
        setting->latencies[v] = iter8__belief_of_mean(analyses[a].latencies[v], count,
                                                      analyses[a].range[0], analyses[a].range[1]);
    }
    const double *limits = analyses[a].limits;
    setting->criteria[0] = criterion_of(setting->conversions, ITER8__BAYES_RELATIVE, limits[2], 1);
    setting->criteria[1] = criterion_of(setting->errors, ITER8__BAYES_ABSOLUTE, limits[0], 0);
    setting->criteria[2] = criterion_of(setting->latencies, ITER8__BAYES_RELATIVE, limits[1], 0);
    setting->question = (iter8__bayes_question){
        setting->criteria,
        3,
        analyses[a].reward < 0 ? NULL : &setting->criteria[analyses[a].reward],
        analyses[a].versions,
        analyses[a].top,
        analyses[a].baseline_is_measured};
}

Test(analysis_bayes, whole_analyses_are_those_of_a_computation_at_34_digits)
{
    for (size_t a = 0; a < ANALYSES; a++) {
        setup setting;
        double chances[MOST];
        iter8__standing standings[MOST];
        set_up(&setting, a);
        iter8__bayes_chances(&setting.question, chances);
        iter8__bayes_compare(&setting.question, standings);
        for (size_t v = 0; v < analyses[a].versions; v++) {
            double percent = iter8__bayes_weight(&setting.question, &standings[v]);
            cr_expect_float_eq(chances[v], analyses[a].chances[v], 1e-10, "%zu: %zu: %g", a, v,
                               chances[v] - analyses[a].chances[v]);
            cr_expect_float_eq(standings[v].wins, analyses[a].wins[v], 1e-9, "%zu: %zu: %g", a, v,
                               standings[v].wins - analyses[a].wins[v]);
            cr_expect_float_eq(percent, analyses[a].percent[v], 1e-8, "%zu: %zu: %g", a, v,
                               percent - analyses[a].percent[v]);
        }
    }
}

static const iter8__belief rates[] = {{ITER8__BELIEF_BETA, 5.1, 95.1}, {ITER8__BELIEF_NONE, 0, 0}};

Test(analysis_bayes, a_limit_is_met_as_likely_as_the_belief_says)
{
    iter8__bayes_criterion criterion = {rates, ITER8__BAYES_ABSOLUTE, 0.08, 0};
    iter8__bayes_question question = {&criterion, 1, NULL, 2, 1, 0};
    double below = iter8__bayes_meets(&question, &criterion, 0);
    cr_expect_float_eq(below, 0.8985935428, 1e-10);
    criterion.more_is_better = 1;
    cr_expect_float_eq(iter8__bayes_meets(&question, &criterion, 0), 1 - below, 1e-15);
}

Test(analysis_bayes, of_what_nothing_is_known_no_limit_is_met)
{
    iter8__bayes_criterion criterion = {rates, ITER8__BAYES_ABSOLUTE, 1, 0};
    iter8__bayes_question question = {&criterion, 1, NULL, 2, 1, 0};
    for (int more = 0; more < 2; more++) {
        criterion.more_is_better = more;
        criterion.kind = ITER8__BAYES_ABSOLUTE;
        cr_expect_eq(iter8__bayes_meets(&question, &criterion, 1), 0);
        criterion.kind = ITER8__BAYES_RELATIVE;
        cr_expect_eq(iter8__bayes_meets(&question, &criterion, 1), 0);
        criterion.kind = ITER8__BAYES_NO_LIMIT;
        cr_expect_eq(iter8__bayes_meets(&question, &criterion, 1), 1);
    }
}

Test(analysis_bayes, the_baseline_meets_a_relative_limit_unless_it_is_measured_by_it)
{
    iter8__bayes_criterion criterion = {rates, ITER8__BAYES_RELATIVE, 1.1, 0};
    iter8__bayes_question question = {&criterion, 1, NULL, 2, 1, 0};
    cr_expect_eq(iter8__bayes_meets(&question, &criterion, 0), 1);
    question.baseline_is_measured = 1;
    cr_expect_eq(iter8__bayes_meets(&question, &criterion, 0), 0);
}

Test(analysis_bayes, a_counter_is_below_its_limit_or_not)
{
    iter8__belief counters[] = {iter8__belief_of_value(5), iter8__belief_of_value(6)};
    iter8__bayes_criterion criterion = {counters, ITER8__BAYES_ABSOLUTE, 5, 0};
    iter8__bayes_question question = {&criterion, 1, NULL, 2, 1, 0};
    cr_expect_eq(iter8__bayes_meets(&question, &criterion, 0), 1);
    cr_expect_eq(iter8__bayes_meets(&question, &criterion, 1), 0);
}

/* W_i = q_i times the product of 1 - q_j for the later ones. */
Test(analysis_bayes, without_reward_the_last_that_meets_all_wins)
{
    iter8__belief errors[] = {
        {ITER8__BELIEF_BETA, 1, 1}, {ITER8__BELIEF_BETA, 1, 1}, {ITER8__BELIEF_BETA, 1, 1}};
    iter8__bayes_criterion criterion = {errors, ITER8__BAYES_ABSOLUTE, 0.25, 0};
    iter8__bayes_question question = {&criterion, 1, NULL, 3, 1, 0};
    iter8__standing standings[3];
    iter8__bayes_compare(&question, standings);
    double total = 0.25 + 0.25 * 0.75 + 0.25 * 0.75 * 0.75;
    cr_expect_float_eq(standings[2].wins, 0.25 / total, 1e-10);
    cr_expect_float_eq(standings[1].wins, 0.25 * 0.75 / total, 1e-10);
    cr_expect_float_eq(standings[0].wins, 0.25 * 0.75 * 0.75 / total, 1e-10);
    cr_expect_float_eq(standings[0].share, 0.25 * 0.75 * 0.75 + 0.75 * 0.75 * 0.75, 1e-10,
                       "if none does, the baseline gets it");
}

/* "Of all that is wanted a tenth is spread": the floor of a version that is never the best. */
Test(analysis_bayes, a_dominated_version_keeps_its_floor)
{
    iter8__belief rewards[] = {{ITER8__BELIEF_BETA, 50.1, 950.1},
                               {ITER8__BELIEF_BETA, 500.1, 500.1},
                               {ITER8__BELIEF_NONE, 0, 0},
                               {ITER8__BELIEF_BETA, 51.1, 950.1}};
    iter8__bayes_criterion criterion = {rewards, ITER8__BAYES_NO_LIMIT, 0, 1};
    iter8__bayes_question question = {&criterion, 1, &criterion, 4, 1, 0};
    iter8__standing standings[4];
    iter8__bayes_compare(&question, standings);
    for (size_t v = 0; v < 4; v++)
        cr_expect_float_eq(iter8__bayes_weight(&question, &standings[v]), v == 1 ? 92.5 : 2.5,
                           1e-9);
}
