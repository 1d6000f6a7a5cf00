/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/json_patch.h"

#include "base/decimal.h"
#include "base/diagnostics.h"
#include "base/memory.h"
#include "document/document.h"
#include "document/measure.h"
#include "document/pointer.h"
#include "iter8/error.h"

#include <string.h>

/* What "copy" may add and how deep a patch may nest: a short patch that copies a document into
 * itself again and again would otherwise grow beyond all bounds. */
enum { MAX_COPIED_VALUES = 100000, MAX_DEPTH = 1000 };

struct patcher {
    iter8__node *root;   /* the copy that is worked on; owned */
    iter8__text token;   /* the last token of the pointer that was followed last */
    uint32_t depth;      /* the number of its tokens */
    size_t values_left;  /* that "copy" may still add */
    const char *problem; /* what is wrong with the operation, in words */
    const char *pointer; /* the pointer that it is wrong with, or NULL */
};

struct operation {
    const char *path;
    const char *from;         /* for move and copy */
    const iter8__node *value; /* for add, replace and test */
};

static int fail(struct patcher *p, const char *problem, const char *pointer)
{
    p->problem = problem;
    p->pointer = pointer;
    return ITER8_ERR_PATCH;
}

static iter8__node *child_of(const iter8__node *node, const iter8__text *token)
{
    size_t index;
    if (iter8__node_kind(node) == ITER8__NODE_MAPPING)
        return iter8__node_member(node, iter8__text_string(token));
    if (!iter8__pointer_index(iter8__text_string(token), token->length, &index)) return NULL;
    return iter8__node_item(node, index);
}

/* Finds what holds the field that @p pointer names, whose last token is left in the patcher;
 * @p parent is NULL where it names the whole document. */
static int find_parent(struct patcher *p, const char *pointer, iter8__node **parent)
{
    const char *at = pointer;
    iter8__node *node = p->root;
    *parent = NULL;
    for (p->depth = 0; *at != '\0'; p->depth++) {
        if (!iter8__pointer_next(&at, &p->token)) return fail(p, "not a JSON Pointer: ", pointer);
        if (p->token.failed) return ITER8_ERR_NOMEM;
        if (node == NULL) return fail(p, "no such field ", pointer);
        *parent = node;
        node = child_of(node, &p->token);
    }
    return ITER8_OK;
}

/* As find_parent, and the field must be there. */
static int find(struct patcher *p, const char *pointer, iter8__node **parent, iter8__node **out)
{
    int rc = find_parent(p, pointer, parent);
    if (rc != ITER8_OK) return rc;
    *out = *parent == NULL ? p->root : child_of(*parent, &p->token);
    return *out != NULL ? ITER8_OK : fail(p, "no such field ", pointer);
}

static int stored(int done)
{
    return done ? ITER8_OK : ITER8_ERR_NOMEM;
}

static int set_root(struct patcher *p, iter8__node *value)
{
    if (value == NULL) return ITER8_ERR_NOMEM;
    iter8__node_release(p->root);
    p->root = value;
    return ITER8_OK;
}

static int check_depth(struct patcher *p, const iter8__node *value, const char *pointer)
{
    iter8__measure left = {.values = SIZE_MAX, .depth = MAX_DEPTH - p->depth};
    if (p->depth > MAX_DEPTH || iter8__measure_take(&left, value) != ITER8__MEASURE_FITS)
        return fail(p, "too deep: ", pointer);
    return ITER8_OK;
}

static int insert(struct patcher *p, iter8__node *list, const char *pointer, iter8__node *value)
{
    const char *token = iter8__text_string(&p->token);
    size_t index = iter8__node_count(list);
    if (strcmp(token, "-") != 0 && (!iter8__pointer_index(token, p->token.length, &index) ||
                                    index > iter8__node_count(list))) {
        iter8__node_release(value);
        return fail(p, "no such place in the list ", pointer);
    }
    return stored(iter8__node_insert(list, index, value));
}

