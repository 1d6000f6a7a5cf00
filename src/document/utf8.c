/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/utf8.h"

/* The lowest and highest second byte by first byte; these rule out overlong forms, surrogates and
 * what lies beyond U+10FFFF. */
static int second_fits(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xE0: return second >= 0xA0 && second <= 0xBF;
    case 0xED: return second >= 0x80 && second <= 0x9F;
    case 0xF0: return second >= 0x90 && second <= 0xBF;
    case 0xF4: return second >= 0x80 && second <= 0x8F;
    default: return (second & 0xC0) == 0x80;
    }
}

/* The bytes of the character at @p text, or 0 when there is none. */
static size_t character(const unsigned char *text, size_t left)
{
    unsigned char first = text[0];
    size_t size = 4;
    if (first < 0x80) return first != 0;
    if (first < 0xC2 || first > 0xF4) return 0;
    if (first < 0xE0)
        size = 2;
    else if (first < 0xF0)
        size = 3;
    if (size > left || !second_fits(first, text[1])) return 0;
    for (size_t i = 2; i < size; i++) {
        if ((text[i] & 0xC0) != 0x80) return 0;
    }
    return size;
}

size_t iter8__utf8_span(const char *text, size_t length)
{
    size_t span = 0;
    while (span < length) {
        size_t size = character((const unsigned char *)text + span, length - span);
        if (size == 0) break;
        span += size;
    }
    return span;
}
