/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/deadline.h"
#include "common/explained.h"
#include "common/options.h"
#include "common/taken.h"
#include "iter8/backends/kubernetes_sink.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"
#include "kubernetes/change.h"
#include "kubernetes/fetch.h"
#include "kubernetes/kubeconfig.h"
#include "kubernetes/owner.h"
#include "kubernetes/writer.h"

#include <stdlib.h>
#include <string.h>

struct iter8_kubernetes_sink {
    iter8_router router;
    iter8__client client;
    iter8__resource *known;
    int64_t timeout_ms;
    int64_t retries;
    iter8__taken taken;
    iter8__owner owner;
    iter8__line problem;
};

enum { DEFAULT_TIMEOUT_MS = 10000, DEFAULT_RETRIES = 3, LONGEST_RELEASE_MS = 3000 };

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
    if (rc == ITER8_OK) rc = iter8__owner_open(&sink->owner, options->holder, options->hold_s);
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
    if (rc == ITER8_OK) rc = iter8__options_number(&own.hold_s, 0);
    if (rc != ITER8_OK) return rc;
    if ((own.kubeconfig != NULL) == (own.service_account != NULL) ||
        (own.server != NULL && own.service_account == NULL) ||
        (own.holder != NULL && *own.holder == '\0'))
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

static void begin_call(iter8_kubernetes_sink *sink, int64_t timeout_ms)
{
    iter8__line_clear(&sink->problem);
    iter8__line_clear(&sink->owner.held_by);
    sink->client.deadline_ms = iter8__deadline_in(timeout_ms);
}

