/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * histograms.h - status.analysis.aggregatedBuiltinHists: what Fortio measured, per version, as
 * structs.
 *
 * Iter8's task metrics/collect puts the results there, those of several loops together: the buckets
 * of one run stand behind those of another, so they overlap and are in no order.
 */
#ifndef ITER8_HISTOGRAM_HISTOGRAMS_H
#define ITER8_HISTOGRAM_HISTOGRAMS_H

#include "decode/decoder.h"
#include "spec/spec.h"

#include <stddef.h>
#include <stdint.h>

/* Observations spread evenly from start to end; all at one point where the two are the same. */
typedef struct iter8__bucket {
    double start_s;
    double end_s;
    double count;
} iter8__bucket;

/* One version's durations and errors. */
typedef struct iter8__histogram {
    uint8_t known;                /* there is an entry for the version; if not, all is zero */
    uint8_t sound;                /* the entry can be used; if not, the rest is meaningless */
    uint8_t has_errors;           /* it says how many of the requests were errors */
    double count;                 /* of requests, as the entry says it */
    double sum_s;                 /* of all durations */
    double answers;               /* of all return codes */
    double errors;                /* of those that were answered */
    double unanswered;            /* requests without an answer, which are errors but to Iter8 */
    const iter8__bucket *buckets; /* in the order they were read, empty ones included */
    size_t bucket_count;
    const double *edges; /* sorted: both ends of each bucket that is not empty */
    size_t edge_count;
} iter8__histogram;

/* Those of an experiment, in memory of their own, so that new ones can replace them. */
typedef struct iter8__histograms {
    iter8__arena arena;
    const iter8__histogram *of_version; /* per version; NULL where nothing was ever collected */
} iter8__histograms;

/* Of all versions together: their histograms stand in the status, which must stay readable. */
enum { ITER8__MAX_BUCKETS = 65536 };

/* Decodes the Fortio result that the decoder stands at, into the decoder's arena. */
void iter8__histogram_decode(iter8__decoder *decoder, const iter8__node *result,
                             iter8__histogram *out);

/* Decodes the mapping from version to Fortio result that the decoder stands at, into the decoder's
 * arena. A name that no version has is a problem where @p strict is set; else it is passed over.
 * NULL without memory. */
const iter8__histogram *iter8__histograms_decode(iter8__decoder *decoder, const iter8__node *data,
                                                 const iter8__spec *spec, int strict);

/* The mapping from version to result in the document of an experiment, whatever stands there; NULL
 * where there is none. */
const iter8__node *iter8__histograms_node(const iter8__node *root);

/* Two results as one, of which @p old may be NULL: counts and sums are added up, buckets stand one
 * after the other. Made, or NULL without memory. */
iter8__node *iter8__histogram_add(const iter8__node *old, const iter8__node *result,
                                  const iter8_allocator *allocator);

/* Decodes what a status has. A controller wrote it, so all problems are warnings. */
void iter8__histograms_load(iter8__decoder *decoder, const iter8__node *root,
                            const iter8__spec *spec, iter8__histograms *out);

/* 1000 * sum / count; not a number without requests. */
double iter8__histogram_mean_ms(const iter8__histogram *histogram);
/* A percentile, @p percent from 0 to 100, in milliseconds; not a number where all buckets are
 * empty. The 0th is the least start. */
double iter8__histogram_percentile_ms(const iter8__histogram *histogram, double percent);

#endif
