/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/contest.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "contests.inc"

enum { CONTESTS = sizeof contests / sizeof contests[0], DRAWS = 8000, VERSIONS = 5 };

static const double always[VERSIONS] = {1, 1, 1, 1, 1};

static iter8__contest contest_of(const iter8__posterior *rewards, const double *chances,
                                 size_t count)
{
    return (iter8__contest){rewards, chances, count, 1, 0};
}

Test(statistics_contest, wins_and_shares_are_those_of_a_computation_at_34_digits)
{
    for (size_t c = 0; c < CONTESTS; c++) {
        iter8__posterior rewards[VERSIONS];
        iter8__contest_result results[VERSIONS];
        for (size_t v = 0; v < contests[c].count; v++)
            rewards[v] = (iter8__posterior){contests[c].kind, contests[c].a[v], contests[c].b[v]};
        iter8__contest contest = {rewards, contests[c].chances, contests[c].count, contests[c].top,
                                  contests[c].less_is_better};
        iter8__contest_hold(&contest, results);
        for (size_t v = 0; v < contests[c].count; v++) {
            cr_expect_float_eq(results[v].wins, contests[c].wins[v], 1e-10, "%zu: %zu: %g", c, v,
                               results[v].wins - contests[c].wins[v]);
            cr_expect_float_eq(results[v].share, contests[c].shares[v], 1e-10, "%zu: %zu: %g", c, v,
                               results[v].share - contests[c].shares[v]);
        }
    }
}

static double log_beta(double a, double b)
{
    return lgamma(a) + lgamma(b) - lgamma(a + b);
}

/* P(Y > X) for X of Beta(a, b) and Y of Beta(c, d) with a whole c is a sum. */
static double closed_form(double a, double b, int c, double d)
{
    double sum = 0;
    for (int i = 0; i < c; i++)
        sum += exp(log_beta(a + i, b + d) - log(d + i) - log_beta(1 + i, d) - log_beta(a, b));
    return sum;
}

Test(statistics_contest, two_betas_with_whole_parameters_have_a_closed_form)
{
    static const double cases[][4] = {
        {1, 1, 1, 1}, {2, 3, 5, 4}, {10, 90, 12, 88}, {1, 50, 3, 49}, {100, 900, 40, 300}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const double *p = cases[i];
        iter8__posterior rewards[] = {{ITER8__POSTERIOR_BETA, p[0], p[1]},
                                      {ITER8__POSTERIOR_BETA, p[2], p[3]}};
        iter8__contest_result results[2];
        iter8__contest contest = contest_of(rewards, always, 2);
        iter8__contest_hold(&contest, results);
        double exact = closed_form(p[0], p[1], (int)p[2], p[3]);
        cr_expect_float_eq(results[1].wins, exact, 1e-10, "%zu: %g", i, results[1].wins - exact);
    }
}

Test(statistics_contest, equal_beliefs_have_equal_shares)
{
    static const iter8__posterior kinds[] = {{ITER8__POSTERIOR_BETA, 3.1, 97.1},
                                             {ITER8__POSTERIOR_NORMAL, 5, 0.1},
                                             {ITER8__POSTERIOR_NORMAL, 1, 1}};
    for (size_t i = 0; i < 6; i++) {
        iter8__posterior rewards[VERSIONS];
        iter8__contest_result results[VERSIONS];
        for (size_t v = 0; v < VERSIONS; v++)
            rewards[v] = kinds[i / 2];
        iter8__contest contest = contest_of(rewards, always, VERSIONS);
        contest.less_is_better = i % 2 == 1;
        iter8__contest_hold(&contest, results);
        for (size_t v = 1; v < VERSIONS; v++) {
            cr_expect_float_eq(results[v].wins, 0.2, 1e-11, "%zu: %g", i, results[v].wins);
            if (i < 4) cr_expect_float_eq(results[v].share, 0.2, 1e-11);
        }
    }
}

Test(statistics_contest, a_dominated_version_has_no_share)
{
    iter8__posterior rewards[] = {{ITER8__POSTERIOR_BETA, 50.1, 950.1},
                                  {ITER8__POSTERIOR_BETA, 500.1, 500.1}};
    iter8__contest_result results[2];
    iter8__contest contest = contest_of(rewards, always, 2);
    iter8__contest_hold(&contest, results);
    cr_expect_lt(results[0].share, 1e-11);
    contest.less_is_better = 1;
    iter8__contest_hold(&contest, results);
    cr_expect_lt(results[1].share, 1e-11);
}

