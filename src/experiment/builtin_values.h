/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * builtin_values.h - the values of metrics that the library computes itself.
 */
#ifndef ITER8_EXPERIMENT_BUILTIN_VALUES_H
#define ITER8_EXPERIMENT_BUILTIN_VALUES_H

#include "experiment/experiment.h"
#include "iter8/metric.h"

/* 1 if the library answers for the metric out of the histograms. */
int iter8__is_builtin(const iter8_experiment *experiment, size_t metric);

/* Answers for a metric that is; absent, with the reason, where there is nothing to tell it from. */
void iter8__builtin_measure(const iter8_experiment *experiment, size_t metric, size_t version,
                            iter8_measurement *answer);

/* The number of requests behind a rate or latency of a version; negative where there is none. */
double iter8__builtin_sample_size(const iter8_experiment *experiment, size_t metric,
                                  size_t version);

/* Sets the value of a built-in metric, with the number of requests behind it. */
void iter8__builtin_take(const iter8_experiment *experiment, size_t metric, size_t version,
                         iter8__value *value);

/* Sets those that have no value, if any histograms were collected. */
void iter8__builtin_fill(const iter8_experiment *experiment, iter8__decision *analysis);

#endif
