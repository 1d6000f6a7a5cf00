/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * builtin.h - Iter8's built-in metrics, computed from the histograms in the status.
 *
 * Iter8 draws ten times as many random numbers as there were requests, evenly within each bucket,
 * and takes their percentiles. Here a percentile is what those come to with ever more draws: let
 *
 *     F(x) = sum over the buckets of count * min(1, max(0, (x - start) / (end - start)))
 *
 * be the number of observations up to x, where a bucket without width jumps by its count at its
 * place. The p-th percentile is the least x with F(x) >= p / 100 * F(infinity). F is piecewise
 * linear between the buckets' ends, so that is exact but for rounding. It follows that
 *
 * - buckets may come in any order and overlap, as those of several runs do; gaps and empty buckets
 *   make no difference (a percentile that falls on a gap is its lower end);
 * - a percentile never falls as p rises, and lies from the least start to the greatest end;
 * - it goes by what the buckets hold, all else by the histogram's Count, when the two disagree.
 */
#ifndef ITER8_EXPERIMENT_BUILTIN_H
#define ITER8_EXPERIMENT_BUILTIN_H

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

#endif
