/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/request.h"

#include "http/address.h"
#include "iter8/error.h"

#include <stdlib.h>
#include <string.h>

static int make_url(const iter8_query *query, const iter8__settings *settings, char **url)
{
    CURLU *address;
    int rc = iter8__address_read(iter8_query_url(query), &address);
    if (rc != ITER8_OK) return rc;
    if (settings->prometheus != NULL && strcmp(iter8_query_provider(query), "prometheus") == 0) {
        rc = iter8__address_move(&address, settings->prometheus);
    }
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
    const char *body = iter8_query_body(query);
    if (strcmp(iter8_query_method(query), "POST") != 0) return ITER8_OK;
    *out = strdup(body != NULL ? body : "");
    return *out != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

int iter8__request_make(const iter8_query *query, const iter8__settings *settings,
                        iter8__request *request, iter8__line *problem)
{
    memset(request, 0, sizeof *request);
    int rc = make_url(query, settings, &request->url);
    if (rc == ITER8_OK) rc = make_body(query, &request->body);
    if (rc == ITER8_OK) return rc;
    iter8__request_clear(request);
    iter8__line_set(problem, rc == ITER8_ERR_NOMEM
                                 ? "out of memory"
                                 : "the metric's URL is not one of http or https");
    return rc;
}

int iter8__request_same(const iter8__request *a, const iter8__request *b)
{
    if (strcmp(a->url, b->url) != 0) return 0;
    if (a->body == NULL || b->body == NULL) return a->body == b->body;
    return strcmp(a->body, b->body) == 0;
}

void iter8__request_clear(iter8__request *request)
{
    curl_free(request->url);
    free(request->body);
    memset(request, 0, sizeof *request);
}
