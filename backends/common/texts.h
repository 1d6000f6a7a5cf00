/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * texts.h - lists of texts.
 */
#ifndef ITER8_BACKENDS_TEXTS_H
#define ITER8_BACKENDS_TEXTS_H

#include <stddef.h>

/* Copies a list, ended by NULL; owned by the caller; NULL without memory. */
char **iter8__texts_copy(const char *const *texts, size_t count);
/* Frees a list; NULL is fine. */
void iter8__texts_free(char **texts);

#endif
