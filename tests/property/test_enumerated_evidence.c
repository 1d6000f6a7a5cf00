/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Evidence against a true hypothesis is 1 on average, and reaches c with probability at most 1 / c:
 * exactly, by going through every course that a few small intervals can take.
 */
#include "statistics/mean_test.h"
#include "statistics/ratio_test.h"

#include <criterion/criterion.h>
#include <math.h>

enum { LEVELS = 6, MOST = 12 };
static const double levels[LEVELS] = {1.5, 2, 3, 5, 10, 20};

/* What came out: sums over courses, each times its probability. */
struct outcome {
    double mean;            /* of the last E */
    double reached[LEVELS]; /* E was at least this at some time */
};

static void note(struct outcome *outcome, double probability, double last, double highest)
{
    outcome->mean += probability * last;
    for (int i = 0; i < LEVELS; i++)
        if (highest >= levels[i]) outcome->reached[i] += probability;
}

static void expect_rare(const struct outcome *outcome, const char *what)
{
    for (int i = 0; i < LEVELS; i++)
        cr_expect_leq(outcome->reached[i], 1 / levels[i], "%s: %g at %g", what, outcome->reached[i],
                      levels[i]);
}

static double binomial(int k, int n, double p)
{
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)) * pow(p, k) * pow(1 - p, n - k);
}

/* Intervals of one rate that start anew. */
struct course {
    iter8__bets bets;
    int trials, intervals;
    double rate;
    struct outcome outcome;
};

static void restarts_from(struct course *course, int interval, iter8__restart restart,
                          double probability, double highest)
{
    double last = exp(iter8__restart_evidence(&restart));
    highest = fmax(highest, last);
    if (interval == course->intervals) {
        note(&course->outcome, probability, last, highest);
        return;
    }
    for (int k = 0; k <= course->trials; k++) {
        double gains[ITER8__LANES];
        iter8__restart next = restart;
        iter8__bets_gains(&course->bets, k, course->trials, gains);
        iter8__restart_add(&next, gains, iter8__falling_weights);
        restarts_from(course, interval + 1, next,
                      probability * binomial(k, course->trials, course->rate), highest);
    }
}

Test(enumerated_evidence, starting_anew_costs_nothing)
{
    static const struct {
        double rate;
        int trials, intervals;
    } cases[] = {{.1, 4, 6}, {.3, 3, 7}, {.01, 5, 5}};
    for (int i = 0; i < 6; i++) {
        struct course course = {.trials = cases[i / 2].trials,
                                .intervals = cases[i / 2].intervals,
                                .rate = cases[i / 2].rate};
        iter8__bets_make(&course.bets, &iter8__wide_grid, (iter8__side)(i % 2), course.rate);
        restarts_from(&course, 0, (iter8__restart){{0}, 0}, 1, 0);
        cr_expect_float_eq(course.outcome.mean, 1, 1e-12, "%d: %.17g", i, course.outcome.mean);
        expect_rare(&course.outcome, "starting anew");
        if (i % 2 == 0) cr_expect_gt(course.outcome.reached[2], 0, "%d", i);
    }
}

/* A candidate against a baseline, while weights and rates change. */
struct duel {
    iter8__side side;
    double multiple;
    int anew;
    struct outcome outcome;
};

static const int duel_trials[3][2] = {{1, 8}, {3, 6}, {6, 3}};
static const double duel_rates[3] = {.05, .2, .1}; /* of the baseline */

static double duel_evidence(const struct duel *duel, const double sums[ITER8__LANES],
                            const iter8__restart *restart)
{
    return exp(duel->anew ? iter8__restart_evidence(restart)
                          : iter8__mixture(sums, iter8__falling_weights));
}

static void duel_from(struct duel *duel, int interval, const double sums[ITER8__LANES],
                      const iter8__restart *restart, double probability, double highest)
{
    double last = duel_evidence(duel, sums, restart);
    highest = fmax(highest, last);
    if (interval == 3) {
        note(&duel->outcome, probability, last, highest);
        return;
    }
    const int *trials = duel_trials[interval];
    double rate = duel_rates[interval];
    for (int i = 0; i < (trials[0] + 1) * (trials[1] + 1); i++) {
        int k_c = i % (trials[0] + 1), k_b = i / (trials[0] + 1);
        iter8__pair pair = {k_c, trials[0], k_b, trials[1]};
        double gains[ITER8__LANES], next[ITER8__LANES];
        iter8__restart next_restart = *restart;
        cr_assert(iter8__ratio_gains(duel->side, duel->multiple, &pair, gains));
        iter8__restart_add(&next_restart, gains, iter8__falling_weights);
        for (int j = 0; j < ITER8__LANES; j++)
            next[j] = sums[j] + gains[j];
        duel_from(duel, interval + 1, next, &next_restart,
                  probability * binomial(k_c, trials[0], duel->multiple * rate) *
                      binomial(k_b, trials[1], rate),
                  highest);
    }
}

