/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * buckets.h - items of a list found again by a hash, without a look at all of them.
 *
 * The list is the caller's, and so is the comparison: a bucket tells which items may be meant,
 * those that were added first first.
 */
#ifndef ITER8_BASE_BUCKETS_H
#define ITER8_BASE_BUCKETS_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

typedef struct iter8__buckets {
    uint32_t *first; /* by bucket: one more than the index of an item, or 0 */
    uint32_t *last;
    uint32_t *next; /* by item: the next one in its bucket */
    size_t capacity;
} iter8__buckets;

/* FNV-1a. The hash of several texts is begun with that of nothing and goes on. */
#define ITER8__HASH_OF_NOTHING UINT64_C(0xcbf29ce484222325)
uint64_t iter8__hash_bytes(uint64_t hash, const char *bytes, size_t length);

/* Makes empty buckets for @p capacity items; returns 0 without memory. */
int iter8__buckets_make(iter8__buckets *buckets, iter8__arena *arena, size_t capacity);

/* Takes all items out. */
void iter8__buckets_empty(iter8__buckets *buckets);

/* Adds the item at an index below the capacity, which is in no bucket yet. */
void iter8__buckets_add(iter8__buckets *buckets, uint64_t hash, size_t index);

/* The first item that may be meant, and the one after another; SIZE_MAX for none. */
size_t iter8__buckets_first(const iter8__buckets *buckets, uint64_t hash);
size_t iter8__buckets_next(const iter8__buckets *buckets, size_t index);

#endif
