/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * pointer.h - JSON Pointers (RFC 6901).
 */
#ifndef ITER8_DOCUMENT_POINTER_H
#define ITER8_DOCUMENT_POINTER_H

#include "base/text.h"

/* Adds one character of a key, escaped where a pointer wants it. */
void iter8__pointer_add(iter8__text *text, char c);

/* Takes the next token off a pointer that has not come to its end, and puts its key in @p token,
 * which is emptied first. Returns 1, or 0 for a malformed pointer; without memory @p token is
 * marked failed. */
int iter8__pointer_next(const char **pointer, iter8__text *token);

/* Reads the index of a list, which has no sign, no needless zeros and 32 bits at most, whatever the
 * platform. Returns 1, or 0 when it is none. */
int iter8__pointer_index(const char *digits, size_t length, size_t *out);

#endif
