/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * counting_allocator.h - malloc that counts, and that fails once where a test wants it to.
 *
 * To test what a lack of memory does: run once and read calls; then for each n from 1 to calls
 * start anew, set fail_at = n, run, and see that the call failed cleanly and that live is 0 at the
 * end.
 */
#ifndef ITER8_TESTS_COUNTING_ALLOCATOR_H
#define ITER8_TESTS_COUNTING_ALLOCATOR_H

#include "iter8/allocator.h"

#include <stddef.h>

typedef struct counting_allocator {
    iter8_allocator allocator; /* what to hand to the library */
    size_t calls;              /* of alloc and resize, so far */
    size_t fail_at;            /* the one of these calls, from 1, that gets no memory; 0 for none */
    size_t live;               /* blocks not given back */
} counting_allocator;

/* Sets all up; @p counting must stay where it is as long as its allocator is in use. */
void counting_allocator_init(counting_allocator *counting);

#endif
