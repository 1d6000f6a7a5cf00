/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/arena.h"

#include "base/memory.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Half a kilobyte with its head: many experiments are small, and half a block is lost on each. */
enum { BLOCK_BYTES = 480 };

/* Objects are put in from the front, texts, which need no alignment, from the back. */
struct iter8__arena_block {
    struct iter8__arena_block *next;
    size_t used;     /* by objects */
    size_t capacity; /* for objects: what is behind is texts */
    size_t size;     /* of all bytes; stands where there would be padding */
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
        iter8__wipe(block->bytes, block->size);
    iter8__arena_clear(arena);
}

static struct iter8__arena_block *new_block(const iter8__arena *arena, size_t capacity)
{
    struct iter8__arena_block *block =
        iter8__alloc_zero(arena->allocator, 1, sizeof *block + capacity);
    if (block != NULL) block->capacity = block->size = capacity;
    return block;
}

/* The newest block is the one that is being filled. What is large gets a block of its own behind
 * it, so that the rest of the newest one is not lost. */
static struct iter8__arena_block *block_with(iter8__arena *arena, size_t bytes)
{
    struct iter8__arena_block *newest = arena->blocks;
    if (newest != NULL && newest->capacity - newest->used >= bytes) return newest;
    int is_large = bytes > BLOCK_BYTES / 2;
    struct iter8__arena_block *block = new_block(arena, is_large ? bytes : BLOCK_BYTES);
    if (block == NULL) return NULL;
    struct iter8__arena_block **place = is_large && newest != NULL ? &newest->next : &arena->blocks;
    block->next = *place;
    *place = block;
    return block;
}

void *iter8__arena_alloc(iter8__arena *arena, size_t count, size_t size)
{
    const size_t grain = alignof(max_align_t);
    if (count == 0) count = 1;
    if (size == 0 || count > (SIZE_MAX / 2) / size) return NULL;
    size_t bytes = (count * size + grain - 1) / grain * grain;
    struct iter8__arena_block *block = block_with(arena, bytes);
    if (block == NULL) return NULL;
    void *room = block->bytes + block->used;
    block->used += bytes;
    return room;
}

char *iter8__arena_text(iter8__arena *arena, const char *text, size_t length)
{
    if (length >= SIZE_MAX / 2) return NULL;
    struct iter8__arena_block *block = block_with(arena, length + 1);
    if (block == NULL) return NULL;
    block->capacity -= length + 1;
    char *copy = (char *)block->bytes + block->capacity;
    if (length > 0) memcpy(copy, text, length);
    return copy;
}
