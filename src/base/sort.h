/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * sort.h - sorting in place, by heap: qsort of the C library may allocate.
 */
#ifndef ITER8_BASE_SORT_H
#define ITER8_BASE_SORT_H

#include <stddef.h>

/* The largest item, in bytes. */
enum { ITER8__SORT_BYTES = 64 };

/* Less than, equal to or greater than 0, as @p a comes before @p b, beside it or behind it. */
typedef int iter8__order(const void *a, const void *b);

/* Sorts @p count items of @p size bytes each. Those that stand beside each other may come in any
 * order, but in the same one each time. */
void iter8__sort(void *items, size_t count, size_t size, iter8__order *order);

#endif
