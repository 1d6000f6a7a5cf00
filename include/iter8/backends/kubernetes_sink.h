/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief A routing sink for Kubernetes: reads and patches the objects of `weightObjRef` through an
 *   API server.
 *
 * Part of libiter8-backends. Any kind will do whose weights iter8/routing.h understands: Istio's
 * VirtualService, Knative's Service, a HTTPRoute, ... Objects without namespace are in "default".
 * The server is asked once for each kind what it is called in paths.
 *
 * Every object is changed by one JSON Patch whose tests notice another writer. Then the object is
 * read anew: where no candidate has lost traffic meanwhile the patch is made anew, a few times;
 * otherwise the other writer was about to stop something, and the write gives up with
 * #ITER8_ERR_CONFLICT. It gives up likewise where a candidate has less than
 * iter8_experiment_weight() and would get more than it has: the next iteration decides on what is
 * there. Where none has come after an interval, it writes. Several objects are written in the order
 * of iter8_route_order().
 *
 * A sink belongs to one thread at a time. Calls block, at most as long as the time-out. Proxies are
 * used as libcurl's environment variables say. Tokens and keys are in no error text.
 */
#ifndef ITER8_BACKENDS_KUBERNETES_SINK_H
#define ITER8_BACKENDS_KUBERNETES_SINK_H

#include "iter8/diagnostics.h"
#include "iter8/export.h"
#include "iter8/reconcile.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A routing sink; opaque. */
typedef struct iter8_kubernetes_sink iter8_kubernetes_sink;

/** Settings: either @c kubeconfig or @c service_account. Zero in any other field means its default.
 */
typedef struct iter8_kubernetes_sink_options {
    /** sizeof(iter8_kubernetes_sink_options). */
    size_t struct_size;
    /** Path of a kubeconfig, whose current context is used: server, certificates (in the file or
     *  beside it), `insecure-skip-tls-verify`, and of the user a token, a token file or a client
     *  certificate. A user that needs a program (`exec`, `auth-provider`) is refused. Read once. */
    const char *kubeconfig;
    /** In a pod: the folder of its service account, usually
     *  "/var/run/secrets/kubernetes.io/serviceaccount", with `token` (read for each request) and
     *  `ca.crt`. */
    const char *service_account;
    /** With @c service_account: the API server. NULL: "https://kubernetes.default.svc". */
    const char *server;
    /** Longest time for one call, all its requests told. Default 10000 ms. */
    int64_t timeout_ms;
    /** How often the patch of an object is made anew after another writer was there. Default 3. */
    int64_t retries;
} iter8_kubernetes_sink_options;

/**
 * Makes a sink; the server is first asked when weights are read or written. @since 0.1.0
 * @param diagnostics  takes what is wrong with the kubeconfig or the folder; may be NULL.
 * @param[out] out     owned by the caller, release with iter8_kubernetes_sink_free().
 * @return 0, #ITER8_ERR_NOT_FOUND, #ITER8_ERR_REFUSED (a file cannot be read), #ITER8_ERR_INVALID
 *   (the kubeconfig does not say enough, or what this sink does not do) or another error of
 *   iter8_documents_read(), each with a diagnostic; #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE,
 *   #ITER8_ERR_TRANSPORT (libcurl cannot be started), #ITER8_ERR_NOMEM.
 */
ITER8_API ITER8_NODISCARD int
iter8_kubernetes_sink_new(const iter8_kubernetes_sink_options *options,
                          iter8_diagnostics *diagnostics, iter8_kubernetes_sink **out);

/** Frees a sink; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_kubernetes_sink_free(iter8_kubernetes_sink *sink);

/**
 * Writes the weights; a callback for #iter8_host. @since 0.1.0
 * @return #ITER8_OK, #ITER8_ERR_TRANSPORT, #ITER8_ERR_NOT_FOUND (an object or its kind, or no
 *   version has a `weightObjRef`), #ITER8_ERR_REFUSED (HTTP 401 or 403), #ITER8_ERR_CONFLICT,
 *   #ITER8_ERR_REPLY (any other answer), an error of iter8_route_patch(), #ITER8_ERR_ARGUMENT,
 *   #ITER8_ERR_NOMEM.
 */
ITER8_API int32_t iter8_kubernetes_sink_write(const iter8_route *route, void *sink);

/** Reads the weights; a callback for #iter8_host. @since 0.1.0
 * @return as iter8_kubernetes_sink_write(). */
ITER8_API int32_t iter8_kubernetes_sink_read(const iter8_route *route, int32_t *weights,
                                             void *sink);

/** What the last call that failed has to say, one line, or ""; owned by the sink, borrowed until
 * its next call. @since 0.1.0 */
ITER8_API const char *iter8_kubernetes_sink_error(const iter8_kubernetes_sink *sink);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_BACKENDS_KUBERNETES_SINK_H */
