/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief A routing sink for HAProxy: sets server weights through its runtime API.
 *
 * Part of libiter8-backends. Each version is a server of one HAProxy backend; the server has the
 * version's name. The backend is found by that: the one that has a server for every version. Where
 * several have, the experiment's annotation `iter8.tools/haproxy-backend` or the option says which.
 * Names may have letters, digits and `-_.:`, as in HAProxy's configuration.
 *
 * A server that is down, in maintenance or draining gets no traffic, whatever its weight. Such a
 * one is read as having no share; and a write that gives it a share sets the weights but fails,
 * with words that say which server it is, so that it is not taken for done. The same holds for a
 * server that is only a `backup`, and for a backend whose algorithm heeds no weights
 * (`balance first`), while more than one version has a share.
 *
 * Other servers of the backend keep their weights. Where they have any, the versions share exactly
 * what they hold together, which has to be 100 or 200: otherwise a percent of it cannot be set, and
 * reading and writing are refused.
 *
 * The backend's algorithm must be one that takes any weight at run time, such as roundrobin;
 * HAProxy itself refuses weights where it is static.
 *
 * One process at a time moves the traffic of a backend: a sink claims it with its first call until
 * it is freed, and another sink, in this process or another one of the machine, is refused
 * meanwhile. The kernel gives the claim back when a process dies.
 *
 * A sink belongs to one thread at a time. Calls block, at most as long as the time-out.
 */
#ifndef ITER8_BACKENDS_HAPROXY_SINK_H
#define ITER8_BACKENDS_HAPROXY_SINK_H

#include "iter8/export.h"
#include "iter8/router.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A routing sink; opaque. */
typedef struct iter8_haproxy_sink iter8_haproxy_sink;

/** Settings. Zero in a field means its default. */
typedef struct iter8_haproxy_sink_options {
    /** sizeof(iter8_haproxy_sink_options). */
    size_t struct_size;
    /** Path of the UNIX socket of the runtime API (`stats socket ... level admin`); copied. */
    const char *socket_path;
    /** The backend's name; copied; NULL: as the annotation says, or found by the servers' names. */
    const char *backend;
    /** Longest time for one call. Default 2000 ms. */
    int64_t timeout_ms;
} iter8_haproxy_sink_options;

/**
 * Makes a sink; HAProxy is first asked when weights are read or written. @since 0.1.0
 * @param[out] out  owned by the caller, release with iter8_haproxy_sink_free().
 * @return 0, #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT (no or too long a path), #ITER8_ERR_STRUCT_SIZE.
 */
ITER8_API ITER8_NODISCARD int iter8_haproxy_sink_new(const iter8_haproxy_sink_options *options,
                                                     iter8_haproxy_sink **out);

/** Frees a sink; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_haproxy_sink_free(iter8_haproxy_sink *sink);

/**
 * The sink as a router for #iter8_host; owned by the sink. NULL for no sink. @since 0.1.0
 *
 * It sets the weights, those that shrink first, and reads them scaled to percent. Its callbacks
 * return #ITER8_OK; what may pass: #ITER8_ERR_TRANSPORT, #ITER8_ERR_REPLY (an answer that ends
 *   early; a server that gets no traffic; no server with a weight gets any), #ITER8_ERR_CONFLICT (a
 * candidate has less than was known, for one because HAProxy was started anew), #ITER8_ERR_NOMEM;
 * what will not by itself: #ITER8_ERR_NOT_FOUND (no socket; no backend has these servers, or
 * several have), #ITER8_ERR_REFUSED (no permission; another process has the backend; HAProxy
 * refuses the weights, or its configuration does not heed them), #ITER8_ERR_RANGE (see above),
 *   #ITER8_ERR_ARGUMENT.
 */
ITER8_API const iter8_router *iter8_haproxy_sink_router(iter8_haproxy_sink *sink);

/** What the last call that failed has to say, one line, or ""; owned by the sink, borrowed until
 * its next call. @since 0.1.0 */
ITER8_API const char *iter8_haproxy_sink_error(const iter8_haproxy_sink *sink);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_BACKENDS_HAPROXY_SINK_H */
