/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/encode.h"
#include "iter8/error.h"
#include "metrics/headers.h"
#include "metrics/query.h"
#include "metrics/secrets.h"

#include <string.h>

static const char *render(iter8_query *query, const char *template, const iter8__bindings *bindings)
{
    iter8__text text;
    iter8__text_init(&text, &query->allocator);
    iter8__template_render(template, bindings, &text);
    return iter8__query_take(query, &text);
}

static int fill_params(iter8_query *query, const iter8__metric *metric,
                       const iter8__bindings *bindings)
{
    query->params = iter8__arena_alloc(&query->arena, metric->param_count, sizeof *query->params);
    if (query->params == NULL) return ITER8_ERR_NOMEM;
    for (size_t i = 0; i < metric->param_count; i++) {
        query->params[i].name = iter8__query_copy(query, metric->params[i].name);
        query->params[i].value = render(query, metric->params[i].value, bindings);
        if (query->params[i].name == NULL || query->params[i].value == NULL) return ITER8_ERR_NOMEM;
    }
    query->param_count = metric->param_count;
    return ITER8_OK;
}

/* The bytes before the @ of a URL, such as "user:password"; 0 if there is none. */
static size_t user_part(const char *url, const char **start)
{
    const char *slashes = strstr(url, "://");
    *start = slashes != NULL ? slashes + 3 : url;
    size_t length = strcspn(*start, "/?#");
    while (length > 0 && (*start)[length - 1] != '@')
        length--;
    return length > 0 ? length - 1 : 0;
}

/* Who is in the URL is nobody else's business, nor is the password. */
static const char *hide_user(iter8__secrets *secrets, const char *url)
{
    iter8_query *query = secrets->query;
    const char *start;
    size_t length = user_part(url, &start);
    if (length == 0) return iter8__query_copy(query, url);
    if (secrets->options->masked) {
        iter8__text text;
        iter8__text_init(&text, &query->allocator);
        iter8__text_add(&text, url, (size_t)(start - url));
        iter8__text_add_strings(&text, ITER8__MASK, start + length, (char *)NULL);
        return iter8__query_take(query, &text);
    }
    const char *user = iter8__arena_text(&query->arena, start, length);
    const char *password = user != NULL ? strchr(user, ':') : NULL;
    int hidden = user != NULL && iter8__query_hide(query, NULL, user) &&
                 (password == NULL || iter8__query_hide(query, NULL, password + 1));
    return hidden ? iter8__query_copy(query, url) : NULL;
}

static int fill_base_url(iter8__secrets *secrets, const char *template)
{
    iter8__text text;
    iter8__text_init_secret(&text, &secrets->query->allocator);
    secrets->path = "spec.urlTemplate";
    if (!iter8__is_one_line(template, 0))
        return iter8__secrets_fail(secrets, ITER8_ERR_INVALID,
                                   "the address has a line break or another control character",
                                   (char *)NULL);
    if (secrets->name != NULL)
        iter8__placeholders_fill(template, iter8__secrets_value, secrets, &text);
    else
        iter8__text_add_string(&text, template);
    const char *url = text.failed ? NULL : hide_user(secrets, iter8__text_string(&text));
    iter8__text_clear(&text);
    secrets->query->base_url = url;
    if (secrets->code != ITER8_OK) return secrets->code;
    return url != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

static int fill_url(iter8_query *query)
{
    iter8__text text;
    size_t length = strcspn(query->base_url, "#"); /* a fragment is not sent */
    iter8__text_init_secret(&text, &query->allocator);
    iter8__text_add(&text, query->base_url, length);
    char separator = memchr(query->base_url, '?', length) == NULL ? '?' : '&';
    for (size_t i = 0; i < query->param_count; i++) {
        iter8__text_add_char(&text, separator);
        iter8__text_add_percent(&text, query->params[i].name);
        iter8__text_add_char(&text, '=');
        iter8__text_add_percent(&text, query->params[i].value);
        separator = '&';
    }
    query->url = iter8__query_take(query, &text);
    return query->url != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

static int fill_texts(iter8_query *query, const iter8__metric *metric,
                      const iter8__bindings *bindings)
{
    query->method = iter8__word(&iter8__methods, metric->method);
    query->jq =
        iter8__query_copy(query, metric->jq_expression != NULL ? metric->jq_expression : ".");
    query->provider = iter8__query_copy(query, metric->provider != NULL ? metric->provider : "");
    if (query->jq == NULL || query->provider == NULL) return ITER8_ERR_NOMEM;
    if (metric->body == NULL || metric->method != ITER8__POST) return ITER8_OK;
    query->body = render(query, metric->body, bindings);
    return query->body != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

int iter8__query_fill(iter8_query *query, const iter8__metric_slot *slot,
                      const iter8__bindings *bindings, const iter8_query_options *options)
{
    const iter8__metric *metric = slot->resource;
    iter8__secrets secrets = {.query = query, .options = options};
    int rc = fill_texts(query, metric, bindings);
    if (rc == ITER8_OK) rc = fill_params(query, metric, bindings);
    if (rc == ITER8_OK) rc = iter8__secrets_open(&secrets, slot);
    if (rc == ITER8_OK) rc = fill_base_url(&secrets, metric->url_template);
    if (rc == ITER8_OK) rc = fill_url(query);
    if (rc == ITER8_OK) rc = iter8__headers_fill(&secrets, metric);
    return rc;
}
