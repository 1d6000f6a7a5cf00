/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/line.h"

#include <string.h>

void iter8__line_clear(iter8__line *line)
{
    line->length = 0;
    line->bytes[0] = '\0';
}

static char printable(char c)
{
    unsigned char byte = (unsigned char)c;
    if (byte < 0x20) return ' ';
    return byte < 0x7f ? c : '?';
}

void iter8__line_add_bytes(iter8__line *line, const char *bytes, size_t length)
{
    size_t room = ITER8__LINE_BYTES - 1 - line->length;
    if (length > room) length = room;
    for (size_t i = 0; i < length; i++)
        line->bytes[line->length++] = printable(bytes[i]);
    line->bytes[line->length] = '\0';
}

void iter8__line_add(iter8__line *line, const char *text)
{
    iter8__line_add_bytes(line, text, strlen(text));
}

void iter8__line_add_integer(iter8__line *line, int64_t number)
{
    char digits[20];
    size_t start = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--start] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (number < 0) iter8__line_add(line, "-");
    iter8__line_add_bytes(line, digits + start, sizeof digits - start);
}

void iter8__line_set(iter8__line *line, const char *text)
{
    iter8__line_clear(line);
    iter8__line_add(line, text);
}
