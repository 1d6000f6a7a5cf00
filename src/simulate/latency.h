/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * latency.h - how long requests take: distributions, in milliseconds.
 */
#ifndef ITER8_SIMULATE_LATENCY_H
#define ITER8_SIMULATE_LATENCY_H

#include "spec/names.h"

#include <stdint.h>

enum iter8__latency_shape {
    ITER8__LATENCY_CONSTANT = 1,    /* all take the mean */
    ITER8__LATENCY_EXPONENTIAL = 2, /* the mean says all */
    ITER8__LATENCY_LOGNORMAL = 3    /* mean and 95th percentile */
};

extern const iter8__words iter8__latency_shapes;

typedef struct iter8__latency {
    int32_t shape;   /* enum iter8__latency_shape */
    double mean;     /* so all: milliseconds */
    double variance; /* milliseconds squared */
    double location; /* of the logarithm of a lognormal one; so the next */
    double scale;
    double with_tail;    /* the correlation of the mean and the 95th percentile of many requests */
    double without_tail; /* sqrt(1 - with_tail^2) */
} iter8__latency;

/* The 95th percentile of a lognormal distribution is at most so many times its mean: exp(z^2 / 2)
 * for the z of 95 %. */
#define ITER8__MOST_P95_PER_MEAN 3.8684

/* Fits a distribution. Of the two lognormal ones with this mean and 95th percentile, which is above
 * 0, it is the narrower. */
iter8__latency iter8__latency_of(int32_t shape, double mean, double p95);

int iter8__latency_equal(const iter8__latency *a, const iter8__latency *b);

/* The part of requests that take no longer than @p time. */
double iter8__latency_cdf(const iter8__latency *latency, double time);

/* Room for the normal quantiles of logits, which are slow to find and easy to interpolate. */
enum { ITER8__PROBITS = 768 };
typedef struct iter8__probits {
    double at[ITER8__PROBITS];
} iter8__probits;

void iter8__probits_init(iter8__probits *probits);

/* The time that the part 1 / (1 + exp(-logit)) of requests does not exceed, to some 6 digits. */
double iter8__latency_quantile(const iter8__latency *latency, const iter8__probits *probits,
                               double logit);

#endif
