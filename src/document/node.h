/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * node.h - the tree that every other room sees.
 *
 * A node is a JSON value: null, boolean, integer, real, string, list or mapping. It is a jansson
 * value in disguise; no room but this one knows. Nodes are counted references: a function that
 * "makes" gives the caller one reference, to be put into a container (which takes it over, also
 * when that fails) or released. Reading functions take NULL and answer as for a missing value, so
 * paths can be walked without a check at each step. Mappings keep the order of their keys.
 */
#ifndef ITER8_DOCUMENT_NODE_H
#define ITER8_DOCUMENT_NODE_H

#include <stddef.h>
#include <stdint.h>

typedef struct iter8__node iter8__node;

enum iter8__node_kind {
    ITER8__NODE_MISSING, /* there is no value: a NULL pointer */
    ITER8__NODE_NULL,
    ITER8__NODE_BOOLEAN,
    ITER8__NODE_INTEGER,
    ITER8__NODE_REAL,
    ITER8__NODE_STRING,
    ITER8__NODE_LIST,
    ITER8__NODE_MAPPING
};

/* Reading. */
enum iter8__node_kind iter8__node_kind(const iter8__node *node);
/* The kind in words for messages: "a mapping", "a text", "nothing", ... */
const char *iter8__node_kind_name(const iter8__node *node);
int iter8__node_boolean(const iter8__node *node);        /* 0 unless true */
int64_t iter8__node_integer(const iter8__node *node);    /* 0 unless an integer */
double iter8__node_number(const iter8__node *node);      /* of an integer or a real, else 0 */
const char *iter8__node_string(const iter8__node *node); /* NULL unless a string; zero-terminated */
size_t iter8__node_string_length(const iter8__node *node);
size_t iter8__node_count(const iter8__node *node); /* items of a list or members of a mapping */
iter8__node *iter8__node_item(const iter8__node *list, size_t index);         /* or NULL */
iter8__node *iter8__node_member(const iter8__node *mapping, const char *key); /* or NULL */
int iter8__node_equal(const iter8__node *a, const iter8__node *b);            /* 1 and 1.0 differ */

/* Walks the members in order: for (c = first(m); c != NULL; c = next(m, c)) ... key(c), value(c).
 */
typedef struct iter8__cursor iter8__cursor;
iter8__cursor *iter8__node_first(const iter8__node *mapping);
iter8__cursor *iter8__node_next(const iter8__node *mapping, iter8__cursor *cursor);
const char *iter8__cursor_key(const iter8__cursor *cursor);
iter8__node *iter8__cursor_value(const iter8__cursor *cursor);

/* Making; NULL without memory (or for a real that is not finite, or a string that is not UTF-8). */
iter8__node *iter8__node_make_null(void);
iter8__node *iter8__node_make_boolean(int value);
iter8__node *iter8__node_make_integer(int64_t value);
iter8__node *iter8__node_make_real(double value);
iter8__node *iter8__node_make_string(const char *string);
iter8__node *iter8__node_make_string_of(const char *bytes, size_t length);
iter8__node *iter8__node_make_list(void);
iter8__node *iter8__node_make_mapping(void);
iter8__node *iter8__node_copy(const iter8__node *node); /* deep */

/* Changing. @p value is taken over in every case; a NULL @p value (a make that failed) or container
 * is an error, so makes can be nested. Return 1, or 0 without memory. A key that is there keeps its
 * place. */
int iter8__node_set(iter8__node *mapping, const char *key, iter8__node *value);
int iter8__node_append(iter8__node *list, iter8__node *value);
int iter8__node_insert(iter8__node *list, size_t index, iter8__node *value);
int iter8__node_replace(iter8__node *list, size_t index, iter8__node *value);
/* The member @p key as a mapping, made where it is missing or something else; NULL without memory.
 */
iter8__node *iter8__node_ensure_mapping(iter8__node *mapping, const char *key);
void iter8__node_remove_member(iter8__node *mapping, const char *key);
void iter8__node_remove_item(iter8__node *list, size_t index);

iter8__node *iter8__node_retain(iter8__node *node);
void iter8__node_release(iter8__node *node); /* NULL is fine */

#endif
