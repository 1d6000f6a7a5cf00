/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* One run: what is noted of it, and when it is over. */
#include "simulate/simulation.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/times.h"
#include "iter8/command.h"
#include "iter8/error.h"

#include <math.h>
#include <string.h>

enum { STREAM_SLOW = 4 };

static uint64_t seed_of(uint64_t seed, uint64_t number)
{
    iter8__random random;
    iter8__random_seed(&random, seed);
    iter8__random_mix(&random, number);
    return iter8__random_bits(&random);
}

void iter8__run_begin(iter8_simulation *simulation, uint64_t seed, uint64_t number)
{
    iter8__schedule_of_run *run = &simulation->run;
    uint8_t *weights = run->weights;
    *run = (iter8__schedule_of_run){
        .clock_ns = ITER8__RUN_START_NS, .seed = seed, .ready_ns = INT64_MIN, .weights = weights};
    run->result = (iter8_run){.struct_size = sizeof run->result,
                              .number = number,
                              .start_ns = ITER8__RUN_START_NS,
                              .end_ns = ITER8__RUN_START_NS,
                              .version = -1,
                              .violated = -1};
    iter8__snapshot_restore(&simulation->rewind);
    iter8__world_begin(&simulation->world, seed_of(seed, number));
}

static void note_weights(iter8_simulation *simulation, int32_t iteration)
{
    size_t versions = simulation->world.versions;
    uint8_t *row = &simulation->run.weights[(size_t)iteration * versions];
    for (size_t v = 0; v < versions; v++)
        row[v] = (uint8_t)simulation->world.weights[v];
}

/* The first objective of which a candidate's failure counts. */
static int32_t violated(const iter8_experiment *experiment)
{
    const iter8__spec *spec = &experiment->spec;
    const iter8__verdict *verdicts = experiment->status.analysis.verdicts;
    for (size_t o = 0; o < spec->objective_count; o++) {
        for (size_t v = 1; v < spec->version_count; v++) {
            if (verdicts[v * spec->objective_count + o].budget_spent) return (int32_t)o;
        }
    }
    return -1;
}

/* An iteration is complete, but its weights are not yet written: those that are there are the ones
 * that the iteration before it has led to. */
static void note_iteration(iter8_simulation *simulation, int32_t completed)
{
    iter8__schedule_of_run *run = &simulation->run;
    for (; run->seen < completed - 1 && run->seen < simulation->iterations; run->seen++)
        note_weights(simulation, run->seen);
    if (completed == run->result.iterations) return;
    run->result.iterations = completed;
    if (run->result.violated < 0) run->result.violated = violated(simulation->experiment);
}

static int32_t version_named(const iter8_experiment *experiment, const char *name)
{
    return name != NULL ? iter8__spec_version(&experiment->spec, name) : -1;
}

static int32_t verdict_on(const iter8_experiment *experiment, const iter8_run *run)
{
    int conforms = experiment->spec.testing_pattern == ITER8_TESTING_CONFORMANCE;
    switch (run->ending) {
    case ITER8_ENDING_ROLLED_BACK:
    case ITER8_ENDING_ABORTED: return ITER8_RUN_ROLLED_BACK;
    case ITER8_ENDING_PROMOTED:
    case ITER8_ENDING_COMPLETED: break;
    default: return ITER8_RUN_UNDECIDED;
    }
    if (run->version > 0) return ITER8_RUN_PROMOTED;
    if (experiment->status.analysis.winner != 0) return ITER8_RUN_UNDECIDED;
    return conforms ? ITER8_RUN_PROMOTED : ITER8_RUN_ROLLED_BACK;
}

/* How many of a version's requests took longer than is fine. */
static int64_t count_slow(const iter8_simulation *simulation, size_t version)
{
    const iter8__world *world = &simulation->world;
    iter8__view all = {NULL, world->now};
    iter8__random random = {world->seed};
    iter8__random_mix(&random, STREAM_SLOW);
    iter8__random_mix(&random, version);
    int64_t slow = 0;
    for (size_t c = 0; c < world->timeline->latency_classes; c++) {
        double count = iter8__view_class(world, &all, version, c);
        slow += iter8__draw_binomial(&random, (int64_t)count,
                                     iter8__timeline_slow(world->timeline, version, c));
    }
    return slow;
}

static void count_served(iter8_simulation *simulation)
{
    const iter8__world *world = &simulation->world;
    iter8__schedule_of_run *run = &simulation->run;
    run->result.requests = run->result.errors = run->result.slow = run->candidate_errors = 0;
    for (size_t v = 0; v < world->versions; v++) {
        const double *row = &world->now[v * world->stride];
        run->result.requests += (int64_t)row[ITER8__REQUESTS];
        run->result.errors += (int64_t)row[ITER8__ERRORS];
        if (v > 0) run->candidate_errors += (int64_t)row[ITER8__ERRORS];
        if (simulation->scenario.slow_ms < INFINITY) run->result.slow += count_slow(simulation, v);
    }
}

static void finish(iter8_simulation *simulation)
{
    iter8__schedule_of_run *run = &simulation->run;
    const iter8_experiment *experiment = simulation->experiment;
    run->is_over = 1;
    run->result.end_ns = run->clock_ns;
    iter8__world_advance(&simulation->world, run->clock_ns - run->result.start_ns);
    for (; run->seen < simulation->iterations; run->seen++)
        note_weights(simulation, run->seen);
    run->result.ending = iter8_experiment_ending(experiment);
    run->result.version = version_named(experiment, experiment->status.recommended);
    run->result.verdict = verdict_on(experiment, &run->result);
    count_served(simulation);
}

int64_t iter8__run_follow(iter8_simulation *simulation, const iter8_outcome *outcome)
{
    iter8__schedule_of_run *run = &simulation->run;
    if (run->is_over) return ITER8_NEVER;
    note_iteration(simulation, iter8__experiment_completed_iterations(simulation->experiment));
    int64_t next_ns = outcome->next_ns > run->clock_ns ? outcome->next_ns : run->clock_ns;
    if (outcome->pending && run->ready_ns > next_ns) next_ns = run->ready_ns;
    run->ready_ns = INT64_MIN;
    if (outcome->done || next_ns - run->result.start_ns > simulation->deadline_ns) {
        finish(simulation);
        return ITER8_NEVER;
    }
    run->clock_ns = next_ns;
    return next_ns;
}

int iter8_simulation_begin(iter8_simulation *simulation, uint64_t seed, uint64_t number,
                           iter8_experiment **experiment, iter8_host *host, int64_t *start_ns)
{
    if (simulation == NULL || experiment == NULL || host == NULL || start_ns == NULL)
        return ITER8_ERR_ARGUMENT;
    if (simulation->busy) return ITER8_ERR_BUSY;
    iter8__run_begin(simulation, seed, number);
    iter8_host full;
    iter8__simulated_host(simulation, &full);
    *experiment = simulation->experiment;
    *start_ns = ITER8__RUN_START_NS;
    return iter8__sized_out(host, &full, sizeof full);
}

int64_t iter8_simulation_next_ns(iter8_simulation *simulation, const iter8_outcome *outcome)
{
    if (simulation == NULL || outcome == NULL) return ITER8_NEVER;
    return iter8__run_follow(simulation, outcome);
}

int iter8_simulation_run(const iter8_simulation *simulation, iter8_run *out)
{
    if (simulation == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (simulation->world.out_of_memory) return ITER8_ERR_NOMEM;
    return iter8__sized_out(out, &simulation->run.result, sizeof simulation->run.result);
}
