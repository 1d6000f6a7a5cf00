/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Random policies under random scenarios: a run hangs on its number alone, whether it is made step
 * by step, in a series, after others or by a new simulation; weights keep their limits; parts of a
 * series add up, also by way of text.
 *
 * ITER8_SEED=n in the environment runs the one of that number, which is printed when it fails.
 */
#include "draw_below.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/init.h"
#include "iter8/snapshots.h"
#include "planned_simulations.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIALS = 150, RUNS = 5, SPEC_BYTES = 4096 };

typedef struct trial {
    uint64_t random;
    unsigned seed;
    experiment_plan plan;
    int32_t cap, increment;
    char spec[SPEC_BYTES];
} trial;

static uint32_t draw(trial *t, uint32_t below)
{
    return draw_below(&t->random, below);
}

static const char *pick(trial *t, const char *const *words, uint32_t count)
{
    return words[draw(t, count)];
}

static void choose_plan(trial *t)
{
    static const char *const objectives[] = {
        "objectives: [{metric: m, upperLimit: '0.1'}]",
        "objectives: [{metric: m, upperLimit: '0.1', rollback_on_failure: true}]",
        "objectives: [{metric: m, upperLimit: '0.1'}, {metric: other, upperLimit: 30}]",
        "{objectives: [{metric: m, upperLimit: '0.1', rollback_on_failure: true}],"
        " strength: {budgets: [{consecutiveFailures: 2}], sourceErrors: {consecutiveFailures: 2,"
        " onSpent: rollback}}}",
        "{objectives: [{metric: m, upperLimit: '0.1'}, {metric: other, upperLimit: 30}],"
        " strength: {budgets: [{failures: 2, of: 3, onSpent: hold}, {metric: other,"
        " consecutiveFailures: 2, onSpent: rollback}]}}"};
    static const char *const reward = "{rewards: [{metric: other, preferredDirection: Low}],"
                                      " objectives: [{metric: m, upperLimit: '0.2'}]}";
    static const char *const annotations[] = {
        NULL,
        NULL,
        "iter8.tools/carry-forward: '0'",
        "iter8.tools/rollback-step: '10', iter8.tools/carry-forward: '1'",
        "iter8.tools/warm-up-seconds: '7'",
        "iter8.tools/as-iter8: rollback-keeps-traffic missing-rolls-back compare-not-finite",
        "iter8.tools/weight-steps: 5 20 60"};
    static const char *const deployment[] = {"Progressive", "Progressive", "BlueGreen",
                                             "FixedSplit"};
    uint32_t annotation = draw(t, 7), several = draw(t, 4) == 0;
    t->plan = (experiment_plan){.testing = several ? "A/B/N" : "Canary",
                                .deployment = pick(t, deployment, 4),
                                .candidates = several ? 2 : 1,
                                .interval_s = 1 + (int)draw(t, 30),
                                .iterations = 1 + (int)draw(t, 8),
                                .loops = 1 + (int)draw(t, 2),
                                .cap = 1 + (int)draw(t, 100),
                                .increment = 1 + (int)draw(t, 100),
                                .criteria = several ? reward : pick(t, objectives, 5),
                                .annotations = annotations[annotation]};
    t->cap = t->plan.cap;
    t->increment = annotation == 6 ? 40 : t->plan.increment;
}

__attribute__((format(printf, 2, 3))) static void add(trial *t, const char *format, ...)
{
    size_t length = strlen(t->spec);
    va_list rest;
    va_start(rest, format);
    int added = vsnprintf(t->spec + length, SPEC_BYTES - length, format, rest);
    va_end(rest);
    cr_assert(added >= 0 && (size_t)added < SPEC_BYTES - length);
}

static void add_version(trial *t, const char *name)
{
    static const char *const latencies[] = {"{mean: 20, p95: 60}", "{mean: 25, p95: 90}",
                                            "{distribution: exponential, mean: 30}",
                                            "{distribution: constant, mean: 29}"};
    add(t, "  - {name: %s, errorRate: 0.%02u, latency: %s", name, (unsigned)draw(t, 20),
        pick(t, latencies, 4));
    if (draw(t, 2))
        add(t, ", changes: [{atSeconds: %u, errorRate: 0.%02u}]", (unsigned)draw(t, 100),
            (unsigned)draw(t, 100));
    if (draw(t, 3) == 0)
        add(t, ", values: [{name: v, mean: %u, deviation: 3}]", (unsigned)draw(t, 50));
    else
        add(t, ", values: [{name: v, rate: 0.%u}]", (unsigned)draw(t, 10));
    add(t, "}\n");
}

static void add_faults(trial *t)
{
    static const char *const answers[] = {"missing", "NaN", "stale", "error",
                                          "slow, delaySeconds: 4"};
    add(t, "  faults:\n");
    for (uint32_t i = 0; i < 3; i++)
        add(t, "  - {fromSeconds: %u, probability: 0.%u, %sanswer: %s}\n", (unsigned)draw(t, 60),
            (unsigned)draw(t, 6), draw(t, 2) ? "metric: m, " : "", pick(t, answers, 5));
    if (draw(t, 2))
        add(t, "  sinkFaults: [{probability: 0.4, answer: %s}]\n", pick(t, answers + 3, 2));
}

