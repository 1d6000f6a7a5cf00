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

int iter8_query_render_with(const iter8_experiment *experiment, size_t metric, size_t version,
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

int iter8_query_render(const iter8_experiment *experiment, size_t metric, size_t version,
                       int64_t now_ns, iter8_query **out)
{
    return iter8_query_render_with(experiment, metric, version, now_ns, NULL, out);
}

void iter8_query_free(iter8_query *query)
{
    if (query == NULL) return;
    iter8_allocator allocator = query->allocator;
    iter8__arena_wipe(&query->arena);
    iter8__release(&allocator, query);
}

const char *iter8_query_method(const iter8_query *query)
{
    return query != NULL ? query->method : "";
}

const char *iter8_query_base_url(const iter8_query *query)
{
    return query != NULL ? query->base_url : "";
}

const char *iter8_query_url(const iter8_query *query)
{
    return query != NULL ? query->url : "";
}

const char *iter8_query_body(const iter8_query *query)
{
    return query != NULL ? query->body : NULL;
}

size_t iter8_query_param_count(const iter8_query *query)
{
    return query != NULL ? query->param_count : 0;
}

const char *iter8_query_param_name(const iter8_query *query, size_t index)
{
    return index < iter8_query_param_count(query) ? query->params[index].name : NULL;
}

const char *iter8_query_param_value(const iter8_query *query, size_t index)
{
    return index < iter8_query_param_count(query) ? query->params[index].value : NULL;
}

size_t iter8_query_header_count(const iter8_query *query)
{
    return query != NULL ? query->header_count : 0;
}

const char *iter8_query_header_name(const iter8_query *query, size_t index)
{
    return index < iter8_query_header_count(query) ? query->headers[index].name : NULL;
}

const char *iter8_query_header_value(const iter8_query *query, size_t index)
{
    return index < iter8_query_header_count(query) ? query->headers[index].value : NULL;
}

const char *iter8_query_jq(const iter8_query *query)
{
    return query != NULL ? query->jq : "";
}

const char *iter8_query_provider(const iter8_query *query)
{
    return query != NULL ? query->provider : "";
}
