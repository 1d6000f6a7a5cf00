/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * From field paths to the fields of each split.
 *
 * "[*]" stands for each item of a list in which the rest of the path leads somewhere. It is meant
 * for lists of rules of which some have the split and others do not, so only those fields are taken
 * that stand in a list together with a field of every other version of the object.
 */
#include "base/memory.h"
#include "base/text.h"
#include "document/field_path.h"
#include "document/field_step.h"
#include "iter8/error.h"
#include "iter8/routing.h"
#include "path/field_paths.h"
#include "routing/view.h"

#include <string.h>

/* The fields of one version. */
typedef struct places {
    iter8__weight_field *items;
    size_t count;
    size_t capacity;
} places;

static const iter8_allocator *memory(const iter8__route_view *view)
{
    return &view->experiment->allocator;
}

static void clear(const iter8__route_view *view, places *found)
{
    for (size_t i = 0; i < found->count; i++)
        iter8__release(memory(view), found->items[i].path);
    iter8__release(memory(view), found->items);
    *found = (places){NULL, 0, 0};
}

/* Finds the innermost list that a field stands in. */
static void find_list(const iter8__node *node, iter8__weight_field *field)
{
    iter8__field_walk walk = iter8__field_start(field->path);
    iter8__field_part part;
    while (iter8__field_next(&walk, &part) == 1 && iter8__field_resolve(node, &part) == ITER8_OK) {
        if (part.key == NULL) {
            field->list = node;
            field->in_item = walk.at;
        }
        node = iter8__field_child(node, &part);
    }
}

/* Adds a field; the text of its path is taken over in every case. */
static int add(const iter8__route_view *view, places *found, iter8__text *path, int every)
{
    iter8__weight_field field = {.path = path->bytes, .every = every};
    if (path->failed || path->bytes == NULL || found->count == ITER8__MAX_SPLITS) {
        int rc = found->count == ITER8__MAX_SPLITS ? ITER8_ERR_RANGE : ITER8_ERR_NOMEM;
        iter8__text_clear(path);
        return rc;
    }
    iter8__weight_field *items =
        iter8__grow(memory(view), found->items, found->count + 1, &found->capacity, sizeof *items);
    if (items == NULL) {
        iter8__text_clear(path);
        return ITER8_ERR_NOMEM;
    }
    find_list(view->root, &field);
    found->items = items;
    found->items[found->count++] = field;
    return ITER8_OK;
}

/* The first "[*]" of a path, or NULL; *behind is what follows it. */
static const char *find_every(const char *path, const char **behind)
{
    iter8__field_walk walk = iter8__field_start(path);
    iter8__field_part part;
    const char *before = path;
    while (iter8__field_next(&walk, &part) == 1) {
        *behind = walk.at;
        if (part.every) return before;
        before = walk.at;
    }
    return NULL;
}

/* The list that the first @p length bytes of a path lead to, or NULL. */
static int find_items(const iter8__route_view *view, const char *path, size_t length,
                      const iter8__node **out)
{
    iter8__text prefix;
    iter8__node *node = NULL;
    iter8__text_init(&prefix, memory(view));
    iter8__text_add(&prefix, path, length);
    int failed = prefix.failed;
    if (!failed && length > 0)
        (void)iter8__field_find(view->root, iter8__text_string(&prefix), &node);
    iter8__text_clear(&prefix);
    *out = iter8__node_kind(node) == ITER8__NODE_LIST ? node : NULL;
    return failed ? ITER8_ERR_NOMEM : ITER8_OK;
}

/* Nested no deeper than the document: each "[*]" needs a list within the one before. */
static int expand(const iter8__route_view *view, const char *path, places *found)
{
    const iter8__node *list;
    const char *behind = path;
    const char *at = find_every(path, &behind);
    int rc = ITER8_OK;
    iter8__text one;
    if (at != NULL) rc = find_items(view, path, (size_t)(at - path), &list);
    for (size_t i = 0; at != NULL && rc == ITER8_OK && i < iter8__node_count(list); i++) {
        iter8__text_init(&one, memory(view));
        iter8__text_add(&one, path, (size_t)(at - path));
        iter8__text_add_char(&one, '[');
        iter8__text_add_integer(&one, (int64_t)i);
        iter8__text_add_string(&one, "]");
        iter8__text_add_string(&one, behind);
        rc = one.failed ? ITER8_ERR_NOMEM : expand(view, iter8__text_string(&one), found);
        iter8__text_clear(&one);
    }
    if (at != NULL || !iter8__value_has_place(view->root, path)) return rc;
    iter8__text_init(&one, memory(view));
    iter8__text_add_string(&one, path);
    return add(view, found, &one, 1);
}

