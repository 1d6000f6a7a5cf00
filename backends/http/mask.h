/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * mask.h - texts that servers and programs made, without the secrets of a query.
 *
 * A cut leaves half of a secret, and what makes bytes printable another one, which nobody
 * recognizes: so a text is masked first, whole, and then cut and cleaned.
 */
#ifndef ITER8_BACKENDS_MASK_H
#define ITER8_BACKENDS_MASK_H

#include "common/line.h"
#include "iter8/query.h"

#include <stddef.h>

/* A masked copy, with a closing zero, in memory from malloc. NULL without memory. */
char *iter8__mask_text(const iter8_query *query, const char *text, size_t length,
                       size_t *masked_length);

/* Masks a line that names a host, and quotes nothing of an answer. */
void iter8__mask_line(iter8__line *line, const iter8_query *query);

#endif