static double uniform(iter8__random *random, double low, double high)
{
    return low + (high - low) * iter8__random_uniform(random);
}

/* All of one kind, and now and then one of which nothing is known. */
static void make_up(iter8__random *random, int kind, iter8__posterior *rewards, double *chances)
{
    double middle = uniform(random, 0.01, 0.2);
    for (size_t v = 0; v < VERSIONS; v++) {
        double value = middle * uniform(random, 0.7, 1.3);
        double count = pow(10, uniform(random, 0.5, 5));
        rewards[v] = kind == ITER8__POSTERIOR_BETA
                         ? iter8__posterior_of_proportion(value, count)
                         : iter8__posterior_of_mean(value, count, 0, uniform(random, 0.01, 1));
        if (kind == ITER8__POSTERIOR_CONSTANT)
            rewards[v] = iter8__posterior_of_value(floor(uniform(random, 0, 4)));
        if (iter8__random_uniform(random) < 0.1) rewards[v].kind = ITER8__POSTERIOR_NONE;
        chances[v] = fmin(uniform(random, 0, 1.3), 1);
    }
}

Test(statistics_contest, a_better_measurement_never_lowers_the_chance_to_win)
{
    iter8__random random = {1};
    for (int i = 0; i < 240; i++) {
        iter8__posterior rewards[VERSIONS];
        double chances[VERSIONS];
        iter8__contest_result before[VERSIONS], after[VERSIONS];
        make_up(&random, i % 2 == 0 ? ITER8__POSTERIOR_BETA : ITER8__POSTERIOR_NORMAL, rewards,
                chances);
        iter8__contest contest = contest_of(rewards, chances, VERSIONS);
        contest.less_is_better = i % 4 >= 2;
        contest.top = 1 + (size_t)i % 3;
        iter8__contest_hold(&contest, before);
        size_t v = (size_t)i % VERSIONS;
        double better = (contest.less_is_better ? -0.1 : 0.1) * rewards[v].a;
        rewards[v].a += better;
        if (rewards[v].kind == ITER8__POSTERIOR_BETA) rewards[v].b -= better;
        iter8__contest_hold(&contest, after);
        cr_expect_geq(after[v].wins, before[v].wins - 1e-10, "%d: %g", i,
                      after[v].wins - before[v].wins);
        rewards[v].a -= better;
        if (rewards[v].kind == ITER8__POSTERIOR_BETA) rewards[v].b += better;
        chances[v] = chances[v] + (1 - chances[v]) / 2;
        iter8__contest_hold(&contest, after);
        cr_expect_geq(after[v].wins, before[v].wins - 1e-10, "%d: %g", i,
                      after[v].wins - before[v].wins);
    }
}

static double draw(iter8__random *random, const iter8__posterior *belief)
{
    switch (belief->kind) {
    case ITER8__POSTERIOR_BETA: return iter8__random_beta(random, belief->a, belief->b);
    case ITER8__POSTERIOR_NORMAL:
        return fmax(belief->a + belief->b * iter8__random_normal(random), 0);
    default: return belief->a;
    }
}

/* One draw as Iter8 v1 makes it: the utilities. */
static void draw_utilities(iter8__random *random, const iter8__contest *contest, double *utilities)
{
    double worst = 0;
    for (size_t v = 0; v < contest->count; v++) {
        utilities[v] = draw(random, &contest->rewards[v]);
        if (contest->rewards[v].kind != ITER8__POSTERIOR_NONE) worst = fmax(worst, utilities[v]);
    }
    for (size_t v = 0; v < contest->count; v++) {
        if (contest->less_is_better) utilities[v] = worst - utilities[v];
        int is_absent = iter8__random_uniform(random) >= contest->chances[v];
        if (is_absent || contest->rewards[v].kind == ITER8__POSTERIOR_NONE) utilities[v] = 0;
    }
}

static size_t count_better(const double *utilities, size_t count, size_t version)
{
    size_t better = 0;
    for (size_t v = 0; v < count; v++)
        better += utilities[v] > utilities[version];
    return better;
}

