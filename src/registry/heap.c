/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "registry/heap.h"

#include "base/memory.h"

void iter8__heap_clear(iter8__heap *heap, const iter8_allocator *allocator)
{
    iter8__release(allocator, heap->items);
    heap->items = NULL;
    heap->count = 0;
    heap->capacity = 0;
}

int iter8__heap_reserve(iter8__heap *heap, const iter8_allocator *allocator, size_t count)
{
    void *items = iter8__grow(allocator, heap->items, count, &heap->capacity, sizeof *heap->items);
    if (items == NULL) return 0;
    heap->items = items;
    return 1;
}

static int comes_before(const iter8__heap *heap, const iter8__heap_item *a,
                        const iter8__heap_item *b)
{
    if (a->key != b->key) return a->key < b->key;
    int order = heap->tie != NULL ? heap->tie(a->member, b->member) : 0;
    return order != 0 ? order < 0 : a->turn < b->turn;
}

static void place(iter8__heap *heap, size_t index, iter8__heap_item item)
{
    heap->items[index] = item;
    item.member->place[heap->kind] = index + 1;
}

static size_t first_child(const iter8__heap *heap, size_t index)
{
    size_t left = 2 * index + 1;
    size_t right = left + 1;
    if (right == heap->count) return left;
    return comes_before(heap, &heap->items[right], &heap->items[left]) ? right : left;
}

/* Puts an item where it belongs on the way from the hole at @p index to the first or to the last.
 */
static void settle(iter8__heap *heap, size_t index, iter8__heap_item item)
{
    for (size_t up; index > 0; index = up) {
        up = (index - 1) / 2;
        if (!comes_before(heap, &item, &heap->items[up])) break;
        place(heap, index, heap->items[up]);
    }
    for (size_t down; 2 * index + 1 < heap->count; index = down) {
        down = first_child(heap, index);
        if (!comes_before(heap, &heap->items[down], &item)) break;
        place(heap, index, heap->items[down]);
    }
    place(heap, index, item);
}

void iter8__heap_put(iter8__heap *heap, iter8__member *member, int64_t key, uint64_t turn)
{
    size_t at = member->place[heap->kind];
    size_t index = at != 0 ? at - 1 : heap->count++;
    settle(heap, index, (iter8__heap_item){key, turn, member});
}

void iter8__heap_remove(iter8__heap *heap, iter8__member *member)
{
    size_t at = member->place[heap->kind];
    if (at == 0) return;
    member->place[heap->kind] = 0;
    iter8__heap_item last = heap->items[--heap->count];
    if (at - 1 < heap->count) settle(heap, at - 1, last);
}

iter8__member *iter8__heap_first(const iter8__heap *heap)
{
    return heap->count > 0 ? heap->items[0].member : NULL;
}

int64_t iter8__heap_key(const iter8__heap *heap, const iter8__member *member)
{
    size_t at = member->place[heap->kind];
    return at != 0 ? heap->items[at - 1].key : INT64_MAX;
}
