/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "metrics/query.h"

#include "base/decimal.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/times.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "metrics/template.h"

#include <string.h>

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
};

int64_t iter8__elapsed_s(const iter8_experiment *experiment, int64_t now_ns)
{
    int64_t start = experiment->status.start_ns;
    if (start == ITER8_NO_TIME || now_ns <= start) return 1;
    /* The difference of two valid times fits: both lie within 292 years of 1970. */
    uint64_t seconds = ((uint64_t)now_ns - (uint64_t)start) / (uint64_t)ITER8__NS_PER_S;
    return seconds < 1 ? 1 : (int64_t)seconds;
}

/* A finished text in the query's arena; the text is cleared. NULL without memory. */
static const char *take(iter8_query *query, iter8__text *text)
{
    const char *copy =
        text->failed ? NULL
                     : iter8__arena_text(&query->arena, iter8__text_string(text), text->length);
    iter8__text_clear(text);
    return copy;
}

static const char *render(iter8_query *query, const char *template, const iter8__bindings *bindings)
{
    iter8__text text;
    iter8__text_init(&text, &query->allocator);
    iter8__template_render(template, bindings, &text);
    return take(query, &text);
}

static const char *copy(iter8_query *query, const char *text)
{
    return iter8__arena_text(&query->arena, text, strlen(text));
}

/* RFC 3986: all but the unreserved characters become %XX. */
static void add_encoded(iter8__text *text, const char *value)
{
    static const char digits[] = "0123456789ABCDEF";
    for (; *value != '\0'; value++) {
        unsigned char c = (unsigned char)*value;
        int plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            iter8__text_add_char(text, (char)c);
        } else {
            char encoded[3] = {'%', digits[c >> 4], digits[c & 15]};
            iter8__text_add(text, encoded, sizeof encoded);
        }
    }
}

static const char *make_url(iter8_query *query)
{
    iter8__text text;
    iter8__text_init(&text, &query->allocator);
    iter8__text_add_string(&text, query->base_url);
    char separator = strchr(query->base_url, '?') == NULL ? '?' : '&';
    for (size_t i = 0; i < query->param_count; i++) {
        iter8__text_add_char(&text, separator);
        add_encoded(&text, query->params[i].name);
        iter8__text_add_char(&text, '=');
        add_encoded(&text, query->params[i].value);
        separator = '&';
    }
    return take(query, &text);
}

static int render_params(iter8_query *query, const iter8__metric *metric,
                         const iter8__bindings *bindings)
{
    query->params = iter8__arena_alloc(&query->arena, metric->param_count, sizeof *query->params);
    if (query->params == NULL) return 0;
    for (size_t i = 0; i < metric->param_count; i++) {
        query->params[i].name = copy(query, metric->params[i].name);
        query->params[i].value = render(query, metric->params[i].value, bindings);
        if (query->params[i].name == NULL || query->params[i].value == NULL) return 0;
    }
    query->param_count = metric->param_count;
    return 1;
}

static int fill(iter8_query *query, const iter8__metric *metric, const iter8__bindings *bindings)
{
    query->method = iter8__word(&iter8__methods, metric->method);
    query->base_url = copy(query, metric->url_template);
    query->jq = copy(query, metric->jq_expression != NULL ? metric->jq_expression : ".");
    query->provider = copy(query, metric->provider != NULL ? metric->provider : "");
    if (query->base_url == NULL || query->jq == NULL || query->provider == NULL) return 0;
    if (metric->body != NULL && metric->method == ITER8__POST) {
        query->body = render(query, metric->body, bindings);
        if (query->body == NULL) return 0;
    }
    if (!render_params(query, metric, bindings)) return 0;
    query->url = make_url(query);
    return query->url != NULL;
}

int iter8_query_render(const iter8_experiment *experiment, size_t metric, size_t version,
                       int64_t now_ns, iter8_query **out)
{
    if (out != NULL) *out = NULL;
    if (out == NULL || experiment == NULL) return ITER8_ERR_ARGUMENT;
    if (version >= experiment->spec.version_count) return ITER8_ERR_NO_VERSION;
    if (metric >= experiment->metric_count) return ITER8_ERR_NO_METRIC;
    const iter8__metric *resource = experiment->metrics[metric].resource;
    if (resource == NULL || resource->url_template == NULL) return ITER8_ERR_NO_METRIC;
    iter8_query *query = iter8__alloc_zero(&experiment->allocator, 1, sizeof *query);
    if (query == NULL) return ITER8_ERR_NOMEM;
    query->allocator = experiment->allocator;
    iter8__arena_init(&query->arena, &query->allocator);
    char elapsed[ITER8__INTEGER_BYTES];
    (void)iter8__integer_format(iter8__elapsed_s(experiment, now_ns), elapsed);
    iter8__bindings bindings = {&experiment->spec.versions[version], elapsed};
    if (!fill(query, resource, &bindings)) {
        iter8_query_free(query);
        return ITER8_ERR_NOMEM;
    }
    *out = query;
    return ITER8_OK;
}

void iter8_query_free(iter8_query *query)
{
    if (query == NULL) return;
    iter8_allocator allocator = query->allocator;
    iter8__arena_clear(&query->arena);
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

const char *iter8_query_jq(const iter8_query *query)
{
    return query != NULL ? query->jq : "";
}

const char *iter8_query_provider(const iter8_query *query)
{
    return query != NULL ? query->provider : "";
}
