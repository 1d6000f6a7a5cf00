/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Weights in routing documents: read, written, or given as a JSON Patch, by field path.
 *
 * For hosts whose routes are documents, such as Kubernetes objects: each version's `weightObjRef`
 * names an object and a field in it. The host fetches the object; these functions know what in it
 * is the weight.
 *
 * A weight is a whole number in 0..1000000, or a text that is one (an annotation, the data of a
 * ConfigMap), which then stays a text; percent of any other sum than 100 are read as they are. What
 * a kind of object means beyond that is known for these:
 *
 * | kind                                              | missing weight | weights are            |
 * |---------------------------------------------------|----------------|------------------------|
 * | Istio VirtualService                              | 0 (1)          | percent                |
 * | Knative Service, Route                            | 0              | percent                |
 * | InferenceService of serving.kubeflow.org/v1alpha2 | 0              | percent                |
 * | SeldonDeployment                                  | 0 (1)          | percent                |
 * | NGINX VirtualServer, VirtualServerRoute           | an error       | percent                |
 * | SMI TrafficSplit, also quantities such as 500m    | an error       | parts of their sum (2) |
 * | Gateway API HTTPRoute, GRPCRoute, TCPRoute, ...   | 1 (1)          | parts of their sum (2) |
 * | Linkerd HTTPRoute                                 | 1 (1)          | parts of their sum (2) |
 * | Traefik TraefikService, IngressRoute              | 1 (1)          | parts of their sum (2) |
 * | Contour HTTPProxy, App Mesh VirtualRouter         | an error       | parts of their sum (2) |
 * | Ingress                                           | an error       | parts of a total (3)   |
 * | all others                                        | an error       | percent                |
 *
 * (1) only where the object holds the weights of all versions. (2) there too: up to 1000000, read
 * as percent by the largest remainder, written as percent; otherwise they are read as percent.
 * (3) which `nginx.ingress.kubernetes.io/canary-weight-total` says; 100 where it does not.
 *
 * Others may have weights too, in the list in which the versions have theirs. Then the versions
 * share exactly what they hold together, whatever the kind, and the others keep what they have. One
 * percent of what is shared has to be a number that the object can hold (a whole one, or a
 * thousandth in an SMI quantity): if not, or if not all versions are named, reading, writing and
 * patching are refused with #ITER8_ERR_RANGE and the reason.
 *
 * One split may stand in several places, such as two rules of an HTTPRoute. Then a version's
 * `fieldPath` has several paths, separated by commas or white space, or "[*]" for the items of a
 * list: of these all are meant that hold the weights of all versions. The first paths of all
 * versions are one split, the second ones another. They are moved together in one patch.
 */
#ifndef ITER8_ROUTING_H
#define ITER8_ROUTING_H

#include "iter8/diagnostics.h"
#include "iter8/document.h"
#include "iter8/experiment.h"
#include "iter8/export.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The object that holds a version's weight. All texts are owned by the experiment. */
typedef struct iter8_weight_reference {
    /** Set by the caller to sizeof(iter8_weight_reference). */
    size_t struct_size;
    const char *api_version;
    const char *kind;
    const char *namespace_; /**< that of the experiment where the reference has none; may be "" */
    const char *name;
    const char *field_path; /**< one or several, as `fieldPath` has them */
} iter8_weight_reference;

/**
 * Reads a version's `weightObjRef`. @since 0.1.0
 * @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND (no such version, or it has none).
 */
ITER8_API ITER8_NODISCARD int iter8_experiment_weight_reference(const iter8_experiment *experiment,
                                                                size_t version,
                                                                iter8_weight_reference *out);

/** 1 if a document is the object that holds a version's weight; an object or reference without
 *  namespace is taken to be in namespace "default". @since 0.1.0 */
ITER8_API int32_t iter8_route_holds(const iter8_document *object,
                                    const iter8_experiment *experiment, size_t version);

