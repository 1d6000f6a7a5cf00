/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief A router: the callbacks that read and write the weights by which traffic is sent.
 *
 * They are called on the caller's thread inside iter8_reconcile() (reconcile.h), and must not use
 * the experiment but for reading. For routers that are documents, such as Kubernetes objects,
 * routing.h reads and writes the weights in them.
 */
#ifndef ITER8_ROUTER_H
#define ITER8_ROUTER_H

#include "iter8/experiment.h"
#include "iter8/export.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Weights to be read or written. */
typedef struct iter8_route {
    size_t struct_size; /**< sizeof(iter8_route) in the library */
    /** The same number means the same request made again: its answer was pending, it failed, or the
     *  process that made it died. */
    uint64_t ticket;
    int64_t now_ns;                     /**< nanoseconds since 1970 */
    const iter8_experiment *experiment; /**< borrowed for the call */
    /** Percent, one per version, sum 100: what to write; when reading, what was last known. */
    const int32_t *weights;
    size_t count; /**< of versions */
    /** Where a callback that fails may say why, see iter8_route_explain(); or NULL. */
    const char **reason;
} iter8_route;

/**
 * Says why weights could not be read or written. @since 0.1.0
 *
 * For callbacks that are about to return an error. The text is part of the diagnostics, of the
 * event that tells people of it, of the status and of a decision log: one line for people without a
 * secret. Longer than 199 bytes it is cut; control characters become blanks.
 *
 * @param route   the one that the callback was given.
 * @param reason  borrowed until the callback is called again; NULL takes back what was said.
 */
ITER8_API void iter8_route_explain(const iter8_route *route, const char *reason);

/**
 * Where traffic is sent from. Give it to a host by its address; libiter8-backends has ready-made
 * ones, such as iter8_haproxy_sink_router().
 *
 * A callback returns #ITER8_OK, #ITER8_PENDING (the same request comes again) or a negative number
 * (it failed, and is tried again; see iter8_route_explain()).
 */
typedef struct iter8_router {
    /** sizeof(iter8_router). */
    size_t struct_size;
    /** Handed to both callbacks. */
    void *user_data;
    /** Reads how traffic is really sent, into @p weights (one per version, percent; negative for
     * the one version that is not known). The decision counts from them, but of a candidate never
     * from more than the last decision gave it; where somebody else has changed them, an event
     * "WeightsChanged" says so. Weights of another sum are shares of it, and all 0 is all traffic
     * for the baseline; "WeightsScaled" says so. A failure holds the iteration until it is
     * answered. NULL: as last written, and then a failed write holds the next iteration until it is
     * done. */
    int32_t (*read_weights)(const iter8_route *route, int32_t *weights, void *user_data);
    /** Sends traffic as @p route says. A failure is retried and never counted as done. Writing the
     *  same weights once more must do no harm. Not called for Conformance, and for
     *  FixedSplit only to give the traffic back in a rollback or an abort. NULL: as no router. */
    int32_t (*write_weights)(const iter8_route *route, void *user_data);
} iter8_router;

#ifdef __cplusplus
}
#endif

#endif /* ITER8_ROUTER_H */
