/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The weights in the fields of an object. */
#include "base/quantity.h"
#include "iter8/error.h"
#include "routing/view.h"

#include <math.h>

int iter8__value_number(const iter8__node *node, double *out)
{
    const char *string = iter8__node_string(node);
    *out = iter8__node_number(node);
    if (string != NULL) return iter8__quantity_parse(string, iter8__node_string_length(node), out);
    return iter8__node_kind(node) == ITER8__NODE_INTEGER;
}

int iter8__value_has_place(const iter8__node *root, const char *field_path)
{
    const iter8__node *container;
    return iter8__field_container(root, field_path, &container, NULL) == ITER8_OK &&
           iter8__node_kind(container) == ITER8__NODE_MAPPING;
}

/* Weights are parts of a sum that is known, or of a total that the object may declare. */
static int is_part(const iter8__route_view *view)
{
    return (view->kind->relative && view->complete) || view->kind->total != NULL;
}

static int read_value(const iter8__route_view *view, iter8__weight_field *field)
{
    double number;
    int part = is_part(view);
    int fraction = part && view->kind->quantities;
    if (!iter8__value_number(field->node, &number) || (!fraction && number != floor(number)))
        return iter8__route_view_problem(view, field->path, ITER8_ERR_TYPE,
                                         "the weight is not an integer", (char *)NULL);
    if (number < 0 || number > ITER8__LARGEST_WEIGHT)
        return iter8__route_view_problem(view, field->path, ITER8_ERR_RANGE,
                                         "the weight is not in 0..1000000", (char *)NULL);
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
static int read_field(const iter8__route_view *view, iter8__weight_field *field)
{
    iter8__node *node;
    int rc = iter8__field_find(view->root, field->path, &node);
    int missing = rc == ITER8_ERR_NO_FIELD ? iter8__value_has_place(view->root, field->path)
                                           : iter8__node_kind(node) == ITER8__NODE_NULL;
    field->node = node;
    if (missing && may_be_missing(view)) {
        field->milli = view->kind->missing * ITER8__WEIGHT_UNIT;
        return ITER8_OK;
    }
    if (rc != ITER8_OK)
        return iter8__route_view_problem(view, field->path, rc, words(rc), (char *)NULL);
    return read_value(view, field);
}

/* Two paths that differ may lead to one field: [0] and [name=a]. */
static int check_shared(const iter8__route_view *view, size_t number)
{
    const iter8__weight_field *field = &view->fields[number];
    for (size_t i = 0; i < number && field->node != NULL; i++) {
        if (view->fields[i].node != field->node) continue;
        int same = i % view->count == number % view->count;
        return iter8__route_view_problem(view, field->path, ITER8_ERR_SHARED_FIELD,
                                         same ? "the field is named twice"
                                              : "the field already holds another version's weight",
                                         (char *)NULL);
    }
    return ITER8_OK;
}

int iter8__values_read(iter8__route_view *view)
{
    int result = ITER8_OK;
    for (size_t i = 0; i < view->splits * view->count; i++) {
        if (view->fields[i].path == NULL) continue;
        int rc = read_field(view, &view->fields[i]);
        if (rc == ITER8_OK) rc = check_shared(view, i);
        if (rc != ITER8_OK) result = rc;
    }
    return result;
}
