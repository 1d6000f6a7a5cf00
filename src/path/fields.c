/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/document.h"

#include "base/memory.h"
#include "document/field_step.h"
#include "iter8/error.h"

/* The whole path is walked, so that a malformed one is called so also where the field is missing.
 */
int iter8__field_find(const iter8__node *root, const char *field_path, iter8__node **out)
{
    iter8__field_walk walk = iter8__field_start(field_path);
    iter8__field_part part;
    const iter8__node *node = root;
    iter8__node *found = NULL;
    int problem = ITER8_OK;
    int rc;
    *out = NULL;
    while ((rc = iter8__field_next(&walk, &part)) == 1) {
        if (problem == ITER8_OK) problem = iter8__field_resolve(node, &part);
        node = found = problem == ITER8_OK ? iter8__field_child(node, &part) : NULL;
    }
    if (rc != ITER8_OK) return rc;
    *out = found;
    if (problem != ITER8_OK) return problem;
    return found != NULL ? ITER8_OK : ITER8_ERR_NO_FIELD;
}

int iter8__field_path_check(const char *field_path)
{
    iter8__node *out;
    int rc = iter8__field_find(NULL, field_path, &out);
    return rc == ITER8_ERR_NO_FIELD || rc == ITER8_ERR_AMBIGUOUS ? ITER8_OK : rc;
}

/* Finds the container that the last part of a path stands in, and that part as a key or index. */
static int find_parent(iter8__node *root, const char *field_path, iter8__node **parent,
                       iter8__field_part *last)
{
    iter8__field_walk walk = iter8__field_start(field_path);
    iter8__field_part part;
    int rc = iter8__field_path_check(field_path);
    if (rc != ITER8_OK) return rc;
    *parent = root;
    (void)iter8__field_next(&walk, last);
    rc = iter8__field_resolve(*parent, last);
    while (rc == ITER8_OK && iter8__field_next(&walk, &part) == 1) {
        *parent = iter8__field_child(*parent, last);
        rc = iter8__field_resolve(*parent, &part);
        *last = part;
    }
    return rc;
}

int iter8__field_container(const iter8__node *root, const char *field_path, const iter8__node **out,
                           iter8__text *pointer)
{
    iter8__field_walk walk = iter8__field_start(field_path);
    iter8__field_part last, part;
    int rc = iter8__field_path_check(field_path);
    *out = root;
    if (rc != ITER8_OK) return rc;
    (void)iter8__field_next(&walk, &last);
    while (rc == ITER8_OK && iter8__field_next(&walk, &part) == 1) {
        rc = iter8__field_resolve(*out, &last);
        *out = rc == ITER8_OK ? iter8__field_child(*out, &last) : NULL;
        if (rc == ITER8_OK && pointer != NULL) iter8__field_pointer_add(pointer, &last);
        last = part;
    }
    return rc;
}

static int set_member(iter8__node *mapping, const iter8__field_part *part, iter8__node *value)
{
    iter8_allocator own;
    iter8__text key;
    int rc = iter8__allocator_take(&own, NULL);
    iter8__text_init(&key, &own);
    iter8__field_part_text(part, &key);
    if (key.failed) {
        iter8__node_release(value);
        rc = ITER8_ERR_NOMEM;
    } else if (!iter8__node_set(mapping, iter8__text_string(&key), value)) {
        rc = ITER8_ERR_NOMEM;
    }
    iter8__text_clear(&key);
    return rc;
}

static int set_part(iter8__node *parent, const iter8__field_part *part, iter8__node *value)
{
    if (part->key != NULL && iter8__node_kind(parent) == ITER8__NODE_MAPPING)
        return set_member(parent, part, value);
    if (part->key == NULL && iter8__node_item(parent, part->index) != NULL)
        return iter8__node_replace(parent, part->index, value) ? ITER8_OK : ITER8_ERR_NOMEM;
    iter8__node_release(value);
    return ITER8_ERR_NO_FIELD;
}

int iter8__field_set(iter8__node *root, const char *field_path, iter8__node *value)
{
    iter8__node *parent;
    iter8__field_part last;
    int rc = find_parent(root, field_path, &parent, &last);
    if (rc == ITER8_OK && value == NULL) rc = ITER8_ERR_NOMEM;
    if (rc == ITER8_OK) return set_part(parent, &last, value);
    iter8__node_release(value);
    return rc;
}

int iter8__field_pointer(const iter8__node *root, const char *field_path, iter8__text *text)
{
    iter8__field_walk walk = iter8__field_start(field_path);
    iter8__field_part part;
    int rc = iter8__field_path_check(field_path);
    while (rc == ITER8_OK && iter8__field_next(&walk, &part) == 1) {
        rc = iter8__field_resolve(root, &part);
        if (rc != ITER8_OK) break;
        root = iter8__field_child(root, &part);
        iter8__field_pointer_add(text, &part);
    }
    return rc;
}
