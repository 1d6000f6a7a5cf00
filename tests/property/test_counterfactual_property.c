/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * The counterfactual against a search that knows nothing of limits: every value is moved through a
 * fine grid, on which all limits, rewards and their multiples stand.
 */
#include "draw_below.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/init.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

enum { TRIALS = 1500, MOST_VERSIONS = 4, METRICS = 3, MOST_TEXT = 4000, OBJECTIVES = 3 };

/* Values are whole and multiples halves, so winners change at quarters and just beyond. */
static const double grid = 0.0625, end = 20;

typedef struct trial {
    uint64_t random;
    size_t versions;
    iter8_experiment *experiment;
    size_t metrics;
    iter8_measurement values[METRICS * MOST_VERSIONS];
} trial;

static uint32_t draw(trial *t, uint32_t below)
{
    return draw_below(&t->random, below);
}

static void add(char *text, const char *format, int number)
{
    size_t at = 0;
    while (text[at] != '\0')
        at++;
    int length = snprintf(text + at, MOST_TEXT - at, format, number);
    cr_assert(length >= 0 && (size_t)length < MOST_TEXT - at);
}

static void add_objectives(trial *t, char *text)
{
    for (uint32_t o = 0; o < OBJECTIVES; o++) {
        add(text, o > 0 ? ", {metric: m%d" : "{metric: m%d", (int)draw(t, 2));
        uint32_t kind = draw(t, 3);
        if (kind != 1) add(text, ", upperLimit: %d", 5 + (int)draw(t, 5));
        if (kind != 0) add(text, ", lowerLimit: %d", 1 + (int)draw(t, 4));
        add(text, "}", 0);
    }
}

/* What went before: so many in a row outside the limits, or none. */
static void add_memory(trial *t, char *text)
{
    add(text, "metadata:\n  annotations:\n    iter8.tools/state: '{\"failures\":{", 0);
    for (size_t v = 0; v < t->versions; v++) {
        add(text, v > 0 ? ",\"v%d\":[" : "\"v%d\":[", (int)v);
        for (size_t o = 0; o < OBJECTIVES; o++) {
            int row = (int)draw(t, 3);
            add(text, o > 0 ? ",{\"row\":%d" : "{\"row\":%d", row);
            add(text, ",\"recent\":%d", (1 << row) - 1);
            add(text, row < 2 && draw(t, 2) > 0 ? ",\"met\":true}" : "}", 0);
        }
        add(text, "]", 0);
    }
    add(text, "}}'\n", 0);
    if (draw(t, 4) == 0) add(text, "    iter8.tools/as-iter8: missing-rolls-back\n", 0);
}

static void add_budgets(trial *t, char *text)
{
    add(text, "      budgets: [{consecutiveFailures: 2}, {objective: %d", (int)draw(t, OBJECTIVES));
    add(text, ", consecutiveFailures: %d}]\n", 1 + (int)draw(t, 3));
}

static void add_relative(trial *t, char *text)
{
    add(text, "      relativeLimits: [{metric: m%d", (int)draw(t, 2));
    if (draw(t, 2) == 0)
        add(text, ", upperLimit: '%d'}]\n", 1 + (int)draw(t, 2));
    else
        add(text, ", lowerLimit: '0.5', upperLimit: %d}]\n", 1 + (int)draw(t, 2));
}

static void read_trial(trial *t)
{
    char text[MOST_TEXT] = "";
    int rewarded = draw(t, 3) > 0;
    int patient = draw(t, 2) > 0;
    t->versions = rewarded ? 2 + draw(t, MOST_VERSIONS - 1) : 2;
    if (patient) add_memory(t, text);
    add(text, "spec:\n  strategy: {testingPattern: ", 0);
    add(text, rewarded ? t->versions > 2 ? "A/B/N}\n" : "A/B}\n" : "Canary}\n", 0);
    add(text, "  criteria:\n    objectives: [", 0);
    add_objectives(t, text);
    add(text, "]\n", 0);
    if (rewarded && draw(t, 2) == 0)
        add(text, "    rewards: [{metric: m%d, preferredDirection: Low}]\n", 1);
    else if (rewarded)
        add(text, "    rewards: [{metric: m%d, preferredDirection: High}]\n", 2);
    int relative = draw(t, 2) == 0;
    if (patient || relative) add(text, "    strength:\n", 0);
    if (patient) add_budgets(t, text);
    if (relative) add_relative(t, text);
    add(text, "  versionInfo: {baseline: {name: v0}, candidates: [{name: v1}", 0);
    for (size_t v = 2; v < t->versions; v++)
        add(text, ", {name: v%d}", (int)v);
    add(text, "]}\n", 0);
    t->experiment = partial_from(text);
    t->metrics = iter8_spec_of(t->experiment).metric_count;
}

