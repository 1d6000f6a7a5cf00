/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * The counterfactual passes only those verdicts anew that may change: what it tells is to the bit
 * what a search tells that makes each decision as a whole.
 */
#include "draw_below.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/init.h"
#include "iter8/snapshots.h"
#include "plain_counterfactual.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TRIALS = 4000, MOST_VERSIONS = 7, METRICS = 4, MOST_OBJECTIVES = 9, MOST_TEXT = 6000 };

typedef struct trial {
    uint64_t random;
    size_t versions, objectives;
    char text[MOST_TEXT];
    size_t length;
} trial;

static uint32_t draw(trial *t, uint32_t below)
{
    return draw_below(&t->random, below);
}

static int often(trial *t)
{
    return draw(t, 3) > 0;
}

static void add(trial *t, const char *format, ...)
{
    va_list parts;
    va_start(parts, format);
    int length = vsnprintf(t->text + t->length, MOST_TEXT - t->length, format, parts);
    va_end(parts);
    cr_assert(length >= 0 && (size_t)length < MOST_TEXT - t->length);
    t->length += (size_t)length;
}

/* Failures before, and for how many iterations in a row all was met. */
static void add_memory(trial *t)
{
    add(t, "    iter8.tools/state: '{\"failures\":{");
    for (size_t v = 0; v < t->versions; v++) {
        add(t, "%s\"v%zu\":[", v > 0 ? "," : "", v);
        for (size_t o = 0; o < t->objectives; o++) {
            unsigned row = draw(t, 3);
            add(t, "%s{\"row\":%u,\"recent\":%u%s}", o > 0 ? "," : "", row, (1U << row) - 1,
                row < 2 && often(t) ? ",\"met\":true" : "");
        }
        add(t, "]");
    }
    add(t, "}}'\n");
}

static void add_metadata(trial *t)
{
    add(t, "metadata:\n  annotations:\n    a: b\n");
    if (draw(t, 2) == 0) add_memory(t);
    if (draw(t, 4) == 0) add(t, "    iter8.tools/as-iter8: missing-rolls-back\n");
}

static void add_objectives(trial *t)
{
    add(t, "    objectives: [");
    for (size_t o = 0; o < t->objectives; o++) {
        add(t, "%s{metric: m%u", o > 0 ? ", " : "", draw(t, METRICS - 1));
        uint32_t kind = draw(t, 4);
        if (kind != 1) add(t, ", upperLimit: %d", 3 + (int)draw(t, 7));
        if (kind > 0) add(t, ", lowerLimit: %d", (int)draw(t, 6) - 3);
        add(t, "}");
    }
    add(t, "]\n");
}

static void add_strength(trial *t)
{
    add(t, "    strength:\n      metFor: %u\n", 1 + draw(t, 2));
    if (draw(t, 2) == 0)
        add(t, "      budgets: [{consecutiveFailures: 2}, {metric: m1, failures: 2, of: 3}]\n");
    if (draw(t, 2) == 0)
        add(t,
            "      relativeLimits: [{metric: m%u, upperLimit: '1.%u'}, {metric: m2, "
            "lowerLimit: '0.7', upperLimit: %u}]\n",
            draw(t, 2), draw(t, 10), 1 + draw(t, 2));
}

static void add_values(trial *t)
{
    add(t, "status:\n  completedIterations: %u\n  analysis: {aggregatedMetrics: {data: {",
        1 + draw(t, 4));
    for (unsigned m = 0; m < METRICS; m++) {
        add(t, "%sm%u: {data: {", m > 0 ? ", " : "", m);
        for (size_t v = 0; v < t->versions; v++) {
            if (draw(t, 15) == 0)
                add(t, "v%zu: {}, ", v);
            else
                add(t, "v%zu: {value: '%s%u.%u'}, ", v, draw(t, 8) == 0 ? "-" : "", draw(t, 9),
                    draw(t, 2) * 5);
        }
        add(t, "}}");
    }
    add(t, "}}}\n");
}

static iter8_experiment *drawn_experiment(trial *t)
{
    static const char *const patterns[] = {"Canary", "A/B", "A/B/N"};
    uint32_t pattern = draw(t, 3);
    t->versions = pattern < 2 ? 2 : 2 + draw(t, MOST_VERSIONS - 1);
    t->objectives = draw(t, MOST_OBJECTIVES + 1);
    add_metadata(t);
    add(t, "spec:\n  strategy: {testingPattern: %s}\n  criteria:\n", patterns[pattern]);
    add_objectives(t);
    if (pattern > 0)
        add(t, "    rewards: [{metric: m%u, preferredDirection: %s}]\n", draw(t, METRICS),
            draw(t, 2) == 0 ? "High" : "Low");
    add_strength(t);
    add(t, "  versionInfo: {baseline: {name: v0}, candidates: [");
    for (size_t v = 1; v < t->versions; v++)
        add(t, "%s{name: v%zu}", v > 1 ? ", " : "", v);
    add(t, "]}\n");
    add_values(t);
    return partial_from(t->text);
}

/* As measured now, and as a status that counts them already. */
static size_t compare(trial *t, const iter8_experiment *experiment,
                      const iter8_measurement *measurements)
{
    iter8_analysis *analysis;
    iter8_counterfactual found = ITER8_INIT(iter8_counterfactual);
    iter8_counterfactual wanted = ITER8_INIT(iter8_counterfactual);
    cr_assert_eq(iter8_analyze(experiment, measurements, NULL, &analysis), ITER8_OK);
    int rc = iter8_analysis_counterfactual(analysis, &found);
    cr_assert_eq(rc, plain_counterfactual(analysis, &wanted), "%s", t->text);
    cr_assert_eq(memcmp(&found, &wanted, sizeof found), 0,
                 "metric %u of version %u to %a makes %d win, not %u of %u to %a %d\n%s",
                 found.metric, found.version, found.needed, found.winner, wanted.metric,
                 wanted.version, wanted.needed, wanted.winner, t->text);
    iter8_analysis_free(analysis);
    return rc == ITER8_OK;
}

Test(same_counterfactual, it_is_that_of_a_search_which_decides_everything_anew)
{
    size_t told = 0;
    for (unsigned seed = 1; seed <= TRIALS; seed++) {
        static trial t;
        t = (trial){.random = seed * UINT64_C(0x9E3779B97F4A7C15)};
        iter8_experiment *experiment = drawn_experiment(&t);
        size_t metrics = iter8_spec_of(experiment).metric_count;
        iter8_measurement values[METRICS * MOST_VERSIONS];
        for (size_t i = 0; i < metrics * t.versions; i++) {
            values[i] = (iter8_measurement){sizeof *values, draw(&t, 12) / 2.0 - 1, NULL,
                                            ITER8_VALUE_PRESENT, 0};
            if (draw(&t, 15) == 0) values[i].state = ITER8_VALUE_ABSENT;
        }
        told += compare(&t, experiment, NULL);
        told += compare(&t, experiment, values);
        iter8_experiment_free(experiment);
    }
    cr_expect_gt(told, TRIALS / 2);
}
