/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * json_text.h - JSON made piece by piece.
 */
#ifndef ITER8_BACKENDS_JSON_TEXT_H
#define ITER8_BACKENDS_JSON_TEXT_H

#include "common/buffer.h"

#include <stddef.h>

/* Adds a text in quotes, escaped. Returns 0 or as iter8__buffer_add(). */
int iter8__json_add_string(iter8__buffer *out, const char *text);
/* Adds several pieces as they are. */
int iter8__json_add_pieces(iter8__buffer *out, const char *const *pieces, size_t count);
/* Adds a comma, unless a list has just begun. */
int iter8__json_add_comma(iter8__buffer *out);

#endif