static void measure(trial *t)
{
    for (size_t i = 0; i < t->metrics * t->versions; i++) {
        t->values[i] =
            (iter8_measurement){sizeof *t->values, 1 + draw(t, 9), NULL, ITER8_VALUE_PRESENT, 0};
        if (draw(t, 15) == 0) t->values[i].state = ITER8_VALUE_ABSENT;
    }
}

static int32_t winner_of(trial *t)
{
    iter8_analysis *analysis;
    iter8_winner winner = ITER8_INIT(iter8_winner);
    cr_assert_eq(iter8_analyze(t->experiment, t->values, NULL, &analysis), ITER8_OK);
    cr_assert_eq(iter8_analysis_winner(analysis, &winner), ITER8_OK);
    iter8_analysis_free(analysis);
    return winner.version;
}

static int32_t winner_with(trial *t, size_t index, double value)
{
    double measured = t->values[index].value;
    t->values[index].value = value;
    int32_t winner = winner_of(t);
    t->values[index].value = measured;
    return winner;
}

static double change(double from, double to)
{
    return from == to ? 0 : fabs(to - from) / fmax(fabs(from), fabs(to));
}

/* No smaller change of any value makes another winner. */
static void check_smallest(trial *t, int32_t winner, double least, unsigned seed)
{
    for (size_t i = 0; i < t->metrics * t->versions; i++) {
        if (t->values[i].state != ITER8_VALUE_PRESENT) continue;
        for (double x = 0; x <= end; x += grid) {
            if (change(t->values[i].value, x) >= least) continue;
            cr_assert_eq(winner_with(t, i, x), winner, "seed %u: %g instead of value %zu", seed, x,
                         i);
        }
    }
}

/* The change that is told makes the winner that is told: at the value, or just beyond it. */
static void check_told(trial *t, const iter8_counterfactual *found, int32_t winner, unsigned seed)
{
    size_t index = found->metric * t->versions + found->version;
    double needed = found->needed;
    cr_assert_neq(found->winner, winner, "seed %u", seed);
    cr_assert_eq(found->value, t->values[index].value, "seed %u", seed);
    cr_assert(winner_with(t, index, needed) == found->winner ||
                  winner_with(t, index, needed + 1e-9) == found->winner ||
                  winner_with(t, index, needed - 1e-9) == found->winner,
              "seed %u: %g does not make %d win", seed, needed, (int)found->winner);
}

Test(counterfactual_property, it_is_the_smallest_change_and_makes_the_winner_it_tells)
{
    size_t told = 0;
    for (unsigned seed = 1; seed <= TRIALS; seed++) {
        trial t = {.random = seed * UINT64_C(0x9E3779B97F4A7C15)};
        iter8_analysis *analysis;
        iter8_counterfactual found = ITER8_INIT(iter8_counterfactual);
        read_trial(&t);
        measure(&t);
        int32_t winner = winner_of(&t);
        cr_assert_eq(iter8_analyze(t.experiment, t.values, NULL, &analysis), ITER8_OK);
        int rc = iter8_analysis_counterfactual(analysis, &found);
        cr_assert(rc == ITER8_OK || rc == ITER8_ERR_NOT_FOUND);
        if (rc == ITER8_OK) check_told(&t, &found, winner, seed);
        double least = rc == ITER8_OK ? change(found.value, found.needed) : 2;
        check_smallest(&t, winner, least, seed);
        told += rc == ITER8_OK;
        iter8_analysis_free(analysis);
        iter8_experiment_free(t.experiment);
    }
    cr_expect_gt(told, TRIALS / 2);
}
