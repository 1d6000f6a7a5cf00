/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/members.h"

#include <string.h>

/* Puts the item at @p root below its children as long as one of them is greater. */
static void sift(iter8__cursor **items, size_t root, size_t count)
{
    for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        if (child + 1 < count &&
            strcmp(iter8__cursor_key(items[child]), iter8__cursor_key(items[child + 1])) < 0)
            child++;
        if (strcmp(iter8__cursor_key(items[root]), iter8__cursor_key(items[child])) >= 0) return;
        iter8__cursor *held = items[root];
        items[root] = items[child];
        items[child] = held;
        root = child;
    }
}

/* By heap: qsort of the C library may allocate. No two keys are the same. */
static void sort(iter8__cursor **items, size_t count)
{
    for (size_t i = count / 2; i > 0; i--)
        sift(items, i - 1, count);
    for (size_t left = count; left > 1; left--) {
        iter8__cursor *greatest = items[0];
        items[0] = items[left - 1];
        items[left - 1] = greatest;
        sift(items, 0, left - 1);
    }
}

iter8__cursor **iter8__members_sorted(const iter8__node *mapping, const iter8_allocator *allocator)
{
    size_t count = 0;
    iter8__cursor **items =
        iter8__alloc_zero(allocator, iter8__node_count(mapping) + 1, sizeof(iter8__cursor *));
    if (items == NULL) return NULL;
    for (iter8__cursor *c = iter8__node_first(mapping); c != NULL; c = iter8__node_next(mapping, c))
        items[count++] = c;
    sort(items, count);
    return items;
}
