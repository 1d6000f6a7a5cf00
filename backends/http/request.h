/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * request.h - what is sent for one question: the metric's query, on its way to the right server.
 *
 * URL and headers may hold secrets. They are wiped with the request; what libcurl copied of them is
 * beyond reach.
 */
#ifndef ITER8_BACKENDS_REQUEST_H
#define ITER8_BACKENDS_REQUEST_H

#include "common/line.h"
#include "http/settings.h"
#include "iter8/query.h"

/* All zero holds nothing. */
typedef struct iter8__request {
    char *url;                  /* of libcurl */
    char *body;                 /* of a POST, or NULL for a GET */
    struct curl_slist *headers; /* NULL for none */
} iter8__request;

/* Makes a request of a query. Returns 0, or a negative number and says in @p problem why not; then
 * @p request holds nothing. */
int iter8__request_make(const iter8_query *query, const iter8__settings *settings,
                        iter8__request *request, iter8__line *problem);
/* Whether two requests are answered by one answer. */
int iter8__request_same(const iter8__request *a, const iter8__request *b);
void iter8__request_clear(iter8__request *request);

/* The URL that a masked query is sent to in the place of its own, with the user part of the server
 * masked as well. NULL where it is sent to its own, or without memory; owned by the caller, release
 * with curl_free(). */
char *iter8__request_shown_url(const iter8_query *masked, const iter8__settings *settings);

#endif
