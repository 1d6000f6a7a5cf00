/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "metrics/query.h"

#include "base/decimal.h"
#include "base/diagnostics.h"
#include "base/memory.h"
#include "base/times.h"
#include "iter8/error.h"
#include "spec/metric_mask.h"

int64_t iter8__elapsed_s(const iter8_experiment *experiment, int64_t now_ns)
{
    int64_t start = experiment->status.start_ns;
    if (start == ITER8_NO_TIME || now_ns <= start) return 1;
    /* The difference of two valid times fits: both lie within 292 years of 1970. */
    uint64_t seconds = ((uint64_t)now_ns - (uint64_t)start) / (uint64_t)ITER8__NS_PER_S;
    return seconds < 1 ? 1 : (int64_t)seconds;
}

static int take_options(iter8_query_options *own, const iter8_query_options *options)
{
    *own = (iter8_query_options){.struct_size = sizeof *own};
    int rc = options != NULL ? iter8__sized_in(own, sizeof *own, options) : ITER8_OK;
    return rc == ITER8_OK && own->elapsed_s < 0 ? ITER8_ERR_ARGUMENT : rc;
}

/* Whether there is a query to make, of the slot of @p metric. */
static int check(const iter8_experiment *experiment, size_t metric, size_t version)
{
    if (version >= experiment->spec.version_count) return ITER8_ERR_NO_VERSION;
    if (metric >= experiment->metric_count) return ITER8_ERR_NO_METRIC;
    const iter8__metric *resource = experiment->metrics[metric].resource;
    return resource != NULL && resource->url_template != NULL ? ITER8_OK : ITER8_ERR_NO_METRIC;
}

/* The numbers that templates may use, as texts. */
typedef struct times {
    char elapsed[ITER8__INTEGER_BYTES];
    char now[ITER8__INTEGER_BYTES];
    char start[ITER8__INTEGER_BYTES];
} times;

static void set_times(times *texts, int64_t now_ns, int64_t elapsed_s)
{
    int64_t now_s = now_ns / ITER8__NS_PER_S;
    (void)iter8__integer_format(elapsed_s, texts->elapsed);
    (void)iter8__integer_format(now_s, texts->now);
    (void)iter8__integer_format(elapsed_s < now_s ? now_s - elapsed_s : 0, texts->start);
}

static int make(const iter8_experiment *experiment, size_t metric, const iter8__bindings *bindings,
                const iter8_query_options *options, iter8_query **out)
{
    iter8_query *query = iter8__alloc_zero(&experiment->allocator, 1, sizeof *query);
    if (query == NULL) return ITER8_ERR_NOMEM;
    query->allocator = experiment->allocator;
    iter8__arena_init(&query->arena, &query->allocator);
    int rc = iter8__query_fill(query, &experiment->metrics[metric], bindings, options);
    if (rc != ITER8_OK) {
        iter8_query_free(query);
        return rc;
    }
    *out = query;
    return ITER8_OK;
}

/* A Metric whose secrets were not kept can be shown, but nobody asked with it. */
static int insist_on_secrets(const iter8_experiment *experiment, size_t metric,
                             const iter8_query_options *options)
{
    if (options->masked || !iter8__metric_is_masked(experiment->metrics[metric].resource))
        return ITER8_OK;
    iter8__diagnose(options->diagnostics, ITER8_ERR_NO_SECRET, 0, 0, "status.metrics",
                    "what is secret of the Metric ", experiment->metrics[metric].name,
                    " was not kept in the status: give the Metric again", (char *)NULL);
    return ITER8_ERR_NO_SECRET;
}

int iter8_query_render(const iter8_experiment *experiment, size_t metric, size_t version,
                       int64_t now_ns, const iter8_query_options *options, iter8_query **out)
{
    iter8_query_options own;
    times texts;
    if (out != NULL) *out = NULL;
    if (out == NULL || experiment == NULL) return ITER8_ERR_ARGUMENT;
    int rc = take_options(&own, options);
    if (rc == ITER8_OK) rc = check(experiment, metric, version);
    if (rc == ITER8_OK) rc = insist_on_secrets(experiment, metric, &own);
    if (rc != ITER8_OK) return rc;
    int64_t elapsed_s = own.elapsed_s > 0 ? own.elapsed_s : iter8__elapsed_s(experiment, now_ns);
    set_times(&texts, now_ns, elapsed_s);
    iter8__bindings bindings = {&experiment->spec.versions[version], texts.elapsed, texts.now,
                                texts.start};
    return make(experiment, metric, &bindings, &own, out);
}

void iter8_query_free(iter8_query *query)
{
    if (query == NULL) return;
    iter8_allocator allocator = query->allocator;
    iter8__arena_wipe(&query->arena);
    iter8__release(&allocator, query);
}

int iter8_query_request(const iter8_query *query, iter8_request *out)
{
    if (query == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    const iter8_request full = {.struct_size = sizeof full,
                                .method = query->method,
                                .url = query->url,
                                .base_url = query->base_url,
                                .body = query->body,
                                .jq = query->jq,
                                .provider = query->provider,
                                .param_count = query->param_count,
                                .header_count = query->header_count};
    return iter8__sized_out(out, &full, sizeof full);
}

static int read_pair(const iter8__named_value *pairs, size_t count, size_t index,
                     iter8_named_text *out)
{
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    if (index >= count) return ITER8_ERR_NOT_FOUND;
    const iter8_named_text full = {sizeof full, pairs[index].name, pairs[index].value};
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_query_param(const iter8_query *query, size_t index, iter8_named_text *out)
{
    if (query == NULL) return ITER8_ERR_ARGUMENT;
    return read_pair(query->params, query->param_count, index, out);
}

int iter8_query_header(const iter8_query *query, size_t index, iter8_named_text *out)
{
    if (query == NULL) return ITER8_ERR_ARGUMENT;
    return read_pair(query->headers, query->header_count, index, out);
}
