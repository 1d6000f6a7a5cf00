/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * memory.h - the allocator of the host, with sizes that cannot overflow.
 *
 * Knows nothing of what is stored. Every object keeps a copy of the allocator it was made with.
 */
#ifndef ITER8_BASE_MEMORY_H
#define ITER8_BASE_MEMORY_H

#include "iter8/allocator.h"

#include <stddef.h>

/* Copies @p from, or the malloc family where it is NULL, to @p to.
 * Returns 0, ITER8_ERR_STRUCT_SIZE, or ITER8_ERR_ARGUMENT where a function is missing. */
int iter8__allocator_take(iter8_allocator *to, const iter8_allocator *from);

/* Room for @p count items of @p size bytes, all zero; NULL when there is none or the product
 * overflows. A count of 0 gives room for one. */
void *iter8__alloc_zero(const iter8_allocator *allocator, size_t count, size_t size);

/* Grows a block to @p count items of @p size bytes; on NULL the old block stands. */
void *iter8__resize(const iter8_allocator *allocator, void *pointer, size_t count, size_t size);

/* Room for at least @p count items (> 0) of @p size bytes in a list that had room for @p *capacity;
 * at least twice as much as before when it grows, so that many additions cost little. On NULL the
 * old list stands. */
void *iter8__grow(const iter8_allocator *allocator, void *items, size_t count, size_t *capacity,
                  size_t size);

/* Gives a block back; NULL is fine. */
void iter8__release(const iter8_allocator *allocator, void *pointer);

/* Zeroes memory that held a secret, also where a compiler sees that nobody reads it again. */
void iter8__wipe(void *bytes, size_t length);

/* No struct of any version is larger: what says so has not been prepared. */
enum { ITER8__LARGEST_STRUCT = 4096 };

/* Copies a size-first struct of a caller into one of this library's size. A smaller one is filled
 * up with zeros; a larger one is taken if its tail is zero. Returns 0, ITER8_ERR_ARGUMENT (its size
 * is too small to hold a size), ITER8_ERR_STRUCT_SIZE. */
int iter8__sized_in(void *to, size_t to_size, const void *from);

/* Copies a struct of this library's size to a caller's, as far as the caller's reaches; the
 * caller's struct_size stands. A larger one is taken if its tail is zero, as iter8_init() makes it,
 * and stays so: nothing is written behind this library's size. Returns as iter8__sized_in(). */
int iter8__sized_out(void *to, const void *from, size_t from_size);

/* What iter8__sized_out() would return. */
int iter8__sized_check(const void *caller, size_t own_size);

#endif
