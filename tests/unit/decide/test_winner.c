/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decision.h"
#include "iter8/experiment.h"

#include <criterion/criterion.h>
#include <string.h>

/* For each version a letter: + meets all objectives, - does not. */
static void set_feasible(decision *d, const char *feasible)
{
    for (size_t v = 0; v < strlen(feasible); v++)
        d->verdicts[v] = (iter8__verdict){feasible[v] == '+', 1, 0, 0};
}

static void expect_winner(decision *d, int32_t winner, int32_t reason, const char *best,
                          const char *name)
{
    memset(d->best, 9, sizeof d->best);
    d->analysis.winner = 77;
    iter8__find_winner(&d->spec, &d->analysis);
    cr_expect_eq(d->analysis.winner, winner, "%s: %d", name, d->analysis.winner);
    cr_expect_eq(d->analysis.winner_reason, reason, "%s: %d", name, d->analysis.winner_reason);
    cr_expect_eq(d->analysis.has_winner, 1);
    for (size_t v = 0; v < d->spec.version_count; v++)
        cr_expect_eq(d->best[v], best[v] == '*', "%s: best[%zu]", name, v);
}

Test(analysis_winner, conformance_asks_for_the_objectives_only)
{
    decision d;
    decision_init(&d, 1, 1);
    d.spec.testing_pattern = ITER8_TESTING_CONFORMANCE;
    set_feasible(&d, "+");
    expect_winner(&d, 0, ITER8_WINNER_BASELINE_MEETS_ALL, "*", "met");
    set_feasible(&d, "-");
    expect_winner(&d, -1, ITER8_WINNER_NONE_MEETS_ALL, ".", "not met");
}

