/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Random statuses that anybody may have written, also in experiments that were changed meanwhile:
 * what is written to the router sums to 100, no candidate is raised above its limit, and none by
 * more than a step above what is really there.
 *
 * ITER8_SEED=n in the environment runs the one of that number, which is printed when it fails.
 */
#include "draw_below.h"
#include "iter8/command.h"
#include "iter8/error.h"
#include "iter8/init.h"
#include "iter8/snapshots.h"
#include "scripted_host.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIALS = 1500, STEPS = 120, ROOM = 4096, VERSIONS = 3, CAP = 40, INCREMENT = 7 };

typedef struct trial {
    uint64_t random;
    unsigned seed;
    char text[ROOM];
    int32_t before[VERSIONS]; /* what was really there before a write */
    int knows;                /* what the router has, by the status or by reading */
} trial;

static uint32_t draw(trial *t, uint32_t below)
{
    return draw_below(&t->random, below);
}

__attribute__((format(printf, 2, 3))) static void add(trial *t, const char *format, ...)
{
    size_t length = strlen(t->text);
    va_list rest;
    va_start(rest, format);
    (void)vsnprintf(t->text + length, ROOM - length, format, rest);
    va_end(rest);
}

static const char *pick(trial *t, const char *const *words, uint32_t count)
{
    return words[draw(t, count)];
}

static void draw_weights(trial *t, int32_t weights[VERSIONS])
{
    weights[1] = (int32_t)draw(t, 101);
    weights[2] = (int32_t)draw(t, (uint32_t)(101 - weights[1]));
    weights[0] = 100 - weights[1] - weights[2];
}

/* Mostly what could be, but not always. */
static void add_weights(trial *t, const int32_t *weights)
{
    static const char *const names[] = {"a", "b", "c", "d"};
    for (uint32_t v = 0; v < VERSIONS; v++) {
        if (draw(t, 12) == 0) continue;
        const char *name = draw(t, 12) > 0 ? names[v] : pick(t, names, 4);
        add(t, "{name: %s, value: %d}, ", name, (int)(draw(t, 8) > 0 ? weights[v] : weights[0]));
    }
}

static void add_state(trial *t)
{
    static const char *const states[] = {
        "\"rolledBack\":true",
        "\"command\":\"abort\",\"weightsUnsure\":true",
        "\"command\":\"promote\",\"promote\":\"b\"",
        "\"paused\":true",
        "\"acted\":{\"action\":\"finish\"}",
        "\"acted\":{\"action\":\"start\",\"tasks\":9}",
        "\"weightsChanged\":\"2099-01-01T00:00:00Z\"",
        "\"judged\":\"1-01234567-01234567-01234567\"",
        "\"judged\":\"9-x\",\"changed\":\"restart: all\"",
        "\"sourceErrors\":2147483647",
        "\"failures\":{\"b\":[{\"row\":65535,\"recent\":-1,\"met\":true}]}",
    };
    static const char *const policies[] = {
        "iter8.tools/rollback-step: '5'",   "iter8.tools/weight-steps: 3 9 40 80",
        "iter8.tools/on-change: refuse",    "iter8.tools/on-change: keep",
        "iter8.tools/warm-up-seconds: '4'", "iter8.tools/carry-forward: '0'"};
    if (draw(t, 2) == 0) add(t, "%s, ", pick(t, policies, 6));
    if (draw(t, 2) == 0)
        add(t, "iter8.tools/state: '{%s}', ", pick(t, states, sizeof states / sizeof *states));
}

static void add_verdicts(trial *t)
{
    add(t, "    aggregatedMetrics: {data: {m: {data: {a: {value: 1}, b: {value: %d}, c: {}}}}}\n",
        (int)draw(t, 20));
    add(t, "    winnerAssessment: {data: {winnerFound: true, winner: b, bestVersions: [b]}}\n");
}

static void choose(trial *t, int32_t current[VERSIONS])
{
    static const char *const patterns[] = {"Progressive", "BlueGreen", "FixedSplit"};
    static const char *const stages[] = {"Waiting", "Initializing", "Running", "Finishing"};
    int32_t claimed[VERSIONS];
    *t->text = '\0';
    add(t, "%s",
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
        "metadata: {name: e, annotations: {");
    add_state(t);
    add(t,
        "}}\nspec:\n  target: t\n"
        "  strategy: {testingPattern: A/B/N, deploymentPattern: %s,\n"
        "    weights: {maxCandidateWeight: %d, maxCandidateWeightIncrement: %d},\n"
        "    actions: {start: [{run: s}], loop: [{run: l}], finish: [{run: f}]}}\n"
        "  criteria: {objectives: [{metric: m, upperLimit: 9}],\n"
        "    rewards: [{metric: r, preferredDirection: High}]}\n"
        "  duration: {intervalSeconds: 5, iterationsPerLoop: 4}\n"
        "  versionInfo: {baseline: {name: a}, candidates: [{name: b}, {name: c}]}\nstatus:\n",
        pick(t, patterns, 3), CAP, INCREMENT);
    draw_weights(t, current);
    draw_weights(t, claimed);
    add(t, "  stage: %s\n  completedIterations: %d\n", pick(t, stages, 4), (int)draw(t, 7));
    add(t, "  lastUpdateTime: '20%02d-09-13T12:26:40Z'\n", (int)draw(t, 90) + 10);
    add(t, "  startTime: '20%02d-09-13T12:26:40Z'\n", (int)draw(t, 90) + 10);
    add(t, "  versionRecommendedForPromotion: %s\n", draw(t, 2) == 0 ? "b" : "nobody");
    add(t, "  conditions: [{type: TargetAcquired, status: '%s'}]\n",
        draw(t, 4) > 0 ? "True" : "False");
    add(t,
        "  currentWeightDistribution: [{name: a, value: %d}, {name: b, value: %d},"
        " {name: c, value: %d}]\n  analysis:\n",
        (int)current[0], (int)current[1], (int)current[2]);
    if (draw(t, 2) == 0) add_verdicts(t);
    add(t, "    weights: {data: [");
    add_weights(t, claimed);
    add(t, "]}\n");
}

