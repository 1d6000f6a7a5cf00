/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "metrics/spelling.h"

#include "document/utf8.h"

#include <stdint.h>
#include <string.h>

/* What is left to be read. */
typedef struct span {
    const char *at;
    size_t length;
} span;

/*
 * Each of the following reads the next character of what is wanted. Returns the bytes of the text
 * that stand for it, 0 if they do not, and moves @p wanted on. No character has two spellings of
 * which one is the beginning of the other, so nothing has to be tried twice.
 */
typedef size_t speller(span text, const char **wanted);

static size_t plain(span text, const char **wanted)
{
    if (text.length == 0 || *text.at != **wanted) return 0;
    ++*wanted;
    return 1;
}

/* The value of @p digits hexadecimal digits, or UINT32_MAX where there are fewer. */
static uint32_t hexadecimal(span text, size_t skip, size_t digits)
{
    uint32_t value = 0;
    if (text.length < skip + digits) return UINT32_MAX;
    for (size_t i = skip; i < skip + digits; i++) {
        char c = text.at[i];
        if (c >= '0' && c <= '9')
            value = value * 16 + (uint32_t)(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            value = value * 16 + (uint32_t)((c | 0x20) - 'a' + 10);
        else
            return UINT32_MAX;
    }
    return value;
}

static size_t in_url(span text, const char **wanted)
{
    unsigned char c = (unsigned char)**wanted;
    if (text.length == 0) return 0;
    if (*text.at == '%' && hexadecimal(text, 1, 2) == c) {
        ++*wanted;
        return 3;
    }
    if (c == ' ' && *text.at == '+') {
        ++*wanted;
        return 1;
    }
    return c == '%' ? 0 : plain(text, wanted);
}

/* The code point at the start of a text, and its bytes; 0 bytes where there is none. */
static size_t code_point(const char *text, uint32_t *out)
{
    static const unsigned char masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    const unsigned char *bytes = (const unsigned char *)text;
    size_t size = bytes[0] < 0xc0 ? 1 : bytes[0] < 0xe0 ? 2 : bytes[0] < 0xf0 ? 3 : 4;
    if (iter8__utf8_span(text, size) != size) return 0;
    *out = bytes[0] & masks[size];
    for (size_t i = 1; i < size; i++)
        *out = *out << 6 | (bytes[i] & 0x3f);
    return size;
}

static int is_unit(span text, size_t skip, uint32_t unit)
{
    return text.length > skip + 1 && text.at[skip] == '\\' && text.at[skip + 1] == 'u' &&
           hexadecimal(text, skip + 2, 4) == unit;
}

/* The bytes of `\uXXXX`, twice beyond the first plane, that stand for a code point. */
static size_t unicode_escape(span text, uint32_t point)
{
    if (point < 0x10000) return is_unit(text, 0, point) ? 6 : 0;
    point -= 0x10000;
    return is_unit(text, 0, 0xd800 + (point >> 10)) && is_unit(text, 6, 0xdc00 + (point & 0x3ff))
               ? 12
               : 0;
}

static size_t in_json(span text, const char **wanted)
{
    uint32_t point;
    char c = **wanted;
    size_t size = code_point(*wanted, &point);
    size_t escaped = size > 0 ? unicode_escape(text, point) : 0;
    if (escaped > 0) {
        *wanted += size;
        return escaped;
    }
    if (text.length > 1 && text.at[0] == '\\' && text.at[1] == c && strchr("\"\\/", c) != NULL) {
        ++*wanted;
        return 2;
    }
    return c == '\\' || c == '"' ? 0 : plain(text, wanted);
}

/* What HTML and XML write of a character; also + for Go. */
static const struct entity {
    char c;
    const char *text;
} entities[] = {
    {'&', "&amp;"},  {'&', "&#38;"},  {'<', "&lt;"},    {'<', "&#60;"},  {'>', "&gt;"},
    {'>', "&#62;"},  {'"', "&quot;"}, {'"', "&#34;"},   {'\'', "&#39;"}, {'\'', "&#x27;"},
    {'+', "&#43;"},  {'/', "&#47;"},  {'\'', "&apos;"}, {'/', "&#x2F;"}, {'`', "&#96;"},
    {'=', "&#x3D;"}, {'`', "&#x60;"}, {'=', "&#61;"},
};

static size_t in_html(span text, const char **wanted)
{
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
        size_t size = strlen(entities[i].text);
        if (entities[i].c != **wanted || size > text.length ||
            memcmp(text.at, entities[i].text, size) != 0)
            continue;
        ++*wanted;
        return size;
    }
    return **wanted == '&' ? 0 : plain(text, wanted);
}

static size_t spell(span text, const char *wanted, speller *next)
{
    size_t length = text.length;
    while (*wanted != '\0') {
        size_t size = next(text, &wanted);
        if (size == 0) return 0;
        text.at += size;
        text.length -= size;
    }
    return length - text.length;
}

size_t iter8__spelled(const char *text, size_t length, const char *wanted)
{
    static speller *const spellers[] = {plain, in_json, in_url, in_html};
    size_t longest = 0;
    for (size_t i = 0; i < sizeof spellers / sizeof spellers[0]; i++) {
        size_t size = spell((span){text, length}, wanted, spellers[i]);
        if (size > longest) longest = size;
    }
    return longest;
}

int iter8__begins_escape(char c)
{
    return c == '\\' || c == '%' || c == '+' || c == '&';
}
