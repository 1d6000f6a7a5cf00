/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/shown.h"

#include <stdint.h>

/* The number of the character at the start of a text, and how many bytes it has. Texts are valid
 * UTF-8, but for those that a host makes: there a byte that begins nothing stands for itself. */
static uint32_t code_point(const char *text, size_t length, size_t *size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t code = bytes[0];
    *size = 1;
    if (code < 0xc2 || code >= 0xf5) return code;
    size_t wanted = code < 0xe0 ? 2 : code < 0xf0 ? 3 : 4;
    if (wanted > length) return code;
    code &= 0x7fU >> wanted;
    for (size_t i = 1; i < wanted; i++) {
        if ((bytes[i] & 0xc0) != 0x80) return bytes[0];
        code = code << 6 | (bytes[i] & 0x3f);
    }
    *size = wanted;
    return code;
}

typedef struct range {
    uint32_t first, last;
} range;

/* Controls, also those above ASCII (to some terminals U+009B is ESC [), separators of lines, what
 * turns the direction of the text around it, and what takes no place, so that two names which look
 * alike can differ. In ascending order. */
static const range hidden[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},     {0x34f, 0x34f},     {0x61c, 0x61c},
    {0x180e, 0x180e}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},   {0x3164, 0x3164},
    {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
};

static int is_control(uint32_t code)
{
    size_t i = 0;
    while (i < sizeof hidden / sizeof *hidden && code > hidden[i].last)
        i++;
    return i < sizeof hidden / sizeof *hidden && code >= hidden[i].first;
}

size_t iter8__shown_span(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length) {
        unsigned char byte = (unsigned char)text[i];
        size_t size = 1;
        /* Most texts are ASCII. */
        if (byte < 0x20 || byte >= 0x7f) {
            if (is_control(code_point(text + i, length - i, &size))) return i;
        }
        i += size;
    }
    return length;
}

static char *write_unit(char *at, uint32_t unit)
{
    static const char hex[] = "0123456789abcdef";
    *at++ = '\\';
    *at++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4)
        *at++ = hex[unit >> shift & 0xf];
    return at;
}

size_t iter8__shown_escape(const char *text, size_t length, char escape[ITER8__ESCAPE_BYTES])
{
    size_t size;
    uint32_t code = code_point(text, length, &size);
    char letter = code == '\n' ? 'n' : code == '\t' ? 't' : code == '\r' ? 'r' : 'u';
    char *at = escape;
    if (letter != 'u') {
        *at++ = '\\';
        *at++ = letter;
    } else if (code > 0xffff) {
        at = write_unit(at, 0xd7c0 + (code >> 10));
        at = write_unit(at, 0xdc00 + (code & 0x3ff));
    } else {
        at = write_unit(at, code);
    }
    *at = '\0';
    return size;
}
