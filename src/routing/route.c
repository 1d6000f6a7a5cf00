/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Weights in routing documents: which object and field hold a version's weight, reading them,
 * writing them, and the patch that would.
 */
#include "iter8/routing.h"

#include "base/diagnostics.h"
#include "base/memory.h"
#include "document/document.h"
#include "iter8/error.h"
#include "model/experiment.h"

#include <string.h>

static const iter8__reference *reference_of(const iter8_experiment *experiment, size_t version)
{
    if (experiment == NULL || version >= experiment->spec.version_count) return NULL;
    return experiment->spec.versions[version].weight;
}

int iter8_experiment_weight_reference(const iter8_experiment *experiment, size_t version,
                                      iter8_weight_reference *out)
{
    if (experiment == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    const iter8__reference *reference = reference_of(experiment, version);
    if (reference == NULL) return ITER8_ERR_NOT_FOUND;
    iter8_weight_reference full = {
        sizeof full,     reference->api_version,
        reference->kind, iter8__reference_namespace(&experiment->spec, reference),
        reference->name, reference->field_path};
    return iter8__sized_out(out, &full, sizeof full);
}

static int same_namespace(const char *a, const char *b)
{
    return strcmp(*a != '\0' ? a : "default", *b != '\0' ? b : "default") == 0;
}

int32_t iter8_route_holds(const iter8_document *object, const iter8_experiment *experiment,
                          size_t version)
{
    const iter8__reference *reference = reference_of(experiment, version);
    if (object == NULL || reference == NULL) return 0;
    return strcmp(iter8_document_api_version(object), reference->api_version) == 0 &&
           strcmp(iter8_document_kind(object), reference->kind) == 0 &&
           strcmp(iter8_document_name(object), reference->name) == 0 &&
           same_namespace(iter8_document_namespace(object),
                          iter8__reference_namespace(&experiment->spec, reference));
}

static int bad_field(iter8_diagnostics *diagnostics, const iter8_document *object,
                     const char *field_path, int code, const char *message)
{
    uint32_t line = 0;
    uint32_t column = 0;
    if (diagnostics != NULL) iter8_document_locate(object, field_path, &line, &column);
    iter8__diagnose(diagnostics, code, line, column, field_path, message, " in ",
                    iter8_document_kind(object), " ", iter8_document_name(object), (char *)NULL);
    return code;
}

static int in_percent(int64_t weight)
{
    return weight >= 0 && weight <= 100;
}

/* The weight that a field holds; a version that gets nothing may have no weight field yet, but then
 * there is nothing that could be replaced, so it is an error like any other. */
static int read_field(const iter8_document *object, const char *field_path, int32_t *out,
                      iter8_diagnostics *diagnostics)
{
    iter8__node *node;
    int rc = iter8__field_find(iter8__document_root(object), field_path, &node);
    if (rc != ITER8_OK)
        return bad_field(diagnostics, object, field_path, rc,
                         rc == ITER8_ERR_NO_FIELD ? "there is no such field"
                                                  : "malformed field path");
    if (iter8__node_kind(node) != ITER8__NODE_INTEGER)
        return bad_field(diagnostics, object, field_path, ITER8_ERR_TYPE,
                         "the weight is not an integer");
    int64_t weight = iter8__node_integer(node);
    if (!in_percent(weight))
        return bad_field(diagnostics, object, field_path, ITER8_ERR_RANGE,
                         "the weight is not in 0..100");
    *out = (int32_t)weight;
    return ITER8_OK;
}

/* Reports every field that holds no weight. */
static int check_fields(const iter8_document *object, const iter8_experiment *experiment,
                        iter8_diagnostics *diagnostics)
{
    int result = ITER8_OK;
    for (size_t v = 0; v < experiment->spec.version_count; v++) {
        int32_t weight;
        if (!iter8_route_holds(object, experiment, v)) continue;
        int rc = read_field(object, reference_of(experiment, v)->field_path, &weight, diagnostics);
        if (rc != ITER8_OK) result = rc;
    }
    return result;
}

int iter8_route_read(const iter8_document *object, const iter8_experiment *experiment,
                     int32_t *weights, iter8_diagnostics *diagnostics)
{
    if (object == NULL || experiment == NULL || weights == NULL) return ITER8_ERR_ARGUMENT;
    int rc = check_fields(object, experiment, diagnostics);
    for (size_t v = 0; rc == ITER8_OK && v < experiment->spec.version_count; v++) {
        if (iter8_route_holds(object, experiment, v))
            rc = read_field(object, reference_of(experiment, v)->field_path, &weights[v], NULL);
    }
    return rc;
}

/* Adds "test" of what is there and "replace" for one version, unless the weight is right. */
static int add_operations(iter8__node *patch, const iter8_document *object, const char *field_path,
                          int32_t weight, iter8_diagnostics *diagnostics)
{
    int32_t current;
    if (!in_percent(weight))
        return bad_field(diagnostics, object, field_path, ITER8_ERR_RANGE,
                         "the weight to be written is not in 0..100");
    int rc = read_field(object, field_path, &current, diagnostics);
    if (rc != ITER8_OK || current == weight) return rc;
    rc = iter8__patch_add(patch, "test", field_path, iter8__node_make_integer(current));
    if (rc == ITER8_OK)
        rc = iter8__patch_add(patch, "replace", field_path, iter8__node_make_integer(weight));
    return rc;
}

int iter8_route_patch(const iter8_document *object, const iter8_experiment *experiment,
                      const int32_t *weights, iter8_diagnostics *diagnostics,
                      iter8_document **patch)
{
    if (patch != NULL) *patch = NULL;
    if (object == NULL || experiment == NULL || weights == NULL || patch == NULL)
        return ITER8_ERR_ARGUMENT;
    iter8__node *list = iter8__node_make_list();
    int rc = list != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
    for (size_t v = 0; rc == ITER8_OK && v < experiment->spec.version_count; v++) {
        if (iter8_route_holds(object, experiment, v))
            rc = add_operations(list, object, reference_of(experiment, v)->field_path, weights[v],
                                diagnostics);
    }
    if (rc == ITER8_OK) return iter8__document_wrap(list, &experiment->allocator, patch);
    iter8__node_release(list);
    return rc;
}

int iter8_route_write(iter8_document *object, const iter8_experiment *experiment,
                      const int32_t *weights, iter8_diagnostics *diagnostics)
{
    iter8_document *patch;
    int rc = iter8_route_patch(object, experiment, weights, diagnostics, &patch);
    if (rc != ITER8_OK) return rc;
    rc = iter8_document_patch(object, patch, diagnostics);
    iter8_document_free(patch);
    return rc;
}

int iter8_weights_complete(int32_t *weights, size_t count)
{
    if (weights == NULL) return ITER8_ERR_ARGUMENT;
    int64_t sum = 0;
    size_t unknown = count;
    for (size_t v = 0; v < count; v++) {
        if (weights[v] >= 0) {
            sum += weights[v];
        } else {
            if (unknown < count) return ITER8_ERR_RANGE;
            unknown = v;
        }
    }
    if (unknown == count) return sum == 100 ? ITER8_OK : ITER8_ERR_RANGE;
    if (sum > 100) return ITER8_ERR_RANGE;
    weights[unknown] = (int32_t)(100 - sum);
    return ITER8_OK;
}