Test(analysis_winner, canary_prefers_the_candidate)
{
    static const struct {
        const char *feasible;
        int32_t winner;
        int32_t reason;
        const char *best;
    } cases[] = {
        {"++", 1, ITER8_WINNER_CANDIDATE_MEETS_ALL, ".*"},
        {"-+", 1, ITER8_WINNER_CANDIDATE_MEETS_ALL, ".*"},
        {"+-", 0, ITER8_WINNER_BASELINE_ONLY, "*."},
        {"--", -1, ITER8_WINNER_NONE_MEETS_ALL, ".."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        decision d;
        decision_init(&d, 2, 1);
        d.spec.testing_pattern = ITER8_TESTING_CANARY;
        set_feasible(&d, cases[i].feasible);
        expect_winner(&d, cases[i].winner, cases[i].reason, cases[i].best, cases[i].feasible);
    }
}

Test(analysis_winner, canary_without_a_candidate_looks_at_the_baseline)
{
    decision d;
    decision_init(&d, 1, 1);
    d.spec.testing_pattern = ITER8_TESTING_CANARY;
    set_feasible(&d, "+");
    expect_winner(&d, 0, ITER8_WINNER_BASELINE_ONLY, "*", "alone");
}

Test(analysis_winner, canary_without_objectives_is_won_by_the_candidate_to_iter8_alone)
{
    decision d;
    decision_init(&d, 2, 0);
    d.spec.testing_pattern = ITER8_TESTING_CANARY;
    expect_winner(&d, -1, ITER8_WINNER_NO_OBJECTIVES, "..", "no objectives");
    d.spec.settings.quirks = ITER8__NO_OBJECTIVE_WINS;
    expect_winner(&d, 1, ITER8_WINNER_CANDIDATE_MEETS_ALL, ".*", "no objectives, as Iter8");
}

#define NONE NAN

/* Rewards of four versions, NONE where there is no value; infeasible versions do not compete. */
static const struct reward_case {
    const char *feasible;
    double rewards[4];
    int32_t direction;
    int32_t winner;
    int32_t reason;
    const char *best;
} reward_cases[] = {
    {"++++", {1, 3, 2, 0}, ITER8__HIGH, 1, ITER8_WINNER_BEST_REWARD, ".*.."},
    {"++++", {1, 3, 2, 0}, ITER8__LOW, 3, ITER8_WINNER_BEST_REWARD, "...*"},
    {"+-++", {1, 3, 2, 0}, ITER8__HIGH, 2, ITER8_WINNER_BEST_REWARD, "..*."},
    {"+++-", {1, 3, 2, 0}, ITER8__LOW, 0, ITER8_WINNER_BEST_REWARD, "*..."},
    {"++++", {5, 5, 2, 0}, ITER8__HIGH, -1, ITER8_WINNER_TIE, "**.."},
    {"++++", {1, 5, 2, 5}, ITER8__HIGH, -1, ITER8_WINNER_TIE, ".*.*"},
    {"++++", {7, 7, 7, 7}, ITER8__LOW, -1, ITER8_WINNER_TIE, "****"},
    {"+++-", {1, 5, 2, 5}, ITER8__HIGH, 1, ITER8_WINNER_BEST_REWARD, ".*.."},
    {"++++", {2, 2, 3, 1}, ITER8__HIGH, 2, ITER8_WINNER_BEST_REWARD, "..*."},
    {"++++", {-2, -3, -1, -4}, ITER8__HIGH, 2, ITER8_WINNER_BEST_REWARD, "..*."},
    {"++++", {0.0, -0.0, -1, -1}, ITER8__HIGH, -1, ITER8_WINNER_TIE, "**.."},
    {"++++", {NONE, 3, NONE, 9}, ITER8__HIGH, 3, ITER8_WINNER_BEST_REWARD, "...*"},
    {"++++", {NONE, NONE, 0, NONE}, ITER8__LOW, 2, ITER8_WINNER_BEST_REWARD, "..*."},
    {"++++", {NONE, NONE, NONE, NONE}, ITER8__HIGH, -1, ITER8_WINNER_NO_REWARD_VALUES, "...."},
    {"+---", {NONE, 1, 2, 3}, ITER8__HIGH, -1, ITER8_WINNER_NO_REWARD_VALUES, "...."},
    {"----", {1, 2, 3, 4}, ITER8__HIGH, -1, ITER8_WINNER_NONE_MEETS_ALL, "...."},
};

Test(analysis_winner, best_reward_among_the_feasible_wins)
{
    static const int32_t patterns[] = {ITER8_TESTING_AB, ITER8_TESTING_ABN};
    for (size_t i = 0; i < 2 * (sizeof reward_cases / sizeof *reward_cases); i++) {
        const struct reward_case *c = &reward_cases[i / 2];
        decision d;
        decision_init(&d, 4, 1);
        d.spec.testing_pattern = patterns[i % 2];
        d.spec.reward_count = 1;
        d.reward.metric_index = 2;
        d.reward.direction = c->direction;
        for (size_t v = 0; v < 4; v++) {
            if (c->rewards[v] == c->rewards[v]) decision_set_value(&d, 2, v, c->rewards[v]);
        }
        set_feasible(&d, c->feasible);
        expect_winner(&d, c->winner, c->reason, c->best, c->feasible);
    }
}

Test(analysis_winner, only_the_first_reward_counts)
{
    iter8__reward rewards[] = {{"r", 0, ITER8__HIGH, 0}, {"s", 1, ITER8__HIGH, 0}};
    decision d;
    decision_init(&d, 2, 0);
    d.spec.testing_pattern = ITER8_TESTING_AB;
    d.spec.rewards = rewards;
    d.spec.reward_count = 2;
    decision_set_value(&d, 0, 0, 2);
    decision_set_value(&d, 0, 1, 1);
    decision_set_value(&d, 1, 0, 1);
    decision_set_value(&d, 1, 1, 2);
    expect_winner(&d, 0, ITER8_WINNER_BEST_REWARD, "*.", "two rewards");
}

Test(analysis_winner, without_a_reward_there_is_no_winner)
{
    decision d;
    decision_init(&d, 2, 0);
    d.spec.testing_pattern = ITER8_TESTING_ABN;
    expect_winner(&d, -1, ITER8_WINNER_NO_REWARD, "..", "no reward");
    d.spec.reward_count = 1;
    d.reward.metric_index = SIZE_MAX;
    expect_winner(&d, -1, ITER8_WINNER_NO_REWARD_VALUES, "..", "no such metric");
}

Test(analysis_winner, value_that_is_not_finite_is_no_reward)
{
    decision d;
    decision_init(&d, 2, 0);
    d.spec.testing_pattern = ITER8_TESTING_AB;
    d.spec.reward_count = 1;
    decision_set_value(&d, 0, 0, 1);
    d.values[1] = (iter8__value){.number = 5, .state = ITER8_VALUE_INFINITE, .known = 1};
    expect_winner(&d, 0, ITER8_WINNER_BEST_REWARD, "*.", "infinite");
}
