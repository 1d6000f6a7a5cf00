/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "routing/view.h"

#include "base/diagnostics.h"
#include "base/quantity.h"
#include "iter8/error.h"
#include "iter8/routing.h"

#include <math.h>
#include <string.h>

/* The largest weight that the Gateway API allows; no kind of object goes further. */
enum { LARGEST_WEIGHT = 1000000, PERCENT = 100 };

int iter8__route_view_problem(const iter8__route_view *view, const char *field_path, int code,
                              const char *message, iter8_diagnostics *diagnostics)
{
    uint32_t line = 0;
    uint32_t column = 0;
    if (diagnostics != NULL) iter8_document_locate(view->object, field_path, &line, &column);
    iter8__diagnose(diagnostics, code, line, column, field_path, message, " in ",
                    iter8_document_kind(view->object), " ", iter8_document_name(view->object),
                    (char *)NULL);
    return code;
}

/* A text that is a number is a weight too: annotations and the data of a ConfigMap are texts. */
static int read_number(const iter8__node *node, double *out)
{
    const char *string = iter8__node_string(node);
    *out = iter8__node_number(node);
    if (string != NULL) return iter8__quantity_parse(string, iter8__node_string_length(node), out);
    return iter8__node_kind(node) == ITER8__NODE_INTEGER;
}

/* Weights are parts of their sum, which is known. */
static int is_shared_out(const iter8__route_view *view)
{
    return view->kind->relative && view->complete;
}

static int read_value(const iter8__route_view *view, iter8__weight_field *field,
                      iter8_diagnostics *diagnostics)
{
    double number;
    int shares = is_shared_out(view);
    if (!read_number(field->node, &number) || (!shares && number != floor(number)))
        return iter8__route_view_problem(view, field->path, ITER8_ERR_TYPE,
                                         "the weight is not an integer", diagnostics);
    if (number < 0 || number > (shares ? LARGEST_WEIGHT : PERCENT))
        return iter8__route_view_problem(view, field->path, ITER8_ERR_RANGE,
                                         shares ? "the weight is not in 0..1000000"
                                                : "the weight is not in 0..100",
                                         diagnostics);
    field->milli = (int32_t)floor(number * ITER8__WEIGHT_UNIT + 0.5);
    return ITER8_OK;
}

static int may_be_missing(const iter8__route_view *view)
{
    return view->kind->missing >= 0 && (view->complete || view->kind->alone);
}

static const char *words(int code)
{
    switch (code) {
    case ITER8_ERR_NO_FIELD: return "there is no such field";
    case ITER8_ERR_AMBIGUOUS: return "the filter fits several items";
    default: return "malformed field path";
    }
}

/* What a missing field would stand in must be there, or the path leads somewhere else. */
static int has_place(const iter8__route_view *view, const char *field_path)
{
    const iter8__node *container;
    return iter8__field_container(view->root, field_path, &container, NULL) == ITER8_OK &&
           iter8__node_kind(container) == ITER8__NODE_MAPPING;
}

static int read_field(const iter8__route_view *view, iter8__weight_field *field,
                      iter8_diagnostics *diagnostics)
{
    iter8__node *node;
    int rc = iter8__field_find(view->root, field->path, &node);
    int missing = rc == ITER8_ERR_NO_FIELD ? has_place(view, field->path)
                                           : iter8__node_kind(node) == ITER8__NODE_NULL;
    field->node = node;
    if (missing && may_be_missing(view)) {
        field->milli = view->kind->missing * ITER8__WEIGHT_UNIT;
        return ITER8_OK;
    }
    if (rc != ITER8_OK)
        return iter8__route_view_problem(view, field->path, rc, words(rc), diagnostics);
    return read_value(view, field, diagnostics);
}

/* Two paths that differ may lead to one field: [0] and [name=a]. */
static int check_shared(const iter8__route_view *view, size_t version,
                        iter8_diagnostics *diagnostics)
{
    const iter8__weight_field *field = &view->fields[version];
    for (size_t v = 0; v < version && field->node != NULL; v++) {
        if (view->fields[v].node == field->node)
            return iter8__route_view_problem(view, field->path, ITER8_ERR_SHARED_FIELD,
                                             "the field already holds another version's weight",
                                             diagnostics);
    }
    return ITER8_OK;
}

static void find_held(iter8__route_view *view, const iter8_experiment *experiment)
{
    view->complete = 1;
    for (size_t v = 0; v < view->count; v++) {
        int held = iter8_route_holds(view->object, experiment, v);
        view->fields[v] = (iter8__weight_field){
            held ? experiment->spec.versions[v].weight->field_path : NULL, NULL, 0};
        if (!held) view->complete = 0;
    }
}

static int check_sum(const iter8__route_view *view, iter8_diagnostics *diagnostics)
{
    if (!is_shared_out(view)) return ITER8_OK;
    for (size_t v = 0; v < view->count; v++) {
        if (view->fields[v].milli > 0) return ITER8_OK;
    }
    return iter8__route_view_problem(view, view->fields[0].path, ITER8_ERR_RANGE,
                                     "all weights are 0", diagnostics);
}

int iter8__route_view_open(iter8__route_view *view, const iter8_document *object,
                           const iter8_experiment *experiment, iter8_diagnostics *diagnostics)
{
    int result = ITER8_OK;
    view->object = object;
    view->root = iter8__document_root(object);
    view->kind = iter8__route_kind_of(object);
    view->count = experiment->spec.version_count;
    find_held(view, experiment);
    for (size_t v = 0; v < view->count; v++) {
        if (view->fields[v].path == NULL) continue;
        int rc = read_field(view, &view->fields[v], diagnostics);
        if (rc == ITER8_OK) rc = check_shared(view, v, diagnostics);
        if (rc != ITER8_OK) result = rc;
    }
    return result == ITER8_OK && view->count > 0 ? check_sum(view, diagnostics) : result;
}

int iter8__route_view_percent(const iter8__route_view *view, int32_t *weights)
{
    int32_t parts[ITER8__MAX_CANDIDATES + 1];
    if (is_shared_out(view)) {
        for (size_t v = 0; v < view->count; v++)
            parts[v] = view->fields[v].milli;
        return iter8_weights_scale(parts, weights, view->count);
    }
    for (size_t v = 0; v < view->count; v++) {
        if (view->fields[v].path != NULL) weights[v] = view->fields[v].milli / ITER8__WEIGHT_UNIT;
    }
    return ITER8_OK;
}
