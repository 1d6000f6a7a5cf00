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

/* Controls, also those above ASCII (to some terminals U+009B is ESC [), separators of lines, and
 * what turns the direction of the text around it. */
static int is_control(uint32_t code)
{
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 1;
    if (code == 0x61c || code == 0x200e || code == 0x200f || code == 0xfeff) return 1;
    return (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
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

size_t iter8__shown_escape(const char *text, size_t length, char escape[ITER8__ESCAPE_BYTES])
{
    static const char hex[] = "0123456789abcdef";
    size_t size;
    uint32_t code = code_point(text, length, &size);
    char letter = code == '\n' ? 'n' : code == '\t' ? 't' : code == '\r' ? 'r' : 'u';
    size_t at = 0;
    escape[at++] = '\\';
    escape[at++] = letter;
    for (int shift = 12; letter == 'u' && shift >= 0; shift -= 4)
        escape[at++] = hex[code >> shift & 0xf];
    escape[at] = '\0';
    return size;
}
