/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/text.h"

#include "base/decimal.h"
#include "base/memory.h"
#include "base/shown.h"
#include "iter8/error.h"

#include <string.h>

void iter8__text_init(iter8__text *text, const iter8_allocator *allocator)
{
    *text = (iter8__text){.allocator = allocator};
}

void iter8__text_init_secret(iter8__text *text, const iter8_allocator *allocator)
{
    *text = (iter8__text){.allocator = allocator, .wipes = 1};
}

void iter8__text_init_shown(iter8__text *text, const iter8_allocator *allocator)
{
    *text = (iter8__text){.allocator = allocator, .shown = 1};
}

void iter8__text_clear(iter8__text *text)
{
    int wipes = text->wipes;
    int shown = text->shown;
    if (wipes) iter8__wipe(text->bytes, text->capacity);
    iter8__release(text->allocator, text->bytes);
    *text = (iter8__text){.allocator = text->allocator, .wipes = wipes, .shown = shown};
}

void iter8__text_reset(iter8__text *text)
{
    text->length = 0;
    text->failed = 0;
    if (text->bytes != NULL) text->bytes[0] = '\0';
}

/* A larger block with the same bytes; NULL without memory, and then the old one stands. */
static char *grow(const iter8__text *text, size_t capacity)
{
    if (!text->wipes) return iter8__resize(text->allocator, text->bytes, capacity, 1);
    char *bytes = iter8__alloc_zero(text->allocator, capacity, 1);
    if (bytes == NULL || text->bytes == NULL) return bytes;
    memcpy(bytes, text->bytes, text->length);
    iter8__wipe(text->bytes, text->capacity);
    iter8__release(text->allocator, text->bytes);
    return bytes;
}

static int reserve(iter8__text *text, size_t more)
{
    if (text->failed) return 0;
    if (more < text->capacity - text->length) return 1;
    size_t capacity = text->capacity < 64 ? 64 : text->capacity;
    while (capacity - text->length <= more) {
        if (capacity > SIZE_MAX / 2) break;
        capacity *= 2;
    }
    char *bytes = NULL;
    if (capacity - text->length > more) bytes = grow(text, capacity);
    if (bytes == NULL) {
        text->failed = 1;
        return 0;
    }
    text->bytes = bytes;
    text->capacity = capacity;
    return 1;
}

static void append(iter8__text *text, const char *bytes, size_t length)
{
    if (length == 0 || !reserve(text, length)) return;
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

static void append_shown(iter8__text *text, const char *bytes, size_t length)
{
    char escape[ITER8__ESCAPE_BYTES];
    while (length > 0) {
        size_t span = iter8__shown_span(bytes, length);
        append(text, bytes, span);
        bytes += span;
        length -= span;
        if (length == 0) return;
        size_t size = iter8__shown_escape(bytes, length, escape);
        append(text, escape, strlen(escape));
        bytes += size;
        length -= size;
    }
}

void iter8__text_add(iter8__text *text, const char *bytes, size_t length)
{
    if (text->shown)
        append_shown(text, bytes, length);
    else
        append(text, bytes, length);
}

void iter8__text_add_string(iter8__text *text, const char *string)
{
    iter8__text_add(text, string, strlen(string));
}

void iter8__text_add_all(iter8__text *text, va_list strings)
{
    for (const char *s = va_arg(strings, const char *); s != NULL;
         s = va_arg(strings, const char *))
        iter8__text_add_string(text, s);
}

void iter8__text_add_strings(iter8__text *text, const char *first, ...)
{
    va_list rest;
    if (first == NULL) return;
    va_start(rest, first);
    iter8__text_add_string(text, first);
    iter8__text_add_all(text, rest);
    va_end(rest);
}

void iter8__text_add_char(iter8__text *text, char c)
{
    append(text, &c, 1);
}

void iter8__text_add_repeated(iter8__text *text, char c, size_t count)
{
    while (count-- > 0)
        iter8__text_add_char(text, c);
}

void iter8__text_add_integer(iter8__text *text, int64_t value)
{
    char digits[ITER8__INTEGER_BYTES];
    iter8__text_add(text, digits, iter8__integer_format(value, digits));
}

void iter8__text_add_double(iter8__text *text, double value)
{
    char digits[ITER8__DOUBLE_BYTES];
    iter8__text_add(text, digits, iter8__double_format(value, digits));
}

void iter8__text_add_short_double(iter8__text *text, double value, int digits)
{
    iter8__decimal decimal;
    iter8__decimal_from_double(value, &decimal);
    iter8__decimal_round(&decimal, digits);
    iter8__text_add_double(text, iter8__decimal_to_double(&decimal, 0));
}

const char *iter8__text_string(const iter8__text *text)
{
    return text->bytes != NULL ? text->bytes : "";
}

int iter8__text_give(const iter8__text *text, char *buffer, size_t capacity, size_t *length)
{
    if (length == NULL || (buffer == NULL && capacity > 0)) return ITER8_ERR_ARGUMENT;
    *length = 0;
    if (text->failed) return ITER8_ERR_NOMEM;
    *length = text->length;
    if (capacity <= text->length) return ITER8_ERR_BUFFER;
    memcpy(buffer, iter8__text_string(text), text->length + 1);
    return ITER8_OK;
}
