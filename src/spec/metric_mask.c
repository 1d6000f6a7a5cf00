/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "spec/metric_mask.h"

#include "base/text.h"
#include "document/document.h"

#include <string.h>

static const char mask[] = "***";

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int equals(const char *text, size_t length, const char *word)
{
    if (strlen(word) != length) return 0;
    for (size_t i = 0; i < length; i++) {
        if (lower(text[i]) != word[i]) return 0;
    }
    return 1;
}

static int ends_with(const char *text, size_t length, const char *word)
{
    size_t size = strlen(word);
    return length >= size && equals(text + length - size, size, word);
}

/* Whether a parameter is a secret by its name, such as api_key or access-token. */
static int is_secret_name(const char *name, size_t length)
{
    static const char *const words[] = {"key",    "token",     "secret",       "password",
                                        "passwd", "pwd",       "credential",   "credentials",
                                        "auth",   "signature", "authorization"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (ends_with(name, length, words[i])) return 1;
    }
    return equals(name, length, "sig") || equals(name, length, "user") ||
           equals(name, length, "username");
}

/* What is filled in later is no secret yet. */
static int is_template(const char *text, size_t length)
{
    for (size_t i = 0; i + 1 < length; i++) {
        if (text[i] == '$' && text[i + 1] == '{') return 1;
    }
    return 0;
}

/* The bytes of "user:password" in a URL; 0 where there are none. */
static size_t user_part(const char *url, size_t *start)
{
    const char *slashes = strstr(url, "://");
    const char *host = slashes != NULL ? slashes + 3 : url;
    size_t length = strcspn(host, "/?#");
    while (length > 0 && host[length - 1] != '@')
        length--;
    *start = (size_t)(host - url);
    return length > 0 ? length - 1 : 0;
}

/* Adds one "name=value" of a query. */
static void add_pair(iter8__text *out, const char *pair, size_t length)
{
    const char *equal = memchr(pair, '=', length);
    size_t name = equal != NULL ? (size_t)(equal - pair) : length;
    int hides = equal != NULL && is_secret_name(pair, name) && !is_template(equal, length - name);
    iter8__text_add(out, pair, hides ? name + 1 : length);
    if (hides) iter8__text_add_string(out, mask);
}

static void add_query(iter8__text *out, const char *query)
{
    for (;;) {
        size_t length = strcspn(query, "&#");
        add_pair(out, query, length);
        query += length;
        if (*query != '&') break;
        iter8__text_add_char(out, *query++);
    }
    iter8__text_add_string(out, query);
}

static void add_url(iter8__text *out, const char *url)
{
    size_t start;
    size_t user = user_part(url, &start);
    if (user > 0 && !is_template(url + start, user)) {
        iter8__text_add(out, url, start);
        iter8__text_add_string(out, mask);
        url += start + user;
    }
    size_t path = strcspn(url, "?");
    iter8__text_add(out, url, path);
    if (url[path] == '\0') return;
    iter8__text_add_char(out, '?');
    add_query(out, url + path + 1);
}

static int mask_url(iter8__node *spec, const iter8_allocator *allocator)
{
    const char *url = iter8__node_string(iter8__node_member(spec, "urlTemplate"));
    if (url == NULL) return 1;
    iter8__text text;
    iter8__text_init(&text, allocator);
    add_url(&text, url);
    if (!text.failed && strcmp(iter8__text_string(&text), url) == 0) {
        iter8__text_clear(&text);
        return 1;
    }
    return iter8__node_set(spec, "urlTemplate", iter8__node_take_text(&text));
}

static int is_secret_param(const char *name)
{
    return is_secret_name(name, strlen(name));
}

/* Whatever else a header says, nobody misses it. */
static int is_secret_header(const char *name)
{
    size_t length = strlen(name);
    return !equals(name, length, "accept") && !equals(name, length, "content-type");
}

static int mask_values(iter8__node *list, int (*is_secret)(const char *name))
{
    for (size_t i = 0; i < iter8__node_count(list); i++) {
        iter8__node *item = iter8__node_item(list, i);
        const char *name = iter8__node_string(iter8__node_member(item, "name"));
        const char *value = iter8__node_string(iter8__node_member(item, "value"));
        if (name == NULL || value == NULL || is_template(value, strlen(value)) || !is_secret(name))
            continue;
        if (!iter8__node_set(item, "value", iter8__node_make_string(mask))) return 0;
    }
    return 1;
}

int iter8__metrics_mask(iter8__node *root, const iter8_allocator *allocator)
{
    const iter8__node *list = iter8__node_member(iter8__node_member(root, "status"), "metrics");
    for (size_t i = 0; i < iter8__node_count(list); i++) {
        iter8__node *object = iter8__node_member(iter8__node_item(list, i), "metricObj");
        iter8__node *spec = iter8__node_member(object, "spec");
        if (!mask_values(iter8__node_member(spec, "headerTemplates"), is_secret_header) ||
            !mask_values(iter8__node_member(spec, "params"), is_secret_param) ||
            !mask_url(spec, allocator))
            return 0;
    }
    return 1;
}

static int has_mask(const iter8__named_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (values[i].value != NULL && strcmp(values[i].value, mask) == 0) return 1;
    }
    return 0;
}

int iter8__metric_is_masked(const iter8__metric *metric)
{
    const char *url = metric->url_template != NULL ? metric->url_template : "";
    return metric->mock_count == 0 &&
           (strstr(url, "://***@") != NULL || strstr(url, "=***") != NULL ||
            has_mask(metric->headers, metric->header_count) ||
            has_mask(metric->params, metric->param_count));
}
