/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * wipe.h - memory that held a secret.
 */
#ifndef ITER8_BACKENDS_WIPE_H
#define ITER8_BACKENDS_WIPE_H

#include <stddef.h>

/* Zeroes bytes, also where a compiler sees that nobody reads them again. */
void iter8__bytes_wipe(void *bytes, size_t length);
/* The same with a zero-terminated text; NULL is fine. */
void iter8__string_wipe(char *text);

#endif
