/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Weights in routing documents: which object and field hold a version's weight, reading them,
 * writing them, and the patch that would.
 */
#include "iter8/routing.h"

#include "base/decimal.h"
#include "base/memory.h"
#include "document/document.h"
#include "iter8/error.h"
#include "model/experiment.h"
#include "routing/view.h"

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

int iter8_route_read(const iter8_document *object, const iter8_experiment *experiment,
                     int32_t *weights, iter8_diagnostics *diagnostics)
{
    iter8__route_view view;
    if (object == NULL || experiment == NULL || weights == NULL) return ITER8_ERR_ARGUMENT;
    int rc = iter8__route_view_open(&view, object, experiment, diagnostics);
    return rc == ITER8_OK ? iter8__route_view_percent(&view, weights) : rc;
}

static int differs(const iter8__weight_field *field, int32_t weight)
{
    return field->milli != weight * ITER8__WEIGHT_UNIT;
}

/* Whether there is something to write; the weights are checked. */
static int find_changes(const iter8__route_view *view, const int32_t *weights, int *changes,
                        iter8_diagnostics *diagnostics)
{
    *changes = 0;
    for (size_t v = 0; v < view->count; v++) {
        const char *path = view->fields[v].path;
        if (path == NULL) continue;
        if (weights[v] < 0 || weights[v] > 100)
            return iter8__route_view_problem(view, path, ITER8_ERR_RANGE,
                                             "the weight to be written is not in 0..100",
                                             diagnostics);
        if (differs(&view->fields[v], weights[v])) *changes = 1;
    }
    return ITER8_OK;
}

/* Adds a "test" of what is there. */
static int add_test(iter8__node *patch, const iter8__route_view *view,
                    const iter8__weight_field *field)
{
    int rc = iter8__patch_guard(patch, view->root, field->path);
    if (rc != ITER8_OK) return rc;
    if (field->node == NULL) return iter8__patch_guard_missing(patch, view->root, field->path);
    return iter8__patch_add(patch, view->root, "test", field->path, iter8__node_copy(field->node));
}

/* A weight that is a text stays one. */
static iter8__node *make_weight(const iter8__weight_field *field, int32_t weight)
{
    char digits[ITER8__INTEGER_BYTES];
    if (iter8__node_kind(field->node) != ITER8__NODE_STRING)
        return iter8__node_make_integer(weight);
    (void)iter8__integer_format(weight, digits);
    return iter8__node_make_string(digits);
}

/* All tests stand before the first change, which could make a later one fail. */
static int add_operations(iter8__node *patch, const iter8__route_view *view, const int32_t *weights)
{
    int rc = ITER8_OK;
    for (size_t v = 0; rc == ITER8_OK && v < view->count; v++) {
        if (view->fields[v].path != NULL) rc = add_test(patch, view, &view->fields[v]);
    }
    for (size_t v = 0; rc == ITER8_OK && v < view->count; v++) {
        const iter8__weight_field *field = &view->fields[v];
        if (field->path == NULL || !differs(field, weights[v])) continue;
        rc = iter8__patch_add(patch, view->root, field->node != NULL ? "replace" : "add",
                              field->path, make_weight(field, weights[v]));
    }
    return rc;
}

int iter8_route_patch(const iter8_document *object, const iter8_experiment *experiment,
                      const int32_t *weights, iter8_diagnostics *diagnostics,
                      iter8_document **patch)
{
    iter8__route_view view;
    int changes = 0;
    if (patch != NULL) *patch = NULL;
    if (object == NULL || experiment == NULL || weights == NULL || patch == NULL)
        return ITER8_ERR_ARGUMENT;
    int rc = iter8__route_view_open(&view, object, experiment, diagnostics);
    if (rc == ITER8_OK) rc = find_changes(&view, weights, &changes, diagnostics);
    if (rc != ITER8_OK) return rc;
    iter8__node *list = iter8__node_make_list();
    if (list == NULL) return ITER8_ERR_NOMEM;
    if (changes) rc = add_operations(list, &view, weights);
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
