/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * The bytes are an experiment with a status that anybody may have written. It is gone on with, with
 * a host that fails at times and a process that dies at times: what reaches the router keeps to the
 * limits all the same.
 */
#include "decide/weight_limits.h"
#include "experiment/experiment.h"
#include "iter8/iter8.h"
#include "iter8/snapshots.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_VERSIONS = 100, STEPS = 60, MOST_BYTES = 1 << 20 };

struct world {
    uint64_t random;
    size_t versions;
    int32_t weights[MOST_VERSIONS]; /* where traffic really goes */
    iter8__weight_limits limits;
    int by_position; /* Iter8's way, in which candidates may rise by more */
};

static void require(int holds)
{
    if (!holds) abort();
}

/* xorshift64. */
static uint32_t draw(struct world *world, uint32_t below)
{
    world->random ^= world->random << 13;
    world->random ^= world->random >> 7;
    world->random ^= world->random << 17;
    return (uint32_t)(world->random % below);
}

static int32_t reply(struct world *world, uint32_t one_in)
{
    return draw(world, one_in) == 0 ? ITER8_ERR_TRANSPORT : ITER8_OK;
}

static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    struct world *world = user_data;
    require(question->elapsed_s >= 1);
    answer->state = draw(world, 5) == 0 ? ITER8_VALUE_ABSENT : ITER8_VALUE_PRESENT;
    answer->value = (double)draw(world, 100) / 10;
    return reply(world, 8);
}

/* What falls or stays was not raised by this library. */
static void check_candidate(const struct world *world, int32_t before, int32_t weight)
{
    int32_t reason;
    if (weight <= before) return;
    require(weight <= world->limits.max_weight);
    require(world->by_position ||
            weight <= iter8__weight_limits_ceiling(&world->limits, before, &reason));
}

static int32_t write_weights(const iter8_route *route, void *user_data)
{
    struct world *world = user_data;
    int32_t sum = 0;
    require(route->count == world->versions);
    for (size_t v = 0; v < route->count; v++) {
        require(route->weights[v] >= 0 && route->weights[v] <= 100);
        if (v > 0) check_candidate(world, world->weights[v], route->weights[v]);
        sum += route->weights[v];
    }
    require(sum == 100);
    int32_t rc = reply(world, 6);
    if (rc == ITER8_OK) memcpy(world->weights, route->weights, route->count * sizeof(int32_t));
    return rc;
}

static int32_t read_weights(const iter8_route *route, int32_t *weights, void *user_data)
{
    struct world *world = user_data;
    memcpy(weights, world->weights, route->count * sizeof *weights);
    return reply(world, 8);
}

static int32_t run_task(const iter8_task *task, void *user_data)
{
    require(task->name != NULL);
    return reply(user_data, 8);
}

static void record_event(const iter8_event *event, void *user_data)
{
    (void)user_data;
    require(event->message != NULL && event->reason != NULL && *event->reason != '\0');
}

static iter8_experiment *restarted(iter8_experiment *experiment)
{
    size_t length;
    require(iter8_experiment_write(experiment, ITER8_FORMAT_YAML, NULL, 0, &length) ==
            ITER8_ERR_BUFFER);
    char *text = malloc(length + 1);
    require(text != NULL && iter8_experiment_write(experiment, ITER8_FORMAT_YAML, text, length + 1,
                                                   &length) == ITER8_OK);
    iter8_experiment *again = experiment;
    if (length < MOST_BYTES) {
        require(iter8_experiment_read(text, length, NULL, NULL, &again) == ITER8_OK);
        iter8_experiment_free(experiment);
    }
    free(text);
    return again;
}

/* The candidates have what the status says, the baseline has the rest. Returns 0 where that cannot
 * be. */
static int begin(struct world *world, const iter8_experiment *experiment)
{
    world->versions = iter8_spec_of(experiment).version_count;
    world->weights[0] = 100;
    for (size_t v = 1; v < world->versions; v++) {
        world->weights[v] = iter8_version_of(experiment, v).weight;
        world->weights[0] -= world->weights[v];
    }
    return world->versions > 0 && world->weights[0] >= 0;
}

static void live(struct world *world, iter8_experiment **experiment, iter8_host *host)
{
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    int64_t now_ns = INT64_C(1600000000000000000);
    for (int i = 0; i < STEPS && !outcome.done; i++) {
        int rc = iter8_reconcile(*experiment, host, now_ns, NULL, &outcome);
        require(rc == ITER8_OK || rc == ITER8_ERR_HOST);
        require(outcome.next_ns >= now_ns);
        if (outcome.next_ns == ITER8_NEVER)
            require(iter8_command(*experiment, ITER8_COMMAND_RESUME, NULL) == ITER8_OK);
        else if (outcome.next_ns < now_ns + INT64_C(1000000000000000))
            now_ns = outcome.next_ns;
        else
            now_ns += INT64_C(1000000000);
        if (draw(world, 12) == 0) now_ns -= (int64_t)draw(world, 100) * INT64_C(1000000000);
        if (draw(world, 5) == 0) *experiment = restarted(*experiment);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct world world;
    iter8_experiment *experiment;
    if (size == 0 || iter8_experiment_read((const char *)data, size, NULL, NULL, &experiment) != 0)
        return 0;
    world = (struct world){
        .random = UINT64_C(88172645463325252) ^ size ^ (uint64_t)data[size - 1] << 32,
        .limits = iter8__weight_limits_of(&experiment->spec, 1),
        .by_position = (experiment->spec.settings.quirks & ITER8__WEIGHTS_BY_POSITION) != 0};
    if (begin(&world, experiment)) {
        iter8_host host = ITER8_INIT(iter8_host);
        iter8_metrics_source source = {sizeof source, &world, measure};
        iter8_router router = {sizeof router, &world, NULL, write_weights};
        host.metrics_source = &source;
        host.router = &router;
        host.user_data = &world;
        host.run_task = run_task;
        host.record_event = record_event;
        if (draw(&world, 2) == 0) router.read_weights = read_weights;
        live(&world, &experiment, &host);
    }
    iter8_experiment_free(experiment);
    return 0;
}
