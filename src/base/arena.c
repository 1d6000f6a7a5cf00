/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/arena.h"

#include "base/memory.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK_BYTES = 2048 };

struct iter8__arena_block {
    struct iter8__arena_block *next;
    size_t used;
    size_t capacity;
    alignas(max_align_t) unsigned char bytes[];
};

void iter8__arena_init(iter8__arena *arena, const iter8_allocator *allocator)
{
    arena->allocator = allocator;
    arena->blocks = NULL;
}

void iter8__arena_clear(iter8__arena *arena)
{
    while (arena->blocks != NULL) {
        struct iter8__arena_block *block = arena->blocks;
        arena->blocks = block->next;
        iter8__release(arena->allocator, block);
    }
}

void iter8__arena_wipe(iter8__arena *arena)
{
    for (struct iter8__arena_block *block = arena->blocks; block != NULL; block = block->next)
        iter8__wipe(block->bytes, block->used);
    iter8__arena_clear(arena);
}

static struct iter8__arena_block *add_block(iter8__arena *arena, size_t bytes)
{
    size_t capacity = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
    struct iter8__arena_block *block =
        iter8__alloc_zero(arena->allocator, 1, sizeof *block + capacity);
    if (block == NULL) return NULL;
    block->capacity = capacity;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *iter8__arena_alloc(iter8__arena *arena, size_t count, size_t size)
{
    const size_t grain = alignof(max_align_t);
    if (count == 0) count = 1;
    if (size == 0 || count > (SIZE_MAX / 2) / size) return NULL;
    size_t bytes = (count * size + grain - 1) / grain * grain;
    struct iter8__arena_block *block = arena->blocks;
    if (block == NULL || block->capacity - block->used < bytes) block = add_block(arena, bytes);
    if (block == NULL) return NULL;
    void *room = block->bytes + block->used;
    block->used += bytes;
    return room;
}

char *iter8__arena_text(iter8__arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX) return NULL;
    char *copy = iter8__arena_alloc(arena, length + 1, 1);
    if (copy != NULL && length > 0) memcpy(copy, text, length);
    return copy;
}
