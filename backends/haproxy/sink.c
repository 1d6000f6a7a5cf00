/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/buffer.h"
#include "common/deadline.h"
#include "common/explained.h"
#include "common/line.h"
#include "common/options.h"
#include "common/taken.h"
#include "haproxy/claim.h"
#include "haproxy/commands.h"
#include "haproxy/exchange.h"
#include "haproxy/heeded.h"
#include "haproxy/servers.h"
#include "haproxy/target.h"
#include "iter8/backends/haproxy_sink.h"
#include "iter8/error.h"
#include "iter8/routing.h"
#include "iter8/snapshots.h"

#include <stdlib.h>
#include <string.h>

struct iter8_haproxy_sink {
    iter8_router router;
    char *socket_path;
    char *backend; /* or NULL */
    int64_t timeout_ms;
    iter8__taken taken;
    iter8__claims claims;
    iter8__line problem;
};

enum {
    DEFAULT_TIMEOUT_MS = 2000,
    PERCENT = 100,
    WEIGHT_MAX = 256,
    COMMANDS_LIMIT = 8 * 1024, /* well below HAProxy's buffer of 16 KiB */
    REPLY_LIMIT = 4 * 1024 * 1024
};

static const char annotation[] = "iter8.tools/haproxy-backend";

/* HAProxy as it was found for one call. */
typedef struct haproxy_view {
    const char *backend; /* its name; points into state */
    int64_t deadline_ms;
    iter8__buffer state; /* the reply to `show servers state` */
    iter8__servers servers;
    size_t first;  /* of the servers of the backend */
    int32_t total; /* what the weights of the versions sum to once they are set */
} haproxy_view;

