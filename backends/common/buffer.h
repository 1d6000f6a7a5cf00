/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * buffer.h - bytes that come in pieces, up to a limit.
 */
#ifndef ITER8_BACKENDS_BUFFER_H
#define ITER8_BACKENDS_BUFFER_H

#include <stddef.h>

/* All but the limit zero is the empty buffer. */
typedef struct iter8__buffer {
    char *bytes;     /* with a closing zero, or NULL while empty */
    size_t length;   /* bytes without the closing zero */
    size_t capacity; /* bytes with the closing zero */
    size_t limit;    /* largest length */
} iter8__buffer;

/* Adds bytes. Returns 0, ITER8_ERR_TOO_LARGE or ITER8_ERR_NOMEM; then the buffer is as it was. */
int iter8__buffer_add(iter8__buffer *buffer, const char *bytes, size_t length);
/* Adds a zero-terminated text, as iter8__buffer_add(). */
int iter8__buffer_add_text(iter8__buffer *buffer, const char *text);
/* Wipes the bytes, which may be a secret, and gives them back; the limit stands. */
void iter8__buffer_clear(iter8__buffer *buffer);

#endif
