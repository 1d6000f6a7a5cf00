/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/lists.h"

#include "iter8/error.h"

#include <string.h>

/* The list of one kind that Iter8's own API has is written by clients only. */
static int is_list(const iter8__node *root)
{
    static const char *const kinds[] = {"List", "ExperimentList", "MetricList"};
    const char *kind = iter8__node_string(iter8__node_member(root, "kind"));
    for (size_t i = 0; kind != NULL && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kind, kinds[i]) == 0) return 1;
    }
    return 0;
}

static int walk_object(iter8__list_walk *walk, iter8__object object);

static int walk_items(iter8__list_walk *walk, const iter8__object *list)
{
    const iter8__node *items = iter8__node_member(list->root, "items");
    size_t mark = walk->path.length;
    int rc = ITER8_OK;
    for (size_t i = 0; rc == ITER8_OK && i < iter8__node_count(items); i++) {
        iter8__text_add_string(&walk->path, mark > 0 ? ".items[" : "items[");
        iter8__text_add_integer(&walk->path, (int64_t)i);
        iter8__text_add_char(&walk->path, ']');
        if (walk->path.failed) return ITER8_ERR_NOMEM;
        iter8__object item = {iter8__node_item(items, i), list->index,
                              list->list != NULL ? list->list : list->root, NULL};
        rc = walk_object(walk, item);
        walk->path.length = mark;
        walk->path.bytes[mark] = '\0';
    }
    return rc;
}

/* Lists in Lists are no deeper than a text may be. */
static int walk_object(iter8__list_walk *walk, iter8__object object)
{
    object.place = iter8__text_string(&walk->path);
    if (!is_list(object.root)) return walk->take(&object, walk->data);
    if (iter8__node_kind(iter8__node_member(object.root, "items")) != ITER8__NODE_LIST)
        return walk->complain(&object, "a List needs items, a list of objects", walk->data);
    return walk_items(walk, &object);
}

int iter8__lists_walk(iter8__list_walk *walk, const iter8__node *roots)
{
    int rc = ITER8_OK;
    for (size_t i = 0; rc == ITER8_OK && i < iter8__node_count(roots); i++)
        rc = walk_object(walk, (iter8__object){iter8__node_item(roots, i), i, NULL, NULL});
    return rc;
}
