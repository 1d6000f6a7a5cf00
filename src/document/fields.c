/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/document.h"

#include "base/memory.h"
#include "document/field_path.h"
#include "document/pointer.h"
#include "iter8/error.h"

/* Keys are compared and not looked up: a path has no zero-terminated copy of each key, and finding
 * a field must not need memory. */
static iter8__node *find_part(const iter8__node *node, const iter8__field_part *part)
{
    if (part->key == NULL) return iter8__node_item(node, part->index);
    for (iter8__cursor *c = iter8__node_first(node); c != NULL; c = iter8__node_next(node, c)) {
        if (iter8__field_part_is(part, iter8__cursor_key(c))) return iter8__cursor_value(c);
    }
    return NULL;
}

/* The whole path is walked, so that a malformed one is called so also where the field is missing.
 */
int iter8__field_find(const iter8__node *root, const char *field_path, iter8__node **out)
{
    iter8__field_walk walk = iter8__field_start(field_path);
    iter8__field_part part;
    const iter8__node *node = root;
    iter8__node *found = NULL;
    int rc;
    *out = NULL;
    while ((rc = iter8__field_next(&walk, &part)) == 1)
        node = found = find_part(node, &part);
    if (rc != ITER8_OK) return rc;
    *out = found;
    return found != NULL ? ITER8_OK : ITER8_ERR_NO_FIELD;
}

int iter8__field_path_check(const char *field_path)
{
    iter8__node *out;
    int rc = iter8__field_find(NULL, field_path, &out);
    return rc == ITER8_ERR_NO_FIELD ? ITER8_OK : rc;
}

/* Finds the container that the last part of a path stands in. */
static int find_parent(iter8__node *root, const char *field_path, iter8__node **parent,
                       iter8__field_part *last)
{
    iter8__field_walk walk = iter8__field_start(field_path);
    iter8__field_part part;
    *parent = root;
    int rc = iter8__field_next(&walk, last);
    if (rc != 1) return rc;
    while ((rc = iter8__field_next(&walk, &part)) == 1) {
        *parent = find_part(*parent, last);
        *last = part;
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

int iter8__field_pointer(const char *field_path, iter8__text *text)
{
    int rc = iter8__field_path_check(field_path);
    if (rc != ITER8_OK) return rc;
    iter8__field_walk walk = iter8__field_start(field_path);
    for (iter8__field_part part; iter8__field_next(&walk, &part) == 1;) {
        iter8__text_add_char(text, '/');
        if (part.key == NULL) {
            iter8__text_add_integer(text, (int64_t)part.index);
            continue;
        }
        for (size_t i = 0; i < part.length; i++) {
            if (part.key[i] == '\\') i++;
            iter8__pointer_add(text, part.key[i]);
        }
    }
    return ITER8_OK;
}
