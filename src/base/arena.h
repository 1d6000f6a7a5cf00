/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * arena.h - memory that is given back all at once.
 *
 * An experiment's model lives in one arena: freeing it is one call, and nothing in it is freed
 * alone. Blocks come from the host's allocator.
 */
#ifndef ITER8_BASE_ARENA_H
#define ITER8_BASE_ARENA_H

#include "iter8/allocator.h"

#include <stddef.h>

typedef struct iter8__arena {
    const iter8_allocator *allocator;  /* borrowed as long as the arena lives */
    struct iter8__arena_block *blocks; /* newest first */
} iter8__arena;

/* Starts an empty arena; allocates nothing. */
void iter8__arena_init(iter8__arena *arena, const iter8_allocator *allocator);

/* Gives back everything. */
void iter8__arena_clear(iter8__arena *arena);

/* The same, and wipes all that was in it. */
void iter8__arena_wipe(iter8__arena *arena);

/* Room for @p count items of @p size bytes, all zero, aligned for any type; NULL without memory. */
void *iter8__arena_alloc(iter8__arena *arena, size_t count, size_t size);

/* A copy of @p length bytes with a zero behind them; NULL without memory. */
char *iter8__arena_text(iter8__arena *arena, const char *text, size_t length);

#endif
