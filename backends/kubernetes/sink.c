/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/deadline.h"
#include "common/documents.h"
#include "common/explained.h"
#include "common/options.h"
#include "common/taken.h"
#include "iter8/backends/kubernetes_sink.h"
#include "iter8/error.h"
#include "kubernetes/fetch.h"
#include "kubernetes/kubeconfig.h"

#include <stdlib.h>
#include <string.h>

struct iter8_kubernetes_sink {
    iter8__client client;
    iter8__resource *known;
    int64_t timeout_ms;
    int64_t retries;
    iter8__taken taken;
    iter8__line problem;
};

enum { DEFAULT_TIMEOUT_MS = 10000, DEFAULT_RETRIES = 3, PATCH_LIMIT = 1024 * 1024 };

static void report(iter8_diagnostics *diagnostics, int rc, const iter8__line *problem)
{
    iter8_diagnostic one = {.struct_size = sizeof one,
                            .path = "",
                            .message = problem->bytes,
                            .code = rc,
                            .severity = ITER8_SEVERITY_ERROR};
    if (diagnostics != NULL && problem->length > 0) iter8_diagnostics_add(diagnostics, &one);
}

static int open_sink(iter8_kubernetes_sink *sink, const iter8_kubernetes_sink_options *options)
{
    iter8__cluster *cluster = &sink->client.cluster;
    sink->timeout_ms = options->timeout_ms;
    sink->retries = options->retries;
    iter8__cluster_init(cluster);
    int rc = iter8__client_open(&sink->client, &sink->problem);
    if (rc != ITER8_OK) return rc;
    return options->kubeconfig != NULL
               ? iter8__kubeconfig_read(options->kubeconfig, cluster, &sink->problem)
               : iter8__cluster_of_pod(cluster, options->service_account, options->server,
                                       &sink->problem);
}

int iter8_kubernetes_sink_new(const iter8_kubernetes_sink_options *options,
                              iter8_diagnostics *diagnostics, iter8_kubernetes_sink **out)
{
    iter8_kubernetes_sink_options own;
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = NULL;
    if (options == NULL) return ITER8_ERR_ARGUMENT;
    int rc = iter8__options_take(&own, sizeof own, options);
    if (rc == ITER8_OK) rc = iter8__options_number(&own.timeout_ms, DEFAULT_TIMEOUT_MS);
    if (rc == ITER8_OK) rc = iter8__options_number(&own.retries, DEFAULT_RETRIES);
    if (rc != ITER8_OK) return rc;
    if ((own.kubeconfig != NULL) == (own.service_account != NULL) ||
        (own.server != NULL && own.service_account == NULL))
        return ITER8_ERR_ARGUMENT;
    iter8_kubernetes_sink *sink = calloc(1, sizeof *sink);
    if (sink == NULL) return ITER8_ERR_NOMEM;
    rc = open_sink(sink, &own);
    if (rc != ITER8_OK) {
        report(diagnostics, rc, &sink->problem);
        iter8_kubernetes_sink_free(sink);
        return rc;
    }
    *out = sink;
    return ITER8_OK;
}

void iter8_kubernetes_sink_free(iter8_kubernetes_sink *sink)
{
    if (sink == NULL) return;
    iter8__client_close(&sink->client);
    iter8__resources_free(sink->known);
    iter8__taken_clear(&sink->taken);
    free(sink);
}

const char *iter8_kubernetes_sink_error(const iter8_kubernetes_sink *sink)
{
    return sink != NULL ? sink->problem.bytes : "";
}

static int complain(iter8_kubernetes_sink *sink, int rc, const char *what)
{
    iter8__line_set(&sink->problem, what);
    return rc;
}

/* What an object says of the weights; -1 for those that it does not hold. */
static int read_object(iter8_kubernetes_sink *sink, iter8__remotes *remotes, size_t number,
                       const iter8_route *route, int32_t *weights)
{
    const iter8__remote *remote = &remotes->items[number];
    int rc = iter8_route_read(iter8__remote_document(remote), route->experiment, weights,
                              remotes->diagnostics);
    return rc == ITER8_OK ? rc : iter8__remote_found(remote, remotes, &sink->client, rc);
}

/* Makes the patch of an object as text; empty where there is nothing to change. */
static int make_patch(iter8_kubernetes_sink *sink, iter8__remotes *remotes, size_t number,
                      const iter8_route *route, iter8__buffer *out)
{
    iter8_document *patch;
    const iter8__remote *remote = &remotes->items[number];
    int rc = iter8_route_patch(iter8__remote_document(remote), route->experiment, route->weights,
                               remotes->diagnostics, &patch);
    if (rc == ITER8_OK) {
        rc = iter8__documents_write(patch, ITER8_FORMAT_JSON_COMPACT, out);
        iter8_document_free(patch);
    }
    if (rc != ITER8_OK) return iter8__remote_found(remote, remotes, &sink->client, rc);
    if (strcmp(out->bytes, "[]") == 0) iter8__buffer_clear(out);
    return ITER8_OK;
}

/* The first candidate that would be given back what another writer has just taken from it. */
static const char *find_loser(const iter8_route *route, const int32_t *before, const int32_t *now)
{
    for (size_t v = 1; v < route->count; v++) {
        if (now[v] < before[v] && now[v] < route->weights[v])
            return iter8_experiment_version_name(route->experiment, v);
    }
    return NULL;
}

