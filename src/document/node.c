/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/node.h"

#include <jansson.h>

/* A node is a json_t by another name. jansson wants its values without const even where it only
 * reads, and the way over the integer type says that this is meant. */
static json_t *json_of(const iter8__node *node)
{
    return (json_t *)(uintptr_t)node;
}

static iter8__node *node_of(json_t *json)
{
    return (iter8__node *)json;
}

enum iter8__node_kind iter8__node_kind(const iter8__node *node)
{
    if (node == NULL) return ITER8__NODE_MISSING;
    switch (json_typeof(json_of(node))) {
    case JSON_NULL: return ITER8__NODE_NULL;
    case JSON_TRUE:
    case JSON_FALSE: return ITER8__NODE_BOOLEAN;
    case JSON_INTEGER: return ITER8__NODE_INTEGER;
    case JSON_REAL: return ITER8__NODE_REAL;
    case JSON_STRING: return ITER8__NODE_STRING;
    case JSON_ARRAY: return ITER8__NODE_LIST;
    case JSON_OBJECT: return ITER8__NODE_MAPPING;
    }
    return ITER8__NODE_MISSING;
}

const char *iter8__node_kind_name(const iter8__node *node)
{
    switch (iter8__node_kind(node)) {
    case ITER8__NODE_MISSING: return "nothing";
    case ITER8__NODE_NULL: return "null";
    case ITER8__NODE_BOOLEAN: return "a boolean";
    case ITER8__NODE_INTEGER: return "an integer";
    case ITER8__NODE_REAL: return "a real number";
    case ITER8__NODE_STRING: return "a text";
    case ITER8__NODE_LIST: return "a list";
    case ITER8__NODE_MAPPING: return "a mapping";
    }
    return "nothing";
}

int iter8__node_boolean(const iter8__node *node)
{
    return json_is_true(json_of(node));
}

int64_t iter8__node_integer(const iter8__node *node)
{
    return json_integer_value(json_of(node));
}

double iter8__node_number(const iter8__node *node)
{
    return json_number_value(json_of(node));
}

const char *iter8__node_string(const iter8__node *node)
{
    return json_string_value(json_of(node));
}

size_t iter8__node_string_length(const iter8__node *node)
{
    return json_string_length(json_of(node));
}

size_t iter8__node_count(const iter8__node *node)
{
    const json_t *json = json_of(node);
    return json_is_array(json) ? json_array_size(json) : json_object_size(json);
}

iter8__node *iter8__node_item(const iter8__node *list, size_t index)
{
    return node_of(json_array_get(json_of(list), index));
}

iter8__node *iter8__node_member(const iter8__node *mapping, const char *key)
{
    return node_of(json_object_get(json_of(mapping), key));
}

int iter8__node_equal(const iter8__node *a, const iter8__node *b)
{
    return json_equal(json_of(a), json_of(b));
}

iter8__cursor *iter8__node_first(const iter8__node *mapping)
{
    return json_object_iter(json_of(mapping));
}

iter8__cursor *iter8__node_next(const iter8__node *mapping, iter8__cursor *cursor)
{
    return json_object_iter_next(json_of(mapping), cursor);
}

const char *iter8__cursor_key(const iter8__cursor *cursor)
{
    return json_object_iter_key((void *)(uintptr_t)cursor);
}

iter8__node *iter8__cursor_value(const iter8__cursor *cursor)
{
    return node_of(json_object_iter_value((void *)(uintptr_t)cursor));
}

iter8__node *iter8__node_make_null(void)
{
    return node_of(json_null());
}

iter8__node *iter8__node_make_boolean(int value)
{
    return node_of(json_boolean(value));
}

iter8__node *iter8__node_make_integer(int64_t value)
{
    return node_of(json_integer(value));
}

iter8__node *iter8__node_make_real(double value)
{
    return node_of(json_real(value));
}

iter8__node *iter8__node_make_string(const char *string)
{
    return node_of(json_string(string));
}

iter8__node *iter8__node_make_string_of(const char *bytes, size_t length)
{
    return node_of(json_stringn(bytes, length));
}

iter8__node *iter8__node_make_list(void)
{
    return node_of(json_array());
}

iter8__node *iter8__node_make_mapping(void)
{
    return node_of(json_object());
}

iter8__node *iter8__node_copy(const iter8__node *node)
{
    return node_of(json_deep_copy(json_of(node)));
}

/* jansson's functions that end in _new take the value over also when they fail, and fail for a
 * container or value that is NULL or of the wrong type. */
int iter8__node_set(iter8__node *mapping, const char *key, iter8__node *value)
{
    return json_object_set_new(json_of(mapping), key, json_of(value)) == 0;
}

int iter8__node_append(iter8__node *list, iter8__node *value)
{
    return json_array_append_new(json_of(list), json_of(value)) == 0;
}

int iter8__node_insert(iter8__node *list, size_t index, iter8__node *value)
{
    return json_array_insert_new(json_of(list), index, json_of(value)) == 0;
}

int iter8__node_replace(iter8__node *list, size_t index, iter8__node *value)
{
    return json_array_set_new(json_of(list), index, json_of(value)) == 0;
}

iter8__node *iter8__node_ensure_mapping(iter8__node *mapping, const char *key)
{
    iter8__node *member = iter8__node_member(mapping, key);
    if (iter8__node_kind(member) == ITER8__NODE_MAPPING) return member;
    if (!iter8__node_set(mapping, key, iter8__node_make_mapping())) return NULL;
    return iter8__node_member(mapping, key);
}

void iter8__node_remove_member(iter8__node *mapping, const char *key)
{
    json_object_del(json_of(mapping), key);
}

void iter8__node_remove_item(iter8__node *list, size_t index)
{
    json_array_remove(json_of(list), index);
}

iter8__node *iter8__node_retain(iter8__node *node)
{
    return node_of(json_incref(json_of(node)));
}

void iter8__node_release(iter8__node *node)
{
    json_decref(json_of(node));
}
