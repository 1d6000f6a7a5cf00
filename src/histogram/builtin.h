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
#ifndef ITER8_HISTOGRAM_BUILTIN_H
#define ITER8_HISTOGRAM_BUILTIN_H

#include "histogram/histograms.h"
#include "iter8/metric.h"

enum iter8__builtin_kind {
    ITER8__NOT_BUILTIN,
    ITER8__BUILTIN_UNKNOWN, /* its resource says that it is, but no such is known */
    ITER8__REQUEST_COUNT,
    ITER8__ERROR_COUNT,
    ITER8__ERROR_RATE,
    ITER8__MEAN_LATENCY,
    ITER8__LATENCY_PERCENTILE
};

typedef struct iter8__builtin {
    enum iter8__builtin_kind kind;
    double percent; /* of a percentile, 0..100 */
} iter8__builtin;

/* Which one a metric is, by its name and what its resource says; @p resource may be NULL. */
iter8__builtin iter8__builtin_of(const char *namespace_, const char *base_name,
                                 const iter8__metric *resource);

/* Answers for one that is; absent, with the reason, where there is nothing to tell it from. The
 * histogram may be NULL. */
void iter8__builtin_compute(const iter8__histogram *histogram, iter8__builtin builtin,
                            uint32_t quirks, iter8_measurement *answer);

/* The number of requests behind a rate or latency; negative where there is none. */
double iter8__builtin_observations(const iter8__histogram *histogram, iter8__builtin builtin);

#endif
