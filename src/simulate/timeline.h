/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * timeline.h - a scenario cut into phases in which nothing changes, for the versions of one
 * experiment.
 */
#ifndef ITER8_SIMULATE_TIMELINE_H
#define ITER8_SIMULATE_TIMELINE_H

#include "simulate/scenario.h"
#include "statistics/draws.h"

/* How a version fares during a phase. */
typedef struct iter8__conduct {
    iter8__odds errors;
    iter8__latency latency; /* shape 0: none */
    size_t latency_class;   /* phases in which a version's latency is the same share it */
    double *yield_means;    /* or rates */
    double *yield_deviations;
    iter8__odds *buckets; /* of all rules: of a latency in a bucket that is in none before */
} iter8__conduct;

typedef struct iter8__phase {
    int64_t until_ns; /* since the start; INT64_MAX of the last */
    double requests_per_ns;
    iter8__conduct *conducts; /* versions */
} iter8__phase;

typedef struct iter8__timeline {
    iter8__phase *phases;
    size_t count;
    size_t versions;
    size_t latency_classes;    /* the most of any version */
    iter8__latency *latencies; /* versions * latency_classes */
    iter8__odds *slow;         /* likewise: the odds of a request being slow */
    size_t yields;             /* the most of any version */
    size_t buckets;            /* of all rules */
    int has_latency;           /* of any version */
} iter8__timeline;

/* More phases than that are refused. */
enum { ITER8__MAX_PHASES = 20000 };

/* Cuts up what happens until @p horizon_ns; after it all stays as it is then. @p actors are those
 * of the versions. Returns 0, ITER8_ERR_NOMEM or ITER8_ERR_RANGE (too many phases). */
int iter8__timeline_init(iter8__timeline *timeline, iter8__arena *arena,
                         const iter8__scenario *scenario, const iter8__actor *const *actors,
                         size_t versions, int64_t horizon_ns);

/* The latency of a class of a version, and the odds of being slow. */
const iter8__latency *iter8__timeline_latency(const iter8__timeline *timeline, size_t version,
                                              size_t latency_class);
const iter8__odds *iter8__timeline_slow(const iter8__timeline *timeline, size_t version,
                                        size_t latency_class);

#endif
