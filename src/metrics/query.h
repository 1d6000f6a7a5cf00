/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * query.h - what a query holds, and the time since the start, which queries and mock metrics share.
 *
 * All texts of a query are in its arena, which is wiped in the end: some of them hold secrets.
 */
#ifndef ITER8_METRICS_QUERY_H
#define ITER8_METRICS_QUERY_H

#include "base/arena.h"
#include "experiment/experiment.h"
#include "iter8/query.h"
#include "metrics/template.h"

#include <stdint.h>

/* A text that is not to be shown. */
typedef struct iter8__hidden {
    struct iter8__hidden *next;
    const char *key; /* of the secret, or NULL for one that stands in the Metric itself */
    const char *text;
} iter8__hidden;

struct iter8_query {
    iter8_allocator allocator;
    iter8__arena arena;
    const char *method;
    const char *base_url;
    const char *url;
    const char *body;
    const char *jq;
    const char *provider;
    iter8__named_value *params;
    size_t param_count;
    iter8__named_value *headers;
    size_t header_count;
    iter8__hidden *hidden;
};

/* Fills an empty query from the metric of a slot. Returns as iter8_query_render(). */
int iter8__query_fill(iter8_query *query, const iter8__metric_slot *slot,
                      const iter8__bindings *bindings, const iter8_query_options *options);

/* A finished text in the query's arena; the text is cleared. NULL without memory. */
const char *iter8__query_take(iter8_query *query, iter8__text *text);
/* A copy in the query's arena; NULL without memory. */
const char *iter8__query_copy(iter8_query *query, const char *text);
/* Notes that a text, which lives as long as the query, is not to be shown. Returns 0 without
 * memory. */
int iter8__query_hide(iter8_query *query, const char *key, const char *text);

/* Whole seconds from the experiment's start to @p now_ns, at least 1. */
int64_t iter8__elapsed_s(const iter8_experiment *experiment, int64_t now_ns);

#endif