static int take_path(const iter8__route_view *view, iter8__text *path, places *found)
{
    const char *behind;
    if (path->failed || find_every(iter8__text_string(path), &behind) == NULL)
        return add(view, found, path, 0);
    int rc = expand(view, iter8__text_string(path), found);
    iter8__text_clear(path);
    return rc;
}

/* The fields that a version's paths lead to. */
static int find_places(const iter8__route_view *view, size_t version, places *found)
{
    const char *text = view->experiment->spec.versions[version].weight->field_path;
    const char *path;
    size_t length;
    int rc = ITER8_OK;
    int any = 0;
    while (rc == ITER8_OK && iter8__field_paths_next(&text, &path, &length)) {
        iter8__text one;
        iter8__text_init(&one, memory(view));
        iter8__text_add(&one, path, length);
        rc = take_path(view, &one, found);
        any = 1;
    }
    if (!any)
        return iter8__route_view_problem(view, text, ITER8_ERR_FIELD_PATH, "malformed field path",
                                         (char *)NULL);
    if (rc == ITER8_ERR_RANGE)
        return iter8__route_view_problem(view, "", rc, "weights in more than 64 places",
                                         (char *)NULL);
    return rc;
}

static int has_list(const places *found, const iter8__node *list)
{
    for (size_t i = 0; i < found->count; i++) {
        if (found->items[i].list == list) return 1;
    }
    return 0;
}

/* Whether every version of the object has a field in a list. */
static int is_common(const iter8__route_view *view, const places *all, const iter8__node *list)
{
    for (size_t v = 0; v < view->count; v++) {
        if (iter8__route_view_holds(view, v) && !has_list(&all[v], list)) return 0;
    }
    return 1;
}

/* Takes out what "[*]" has found where not all versions are. Which lists are common stays as it is
 * by that: a list that is not loses its fields of all versions. */
static void keep_common(const iter8__route_view *view, places *all)
{
    for (size_t v = 0; v < view->count; v++) {
        size_t kept = 0;
        for (size_t i = 0; i < all[v].count; i++) {
            iter8__weight_field *field = &all[v].items[i];
            if (!field->every || is_common(view, all, field->list))
                all[v].items[kept++] = *field;
            else
                iter8__release(memory(view), field->path);
        }
        all[v].count = kept;
    }
}

/* How many splits there are: as many as each version has fields. */
static int count_splits(iter8__route_view *view, const places *all)
{
    size_t first = 0;
    view->splits = 0;
    for (size_t v = 0; v < view->count; v++) {
        if (!iter8__route_view_holds(view, v)) continue;
        const char *path = view->experiment->spec.versions[v].weight->field_path;
        if (all[v].count == 0)
            return iter8__route_view_problem(view, path, ITER8_ERR_NO_FIELD,
                                             "no item holds the weights of all versions",
                                             (char *)NULL);
        if (view->splits == 0) first = v;
        if (view->splits != 0 && view->splits != all[v].count)
            return iter8__route_view_problem(
                view, path, ITER8_ERR_RANGE, "these are not as many places as those of version ",
                view->experiment->spec.versions[first].name, (char *)NULL);
        view->splits = all[v].count;
    }
    return ITER8_OK;
}

static int lay_out(iter8__route_view *view, places *all)
{
    size_t rows = view->splits > 0 ? view->splits : 1;
    view->fields = iter8__alloc_zero(memory(view), rows * view->count, sizeof *view->fields);
    view->totals = iter8__alloc_zero(memory(view), rows, sizeof *view->totals);
    if (view->fields == NULL || view->totals == NULL) return ITER8_ERR_NOMEM;
    for (size_t v = 0; v < view->count; v++) {
        for (size_t k = 0; k < all[v].count; k++) {
            *iter8__route_view_field(view, k, v) = all[v].items[k];
            all[v].items[k].path = NULL;
        }
    }
    return ITER8_OK;
}

int iter8__places_find(iter8__route_view *view)
{
    int rc = ITER8_OK;
    places *all = iter8__alloc_zero(memory(view), view->count, sizeof *all);
    if (all == NULL) return ITER8_ERR_NOMEM;
    for (size_t v = 0; rc == ITER8_OK && v < view->count; v++) {
        if (iter8__route_view_holds(view, v)) rc = find_places(view, v, &all[v]);
    }
    if (rc == ITER8_OK) keep_common(view, all);
    if (rc == ITER8_OK) rc = count_splits(view, all);
    if (rc == ITER8_OK) rc = lay_out(view, all);
    for (size_t v = 0; v < view->count; v++)
        clear(view, &all[v]);
    iter8__release(memory(view), all);
    return rc;
}