/* @p value is taken over in every case. */
static int add(struct patcher *p, const char *pointer, iter8__node *value)
{
    iter8__node *parent;
    int rc = value != NULL ? find_parent(p, pointer, &parent) : ITER8_ERR_NOMEM;
    if (rc == ITER8_OK) rc = check_depth(p, value, pointer);
    if (rc != ITER8_OK) {
        iter8__node_release(value);
        return rc;
    }
    if (parent == NULL) return set_root(p, value);
    if (iter8__node_kind(parent) == ITER8__NODE_LIST) return insert(p, parent, pointer, value);
    if (iter8__node_kind(parent) == ITER8__NODE_MAPPING)
        return stored(iter8__node_set(parent, iter8__text_string(&p->token), value));
    iter8__node_release(value);
    return fail(p, "neither a list nor a mapping holds ", pointer);
}

static int remove_field(struct patcher *p, const char *pointer)
{
    iter8__node *parent, *node;
    size_t index;
    int rc = find(p, pointer, &parent, &node);
    if (rc != ITER8_OK) return rc;
    if (parent == NULL) return fail(p, "the whole document cannot be removed", NULL);
    /* Each of the two leaves a container of the other kind alone. */
    if (iter8__pointer_index(iter8__text_string(&p->token), p->token.length, &index))
        iter8__node_remove_item(parent, index);
    iter8__node_remove_member(parent, iter8__text_string(&p->token));
    return ITER8_OK;
}

static int do_add(struct patcher *p, const struct operation *o)
{
    return add(p, o->path, iter8__node_copy(o->value));
}

static int do_remove(struct patcher *p, const struct operation *o)
{
    return remove_field(p, o->path);
}

static int do_replace(struct patcher *p, const struct operation *o)
{
    iter8__node *parent, *node;
    size_t index;
    int rc = find(p, o->path, &parent, &node);
    if (rc == ITER8_OK) rc = check_depth(p, o->value, o->path);
    if (rc != ITER8_OK) return rc;
    iter8__node *value = iter8__node_copy(o->value);
    const char *token = iter8__text_string(&p->token);
    if (parent == NULL) return set_root(p, value);
    if (iter8__node_kind(parent) == ITER8__NODE_MAPPING)
        return stored(iter8__node_set(parent, token, value));
    iter8__pointer_index(token, p->token.length, &index);
    return stored(iter8__node_replace(parent, index, value));
}

static int do_move(struct patcher *p, const struct operation *o)
{
    iter8__node *parent, *node;
    size_t length = strlen(o->from);
    int rc = find(p, o->from, &parent, &node);
    if (rc != ITER8_OK || strcmp(o->from, o->path) == 0) return rc;
    if (strncmp(o->from, o->path, length) == 0 && o->path[length] == '/')
        return fail(p, "a field cannot be moved into itself: ", o->path);
    iter8__node_retain(node);
    rc = remove_field(p, o->from);
    if (rc == ITER8_OK) return add(p, o->path, node);
    iter8__node_release(node);
    return rc;
}

static int do_copy(struct patcher *p, const struct operation *o)
{
    iter8__node *parent, *node;
    int rc = find(p, o->from, &parent, &node);
    if (rc != ITER8_OK) return rc;
    iter8__measure left = {.values = p->values_left, .depth = MAX_DEPTH};
    if (iter8__measure_take(&left, node) != ITER8__MEASURE_FITS)
        return fail(p, "too much is copied from ", o->from);
    p->values_left = left.values;
    return add(p, o->path, iter8__node_copy(node));
}

static int is_number(const iter8__node *node)
{
    enum iter8__node_kind kind = iter8__node_kind(node);
    return kind == ITER8__NODE_INTEGER || kind == ITER8__NODE_REAL;
}

/* Exactly, so 2^53 + 1 is no real number's equal. */
static int equal_numbers(const iter8__node *a, const iter8__node *b)
{
    if (iter8__node_kind(a) == iter8__node_kind(b)) return iter8__node_equal(a, b);
    int a_is_real = iter8__node_kind(a) == ITER8__NODE_REAL;
    double real = iter8__node_number(a_is_real ? a : b);
    int64_t integer = iter8__node_integer(a_is_real ? b : a);
    if (!(real >= -0x1p63 && real < 0x1p63)) return 0;
    return (int64_t)real == integer && (double)(int64_t)real == real;
}

