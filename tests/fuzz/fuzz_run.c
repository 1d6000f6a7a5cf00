/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * The bytes choose the experiment, what the host answers, what the clock does, and when the process
 * dies: the promises about weights and stages hold all the same.
 */
#include "iter8/iter8.h"
#include "iter8/snapshots.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { VERSIONS = 3, STEPS = 400 };

struct world {
    const uint8_t *bytes;
    size_t left;
    int32_t weights[VERSIONS]; /* where traffic really goes */
    int32_t max_weight;
    int32_t max_increment;
};

static void require(int holds)
{
    if (!holds) abort();
}

static uint8_t next(struct world *world)
{
    if (world->left == 0) return 0;
    world->left--;
    return *world->bytes++;
}

/* Mostly the answer is there, sometimes it is pending or the callback fails. */
static int32_t reply(struct world *world)
{
    uint8_t choice = next(world);
    if (choice < 224) return ITER8_OK;
    return choice < 240 ? ITER8_PENDING : ITER8_ERR_TRANSPORT;
}

static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    static const double values[] = {0.0, 0.5, 1.0, 2.0, -1.0, 1e300, -1e300, 1e-300};
    struct world *world = user_data;
    uint8_t choice = next(world);
    (void)question;
    answer->state = choice & 8 ? ITER8_VALUE_ABSENT : ITER8_VALUE_PRESENT;
    answer->value = values[choice & 7];
    if (choice >= 250) answer->value = choice & 1 ? (double)NAN : (double)INFINITY;
    return reply(world);
}

static int32_t write_weights(const iter8_route *route, void *user_data)
{
    struct world *world = user_data;
    int32_t sum = 0;
    int32_t rc = reply(world);
    for (size_t v = 0; v < route->count; v++) {
        require(route->weights[v] >= 0 && route->weights[v] <= 100);
        require(v == 0 || route->weights[v] <= world->max_weight);
        sum += route->weights[v];
    }
    require(sum == 100);
    if (rc == ITER8_OK) memcpy(world->weights, route->weights, route->count * sizeof(int32_t));
    return rc;
}

static int32_t read_weights(const iter8_route *route, int32_t *weights, void *user_data)
{
    struct world *world = user_data;
    memcpy(weights, world->weights, route->count * sizeof *weights);
    return reply(world);
}

static int32_t run_action(const iter8_action *action, void *user_data)
{
    (void)action;
    return reply(user_data);
}

static iter8_experiment *make(struct world *world)
{
    static const char *const patterns[] = {"Progressive", "FixedSplit", "BlueGreen"};
    char text[1024];
    uint8_t shape = next(world);
    world->max_weight = next(world) % 101;
    world->max_increment = next(world) % 101;
    int length = snprintf(
        text, sizeof text,
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: fuzz}\nspec:\n"
        "  target: t\n  strategy: {testingPattern: A/B/N, deploymentPattern: %s,\n"
        "    weights: {maxCandidateWeight: %d, maxCandidateWeightIncrement: %d},\n"
        "    actions: {start: [{task: a}], loop: [{task: b}], finish: [{run: c}]}}\n"
        "  criteria: {rewards: [{metric: r, preferredDirection: %s}],\n"
        "    objectives: [{metric: m, upperLimit: 1, lowerLimit: 0, rollback_on_failure: %s}]}\n"
        "  duration: {intervalSeconds: 5, iterationsPerLoop: 4, maxLoops: 2}\n"
        "  versionInfo: {baseline: {name: a}, candidates: [{name: b}, {name: c}]}\n",
        patterns[shape % 3], (int)world->max_weight, (int)world->max_increment,
        shape & 64 ? "High" : "Low", shape & 128 ? "true" : "false");
    iter8_experiment *experiment;
    require(iter8_experiment_read(text, (size_t)length, NULL, NULL, &experiment) == ITER8_OK);
    return experiment;
}

/* The process dies and another one goes on from what was saved. */
static iter8_experiment *restart(iter8_experiment *experiment)
{
    static char text[1 << 16];
    size_t length;
    require(iter8_experiment_write(experiment, ITER8_FORMAT_JSON, text, sizeof text, &length) ==
            ITER8_OK);
    iter8_experiment_free(experiment);
    require(iter8_experiment_read(text, length, NULL, NULL, &experiment) == ITER8_OK);
    return experiment;
}

/* No candidate has gone up by more than the increment since the iteration before. */
static void check_increment(const struct world *world, const int32_t *before)
{
    for (size_t v = 1; v < VERSIONS; v++)
        require(world->weights[v] <= before[v] + world->max_increment);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world world = {.bytes = data, .left = size, .weights = {100, 0, 0}};
    int32_t before[VERSIONS] = {100, 0, 0};
    iter8_experiment *experiment = make(&world);
    iter8_host host = ITER8_INIT(iter8_host);
    iter8_metrics_source source = {sizeof source, &world, measure};
    iter8_router router = {sizeof router, &world, read_weights, write_weights};
    host.metrics_source = &source;
    host.router = &router;
    host.user_data = &world;
    host.run_action = run_action;
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    int64_t now_ns = 0;
    int32_t stage = ITER8_STAGE_NONE;
    int32_t iterations = 0;
    for (int i = 0; i < STEPS && !outcome.done; i++) {
        int rc = iter8_reconcile(experiment, &host, now_ns, NULL, &outcome);
        require(rc == ITER8_OK || rc == ITER8_ERR_HOST);
        require(outcome.stage >= stage && outcome.next_ns >= now_ns);
        stage = outcome.stage;
        int32_t completed = iter8_status_of(experiment).completed_iterations;
        require(completed >= iterations && completed <= iterations + 1 && completed <= 8);
        if (completed > iterations) memcpy(before, world.weights, sizeof before);
        iterations = completed;
        check_increment(&world, before);
        uint8_t choice = next(&world);
        if (choice & 1) experiment = restart(experiment);
        now_ns = choice & 2 ? now_ns + choice * INT64_C(100000000) : outcome.next_ns;
    }
    require(world.left > 0 || outcome.done);
    iter8_experiment_free(experiment);
    return 0;
}
