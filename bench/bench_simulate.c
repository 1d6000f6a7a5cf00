/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * What a simulated rollout of the tutorial's experiment costs, beside the noise in its metrics
 * alone: the same requests drawn and the same metrics read, ten times at the weights of a rollout
 * that goes well, with nobody to decide. Looks inside the library for that.
 */
#include "iter8/iter8.h"
#include "simulate/simulation.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 100000, ROUNDS = 5, TEXT_BYTES = 1 << 16 };

static double now_us(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void must(int holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "bench_simulate: %s\n", what);
    exit(1);
}

static iter8_documents *read_file(const char *name)
{
    static char text[TEXT_BYTES];
    FILE *file = fopen(name, "rb");
    must(file != NULL, name);
    size_t length = fread(text, 1, sizeof text, file);
    (void)fclose(file);
    iter8_documents *documents;
    must(iter8_documents_read(text, length, NULL, NULL, &documents) == ITER8_OK, name);
    return documents;
}

static double simulate(iter8_simulation *simulation, iter8_tally *tally, uint64_t round)
{
    double start = now_us();
    iter8_series series = ITER8_INIT(iter8_series);
    series.first = round * RUNS;
    series.count = RUNS;
    must(iter8_simulate(simulation, &series, tally) == ITER8_OK, "a run failed");
    return (now_us() - start) / RUNS;
}

/* One iteration's questions. */
static double read_metrics(const iter8_simulation *simulation, int64_t time_ns)
{
    iter8__instrument instrument = {&simulation->world, &simulation->probits};
    double sum = 0;
    for (size_t m = 0; m < simulation->experiment->metric_count; m++) {
        for (size_t v = 0; v < simulation->world.versions; v++) {
            iter8_measurement answer = ITER8_INIT(iter8_measurement);
            iter8__reading_take(&instrument, simulation->rules[m], v, time_ns, time_ns, &answer);
            sum += answer.value;
        }
    }
    return sum;
}

static double draw_noise(iter8_simulation *simulation, double *sum)
{
    const int64_t interval_ns = INT64_C(10000000000);
    double start = now_us();
    for (uint64_t run = 0; run < RUNS; run++) {
        iter8__world_begin(&simulation->world, run);
        for (int32_t i = 0; i <= 10; i++) {
            iter8__world_advance(&simulation->world, i * interval_ns);
            if (i < 10) *sum += read_metrics(simulation, i * interval_ns);
            simulation->world.weights[0] = 95 - 10 * i;
            simulation->world.weights[1] = 5 + 10 * i;
        }
    }
    return (now_us() - start) / RUNS;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

int main(void)
{
    iter8_documents *experiment = read_file(EXPERIMENT_FILE);
    iter8_documents *scenarios = read_file(SCENARIO_FILE);
    iter8_simulation *simulation;
    iter8_tally *tally;
    iter8_policy policy = ITER8_INIT(iter8_policy);
    policy.experiment = iter8_documents_at(experiment, 0);
    must(iter8_simulation_new(&policy, iter8_documents_at(scenarios, 0), NULL, &simulation) ==
             ITER8_OK,
         "the scenario does not fit");
    must(iter8_tally_new(simulation, NULL, &tally) == ITER8_OK, "out of memory");
    double rollout = simulate(simulation, tally, 0), sum = 0, noise = draw_noise(simulation, &sum);
    for (uint64_t round = 1; round < ROUNDS; round++) {
        rollout = least(rollout, simulate(simulation, tally, round));
        noise = least(noise, draw_noise(simulation, &sum));
    }
    printf("simulated rollout     %8.2f us   %.0f a second\n", rollout, 1e6 / rollout);
    printf("its noise alone       %8.2f us   the rollout is %.2f times as much\n", noise,
           rollout / noise);
    iter8_tally_free(tally);
    iter8_simulation_free(simulation);
    iter8_documents_free(scenarios);
    iter8_documents_free(experiment);
    return sum > 0 ? 0 : 1;
}
