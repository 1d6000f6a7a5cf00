/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * cluster.h - where an API server is, and who asks it. Everything secret of this backend is here.
 */
#ifndef ITER8_BACKENDS_CLUSTER_H
#define ITER8_BACKENDS_CLUSTER_H

#include "common/buffer.h"
#include "common/line.h"

#include <curl/curl.h>

/* All zero holds nothing. */
typedef struct iter8__cluster {
    char *server;              /* URL without a slash at its end */
    char *namespace_;          /* of objects that say none, or NULL: "default" */
    char *token;               /* or NULL */
    char *token_file;          /* or NULL; read anew for each call, as its content changes */
    iter8__buffer ca;          /* PEM; empty: what the system trusts */
    iter8__buffer certificate; /* of the client, PEM; or empty */
    iter8__buffer key;
    int insecure; /* the server's certificate is not verified */
} iter8__cluster;

enum { ITER8__CREDENTIAL_LIMIT = 1024 * 1024 };

void iter8__cluster_init(iter8__cluster *cluster);
void iter8__cluster_clear(iter8__cluster *cluster);

/* Sets the URL of the server. Returns 0, ITER8_ERR_ARGUMENT (not http or https), ITER8_ERR_NOMEM.
 */
int iter8__cluster_set_server(iter8__cluster *cluster, const char *url);

/* Finds the cluster that a pod runs in, from the folder of its service account. @p server is NULL
 * for the usual one. Returns 0, or says why not in @p problem. */
int iter8__cluster_of_pod(iter8__cluster *cluster, const char *folder, const char *server,
                          iter8__line *problem);

/* Refuses an empty list of trusted certificates: it would mean to trust whom the system trusts.
 * Returns 0 or ITER8_ERR_INVALID. */
int iter8__cluster_check_trust(const iter8__cluster *cluster, const char *where,
                               iter8__line *problem);

/* The namespace that an object is in whose reference says @p given, which may be "". */
const char *iter8__cluster_namespace(const iter8__cluster *cluster, const char *given);

/* Prepares a request: whom to trust, and who asks. @p headers is added to. Returns 0, or says why
 * not in @p problem, without anything secret. */
int iter8__cluster_sign(const iter8__cluster *cluster, CURL *easy, struct curl_slist **headers,
                        iter8__line *problem);

/* Whether a text holds the token that is in use, as no answer that is shown may. */
int iter8__cluster_leaks(const iter8__cluster *cluster, const char *text);

#endif
