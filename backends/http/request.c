/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/request.h"

#include "common/header_list.h"
#include "common/wipe.h"
#include "http/address.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int moves(const iter8_query *query, const iter8__settings *settings)
{
    return settings->prometheus != NULL &&
           strcmp(iter8_request_of(query).provider, "prometheus") == 0;
}

static int make_url(const iter8_query *query, const iter8__settings *settings, char **url)
{
    CURLU *address;
    int rc = iter8__address_read(iter8_request_of(query).url, &address);
    if (rc != ITER8_OK) return rc;
    if (moves(query, settings)) rc = iter8__address_move(&address, settings->prometheus);
    if (rc == ITER8_OK) {
        *url = iter8__address_text(address);
        if (*url == NULL) rc = ITER8_ERR_NOMEM;
    }
    curl_url_cleanup(address);
    return rc;
}

/* A POST without a body has an empty one. */
static int make_body(const iter8_query *query, char **out)
{
    const char *body = iter8_request_of(query).body;
    if (strcmp(iter8_request_of(query).method, "POST") != 0) return ITER8_OK;
    *out = strdup(body != NULL ? body : "");
    return *out != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

static int append(iter8__request *request, const char *line)
{
    struct curl_slist *longer = curl_slist_append(request->headers, line);
    if (longer == NULL) return ITER8_ERR_NOMEM;
    request->headers = longer;
    return ITER8_OK;
}

/* To libcurl "Name:" means to leave the header out, and "Name;" that it has no value. */
static int add_header(iter8__request *request, const char *name, const char *value)
{
    size_t size = strlen(name) + strlen(value) + sizeof ": ";
    char *line = malloc(size);
    if (line == NULL) return ITER8_ERR_NOMEM;
    (void)snprintf(line, size, "%s%s%s", name, *value != '\0' ? ": " : ";", value);
    int rc = append(request, line);
    iter8__bytes_wipe(line, size);
    free(line);
    return rc;
}

static int make_headers(const iter8_query *query, iter8__request *request)
{
    int rc = ITER8_OK;
    int typed = request->body == NULL;
    for (size_t i = 0; i < iter8_request_of(query).header_count && rc == ITER8_OK; i++) {
        const char *name = iter8_header_of(query, i).name;
        typed = typed || strcasecmp(name, "content-type") == 0;
        rc = add_header(request, name, iter8_header_of(query, i).value);
    }
    if (rc == ITER8_OK && !typed) rc = append(request, "Content-Type: application/json");
    return rc;
}

int iter8__request_make(const iter8_query *query, const iter8__settings *settings,
                        iter8__request *request, iter8__line *problem)
{
    memset(request, 0, sizeof *request);
    int rc = make_url(query, settings, &request->url);
    if (rc == ITER8_OK) rc = make_body(query, &request->body);
    if (rc == ITER8_OK) rc = make_headers(query, request);
    if (rc == ITER8_OK) return rc;
    iter8__request_clear(request);
    iter8__line_set(problem, rc == ITER8_ERR_NOMEM
                                 ? "out of memory"
                                 : "the metric's URL is malformed, or not one of http or https");
    return rc;
}

static int same_headers(const struct curl_slist *a, const struct curl_slist *b)
{
    while (a != NULL && b != NULL && strcmp(a->data, b->data) == 0) {
        a = a->next;
        b = b->next;
    }
    return a == NULL && b == NULL;
}

int iter8__request_same(const iter8__request *a, const iter8__request *b)
{
    if (strcmp(a->url, b->url) != 0 || !same_headers(a->headers, b->headers)) return 0;
    if (a->body == NULL || b->body == NULL) return a->body == b->body;
    return strcmp(a->body, b->body) == 0;
}

void iter8__request_clear(iter8__request *request)
{
    iter8__string_wipe(request->url);
    curl_free(request->url);
    free(request->body);
    iter8__header_list_free(request->headers);
    memset(request, 0, sizeof *request);
}

static int mask_user(CURLU *address)
{
    char *user;
    if (curl_url_get(address, CURLUPART_USER, &user, 0) != CURLUE_OK) return 1;
    iter8__string_wipe(user);
    curl_free(user);
    return curl_url_set(address, CURLUPART_USER, "***", 0) == CURLUE_OK &&
           curl_url_set(address, CURLUPART_PASSWORD, NULL, 0) == CURLUE_OK;
}

char *iter8__request_shown_url(const iter8_query *masked, const iter8__settings *settings)
{
    CURLU *address;
    char *url = NULL;
    if (!moves(masked, settings)) return NULL;
    if (iter8__address_read(iter8_request_of(masked).url, &address) != ITER8_OK) return NULL;
    if (iter8__address_move(&address, settings->prometheus) == ITER8_OK && mask_user(address))
        url = iter8__address_text(address);
    curl_url_cleanup(address);
    return url;
}
