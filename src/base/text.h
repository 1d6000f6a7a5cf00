/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * text.h - a growing text.
 *
 * Additions never fail where they stand: the buffer remembers that memory ran out, and whoever
 * finishes the text asks once. There is no format language: the locale could change its numbers.
 */
#ifndef ITER8_BASE_TEXT_H
#define ITER8_BASE_TEXT_H

#include "iter8/allocator.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

typedef struct iter8__text {
    const iter8_allocator *allocator; /* borrowed as long as the text lives */
    char *bytes;                      /* zero-terminated, or NULL while empty */
    size_t length;                    /* bytes without the closing zero */
    size_t capacity;
    int failed; /* memory ran out: the text is not complete */
    int wipes;  /* leaves no copy of its bytes in memory that it gives back */
    int shown;  /* is for people: see iter8__text_init_shown() */
} iter8__text;

/* Starts an empty text; allocates nothing. */
void iter8__text_init(iter8__text *text, const iter8_allocator *allocator);
/* The same for a text with secrets in it, which wipes all memory before it gives it back. */
void iter8__text_init_secret(iter8__text *text, const iter8_allocator *allocator);
/* The same for a text that people read: control characters in what is added become escapes such as
 * \n (shown.h), so no name can begin a line of its own. Lines are ended by
 * iter8__text_add_char(). */
void iter8__text_init_shown(iter8__text *text, const iter8_allocator *allocator);
/* Gives back the bytes; the text is empty again. */
void iter8__text_clear(iter8__text *text);
/* Empties a text and keeps its room. */
void iter8__text_reset(iter8__text *text);

void iter8__text_add(iter8__text *text, const char *bytes, size_t length);
void iter8__text_add_string(iter8__text *text, const char *string);
/* Adds several strings; the last argument is a NULL pointer. */
void iter8__text_add_strings(iter8__text *text, const char *first, ...);
void iter8__text_add_all(iter8__text *text, va_list strings);
void iter8__text_add_char(iter8__text *text, char c);
void iter8__text_add_repeated(iter8__text *text, char c, size_t count);
void iter8__text_add_integer(iter8__text *text, int64_t value);
/* The shortest decimal that reads back as the same double, as JSON writes it: 0.01, 1e+30, 5. */
void iter8__text_add_double(iter8__text *text, double value);
/* The same with at most @p digits significant digits, for people: 0.0634. */
void iter8__text_add_short_double(iter8__text *text, double value, int digits);

/* What there is so far, never NULL. */
const char *iter8__text_string(const iter8__text *text);

/* Hands a finished text to a caller's buffer; see iter8_document_write() for the contract.
 * Returns 0, ITER8_ERR_BUFFER, ITER8_ERR_NOMEM, ITER8_ERR_ARGUMENT. Does not clear @p text. */
int iter8__text_give(const iter8__text *text, char *buffer, size_t capacity, size_t *length);

#endif
