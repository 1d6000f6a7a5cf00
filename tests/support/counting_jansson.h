/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * counting_jansson.h - counts and fails the allocations of jansson, whose allocator is one for the
 * process, so these are too.
 */
#ifndef ITER8_TESTS_COUNTING_JANSSON_H
#define ITER8_TESTS_COUNTING_JANSSON_H

#include <stddef.h>

extern size_t jansson_calls;   /* allocations so far */
extern size_t jansson_fail_at; /* the one that fails, from 1; 0 for none */
extern size_t jansson_live;    /* blocks that were not given back */

/* Makes jansson use it; before anything was allocated. */
void counting_jansson_install(void);

#endif