static void count_draws(iter8__random *random, const iter8__contest *contest,
                        iter8__contest_result *results)
{
    double utilities[VERSIONS];
    double wins = 0, shares = 0;
    memset(results, 0, contest->count * sizeof *results);
    for (int d = 0; d < DRAWS; d++) {
        draw_utilities(random, contest, utilities);
        for (size_t v = 0; v < contest->count; v++) {
            int is_best = utilities[v] > 0 && count_better(utilities, contest->count, v) == 0;
            results[v].wins += is_best;
            wins += is_best;
        }
        utilities[0] += 1e-10;
        for (size_t v = 0; v < contest->count; v++) {
            int is_top = count_better(utilities, contest->count, v) < contest->top;
            results[v].share += is_top;
            shares += is_top;
        }
    }
    for (size_t v = 0; v < contest->count; v++) {
        if (wins > 0) results[v].wins /= wins;
        results[v].share /= shares;
    }
}

/* Of whatever kind and direction, for the best one, two and three. */
Test(statistics_contest, many_draws_come_near)
{
    static const int kinds[] = {ITER8__POSTERIOR_BETA, ITER8__POSTERIOR_NORMAL,
                                ITER8__POSTERIOR_CONSTANT};
    iter8__random random = {1};
    for (size_t i = 0; i < 60; i++) {
        iter8__posterior rewards[VERSIONS];
        double chances[VERSIONS];
        iter8__contest_result drawn[VERSIONS], results[VERSIONS];
        make_up(&random, kinds[i % 3], rewards, chances);
        iter8__contest contest = contest_of(rewards, chances, VERSIONS);
        contest.less_is_better = i % 2 == 0;
        contest.top = 1 + i / 6 % 3;
        count_draws(&random, &contest, drawn);
        iter8__contest_hold(&contest, results);
        double wins = 0;
        for (size_t v = 0; v < VERSIONS; v++) {
            wins += results[v].wins;
            double error = 5 * sqrt(0.25 / DRAWS);
            cr_expect_float_eq(results[v].share, drawn[v].share, error, "%zu: %zu: %g, not %g", i,
                               v, results[v].share, drawn[v].share);
            cr_expect_float_eq(results[v].wins, drawn[v].wins, error, "%zu: %zu: %g, not %g", i, v,
                               results[v].wins, drawn[v].wins);
        }
        cr_expect(wins == 0 || fabs(wins - 1) < 1e-12, "%zu: %g", i, wins);
    }
}

Test(statistics_contest, nobody_takes_part_and_the_baseline_gets_it)
{
    static const double never[VERSIONS] = {0};
    iter8__posterior rewards[VERSIONS];
    double chances[VERSIONS];
    iter8__contest_result results[VERSIONS];
    iter8__random random = {1};
    make_up(&random, ITER8__POSTERIOR_BETA, rewards, chances);
    iter8__contest contest = contest_of(rewards, never, VERSIONS);
    iter8__contest_hold(&contest, results);
    cr_expect_eq(results[0].share, 1);
    for (size_t v = 0; v < VERSIONS; v++)
        cr_expect_eq(results[v].wins, 0);
    contest.top = 2;
    iter8__contest_hold(&contest, results);
    cr_expect_float_eq(results[4].share, 0.2, 1e-15);
}

Test(statistics_contest, all_are_among_as_many_as_there_are)
{
    iter8__posterior rewards[] = {{ITER8__POSTERIOR_BETA, 50.1, 950.1},
                                  {ITER8__POSTERIOR_BETA, 500.1, 500.1}};
    iter8__contest_result results[2];
    iter8__contest contest = contest_of(rewards, always, 2);
    contest.top = 200;
    iter8__contest_hold(&contest, results);
    cr_expect(results[0].share == 0.5 && results[1].share == 0.5);
    cr_expect_float_eq(results[1].wins, 1, 1e-11);
}

Test(statistics_contest, a_hundred_versions_are_no_trouble)
{
    iter8__posterior rewards[ITER8__MAX_CONTESTANTS];
    double chances[ITER8__MAX_CONTESTANTS];
    iter8__contest_result results[ITER8__MAX_CONTESTANTS];
    for (size_t v = 0; v < ITER8__MAX_CONTESTANTS; v++) {
        rewards[v] = iter8__posterior_of_mean((double)(v % 7), 1 + (double)(v * v), 0, 10);
        chances[v] = 1 - (double)(v % 3) / 3;
    }
    iter8__contest contest = contest_of(rewards, chances, ITER8__MAX_CONTESTANTS);
    contest.top = ITER8__MAX_TOP;
    for (contest.less_is_better = 0; contest.less_is_better < 2; contest.less_is_better++) {
        iter8__contest_hold(&contest, results);
        double sum = 0;
        for (size_t v = 0; v < ITER8__MAX_CONTESTANTS; v++)
            sum += results[v].share;
        cr_expect_float_eq(sum, 1, 1e-12);
    }
}