/**
 * Reads the weights that an object holds. @since 0.1.0
 *
 * @param[in,out] weights  one per version of the experiment, in percent; only those whose reference
 *   is this object are written, and none on error.
 * @return 0; #ITER8_ERR_NO_FIELD, #ITER8_ERR_AMBIGUOUS, #ITER8_ERR_TYPE (not a whole number),
 * #ITER8_ERR_RANGE (not in 0..1000000, or a share that cannot be written), #ITER8_ERR_SHARED_FIELD
 * (two versions, one field; or one named twice), each with a diagnostic; #ITER8_ERR_ARGUMENT,
 * #ITER8_ERR_NOMEM.
 */
ITER8_API ITER8_NODISCARD int iter8_route_read(const iter8_document *object,
                                               const iter8_experiment *experiment, int32_t *weights,
                                               iter8_diagnostics *diagnostics);

/**
 * Writes into an object the weights it holds, all of them or, on error, none. @since 0.1.0
 * @param weights  one per version of the experiment, in percent.
 * @return as iter8_route_read().
 */
ITER8_API ITER8_NODISCARD int iter8_route_write(iter8_document *object,
                                                const iter8_experiment *experiment,
                                                const int32_t *weights,
                                                iter8_diagnostics *diagnostics);

/**
 * Makes the JSON Patch (RFC 6902) that writes the weights into an object, all in one: first a
 * `test` for each weight that it holds, also those that stay, so that another writer is noticed;
 * for each filter in a path a `test` that the item at its place is still the one that is meant; for
 * each missing weight a `test` of the mapping that lacks it. Then a `replace`, or an `add`, for
 * each weight that differs. Where none does, the patch is an empty list. @since 0.1.0
 *
 * @param[out] patch  owned by the caller, release with iter8_document_free().
 * @return as iter8_route_read().
 */
ITER8_API ITER8_NODISCARD int
iter8_route_patch(const iter8_document *object, const iter8_experiment *experiment,
                  const int32_t *weights, iter8_diagnostics *diagnostics, iter8_document **patch);

/**
 * Says where in an object the weights are that it holds: two experiments with a place in common get
 * into each other's way, however their field paths are written. @since 0.1.0
 *
 * @param[out] fields  a list of JSON Pointers (RFC 6901), each a text: those of all versions, split
 *   by split; owned by the caller, release with iter8_document_free().
 * @return as iter8_route_read().
 */
ITER8_API ITER8_NODISCARD int iter8_route_fields(const iter8_document *object,
                                                 const iter8_experiment *experiment,
                                                 iter8_diagnostics *diagnostics,
                                                 iter8_document **fields);

/**
 * Says in which order several objects are to be written, so that a write which fails half-way does
 * no harm: traffic is taken away before it is given. @since 0.1.0
 *
 * If the weights found sum to 100 and those to be written do, then after any first few of the
 * writes no candidate has more than the larger of its old and its new weight, and all weights
 * together no more than 100. They may be less: what a router does with the rest is its own affair,
 * and one that makes shares of what is there gives each version more in proportion until the last
 * write.
 *
 * @param objects  the documents, not NULL; those that hold no weight change nothing.
 * @param[out] order  the indexes of the objects, @p count of them; on error its content is not
 *   defined.
 * @return as iter8_route_read().
 */
ITER8_API ITER8_NODISCARD int iter8_route_order(iter8_document *const *objects, size_t count,
                                                const iter8_experiment *experiment,
                                                const int32_t *weights,
                                                iter8_diagnostics *diagnostics, size_t *order);

/**
 * Makes percent of weights of any sum, by the largest remainder, the first of equal ones.
 * @since 0.1.0
 *
 * @param weights       not negative.
 * @param[out] percent  sums to 100; another list than @p weights.
 * @return 0; #ITER8_ERR_RANGE when a weight is negative or all are 0; #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_weights_scale(const int32_t *weights, int32_t *percent,
                                                  size_t count);

/**
 * Fills in the one version whose weight no object holds: what is left of 100. @since 0.1.0
 *
 * @param[in,out] weights  one per version; a negative number where nothing is known.
 * @return 0; #ITER8_ERR_RANGE when more than one is unknown, or they do not sum to 100.
 */
ITER8_API ITER8_NODISCARD int iter8_weights_complete(int32_t *weights, size_t count);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_ROUTING_H */