Test(enumerated_evidence, weights_and_rates_may_change_between_intervals)
{
    static const double none[ITER8__LANES] = {0};
    for (int i = 0; i < 4; i++) {
        struct duel duel = {(iter8__side)(i % 2), 1.2, i / 2, {0, {0}}};
        iter8__restart restart = {{0}, 0};
        duel_from(&duel, 0, none, &restart, 1, 0);
        cr_expect_leq(duel.outcome.mean, 1, "%d: %.17g", i, duel.outcome.mean);
        if (i == 0) cr_expect_float_eq(duel.outcome.mean, .913, .00051);
        expect_rare(&duel.outcome, "a duel");
    }
}

/* Observations that are one of three values; only their buckets and the sum are told. */
static const double values[3] = {0, .3, 4}, chances[3] = {.55, .42, .03};
enum { OBSERVATIONS = 2, INTERVALS = 3 };

struct slow {
    iter8__side side;
    double limit;
    struct outcome outcome;
};

static void slow_from(struct slow *slow, int interval, const double sums[ITER8__LANES],
                      double probability, double highest)
{
    static const double upper[] = {.1, 1, 5};
    double last = exp(iter8__mixture(sums, iter8__even_weights));
    highest = fmax(highest, last);
    if (interval == INTERVALS) {
        note(&slow->outcome, probability, last, highest);
        return;
    }
    for (int i = 0; i < 9; i++) {
        int first = i % 3, second = i / 3;
        double counts[3] = {0}, gains[ITER8__LANES], next[ITER8__LANES];
        counts[first]++;
        counts[second]++;
        iter8__bucketed bucketed = {upper, counts, 3, 0, values[first] + values[second]};
        cr_assert(iter8__mean_gains(slow->side, &bucketed, slow->limit, 5, gains));
        for (int j = 0; j < ITER8__LANES; j++)
            next[j] = sums[j] + gains[j];
        slow_from(slow, interval + 1, next, probability * chances[first] * chances[second],
                  highest);
    }
}

Test(enumerated_evidence, of_a_mean_not_above_the_limit)
{
    static const double none[ITER8__LANES] = {0};
    double total = chances[0] + chances[1] + chances[2], mean = 0;
    for (int i = 0; i < 3; i++)
        mean += values[i] * chances[i] / total;
    for (int side = 0; side < 2; side++) {
        struct slow slow = {(iter8__side)side, mean, {0, {0}}};
        slow_from(&slow, 0, none, pow(1 / total, OBSERVATIONS * INTERVALS), 0);
        cr_expect_leq(slow.outcome.mean, 1 + 1e-12, "%d: %.17g", side, slow.outcome.mean);
        for (int i = 0; i < LEVELS; i++)
            cr_expect_leq(slow.outcome.reached[i], 1 / levels[i]);
    }
}

/* Many objectives at once: the mean of their evidence is evidence, however they hang together. */
Test(enumerated_evidence, the_mean_of_several_is_one_on_average)
{
    iter8__bets bets[2];
    iter8__bets_make(&bets[0], &iter8__wide_grid, ITER8__ABOVE, .2);
    iter8__bets_make(&bets[1], &iter8__wide_grid, ITER8__ABOVE, .3);
    double mean = 0;
    for (int k = 0; k <= MOST;
         k++) { /* the second has an error where the first has, and one more */
        for (int extra = 0; extra <= MOST - k; extra++) {
            double gains[2][ITER8__LANES], both[2];
            iter8__bets_gains(&bets[0], k, MOST, gains[0]);
            iter8__bets_gains(&bets[1], k + extra, MOST, gains[1]);
            for (int i = 0; i < 2; i++)
                both[i] = iter8__mixture(gains[i], iter8__falling_weights);
            mean += binomial(k, MOST, .2) * binomial(extra, MOST - k, .1 / .8) *
                    exp(iter8__evidence_mean(both, 2));
        }
    }
    cr_expect_float_eq(mean, 1, 1e-12, "%.17g", mean);
}
