/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief A routing sink for Kubernetes: reads and patches the objects of `weightObjRef` through an
 *   API server.
 *
 * Part of libiter8-backends. Any kind will do whose weights iter8/routing.h understands: Istio's
 * VirtualService, Knative's Service, a HTTPRoute, ... Objects without namespace are in that of the
 * kubeconfig's context or of the pod, else in "default". The server is asked once for each kind
 * what it is called in paths; where it does not serve the version that a reference says, another
 * one is taken if the field is known to be the same there (docs/backends.md).
 *
 * Every object is changed by one JSON Patch that fails if anything in the object has changed since
 * it was read. What the server then says of the object is compared with what was written; an answer
 * without it (an empty one, HTTP 202) counts only if the object is as it should be when it is read.
 * Where another writer was there, the object is
 * read anew: where no candidate has lost traffic meanwhile the patch is made anew, a few times;
 * otherwise the other writer was about to stop something, and the write gives up with
 * #ITER8_ERR_CONFLICT. It gives up likewise where a candidate has less than
 * iter8_experiment_version() and would get more than it has: the next iteration decides on what is
 * there. Where none has come after an interval, it writes. Several objects are written in the order
 * of iter8_route_order().
 *
 * The weights of an object belong to one process at a time. The first write for an experiment puts
 * a mark into the annotation `iter8.tools/owner`: holder, target, experiment, fields, time. Each
 * call renews it when a third of its time has passed, and freeing the sink takes it back. Another
 * sink that wants one of these fields is refused with #ITER8_ERR_REFUSED and the holder's name,
 * also when it reads, unless its experiment only watches (Conformance, FixedSplit). It may take
 * over a mark that it has seen unchanged, on its own clock, for as long as the mark counts; until
 * then it is told #ITER8_ERR_CONFLICT where the mark looks old. One holder has one mark for a
 * target: experiments on one target follow each other.
 *
 * What will not pass by itself is #ITER8_ERR_REFUSED, #ITER8_ERR_NOT_FOUND, or an error of
 * iter8_route_patch(): 4xx, among them 422 of a schema and 401 where the token is not read from a
 * file, a certificate that is not trusted, or a URL that is none. #ITER8_ERR_TRANSPORT,
 * #ITER8_ERR_CONFLICT and #ITER8_ERR_REPLY (5xx, 408, 429, 401 with a token file) may pass. Where a
 * server says Retry-After, it is not asked before (60 s at most).
 *
 * A sink belongs to one thread at a time. Calls block, at most as long as the time-out. Proxies are
 * used as libcurl's environment variables say. Tokens and keys are in no error text.
 */
#ifndef ITER8_BACKENDS_KUBERNETES_SINK_H
#define ITER8_BACKENDS_KUBERNETES_SINK_H

#include "iter8/diagnostics.h"
#include "iter8/export.h"
#include "iter8/router.h"

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
    /** Who this is to other processes that want to move the same weights, such as a pod's name: one
     *  that comes back under its name goes on at once, and the one before it is refused if it is
     *  alive after all. NULL: a name that no other sink has. */
    const char *holder;
    /** How long weights belong to this sink after it was last called for them. Default: 60 s or
     * three intervals of the experiment, whichever is longer. */
    int64_t hold_s;
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

/** Frees a sink, which gives back all weights first, for 3 s at most; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_kubernetes_sink_free(iter8_kubernetes_sink *sink);

/**
 * The sink as a router for #iter8_host; owned by the sink. NULL for no sink. @since 0.1.0
 *
 * Its callbacks return #ITER8_OK, #ITER8_ERR_TRANSPORT, #ITER8_ERR_NOT_FOUND (an object or its
 * kind, or no version has a `weightObjRef`), #ITER8_ERR_REFUSED (an answer that will not pass, or
 * the weights belong to another), #ITER8_ERR_CONFLICT (another writer), #ITER8_ERR_REPLY (any other
 * answer, or one that is not true), #ITER8_ERR_INVALID (the annotation cannot be understood, or an
 * object is written with and without its namespace), an error of iter8_route_patch(),
 * #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOMEM.
 */
ITER8_API const iter8_router *iter8_kubernetes_sink_router(iter8_kubernetes_sink *sink);

/**
 * Makes the weights of an experiment this sink's before the first of them is written, so that a
 * second process is refused at once. @since 0.1.0
 * @return as the router's callbacks.
 */
ITER8_API ITER8_NODISCARD int iter8_kubernetes_sink_claim(iter8_kubernetes_sink *sink,
                                                          const iter8_experiment *experiment);

/**
 * Gives back the weights of an experiment's target, for a host that keeps the sink when the
 * experiment is over. What cannot be taken back now (no connection) counts until its time is over;
 * NULL is fine.
 * @since 0.1.0
 */
ITER8_API void iter8_kubernetes_sink_release(iter8_kubernetes_sink *sink,
                                             const iter8_experiment *experiment);

/** Who has the weights that the last call was refused for; NULL where it was not for that. Owned by
 * the sink, borrowed until its next call. @since 0.1.0 */
ITER8_API const char *iter8_kubernetes_sink_holder(const iter8_kubernetes_sink *sink);

/** What the last call that failed has to say, one line, or ""; owned by the sink, borrowed until
 * its next call. @since 0.1.0 */
ITER8_API const char *iter8_kubernetes_sink_error(const iter8_kubernetes_sink *sink);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_BACKENDS_KUBERNETES_SINK_H */