/* As "test" compares: numbers by their value, mappings without regard to order. */
static int equal(const iter8__node *a, const iter8__node *b)
{
    if (is_number(a) && is_number(b)) return equal_numbers(a, b);
    enum iter8__node_kind kind = iter8__node_kind(a);
    if (kind != iter8__node_kind(b)) return 0;
    if (kind != ITER8__NODE_LIST && kind != ITER8__NODE_MAPPING) return iter8__node_equal(a, b);
    if (iter8__node_count(a) != iter8__node_count(b)) return 0;
    for (size_t i = 0; kind == ITER8__NODE_LIST && i < iter8__node_count(a); i++) {
        if (!equal(iter8__node_item(a, i), iter8__node_item(b, i))) return 0;
    }
    for (iter8__cursor *c = iter8__node_first(a); c != NULL; c = iter8__node_next(a, c)) {
        if (!equal(iter8__cursor_value(c), iter8__node_member(b, iter8__cursor_key(c)))) return 0;
    }
    return 1;
}

static int do_test(struct patcher *p, const struct operation *o)
{
    iter8__node *parent, *node;
    int rc = find(p, o->path, &parent, &node);
    if (rc != ITER8_OK || equal(node, o->value)) return rc;
    return fail(p, "another value stands at ", o->path);
}

static const struct kind {
    const char *name;
    int (*apply)(struct patcher *p, const struct operation *o);
    int wants_value;
    int wants_from;
} kinds[] = {
    {"add", do_add, 1, 0},   {"remove", do_remove, 0, 0}, {"replace", do_replace, 1, 0},
    {"move", do_move, 0, 1}, {"copy", do_copy, 0, 1},     {"test", do_test, 1, 0},
};

static int apply(struct patcher *p, const iter8__node *node)
{
    const char *name = iter8__node_string(iter8__node_member(node, "op"));
    const struct kind *kind = NULL;
    for (size_t i = 0; name != NULL && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0) kind = &kinds[i];
    }
    struct operation o = {.path = iter8__node_string(iter8__node_member(node, "path")),
                          .from = iter8__node_string(iter8__node_member(node, "from")),
                          .value = iter8__node_member(node, "value")};
    if (kind == NULL) return fail(p, "op must be add, remove, replace, move, copy or test", NULL);
    if (o.path == NULL) return fail(p, "path must be a text", NULL);
    if (kind->wants_from && o.from == NULL) return fail(p, "from must be a text", NULL);
    if (kind->wants_value && o.value == NULL) return fail(p, "value is missing", NULL);
    return kind->apply(p, &o);
}

static void report(const struct patcher *p, const iter8__node *operation, size_t index,
                   iter8_diagnostics *diagnostics)
{
    char number[ITER8__INTEGER_BYTES];
    const char *name = iter8__node_string(iter8__node_member(operation, "op"));
    const char *field = p->pointer == NULL ? "" : *p->pointer == '\0' ? "the root" : p->pointer;
    iter8__integer_format((int64_t)index + 1, number);
    iter8__diagnose(diagnostics, ITER8_ERR_PATCH, 0, 0, "", "patch operation ", number, " (",
                    name != NULL ? name : "?", "): ", p->problem, field, NULL);
}

static int apply_all(struct patcher *p, const iter8__node *patch, iter8_diagnostics *diagnostics)
{
    for (size_t i = 0; i < iter8__node_count(patch); i++) {
        const iter8__node *operation = iter8__node_item(patch, i);
        int rc = apply(p, operation);
        if (rc == ITER8_ERR_PATCH) report(p, operation, i, diagnostics);
        if (rc != ITER8_OK) return rc;
    }
    return ITER8_OK;
}

int iter8__patch_apply(const iter8__node *root, const iter8__node *patch,
                       const iter8_allocator *allocator, iter8_diagnostics *diagnostics,
                       iter8__node **out)
{
    *out = NULL;
    if (iter8__node_kind(patch) != ITER8__NODE_LIST) {
        iter8__diagnose(diagnostics, ITER8_ERR_PATCH, 0, 0, "",
                        "a patch is a list of operations, not ", iter8__node_kind_name(patch),
                        NULL);
        return ITER8_ERR_PATCH;
    }
    struct patcher p = {.root = iter8__node_copy(root), .values_left = MAX_COPIED_VALUES};
    iter8__text_init(&p.token, allocator);
    int rc = p.root != NULL ? apply_all(&p, patch, diagnostics) : ITER8_ERR_NOMEM;
    iter8__text_clear(&p.token);
    if (rc == ITER8_OK)
        *out = p.root;
    else
        iter8__node_release(p.root);
    return rc;
}
