/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "metrics/headers.h"

#include "base/encode.h"
#include "iter8/error.h"

#include <string.h>

static const char authorization[] = "authorization";

/* Headers that hold no key, whatever their value, so that it may be shown. In lower case. */
static const char *const harmless[] = {"accept",       "accept-charset",  "accept-encoding",
                                       "content-type", "accept-language", "cache-control",
                                       "user-agent"};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int is_header(const char *name, const char *wanted)
{
    size_t i = 0;
    while (name[i] != '\0' && lower(name[i]) == wanted[i])
        i++;
    return name[i] == '\0' && wanted[i] == '\0';
}

static int is_harmless(const char *name)
{
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
        if (is_header(name, harmless[i])) return 1;
    }
    return 0;
}

/* RFC 9110: a name is a token. (An empty one is no name to the model.) */
static int is_token(const char *name)
{
    static const char others[] = "!#$%&'*+-.^_`|~0123456789";
    for (; *name != '\0'; name++) {
        char c = lower(*name);
        if ((c < 'a' || c > 'z') && strchr(others, c) == NULL) return 0;
    }
    return 1;
}

/* Shorter values, such as the number of a tenant, are no keys; hiding them would make holes in
 * everything. */
enum { SHORTEST_KEY = 4 };

static int hide_key(iter8_query *query, const char *value)
{
    return strlen(value) < SHORTEST_KEY || iter8__query_hide(query, NULL, value);
}

/* A key that stands in the Metric itself is hidden like any other: all of the value, and what comes
 * after a word such as "Bearer". */
static int hide_literal(iter8_query *query, const char *value)
{
    const char *blank = strrchr(value, ' ');
    return hide_key(query, value) && (blank == NULL || hide_key(query, blank + 1));
}

/* A value such as "Bearer ${token}" that was not filled in is no key: it is shown, so that people
 * see what is wrong. */
static int is_placeholder(const char *value)
{
    static const char name[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    const char *blank = strrchr(value, ' ');
    const char *word = blank != NULL ? blank + 1 : value;
    if (strncmp(word, "${", 2) != 0) return 0;
    size_t length = strspn(word + 2, name);
    return length > 0 && strcmp(word + 2 + length, "}") == 0;
}

/* The value of a header whose template is @p header; NULL without memory or after a problem. */
static const char *render(iter8__secrets *secrets, const iter8__named_value *header, int templated)
{
    iter8_query *query = secrets->query;
    iter8__text text;
    size_t uses = secrets->uses;
    iter8__text_init_secret(&text, &query->allocator);
    if (templated)
        iter8__placeholders_fill(header->value, iter8__secrets_value, secrets, &text);
    else
        iter8__text_add_string(&text, header->value);
    int literal =
        secrets->uses == uses && !is_harmless(header->name) && !is_placeholder(header->value);
    const char *value = iter8__query_take(query, &text);
    if (!literal || value == NULL) return value;
    if (secrets->options->masked) return ITER8__MASK;
    return hide_literal(query, value) ? value : NULL;
}

static int add(iter8__secrets *secrets, const char *name, const char *value)
{
    iter8_query *query = secrets->query;
    const char *own = iter8__query_copy(query, name);
    if (secrets->code != ITER8_OK) return secrets->code;
    if (own == NULL || value == NULL) return ITER8_ERR_NOMEM;
    query->headers[query->header_count++] = (iter8__named_value){own, value};
    return ITER8_OK;
}

static int add_template(iter8__secrets *secrets, const iter8__named_value *header, int templated)
{
    secrets->path = "spec.headerTemplates";
    if (!is_token(header->name))
        return iter8__secrets_fail(secrets, ITER8_ERR_INVALID, "'", header->name,
                                   "' cannot be the name of a header", (char *)NULL);
    if (!iter8__is_one_line(header->value, 1))
        return iter8__secrets_fail(secrets, ITER8_ERR_INVALID, "the value of ", header->name,
                                   " is not one line of text", (char *)NULL);
    return add(secrets, header->name, render(secrets, header, templated));
}

/* "Basic " and user:password in base64. */
static const char *basic_value(iter8__secrets *secrets)
{
    iter8_query *query = secrets->query;
    const char *user = iter8__secrets_value(secrets, "username", strlen("username"));
    const char *password = iter8__secrets_value(secrets, "password", strlen("password"));
    if (user == NULL || password == NULL) return NULL;
    if (secrets->options->masked) return "Basic " ITER8__MASK;
    iter8__text pair, value;
    iter8__text_init_secret(&pair, &query->allocator);
    iter8__text_init_secret(&value, &query->allocator);
    iter8__text_add_strings(&pair, user, ":", password, (char *)NULL);
    iter8__text_add_string(&value, "Basic ");
    iter8__text_add_base64(&value, iter8__text_string(&pair), pair.length);
    if (pair.failed) value.failed = 1;
    iter8__text_clear(&pair);
    const char *own = iter8__query_take(query, &value);
    return own != NULL && hide_literal(query, own) ? own : NULL;
}

static int add_basic(iter8__secrets *secrets)
{
    secrets->path = "spec.secret";
    if (secrets->name == NULL)
        return iter8__secrets_fail(secrets, ITER8_ERR_NO_SECRET, "authType Basic needs a secret",
                                   (char *)NULL);
    return add(secrets, "Authorization", basic_value(secrets));
}

int iter8__headers_fill(iter8__secrets *secrets, const iter8__metric *metric)
{
    iter8_query *query = secrets->query;
    int basic = metric->auth_type == ITER8__AUTH_BASIC;
    int templated = secrets->name != NULL && metric->auth_type != 0 && !basic;
    query->headers =
        iter8__arena_alloc(&query->arena, metric->header_count + 1, sizeof *query->headers);
    if (query->headers == NULL) return ITER8_ERR_NOMEM;
    int rc = basic ? add_basic(secrets) : ITER8_OK;
    for (size_t i = 0; i < metric->header_count && rc == ITER8_OK; i++) {
        if (basic && is_header(metric->headers[i].name, authorization)) continue;
        rc = add_template(secrets, &metric->headers[i], templated);
    }
    return rc;
}
