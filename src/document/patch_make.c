/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/document.h"

#include "base/memory.h"
#include "iter8/error.h"

/* Makes {"op": operation, "path": pointer}; NULL without memory. */
static iter8__node *make_operation(const char *operation, const iter8__text *pointer)
{
    iter8__node *node = iter8__node_make_mapping();
    int made = !pointer->failed &&
               iter8__node_set(node, "op", iter8__node_make_string(operation)) &&
               iter8__node_set(node, "path", iter8__node_make_string(iter8__text_string(pointer)));
    if (made) return node;
    iter8__node_release(node);
    return NULL;
}

int iter8__patch_add(iter8__node *patch, const char *operation, const char *field_path,
                     iter8__node *value)
{
    iter8_allocator own;
    iter8__text pointer;
    iter8__node *node = NULL;
    int rc = iter8__allocator_take(&own, NULL);
    iter8__text_init(&pointer, &own);
    if (rc == ITER8_OK) rc = iter8__field_pointer(field_path, &pointer);
    if (rc == ITER8_OK) node = make_operation(operation, &pointer);
    iter8__text_clear(&pointer);
    if (rc == ITER8_OK && iter8__node_set(node, "value", iter8__node_retain(value)) &&
        iter8__node_append(patch, iter8__node_retain(node)))
        rc = ITER8_OK;
    else if (rc == ITER8_OK)
        rc = ITER8_ERR_NOMEM;
    iter8__node_release(node);
    iter8__node_release(value);
    return rc;
}
