/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Where in an object the weights are, whatever way their paths are written. */
#include "iter8/routing.h"

#include "base/text.h"
#include "document/document.h"
#include "iter8/error.h"
#include "routing/view.h"

static int add_pointer(iter8__node *list, const iter8__route_view *view, const char *field_path,
                       const iter8_allocator *allocator)
{
    iter8__text pointer;
    iter8__text_init(&pointer, allocator);
    int rc = iter8__field_pointer(view->root, field_path, &pointer);
    if (pointer.failed) rc = ITER8_ERR_NOMEM;
    if (rc == ITER8_OK &&
        !iter8__node_append(list, iter8__node_make_string(iter8__text_string(&pointer))))
        rc = ITER8_ERR_NOMEM;
    iter8__text_clear(&pointer);
    return rc;
}

/* All fields of all splits. Returns 0, ITER8_ERR_NOMEM. */
static int add_pointers(iter8__node *list, const iter8__route_view *view,
                        const iter8_allocator *allocator)
{
    int rc = ITER8_OK;
    for (size_t i = 0; rc == ITER8_OK && i < view->count * view->splits; i++) {
        if (view->fields[i].path != NULL)
            rc = add_pointer(list, view, view->fields[i].path, allocator);
    }
    return rc;
}

int iter8_route_fields(const iter8_document *object, const iter8_experiment *experiment,
                       iter8_diagnostics *diagnostics, iter8_document **fields)
{
    iter8__route_view view;
    if (fields != NULL) *fields = NULL;
    if (object == NULL || experiment == NULL || fields == NULL) return ITER8_ERR_ARGUMENT;
    iter8__node *list = iter8__node_make_list();
    if (list == NULL) return ITER8_ERR_NOMEM;
    int rc = iter8__route_view_open(&view, object, experiment, diagnostics);
    if (rc == ITER8_OK) rc = add_pointers(list, &view, &experiment->allocator);
    iter8__route_view_close(&view);
    if (rc == ITER8_OK) return iter8__document_wrap(list, &experiment->allocator, fields);
    iter8__node_release(list);
    return rc;
}
