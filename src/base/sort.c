/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/sort.h"

#include <string.h>

typedef struct heap {
    unsigned char *items;
    size_t size;
    iter8__order *order;
} heap;

static unsigned char *at(const heap *h, size_t index)
{
    return h->items + index * h->size;
}

static void swap(const heap *h, size_t a, size_t b)
{
    unsigned char held[ITER8__SORT_BYTES];
    memcpy(held, at(h, a), h->size);
    memcpy(at(h, a), at(h, b), h->size);
    memcpy(at(h, b), held, h->size);
}

/* Puts the item at @p root below its children as long as one of them comes behind it. */
static void sift(const heap *h, size_t root, size_t count)
{
    for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        if (child + 1 < count && h->order(at(h, child), at(h, child + 1)) < 0) child++;
        if (h->order(at(h, root), at(h, child)) >= 0) return;
        swap(h, root, child);
        root = child;
    }
}

void iter8__sort(void *items, size_t count, size_t size, iter8__order *order)
{
    heap h = {items, size, order};
    for (size_t i = count / 2; i > 0; i--)
        sift(&h, i - 1, count);
    for (size_t left = count; left > 1; left--) {
        swap(&h, 0, left - 1);
        sift(&h, 0, left - 1);
    }
}