/* Looks at what another writer has done. Returns 0 if the patch may be made anew. */
static int look_again(iter8_kubernetes_sink *sink, iter8__remotes *remotes, size_t number,
                      const iter8_route *route, const int32_t *before)
{
    int rc = iter8__remote_fetch(&remotes->items[number], remotes, &sink->client);
    if (rc != ITER8_OK) return rc;
    int32_t *now = malloc(route->count * sizeof *now);
    if (now == NULL) return complain(sink, ITER8_ERR_NOMEM, "out of memory");
    memcpy(now, before, route->count * sizeof *now);
    rc = read_object(sink, remotes, number, route, now);
    const char *loser = rc == ITER8_OK ? find_loser(route, before, now) : NULL;
    free(now);
    if (loser == NULL) return rc;
    iter8__line_set(&sink->problem, "another writer has just taken traffic from ");
    iter8__line_add(&sink->problem, loser);
    return iter8__remote_blame(&remotes->items[number], &sink->client, ITER8_ERR_CONFLICT);
}

static int write_object(iter8_kubernetes_sink *sink, iter8__remotes *remotes, size_t number,
                        const iter8_route *route, const int32_t *before)
{
    iter8__buffer patch = {.limit = PATCH_LIMIT};
    int rc = ITER8_OK;
    for (int64_t left = sink->retries; left >= 0; left--) {
        iter8__buffer_clear(&patch);
        rc = make_patch(sink, remotes, number, route, &patch);
        if (rc != ITER8_OK || patch.length == 0) break;
        rc = iter8__remote_patch(&remotes->items[number], &sink->client, &patch);
        if (rc != ITER8_ERR_CONFLICT || left == 0) break;
        rc = look_again(sink, remotes, number, route, before);
        if (rc != ITER8_OK) break;
    }
    iter8__buffer_clear(&patch);
    if (rc == ITER8_OK) iter8__line_clear(&sink->problem);
    return rc;
}

static int find_order(iter8_kubernetes_sink *sink, iter8__remotes *remotes,
                      const iter8_route *route, size_t *order)
{
    iter8_document **objects = calloc(remotes->count, sizeof(void *));
    if (objects == NULL) return complain(sink, ITER8_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < remotes->count; i++)
        objects[i] = iter8__remote_document(&remotes->items[i]);
    int rc = iter8_route_order(objects, remotes->count, route->experiment, route->weights,
                               remotes->diagnostics, order);
    free(objects);
    return rc == ITER8_OK ? rc
                          : iter8__remote_found(&remotes->items[0], remotes, &sink->client, rc);
}

static int read_all(iter8_kubernetes_sink *sink, iter8__remotes *remotes, const iter8_route *route,
                    int32_t *weights)
{
    int rc = ITER8_OK;
    for (size_t v = 0; v < route->count; v++)
        weights[v] = -1;
    for (size_t i = 0; rc == ITER8_OK && i < remotes->count; i++)
        rc = read_object(sink, remotes, i, route, weights);
    return rc;
}

static int write_all(iter8_kubernetes_sink *sink, iter8__remotes *remotes, const iter8_route *route)
{
    size_t *order = calloc(remotes->count, sizeof *order);
    int32_t *before = calloc(route->count, sizeof *before);
    int rc = order != NULL && before != NULL ? read_all(sink, remotes, route, before)
                                             : complain(sink, ITER8_ERR_NOMEM, "out of memory");
    if (rc == ITER8_OK) rc = iter8__check_taken(&sink->taken, route, before, &sink->problem);
    if (rc == ITER8_OK) rc = find_order(sink, remotes, route, order);
    for (size_t i = 0; rc == ITER8_OK && i < remotes->count; i++)
        rc = write_object(sink, remotes, order[i], route, before);
    free(order);
    free(before);
    return rc;
}

static int start_call(iter8_kubernetes_sink *sink, const iter8_route *route, const void *weights)
{
    iter8__line_clear(&sink->problem);
    sink->client.deadline_ms = iter8__deadline_in(sink->timeout_ms);
    if (route != NULL && route->experiment != NULL && weights != NULL && route->count > 0 &&
        route->count == iter8_experiment_version_count(route->experiment))
        return ITER8_OK;
    return complain(sink, ITER8_ERR_ARGUMENT, "there are no weights");
}

static int write_route(iter8_kubernetes_sink *sink, const iter8_route *route)
{
    iter8__remotes remotes;
    int rc = start_call(sink, route, route != NULL ? route->weights : NULL);
    if (rc != ITER8_OK) return rc;
    rc = iter8__remotes_open(&remotes, &sink->client, &sink->known, route->experiment);
    if (rc == ITER8_OK) rc = write_all(sink, &remotes, route);
    iter8__remotes_close(&remotes);
    return rc;
}

static int read_route(iter8_kubernetes_sink *sink, const iter8_route *route, int32_t *weights)
{
    iter8__remotes remotes;
    int rc = start_call(sink, route, weights);
    if (rc != ITER8_OK) return rc;
    rc = iter8__remotes_open(&remotes, &sink->client, &sink->known, route->experiment);
    if (rc == ITER8_OK) rc = read_all(sink, &remotes, route, weights);
    iter8__remotes_close(&remotes);
    return rc;
}

int32_t iter8_kubernetes_sink_write(const iter8_route *route, void *user_data)
{
    iter8_kubernetes_sink *sink = user_data;
    if (sink == NULL) return ITER8_ERR_ARGUMENT;
    return iter8__explained(route, write_route(sink, route), &sink->problem);
}

int32_t iter8_kubernetes_sink_read(const iter8_route *route, int32_t *weights, void *user_data)
{
    iter8_kubernetes_sink *sink = user_data;
    if (sink == NULL) return ITER8_ERR_ARGUMENT;
    return iter8__explained(route, read_route(sink, route, weights), &sink->problem);
}
