/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * options.h - what the options of all backends have in common.
 */
#ifndef ITER8_BACKENDS_OPTIONS_H
#define ITER8_BACKENDS_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

/* Copies a caller's options, which start with their size, into @p own of @p own_size bytes: a
 * smaller struct is filled up with zeros, a larger one is taken if its tail is zero.
 * Returns 0, ITER8_ERR_ARGUMENT (the size cannot hold itself) or ITER8_ERR_STRUCT_SIZE. */
int iter8__options_take(void *own, size_t own_size, const void *given);

/* Puts a default in the place of 0. Returns 0, or ITER8_ERR_ARGUMENT outside of 1..INT32_MAX. */
int iter8__options_number(int64_t *value, int64_t when_zero);

#endif
