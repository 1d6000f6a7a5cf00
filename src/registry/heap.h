/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * heap.h - members in order of a number, the first one at hand, each one found where it stands.
 *
 * A binary heap that tells its members their places. The numbers stand in the heap itself, because
 * the members' memory has mostly not been touched for long. Knows nothing of what they mean.
 */
#ifndef ITER8_REGISTRY_HEAP_H
#define ITER8_REGISTRY_HEAP_H

#include "registry/member.h"

/* Whether @p a comes before @p b (below 0) or behind it (above 0), when their numbers are equal. */
typedef int iter8__heap_tie(const iter8__member *a, const iter8__member *b);

typedef struct iter8__heap_item {
    int64_t key;   /* lowest first */
    uint64_t turn; /* lowest first, when all else is equal */
    iter8__member *member;
} iter8__heap_item;

typedef struct iter8__heap {
    iter8__heap_item *items;
    size_t count;
    size_t capacity;
    iter8__heap_tie *tie; /* or NULL */
    enum iter8__heap_kind kind;
} iter8__heap;

/* Gives the memory back; the members must not be used as members of this heap any more. */
void iter8__heap_clear(iter8__heap *heap, const iter8_allocator *allocator);
/* Makes room for @p count members in all; returns 0 without memory. */
int iter8__heap_reserve(iter8__heap *heap, const iter8_allocator *allocator, size_t count);
/* Adds a member, for which there is room, or moves one that is there. */
void iter8__heap_put(iter8__heap *heap, iter8__member *member, int64_t key, uint64_t turn);
/* Takes a member out, if it is there. */
void iter8__heap_remove(iter8__heap *heap, iter8__member *member);
/* The first, or NULL. */
iter8__member *iter8__heap_first(const iter8__heap *heap);
/* The number of a member; INT64_MAX for one that is not there. */
int64_t iter8__heap_key(const iter8__heap *heap, const iter8__member *member);

#endif
