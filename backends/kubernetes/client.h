/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * client.h - one request to an API server, and its answer.
 */
#ifndef ITER8_BACKENDS_CLIENT_H
#define ITER8_BACKENDS_CLIENT_H

#include "kubernetes/cluster.h"

#include <stdint.h>

typedef struct iter8__client {
    iter8__cluster cluster;
    CURL *easy;            /* keeps the connection */
    iter8__buffer answer;  /* the body of the last answer */
    int answer_error;      /* why it was not taken: 0, ITER8_ERR_TOO_LARGE, ITER8_ERR_NOMEM */
    int64_t deadline_ms;   /* of the call under way; deadline.h */
    int64_t wait_until_ms; /* the server asked not to be asked before; 0: it did not */
    long status;           /* the HTTP status of the last answer */
    iter8__line *problem;  /* what went wrong last; borrowed */
} iter8__client;

/* Starts a client whose cluster is set. Returns 0, ITER8_ERR_TRANSPORT, ITER8_ERR_NOMEM. */
int iter8__client_open(iter8__client *client, iter8__line *problem);
void iter8__client_close(iter8__client *client);

/* Send a request for a path that begins with a slash, the second with a JSON Patch.
 * Return 0, with the answer in the client; ITER8_ERR_TRANSPORT, ITER8_ERR_NOT_FOUND (HTTP 404),
 * ITER8_ERR_CONFLICT (409, and 422: a test of the patch fails, or the schema), ITER8_ERR_REFUSED
 * (any other 4xx: it will not pass by itself), ITER8_ERR_REPLY (what may pass: 5xx, 408, 425, 429,
 * and 401 where the token is in a file), ITER8_ERR_NOMEM, and say in the problem what the server
 * says. */
int iter8__client_get(iter8__client *client, const char *path);
int iter8__client_patch(iter8__client *client, const char *path, const iter8__buffer *patch);

#endif
