/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * simulation.h - an experiment bound to a scenario, and the run under way.
 *
 * The files, each using those before it:
 *   course, latency      numbers in the course of time; distributions
 *   scenario*            a Scenario as structs
 *   timeline             a scenario cut into phases
 *   world, reading       the requests of a run; metrics computed from them
 *   bind                 which version and metric of an experiment is which of a scenario
 *   simulation           this file: an experiment bound to a scenario
 *   trouble, stand_in    faults; the host that a simulated experiment talks to
 *   run, simulate        one run; many
 *   wide, tally*         what came of many runs
 *   expectation          expectations compared with it
 */
#ifndef ITER8_SIMULATE_SIMULATION_H
#define ITER8_SIMULATE_SIMULATION_H

#include "base/times.h"
#include "iter8/simulate.h"
#include "lifecycle/host.h"
#include "lifecycle/snapshot.h"
#include "simulate/reading.h"

/* The run under way, or the last one. */
typedef struct iter8__schedule_of_run {
    iter8_run result;
    uint64_t seed;    /* of the series */
    int64_t clock_ns; /* nanoseconds since 1970: the time of the step */
    int64_t ready_ns; /* when the last pending answer is there; INT64_MIN where none is pending */
    int64_t write_ns; /* when the write under way was asked for */
    uint64_t write_ticket;
    int32_t seen; /* iterations of which the weights are noted */
    int is_over;
    int64_t candidate_errors;
    uint8_t *weights; /* iterations * versions: after each iteration, in percent */
} iter8__schedule_of_run;

struct iter8_simulation {
    iter8_allocator allocator;
    iter8__arena arena;
    iter8__scenario scenario;
    iter8_experiment *experiment;
    iter8__snapshot rewind;
    const iter8__actor **actors; /* versions */
    const iter8__rule **rules;   /* metrics; NULL for mocks */
    iter8__timeline timeline;
    iter8__probits probits;
    iter8__world world;
    iter8__schedule_of_run run;
    iter8__host host;    /* the callbacks that the run is given */
    int32_t iterations;  /* that a run can have */
    int64_t deadline_ns; /* no run goes on for longer after its start */
    int busy;
};

/* More iterations are not simulated: the weights after each are kept. */
enum { ITER8__MAX_SIMULATED_ITERATIONS = 10000 };

/* When all runs start, nanoseconds since 1970: 2000-01-01T00:00:00Z. */
#define ITER8__RUN_START_NS (INT64_C(946684800) * ITER8__NS_PER_S)

/* Binds the scenario to the experiment; problems are the decoder's, which stands at the scenario.
 */
void iter8__bind(iter8__decoder *decoder, iter8_simulation *simulation);

/* The callbacks of a simulation, which points to them. */
void iter8__simulated_host(iter8_simulation *simulation, iter8_host *host);

/* Whether a fault strikes what is asked for at a time; 0 or its enum iter8__answer. */
int32_t iter8__outage_of_source(const iter8_simulation *simulation, const char *metric,
                                const char *version, int64_t time_ns, const iter8__fault **fault);
int32_t iter8__outage_of_sink(const iter8_simulation *simulation, int64_t time_ns,
                              const iter8__fault **fault);

/* Begins a run. */
void iter8__run_begin(iter8_simulation *simulation, uint64_t seed, uint64_t number);
/* Takes note of a step; when the next is due, or ITER8_NEVER. */
int64_t iter8__run_follow(iter8_simulation *simulation, const iter8_outcome *outcome);

#endif