static void choose_scenario(trial *t)
{
    static const char *const rules[] = {
        "from: meanLatency", "from: latencyQuantile, quantile: 0.9",
        "from: latencyQuantile, quantile: 0.5, buckets: [10, 30, 50]", "from: meanValue, value: v",
        "from: requests"};
    static const char *const rates[] = {"0", "0.3", "2", "40", "10000"};
    add(t, "  requestsPerSecond: %s\n  slowMilliseconds: 50\n", pick(t, rates, 5));
    if (draw(t, 3) == 0) add(t, "  scrape: {intervalSeconds: 3, delaySeconds: 1}\n");
    if (draw(t, 3) == 0)
        add(t, "  trafficChanges: [{fromSeconds: 5, untilSeconds: 50, requestsPerSecond: 9}]\n");
    if (draw(t, 3) == 0) add(t, "  daily: {amplitude: 0.9, periodSeconds: 600}\n");
    add(t, "  versions:\n");
    add_version(t, "baseline");
    add_version(t, "candidate");
    add_version(t, "candidate-1");
    add_version(t, "candidate-2");
    add(t, "  metrics:\n  - {metric: m, from: errorRate%s}\n  - {metric: other, %s}\n",
        draw(t, 3) ? "" : ", windowSeconds: 20", pick(t, rules, 5));
    if (draw(t, 2)) add_faults(t);
}

static void check_weights(const trial *t, const iter8_experiment *experiment, int32_t *before)
{
    int32_t sum = 0;
    for (size_t v = 0; v < iter8_spec_of(experiment).version_count; v++) {
        int32_t now = iter8_version_of(experiment, v).weight;
        cr_assert(now >= 0 && now <= 100, "seed %u", t->seed);
        cr_assert(v == 0 || (now <= t->cap && now <= before[v] + t->increment),
                  "seed %u: %d after %d", t->seed, (int)now, (int)before[v]);
        sum += now;
        before[v] = now;
    }
    cr_assert_eq(sum, 100, "seed %u", t->seed);
}

/* The experiment as it is at the end of a run that is made step by step, and what came of it. */
static char *step_through(const trial *t, iter8_simulation *simulation, uint64_t number,
                          iter8_run *run)
{
    iter8_experiment *experiment;
    iter8_host host = ITER8_INIT(iter8_host);
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    int32_t before[3] = {100, 0, 0};
    int64_t now_ns;
    cr_assert_eq(iter8_simulation_begin(simulation, 11, number, &experiment, &host, &now_ns),
                 ITER8_OK);
    while (now_ns != ITER8_NEVER) {
        int rc = iter8_reconcile(experiment, &host, now_ns, NULL, &outcome);
        cr_assert(rc == ITER8_OK || rc == ITER8_ERR_HOST, "seed %u: %d", t->seed, rc);
        check_weights(t, experiment, before);
        now_ns = iter8_simulation_next_ns(simulation, &outcome);
    }
    cr_assert_eq(iter8_simulation_run(simulation, run), ITER8_OK);
    return experiment_written(experiment, ITER8_FORMAT_JSON);
}

static void keep(const iter8_run *run, void *user_data)
{
    iter8_run *runs = user_data;
    runs[run->number] = *run;
}

static void compare_runs(trial *t, iter8_simulation *used)
{
    iter8_run series[RUNS], stepped = ITER8_INIT(iter8_run), alone = ITER8_INIT(iter8_run);
    iter8_series all = ITER8_INIT(iter8_series);
    all.seed = 11;
    all.count = RUNS;
    all.each = keep;
    all.user_data = series;
    cr_assert_eq(iter8_simulate(used, &all, NULL), ITER8_OK);
    for (uint64_t number = RUNS; number-- > 0;) {
        iter8_simulation *fresh = planned_simulation(&t->plan, t->spec);
        char *after_others = step_through(t, used, number, &stepped);
        char *first = step_through(t, fresh, number, &alone);
        cr_assert_str_eq(after_others, first, "seed %u, run %d", t->seed, (int)number);
        cr_assert_arr_eq(&stepped, &series[number], sizeof stepped, "seed %u", t->seed);
        cr_assert_arr_eq(&alone, &series[number], sizeof alone, "seed %u", t->seed);
        free(after_others);
        free(first);
        iter8_simulation_free(fresh);
    }
}

static void compare_parts(const trial *t, iter8_simulation *simulation)
{
    iter8_tally *whole = tally_of(simulation, 11, 0, RUNS);
    iter8_tally *a = tally_of(simulation, 11, 3, RUNS - 3), *b = tally_of(simulation, 11, 0, 3);
    char *text = tally_written(b), *wanted = tally_written(whole);
    iter8_document *document = only_document_of(text);
    iter8_tally *again;
    cr_assert_eq(iter8_tally_read(document, NULL, NULL, &again), ITER8_OK, "seed %u", t->seed);
    cr_assert_eq(iter8_tally_add(a, again), ITER8_OK);
    char *found = tally_written(a);
    cr_assert_str_eq(found, wanted, "seed %u", t->seed);
    iter8_document_free(document);
    iter8_tally_free(whole);
    iter8_tally_free(a);
    iter8_tally_free(b);
    iter8_tally_free(again);
    free(text);
    free(wanted);
    free(found);
}

static void try_seed(unsigned seed)
{
    trial t = {.random = seed * UINT64_C(0x9E3779B97F4A7C15) + 1, .seed = seed};
    choose_plan(&t);
    choose_scenario(&t);
    iter8_simulation *simulation = planned_simulation(&t.plan, t.spec);
    compare_runs(&t, simulation);
    compare_parts(&t, simulation);
    iter8_simulation_free(simulation);
}

Test(simulation_random, runs_hang_on_their_numbers_and_weights_keep_their_limits)
{
    const char *only = getenv("ITER8_SEED");
    if (only != NULL) {
        try_seed((unsigned)strtoul(only, NULL, 10));
        return;
    }
    for (unsigned seed = 0; seed < TRIALS; seed++)
        try_seed(seed);
}
