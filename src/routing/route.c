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
#include "experiment/experiment.h"
#include "iter8/error.h"
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
    if (rc == ITER8_OK) rc = iter8__route_view_percent(&view, weights);
    iter8__route_view_close(&view);
    return rc;
}

/* The version whose field stands at a number of the view's list. */
static size_t version_at(const iter8__route_view *view, size_t number)
{
    return number % view->count;
}

/* What a field is to hold, in thousandths. */
static int32_t target_at(const iter8__route_view *view, size_t number, const int32_t *weights)
{
    return iter8__route_view_target(view, number / view->count, weights[version_at(view, number)]);
}

static int differs(const iter8__route_view *view, size_t number, const int32_t *weights)
{
    const iter8__weight_field *field = &view->fields[number];
    return field->path != NULL && field->milli != target_at(view, number, weights);
}

/* Whether there is something to write; the weights are checked. */
static int find_changes(const iter8__route_view *view, const int32_t *weights, int *changes)
{
    *changes = 0;
    for (size_t i = 0; i < view->splits * view->count; i++) {
        const char *path = view->fields[i].path;
        int32_t weight = weights[version_at(view, i)];
        if (path == NULL) continue;
        if (weight < 0 || weight > 100)
            return iter8__route_view_problem(view, path, ITER8_ERR_RANGE,
                                             "the weight to be written is not in 0..100",
                                             (char *)NULL);
        if (differs(view, i, weights)) *changes = 1;
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

/* Adds a "test" of the total that the weights are parts of, where the object declares one. */
static int add_total_test(iter8__node *patch, const iter8__route_view *view)
{
    iter8__node *node;
    const char *path = view->kind->total;
    if (path == NULL || iter8__field_find(view->root, path, &node) != ITER8_OK) return ITER8_OK;
    return iter8__patch_add(patch, view->root, "test", path, iter8__node_copy(node));
}

/* A weight that is a text stays one; thousandths are written as Kubernetes writes them, 500m. */
static iter8__node *make_weight(const iter8__weight_field *field, int32_t milli)
{
    char digits[ITER8__INTEGER_BYTES + 1];
    int whole = milli % ITER8__WEIGHT_UNIT == 0;
    int32_t number = whole ? milli / ITER8__WEIGHT_UNIT : milli;
    if (iter8__node_kind(field->node) != ITER8__NODE_STRING)
        return iter8__node_make_integer(number);
    size_t length = iter8__integer_format(number, digits);
    if (!whole) memcpy(digits + length, "m", 2);
    return iter8__node_make_string(digits);
}

/* All tests stand before the first change, which could make a later one fail. */
static int add_operations(iter8__node *patch, const iter8__route_view *view, const int32_t *weights)
{
    int rc = add_total_test(patch, view);
    for (size_t i = 0; rc == ITER8_OK && i < view->splits * view->count; i++) {
        if (view->fields[i].path != NULL) rc = add_test(patch, view, &view->fields[i]);
    }
    for (size_t i = 0; rc == ITER8_OK && i < view->splits * view->count; i++) {
        const iter8__weight_field *field = &view->fields[i];
        if (!differs(view, i, weights)) continue;
        rc = iter8__patch_add(patch, view->root, field->node != NULL ? "replace" : "add",
                              field->path, make_weight(field, target_at(view, i, weights)));
    }
    return rc;
}

static int make_patch(const iter8__route_view *view, const int32_t *weights, iter8_document **patch)
{
    int changes = 0;
    int rc = find_changes(view, weights, &changes);
    if (rc != ITER8_OK) return rc;
    iter8__node *list = iter8__node_make_list();
    if (list == NULL) return ITER8_ERR_NOMEM;
    if (changes) rc = add_operations(list, view, weights);
    if (rc == ITER8_OK) return iter8__document_wrap(list, &view->experiment->allocator, patch);
    iter8__node_release(list);
    return rc;
}

int iter8_route_patch(const iter8_document *object, const iter8_experiment *experiment,
                      const int32_t *weights, iter8_diagnostics *diagnostics,
                      iter8_document **patch)
{
    iter8__route_view view;
    if (patch != NULL) *patch = NULL;
    if (object == NULL || experiment == NULL || weights == NULL || patch == NULL)
        return ITER8_ERR_ARGUMENT;
    int rc = iter8__route_view_open(&view, object, experiment, diagnostics);
    if (rc == ITER8_OK) rc = make_patch(&view, weights, patch);
    iter8__route_view_close(&view);
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
