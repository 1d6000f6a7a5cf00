/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * scenario.h - a Scenario as structs: what the world does to an experiment.
 *
 * Nothing here knows the experiment: versions and metrics are names. Times are nanoseconds since
 * the experiment's start.
 */
#ifndef ITER8_SIMULATE_SCENARIO_H
#define ITER8_SIMULATE_SCENARIO_H

#include "simulate/latency.h"
#include "simulate/schedule.h"
#include "spec/spec.h"

#include <stddef.h>
#include <stdint.h>

/* Something else that requests yield, such as revenue: its mean and standard deviation, or for a
 * rate the probability of 1 instead of 0. */
typedef struct iter8__yield {
    const char *name;
    int is_rate;
    iter8__schedule mean; /* or the rate */
    iter8__schedule deviation;
} iter8__yield;

/* How a version fares. */
typedef struct iter8__actor {
    const char *name;
    int32_t weight; /* percent, before the experiment; -1 where the scenario does not say */
    iter8__schedule error_rate;
    int32_t shape; /* enum iter8__latency_shape; 0 where the scenario says nothing of latency */
    iter8__schedule latency_mean;
    iter8__schedule latency_p95;
    iter8__yield *yields;
    size_t yield_count;
} iter8__actor;

/* The traffic of a day, or whatever the period is: what is offered is multiplied with
 * 1 + amplitude * cos(2 pi (t - peak) / period). */
typedef struct iter8__daily {
    double amplitude; /* 0 where there is none */
    int64_t period_ns;
    int64_t peak_ns;
} iter8__daily;

enum iter8__source {
    ITER8__FROM_REQUESTS = 1,
    ITER8__FROM_ERRORS = 2,
    ITER8__FROM_ERROR_RATE = 3,
    ITER8__FROM_MEAN_LATENCY = 4,
    ITER8__FROM_LATENCY_QUANTILE = 5,
    ITER8__FROM_MEAN_VALUE = 6
};

/* How a metric is computed from the requests. */
typedef struct iter8__rule {
    const char *metric;
    int32_t from; /* enum iter8__source */
    double quantile;
    const char *value; /* the name of a yield, or NULL */
    int64_t window_ns; /* 0: since the start */
    double *buckets;   /* upper ends of a histogram's buckets, rising, in milliseconds */
    size_t bucket_count;
    size_t first_bucket; /* among the buckets of all rules */
} iter8__rule;

enum iter8__answer {
    ITER8__ANSWER_MISSING = 1,
    ITER8__ANSWER_NAN = 2,
    ITER8__ANSWER_STALE = 3,
    ITER8__ANSWER_ERROR = 4,
    ITER8__ANSWER_SLOW = 5
};

/* Something that goes wrong for some time. */
typedef struct iter8__fault {
    const char *metric;  /* NULL: all */
    const char *version; /* NULL: all */
    int64_t from_ns;
    int64_t until_ns; /* INT64_MAX: for ever */
    int64_t delay_ns; /* of a slow answer */
    double probability;
    int32_t answer; /* enum iter8__answer; of a sink only ERROR and SLOW */
} iter8__fault;

enum iter8__relation { ITER8__LESS = 1, ITER8__AT_MOST, ITER8__MORE, ITER8__AT_LEAST };

typedef struct iter8__expectation {
    const char *name;
    const char *wanted;
    double limit;
    int32_t figure;   /* enum iter8_figure */
    int32_t relation; /* enum iter8__relation */
} iter8__expectation;

enum { ITER8__MAX_EXPECTED = 10 };

typedef struct iter8__scenario {
    const char *name;
    iter8__schedule requests_per_s;
    iter8__daily daily;
    iter8__actor *actors;
    size_t actor_count;
    iter8__rule *rules;
    size_t rule_count;
    size_t bucket_count;  /* of all rules */
    iter8__fault *faults; /* of the metrics source */
    size_t fault_count;
    iter8__fault *sink_faults;
    size_t sink_fault_count;
    int64_t scrape_interval_ns; /* 0: metrics are always up to date */
    int64_t scrape_delay_ns;
    double slow_ms; /* longer than this is slow; infinite where it is not said */
    double confidence;
    iter8__expectation expected[ITER8__MAX_EXPECTED];
    size_t expected_count;
} iter8__scenario;

/* Decodes the Scenario that the decoder stands at; problems are the decoder's. Returns 0 when it is
 * another kind of document. */
int iter8__scenario_decode(iter8__decoder *decoder, const iter8__node *root, iter8__scenario *out);

/* The parts of it. */
void iter8__actors_decode(iter8__decoder *decoder, const iter8__node *spec, iter8__scenario *out);
void iter8__rules_decode(iter8__decoder *decoder, const iter8__node *spec, iter8__scenario *out);
void iter8__faults_decode(iter8__decoder *decoder, const iter8__node *spec, iter8__scenario *out);
void iter8__expected_decode(iter8__decoder *decoder, const iter8__node *spec, iter8__scenario *out);

/* The actor with a name, or NULL. */
const iter8__actor *iter8__scenario_actor(const iter8__scenario *scenario, const char *name);
/* The rule of a metric, or NULL. */
const iter8__rule *iter8__scenario_rule(const iter8__scenario *scenario, const char *metric);

#endif