void iter8_kubernetes_sink_free(iter8_kubernetes_sink *sink)
{
    if (sink == NULL) return;
    begin_call(sink, sink->timeout_ms < LONGEST_RELEASE_MS ? sink->timeout_ms : LONGEST_RELEASE_MS);
    iter8__owner_release(&sink->owner, &sink->client, NULL);
    iter8__owner_close(&sink->owner);
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

/* What is to be done in the objects of a route; only looked at where @p route is NULL. */
static iter8__change change_of(iter8_kubernetes_sink *sink, iter8__remotes *remotes,
                               const iter8_experiment *experiment, const iter8_route *route)
{
    return (iter8__change){.client = &sink->client,
                           .owner = &sink->owner,
                           .remotes = remotes,
                           .experiment = experiment,
                           .route = route,
                           .retries = sink->retries};
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

/* What all objects say of the weights; -1 where none does. */
static int read_all(const iter8__change *change, size_t count, int32_t *weights)
{
    int rc = ITER8_OK;
    for (size_t v = 0; v < count; v++)
        weights[v] = -1;
    for (size_t i = 0; rc == ITER8_OK && i < change->remotes->count; i++)
        rc = iter8__change_read(change, i, weights);
    return rc;
}

/* Says who has written the first object last, where anybody else has changed it. */
static int check_taken(iter8_kubernetes_sink *sink, const iter8__remotes *remotes,
                       const iter8_route *route, const int32_t *before)
{
    int rc = iter8__check_taken(&sink->taken, route, before, &sink->problem);
    if (rc == ITER8_ERR_CONFLICT)
        iter8__writer_add(&sink->problem, iter8__remote_document(&remotes->items[0]));
    return rc;
}

static int write_all(iter8_kubernetes_sink *sink, iter8__remotes *remotes, const iter8_route *route)
{
    size_t *order = calloc(remotes->count, sizeof *order);
    int32_t *before = calloc(route->count, sizeof *before);
    iter8__change change = change_of(sink, remotes, route->experiment, route);
    change.before = before;
    int rc = order != NULL && before != NULL ? read_all(&change, route->count, before)
                                             : complain(sink, ITER8_ERR_NOMEM, "out of memory");
    if (rc == ITER8_OK) rc = iter8__change_check(&change);
    if (rc == ITER8_OK) rc = check_taken(sink, remotes, route, before);
    if (rc == ITER8_OK) rc = find_order(sink, remotes, route, order);
    for (size_t i = 0; rc == ITER8_OK && i < remotes->count; i++)
        rc = iter8__change_object(&change, order[i]);
    free(order);
    free(before);
    return rc;
}

/* Renews our marks where we have some. What fails by the way is tried again in time; only that the
 * weights have become another's is said. */
static int renew_all(iter8_kubernetes_sink *sink, iter8__remotes *remotes,
                     const iter8_experiment *experiment)
{
    iter8__change change = change_of(sink, remotes, experiment, NULL);
    for (size_t i = 0; i < remotes->count; i++) {
        if (!iter8__owner_has(&sink->owner, remotes->items[i].path.bytes, experiment)) continue;
        int rc = iter8__change_object(&change, i);
        if (rc == ITER8_ERR_NOMEM || (rc != ITER8_OK && iter8__owner_held_by(&sink->owner) != NULL))
            return rc;
    }
    iter8__line_clear(&sink->problem);
    return ITER8_OK;
}

static int claim_all(iter8_kubernetes_sink *sink, iter8__remotes *remotes,
                     const iter8_experiment *experiment)
{
    iter8__change change = change_of(sink, remotes, experiment, NULL);
    int rc = iter8__change_check(&change);
    for (size_t i = 0; rc == ITER8_OK && i < remotes->count; i++)
        rc = iter8__change_object(&change, i);
    return rc;
}

static int start_call(iter8_kubernetes_sink *sink, const iter8_route *route, const void *weights)
{
    begin_call(sink, sink->timeout_ms);
    if (route != NULL && route->experiment != NULL && weights != NULL && route->count > 0 &&
        route->count == iter8_spec_of(route->experiment).version_count)
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

static int moves_traffic(const iter8_experiment *experiment)
{
    return iter8_spec_of(experiment).testing_pattern != ITER8_TESTING_CONFORMANCE &&
           iter8_spec_of(experiment).deployment_pattern != ITER8_DEPLOYMENT_FIXED_SPLIT;
}

/* Who is not to move the traffic shall not judge what another does with it either: an experiment is
 * held at its first reading. One that only watches is in nobody's way. */
static int read_objects(iter8_kubernetes_sink *sink, iter8__remotes *remotes,
                        const iter8_route *route, int32_t *weights)
{
    iter8__change change = change_of(sink, remotes, route->experiment, NULL);
    int rc = read_all(&change, route->count, weights);
    if (rc == ITER8_OK && moves_traffic(route->experiment)) rc = iter8__change_check(&change);
    return rc == ITER8_OK ? renew_all(sink, remotes, route->experiment) : rc;
}

static int read_route(iter8_kubernetes_sink *sink, const iter8_route *route, int32_t *weights)
{
    iter8__remotes remotes;
    int rc = start_call(sink, route, weights);
    if (rc != ITER8_OK) return rc;
    rc = iter8__remotes_open(&remotes, &sink->client, &sink->known, route->experiment);
    if (rc == ITER8_OK) rc = read_objects(sink, &remotes, route, weights);
    iter8__remotes_close(&remotes);
    return rc;
}

int iter8_kubernetes_sink_claim(iter8_kubernetes_sink *sink, const iter8_experiment *experiment)
{
    iter8__remotes remotes;
    if (sink == NULL || experiment == NULL) return ITER8_ERR_ARGUMENT;
    begin_call(sink, sink->timeout_ms);
    int rc = iter8__remotes_open(&remotes, &sink->client, &sink->known, experiment);
    if (rc == ITER8_OK) rc = claim_all(sink, &remotes, experiment);
    iter8__remotes_close(&remotes);
    return rc;
}

void iter8_kubernetes_sink_release(iter8_kubernetes_sink *sink, const iter8_experiment *experiment)
{
    if (sink == NULL || experiment == NULL) return;
    begin_call(sink, sink->timeout_ms);
    iter8__owner_release(&sink->owner, &sink->client, iter8_spec_of(experiment).target);
    iter8__line_clear(&sink->problem);
}

const char *iter8_kubernetes_sink_holder(const iter8_kubernetes_sink *sink)
{
    return sink != NULL ? iter8__owner_held_by(&sink->owner) : NULL;
}

static int32_t write_weights(const iter8_route *route, void *user_data)
{
    iter8_kubernetes_sink *sink = user_data;
    return iter8__explained(route, write_route(sink, route), &sink->problem);
}

static int32_t read_weights(const iter8_route *route, int32_t *weights, void *user_data)
{
    iter8_kubernetes_sink *sink = user_data;
    return iter8__explained(route, read_route(sink, route, weights), &sink->problem);
}

const iter8_router *iter8_kubernetes_sink_router(iter8_kubernetes_sink *sink)
{
    if (sink == NULL) return NULL;
    sink->router = (iter8_router){.struct_size = sizeof sink->router,
                                  .user_data = sink,
                                  .read_weights = read_weights,
                                  .write_weights = write_weights};
    return &sink->router;
}
