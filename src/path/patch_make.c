/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/document.h"

#include "base/memory.h"
#include "document/field_step.h"
#include "iter8/error.h"

/* Makes {"op": operation, "path": pointer, "value": value}; NULL without memory. @p value is taken
 * over in every case. */
static iter8__node *make_operation(const char *operation, const iter8__text *pointer,
                                   iter8__node *value)
{
    iter8__node *node = iter8__node_make_mapping();
    int made =
        !pointer->failed && iter8__node_set(node, "op", iter8__node_make_string(operation)) &&
        iter8__node_set(node, "path", iter8__node_make_string(iter8__text_string(pointer))) &&
        iter8__node_set(node, "value", iter8__node_retain(value));
    iter8__node_release(value);
    if (made) return node;
    iter8__node_release(node);
    return NULL;
}

int iter8__patch_add(iter8__node *patch, const iter8__node *root, const char *operation,
                     const char *field_path, iter8__node *value)
{
    iter8_allocator own;
    iter8__text pointer;
    int rc = iter8__allocator_take(&own, NULL);
    iter8__text_init(&pointer, &own);
    if (rc == ITER8_OK) rc = iter8__field_pointer(root, field_path, &pointer);
    if (rc != ITER8_OK)
        iter8__node_release(value);
    else if (!iter8__node_append(patch, make_operation(operation, &pointer, value)))
        rc = ITER8_ERR_NOMEM;
    iter8__text_clear(&pointer);
    return rc;
}

/* @p operation is taken over in every case. */
static int append_once(iter8__node *patch, iter8__node *operation)
{
    if (operation == NULL) return ITER8_ERR_NOMEM;
    for (size_t i = 0; i < iter8__node_count(patch); i++) {
        if (!iter8__node_equal(iter8__node_item(patch, i), operation)) continue;
        iter8__node_release(operation);
        return ITER8_OK;
    }
    return iter8__node_append(patch, operation) ? ITER8_OK : ITER8_ERR_NOMEM;
}

/* A test of what a filter compares in the item that @p pointer leads to. */
static int guard_item(iter8__node *patch, const iter8__node *item, iter8__field_part filter,
                      const iter8__text *pointer)
{
    iter8__text longer;
    iter8__field_part key;
    iter8__node *value = iter8__node_copy(iter8__field_compared(item, filter));
    iter8__text_init(&longer, pointer->allocator);
    iter8__text_add_string(&longer, iter8__text_string(pointer));
    while (iter8__field_next_key(&filter, &key))
        iter8__field_pointer_add(&longer, &key);
    if (pointer->failed) longer.failed = 1;
    int rc = append_once(patch, make_operation("test", &longer, value));
    iter8__text_clear(&longer);
    return rc;
}

static int guard_parts(iter8__node *patch, const iter8__node *node, const char *field_path,
                       iter8__text *pointer)
{
    iter8__field_walk walk = iter8__field_start(field_path);
    iter8__field_part part;
    int rc;
    while ((rc = iter8__field_next(&walk, &part)) == 1) {
        iter8__field_part filter = part;
        rc = iter8__field_resolve(node, &part);
        if (rc != ITER8_OK) return rc;
        node = iter8__field_child(node, &part);
        iter8__field_pointer_add(pointer, &part);
        if (filter.wanted != NULL) rc = guard_item(patch, node, filter, pointer);
        if (rc != ITER8_OK) return rc;
    }
    return rc == ITER8_OK && pointer->failed ? ITER8_ERR_NOMEM : rc;
}

static int guard_container(iter8__node *patch, const iter8__node *node, const char *field_path,
                           iter8__text *pointer)
{
    int rc = iter8__field_container(node, field_path, &node, pointer);
    if (rc == ITER8_OK && iter8__node_kind(node) != ITER8__NODE_MAPPING) rc = ITER8_ERR_NO_FIELD;
    if (rc != ITER8_OK) return rc;
    return append_once(patch, make_operation("test", pointer, iter8__node_copy(node)));
}

typedef int guard(iter8__node *patch, const iter8__node *node, const char *field_path,
                  iter8__text *pointer);

static int add_guard(guard *add, iter8__node *patch, const iter8__node *root,
                     const char *field_path)
{
    iter8_allocator own;
    iter8__text pointer;
    int rc = iter8__allocator_take(&own, NULL);
    iter8__text_init(&pointer, &own);
    if (rc == ITER8_OK) rc = add(patch, root, field_path, &pointer);
    iter8__text_clear(&pointer);
    return rc;
}

int iter8__patch_guard(iter8__node *patch, const iter8__node *root, const char *field_path)
{
    return add_guard(guard_parts, patch, root, field_path);
}

int iter8__patch_guard_missing(iter8__node *patch, const iter8__node *root, const char *field_path)
{
    return add_guard(guard_container, patch, root, field_path);
}
