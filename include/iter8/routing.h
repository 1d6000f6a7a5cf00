/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Weights in routing documents: read, written, or given as a JSON Patch, by field path.
 *
 * For hosts whose routes are documents, such as Kubernetes objects: each version's `weightObjRef`
 * names an object and a field in it. The host fetches the object; these functions know what in it
 * is the weight.
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
    const char *field_path;
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
 * @return 0; #ITER8_ERR_NO_FIELD, #ITER8_ERR_TYPE, #ITER8_ERR_RANGE (not an integer in 0..100),
 * each with a diagnostic; #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOMEM.
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
 * Makes the JSON Patch (RFC 6902) that writes the weights into an object: for each one first a
 * `test` of what the object holds now, so that another writer is noticed, then a `replace`. Weights
 * that are right already are left out; the patch may be an empty list. @since 0.1.0
 *
 * @param[out] patch  owned by the caller, release with iter8_document_free().
 * @return as iter8_route_read().
 */
ITER8_API ITER8_NODISCARD int
iter8_route_patch(const iter8_document *object, const iter8_experiment *experiment,
                  const int32_t *weights, iter8_diagnostics *diagnostics, iter8_document **patch);

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
