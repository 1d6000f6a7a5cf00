/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/buckets.h"

#include <string.h>

uint64_t iter8__hash_bytes(uint64_t hash, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

int iter8__buckets_make(iter8__buckets *buckets, iter8__arena *arena, size_t capacity)
{
    buckets->capacity = capacity > 0 ? capacity : 1;
    buckets->first = iter8__arena_alloc(arena, buckets->capacity, sizeof *buckets->first);
    buckets->last = iter8__arena_alloc(arena, buckets->capacity, sizeof *buckets->last);
    buckets->next = iter8__arena_alloc(arena, buckets->capacity, sizeof *buckets->next);
    return buckets->first != NULL && buckets->last != NULL && buckets->next != NULL;
}

void iter8__buckets_empty(iter8__buckets *buckets)
{
    if (buckets->capacity > 0)
        memset(buckets->first, 0, buckets->capacity * sizeof *buckets->first);
}

static size_t bucket_of(const iter8__buckets *buckets, uint64_t hash)
{
    return (size_t)((hash ^ hash >> 32) % buckets->capacity);
}

void iter8__buckets_add(iter8__buckets *buckets, uint64_t hash, size_t index)
{
    size_t bucket = bucket_of(buckets, hash);
    uint32_t item = (uint32_t)index + 1;
    buckets->next[index] = 0;
    if (buckets->first[bucket] == 0)
        buckets->first[bucket] = item;
    else
        buckets->next[buckets->last[bucket] - 1] = item;
    buckets->last[bucket] = item;
}

static size_t index_of(uint32_t item)
{
    return item > 0 ? (size_t)item - 1 : SIZE_MAX;
}

size_t iter8__buckets_first(const iter8__buckets *buckets, uint64_t hash)
{
    return buckets->capacity > 0 ? index_of(buckets->first[bucket_of(buckets, hash)]) : SIZE_MAX;
}

size_t iter8__buckets_next(const iter8__buckets *buckets, size_t index)
{
    return index_of(buckets->next[index]);
}