static int copy_options(iter8_haproxy_sink *sink, const iter8_haproxy_sink_options *options)
{
    sink->timeout_ms = options->timeout_ms;
    sink->socket_path = strdup(options->socket_path);
    if (sink->socket_path == NULL) return ITER8_ERR_NOMEM;
    if (options->backend == NULL) return ITER8_OK;
    sink->backend = strdup(options->backend);
    return sink->backend != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

int iter8_haproxy_sink_new(const iter8_haproxy_sink_options *options, iter8_haproxy_sink **out)
{
    iter8_haproxy_sink_options own;
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = NULL;
    if (options == NULL) return ITER8_ERR_ARGUMENT;
    int rc = iter8__options_take(&own, sizeof own, options);
    if (rc == ITER8_OK) rc = iter8__options_number(&own.timeout_ms, DEFAULT_TIMEOUT_MS);
    if (rc != ITER8_OK) return rc;
    if (own.socket_path == NULL || own.socket_path[0] == '\0' ||
        strlen(own.socket_path) > ITER8__SOCKET_PATH_MAX)
        return ITER8_ERR_ARGUMENT;
    iter8_haproxy_sink *sink = calloc(1, sizeof *sink);
    if (sink == NULL) return ITER8_ERR_NOMEM;
    rc = copy_options(sink, &own);
    if (rc != ITER8_OK) {
        iter8_haproxy_sink_free(sink);
        return rc;
    }
    *out = sink;
    return ITER8_OK;
}

void iter8_haproxy_sink_free(iter8_haproxy_sink *sink)
{
    if (sink == NULL) return;
    free(sink->socket_path);
    free(sink->backend);
    iter8__taken_clear(&sink->taken);
    iter8__claims_release(&sink->claims);
    free(sink);
}

const char *iter8_haproxy_sink_error(const iter8_haproxy_sink *sink)
{
    return sink != NULL ? sink->problem.bytes : "";
}

static int complain(iter8_haproxy_sink *sink, int rc, const char *what)
{
    iter8__line_set(&sink->problem, what);
    return rc;
}

/* Reads HAProxy's servers and finds those of the versions. The view is to be closed in any case. */
static int open_view(iter8_haproxy_sink *sink, const iter8_route *route, haproxy_view *view)
{
    iter8__buffer question = {.limit = COMMANDS_LIMIT};
    const char *wanted = sink->backend;
    memset(view, 0, sizeof *view);
    view->state.limit = REPLY_LIMIT;
    view->deadline_ms = iter8__deadline_in(sink->timeout_ms);
    if (wanted == NULL) wanted = iter8_experiment_annotation(route->experiment, annotation);
    int rc = iter8__target_check(route, wanted, &sink->problem);
    if (rc != ITER8_OK) return rc;
    rc = iter8__buffer_add_text(&question, "show servers state\n");
    if (rc != ITER8_OK) return complain(sink, rc, "out of memory");
    rc = iter8__haproxy_exchange(sink->socket_path, &question, view->deadline_ms, &view->state,
                                 &sink->problem);
    iter8__buffer_clear(&question);
    if (rc != ITER8_OK) return rc;
    if (view->state.length == 0) return complain(sink, ITER8_ERR_REPLY, "HAProxy replies nothing");
    rc = iter8__servers_read(&view->servers, view->state.bytes, &sink->problem);
    if (rc != ITER8_OK) return rc;
    rc = iter8__target_find(&view->servers, route, wanted, &view->first, &sink->problem);
    if (rc != ITER8_OK) return rc;
    view->backend = view->servers.items[view->first].backend;
    return iter8__claims_take(&sink->claims, sink->socket_path, view->backend, &sink->problem);
}

static void close_view(haproxy_view *view)
{
    iter8__servers_clear(&view->servers);
    iter8__buffer_clear(&view->state);
}

static const char *version_name(const iter8_route *route, size_t version)
{
    return iter8_version_of(route->experiment, version).name;
}

static const iter8__server *server_of(const haproxy_view *view, const iter8_route *route,
                                      size_t version)
{
    return iter8__target_server(&view->servers, view->first, version_name(route, version));
}

static int32_t present_weight(const haproxy_view *view, const iter8_route *route, size_t version)
{
    return server_of(view, route, version)->weight;
}

/* What a version's server is to get: its part of what the versions share. */
static int32_t wanted_weight(const haproxy_view *view, const iter8_route *route, size_t version)
{
    return route->weights[version] * view->total / PERCENT;
}

/* What shrinks goes first, so that no version has more than its share for a moment: the old and the
 * new weights have the same sum. */
static int add_commands(iter8__buffer *commands, const haproxy_view *view, const iter8_route *route)
{
    for (int growing = 0; growing <= 1; growing++) {
        for (size_t i = 0; i < route->count; i++) {
            int grows = wanted_weight(view, route, i) >= present_weight(view, route, i);
            if (grows != growing) continue;
            int rc = iter8__commands_add(commands, view->backend, version_name(route, i),
                                         wanted_weight(view, route, i));
            if (rc != ITER8_OK) return rc;
        }
    }
    return iter8__commands_end(commands);
}

static int send_weights(iter8_haproxy_sink *sink, const iter8_route *route,
                        const haproxy_view *view)
{
    iter8__buffer commands = {.limit = COMMANDS_LIMIT};
    iter8__buffer replies = {.limit = REPLY_LIMIT};
    int rc = add_commands(&commands, view, route);
    if (rc == ITER8_OK) {
        rc = iter8__haproxy_exchange(sink->socket_path, &commands, view->deadline_ms, &replies,
                                     &sink->problem);
        if (rc == ITER8_OK) rc = iter8__commands_check(&replies, route->count, &sink->problem);
    } else if (rc == ITER8_ERR_TOO_LARGE) {
        rc = complain(sink, ITER8_ERR_ARGUMENT, "too many versions for one line of commands");
    } else {
        rc = complain(sink, rc, "out of memory");
    }
    iter8__buffer_clear(&commands);
    iter8__buffer_clear(&replies);
    return rc;
}

/* A weight has been set; whether HAProxy serves by it is another matter. */
static int check_served(iter8_haproxy_sink *sink, const iter8_route *route,
                        const haproxy_view *view)
{
    for (size_t i = 0; i < route->count; i++) {
        const iter8__server *server = server_of(view, route, i);
        if (route->weights[i] == 0 || server->state == NULL) continue;
        iter8__line_set(&sink->problem, "HAProxy's server ");
        iter8__line_add(&sink->problem, view->backend);
        iter8__line_add(&sink->problem, "/");
        iter8__line_add(&sink->problem, server->name);
        iter8__line_add(&sink->problem, " ");
        iter8__line_add(&sink->problem, server->state);
        iter8__line_add(&sink->problem, ": it gets no traffic, whatever its weight");
        return ITER8_ERR_REPLY;
    }
    return ITER8_OK;
}

/* Whether the weights count in HAProxy's configuration. They are set, so what cannot be known, as
 * an old HAProxy does not say it, is no failure. */
static int check_heeded(iter8_haproxy_sink *sink, const iter8_route *route,
                        const haproxy_view *view)
{
    iter8__buffer question = {.limit = COMMANDS_LIMIT};
    iter8__buffer reply = {.limit = REPLY_LIMIT};
    iter8__line ignored;
    int rc = iter8__buffer_add_text(&question, ITER8__HEEDED_QUESTION);
    if (rc == ITER8_OK)
        rc = iter8__haproxy_exchange(sink->socket_path, &question, view->deadline_ms, &reply,
                                     &ignored);
    if (rc == ITER8_ERR_NOMEM)
        (void)complain(sink, rc, "out of memory");
    else if (rc != ITER8_OK || reply.bytes == NULL)
        rc = ITER8_OK;
    else
        rc = iter8__heeded_check(reply.bytes, view->backend, route, &sink->problem);
    iter8__buffer_clear(&question);
    iter8__buffer_clear(&reply);
    return rc;
}

/* What the versions share: 100, or what they hold together beside other servers with a weight. */
static int find_total(iter8_haproxy_sink *sink, const iter8_route *route, haproxy_view *view)
{
    int64_t held = 0, others = 0;
    size_t end = iter8__servers_backend_end(&view->servers, view->first);
    for (size_t i = view->first; i < end; i++)
        others += view->servers.items[i].weight;
    for (size_t i = 0; i < route->count; i++)
        held += present_weight(view, route, i);
    others -= held;
    view->total = PERCENT;
    if (others <= 0 || held == 0) return ITER8_OK;
    view->total = (int32_t)held;
    if (held % PERCENT == 0 && held <= WEIGHT_MAX) return ITER8_OK;
    iter8__line_set(&sink->problem, "beside other servers of HAProxy's backend ");
    iter8__line_add(&sink->problem, view->backend);
    iter8__line_add(&sink->problem, " the versions share a weight of ");
    iter8__line_add_integer(&sink->problem, held);
    iter8__line_add(&sink->problem, ", of which a percent cannot be set; let it be 100 or 200");
    return ITER8_ERR_RANGE;
}

/* The shares of the servers: as their weights are, or of the traffic that they really get. */
static int find_shares(iter8_haproxy_sink *sink, const iter8_route *route, const haproxy_view *view,
                       int served, int32_t *shares)
{
    int32_t *present = calloc(route->count, sizeof *present);
    if (present == NULL) return complain(sink, ITER8_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < route->count; i++) {
        const iter8__server *server = server_of(view, route, i);
        present[i] = served && server->state != NULL ? 0 : server->weight;
    }
    int rc = iter8_weights_scale(present, shares, route->count);
    free(present);
    if (rc == ITER8_OK) return rc;
    return complain(sink, ITER8_ERR_REPLY,
                    served ? "all servers have weight 0, or get no traffic"
                           : "all servers have weight 0");
}

/* Whether HAProxy is still as it was when this was decided: one that was started anew has the
 * weights of its configuration. Where all are 0 any weights are better. */
static int check_shares(iter8_haproxy_sink *sink, const iter8_route *route,
                        const haproxy_view *view)
{
    int32_t *found = calloc(route->count, sizeof *found);
    if (found == NULL) return complain(sink, ITER8_ERR_NOMEM, "out of memory");
    int rc = find_shares(sink, route, view, 0, found);
    if (rc == ITER8_OK) rc = iter8__check_taken(&sink->taken, route, found, &sink->problem);
    free(found);
    if (rc == ITER8_ERR_REPLY) rc = complain(sink, ITER8_OK, "");
    return rc;
}

static int is_route(const iter8_route *route)
{
    return route != NULL && route->experiment != NULL && route->count > 0;
}

static int write_route(iter8_haproxy_sink *sink, const iter8_route *route)
{
    haproxy_view view;
    iter8__line_clear(&sink->problem);
    if (!is_route(route) || route->weights == NULL)
        return complain(sink, ITER8_ERR_ARGUMENT, "there are no weights to write");
    for (size_t i = 0; i < route->count; i++) {
        if (route->weights[i] < 0 || route->weights[i] > WEIGHT_MAX)
            return complain(sink, ITER8_ERR_ARGUMENT, "a weight lies outside of 0 to 256");
    }
    int rc = open_view(sink, route, &view);
    if (rc == ITER8_OK) rc = check_shares(sink, route, &view);
    if (rc == ITER8_OK) rc = find_total(sink, route, &view);
    if (rc == ITER8_OK) rc = send_weights(sink, route, &view);
    if (rc == ITER8_OK) rc = check_served(sink, route, &view);
    if (rc == ITER8_OK) rc = check_heeded(sink, route, &view);
    close_view(&view);
    return rc;
}

static int read_route(iter8_haproxy_sink *sink, const iter8_route *route, int32_t *weights)
{
    haproxy_view view;
    iter8__line_clear(&sink->problem);
    if (!is_route(route) || weights == NULL)
        return complain(sink, ITER8_ERR_ARGUMENT, "there is no room for weights");
    int rc = open_view(sink, route, &view);
    if (rc == ITER8_OK) rc = find_total(sink, route, &view);
    if (rc == ITER8_OK) rc = find_shares(sink, route, &view, 1, weights);
    close_view(&view);
    return rc;
}

static int32_t write_weights(const iter8_route *route, void *user_data)
{
    iter8_haproxy_sink *sink = user_data;
    return iter8__explained(route, write_route(sink, route), &sink->problem);
}

static int32_t read_weights(const iter8_route *route, int32_t *weights, void *user_data)
{
    iter8_haproxy_sink *sink = user_data;
    return iter8__explained(route, read_route(sink, route, weights), &sink->problem);
}

const iter8_router *iter8_haproxy_sink_router(iter8_haproxy_sink *sink)
{
    if (sink == NULL) return NULL;
    sink->router = (iter8_router){.struct_size = sizeof sink->router,
                                  .user_data = sink,
                                  .read_weights = read_weights,
                                  .write_weights = write_weights};
    return &sink->router;
}