static int32_t any_value(const iter8_question *question, iter8_measurement *answer,
                         scripted_host *host)
{
    trial *t = host->context;
    (void)question;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = draw(t, 14);
    return draw(t, 8) == 0 ? ITER8_ERR_TRANSPORT : ITER8_OK;
}

/* The most that a candidate may be raised to; steps stand in for the increment. */
static int32_t ceiling_of(const trial *t, int32_t before)
{
    static const int32_t steps[] = {3, 9, 40, 80};
    int32_t most = before + INCREMENT;
    if (strstr(t->text, "weight-steps") != NULL) {
        size_t i = 0;
        while (i < 3 && steps[i] <= before)
            i++;
        most = steps[i];
    }
    return most < CAP ? most : CAP;
}

static void check_write(trial *t, const scripted_entry *entry)
{
    int32_t sum = 0;
    for (size_t v = 0; v < VERSIONS; v++) {
        int32_t weight = entry->weights[v];
        cr_assert(weight >= 0 && weight <= 100, "seed %u", t->seed);
        if (v > 0 && weight > t->before[v])
            cr_assert_leq(weight, ceiling_of(t, t->before[v]), "seed %u: %d after %d\n%s", t->seed,
                          (int)weight, (int)t->before[v], t->text);
        sum += weight;
    }
    cr_assert_eq(sum, 100, "seed %u: %d, %d, %d\n%s", t->seed, (int)entry->weights[0],
                 (int)entry->weights[1], (int)entry->weights[2], t->text);
}

static void live(trial *t, scripted_host *host, iter8_experiment *experiment)
{
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    size_t seen = 0;
    for (int i = 0; i < STEPS && !outcome.done; i++) {
        memcpy(t->before, host->routes, sizeof t->before);
        int rc = scripted_step(host, experiment, &outcome);
        cr_assert(rc == ITER8_OK || rc == ITER8_ERR_HOST, "seed %u: %d\n%s", t->seed, rc, t->text);
        for (; seen < host->log_count; seen++) {
            if (host->log[seen].kind == SCRIPTED_WRITE) check_write(t, &host->log[seen]);
        }
        if (iter8_status_of(experiment).paused)
            cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_RESUME, NULL), ITER8_OK);
        if (draw(t, 6) == 0) host->failing[SCRIPTED_READ + (int)draw(t, 2) - 1] = 1;
        if (draw(t, 5) > 0 || host->saved == NULL) continue;
        iter8_experiment_free(experiment);
        experiment = scripted_load(host);
        cr_assert_not_null(experiment, "seed %u: cannot be read again:\n%s", t->seed, host->saved);
    }
    cr_assert(outcome.done, "seed %u: no end\n%s", t->seed, t->text);
    iter8_experiment_free(experiment);
}

/* A router that can be read may hold something else than the status says. */
static void try_seed(unsigned seed)
{
    static trial t;
    static scripted_host host;
    int32_t current[VERSIONS];
    t = (trial){.random = seed * UINT64_C(0x9E3779B97F4A7C15) + 1, .seed = seed};
    choose(&t, current);
    scripted_host_init(&host);
    host.context = &t;
    host.source = any_value;
    scripted_host_take_tasks(&host);
    memcpy(host.routes, current, sizeof current);
    if (draw(&t, 2) == 0)
        host.router.read_weights = NULL;
    else if (draw(&t, 2) == 0)
        draw_weights(&t, host.routes);
    iter8_experiment *experiment;
    cr_assert_eq(iter8_experiment_read(t.text, strlen(t.text), NULL, NULL, &experiment), ITER8_OK,
                 "seed %u\n%s", seed, t.text);
    live(&t, &host, experiment);
    scripted_host_clear(&host);
}

Test(hostile_status, whatever_it_claims_the_weights_keep_to_the_limits)
{
    const char *one = getenv("ITER8_SEED");
    if (one != NULL) {
        try_seed((unsigned)strtoul(one, NULL, 10));
        return;
    }
    for (unsigned seed = 1; seed <= TRIALS; seed++)
        try_seed(seed);
}
