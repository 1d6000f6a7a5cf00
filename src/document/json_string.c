/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/json.h"

#include "iter8/error.h"

#include <string.h>

static int read_unit(iter8__json *json, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        const char *digits = "0123456789abcdef";
        char c = json->at < json->end ? *json->at : '\0';
        const char *digit = c != '\0' ? strchr(digits, c >= 'A' && c <= 'F' ? c | 0x20 : c) : NULL;
        if (digit == NULL)
            return iter8__json_fail(json, json->at, "\\u wants four hexadecimal digits");
        *unit = *unit * 16 + (uint32_t)(digit - digits);
        json->at++;
    }
    return ITER8_OK;
}

static void add_utf8(iter8__text *text, uint32_t c)
{
    static const unsigned char marks[] = {0x00, 0xC0, 0xE0, 0xF0};
    unsigned more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    iter8__text_add_char(text, (char)(marks[more] | c >> 6 * more));
    while (more-- > 0)
        iter8__text_add_char(text, (char)(0x80 | (c >> 6 * more & 0x3F)));
}

/* What follows "\u": a character of its own or the first half of one beyond 16 bits. */
static int read_unicode(iter8__json *json, const char *start)
{
    uint32_t first, second;
    int rc = read_unit(json, &first);
    if (rc != ITER8_OK) return rc;
    if (first == 0) return iter8__json_fail(json, start, "a text cannot hold the character zero");
    if (first >= 0xD800 && first <= 0xDFFF) {
        if (first >= 0xDC00 || !iter8__json_take(json, '\\') || !iter8__json_take(json, 'u'))
            return iter8__json_fail(json, start, "half of a surrogate pair");
        rc = read_unit(json, &second);
        if (rc != ITER8_OK) return rc;
        if (second < 0xDC00 || second > 0xDFFF)
            return iter8__json_fail(json, start, "half of a surrogate pair");
        first = 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF);
    }
    add_utf8(&json->scratch, first);
    return ITER8_OK;
}

static int read_escape(iter8__json *json)
{
    static const char names[] = "\"\\/bfnrt";
    static const char values[] = "\"\\/\b\f\n\r\t";
    const char *start = json->at - 1;
    if (iter8__json_take(json, 'u')) return read_unicode(json, start);
    char c = json->at < json->end ? *json->at : '\0';
    const char *name = c != '\0' ? strchr(names, c) : NULL;
    if (name == NULL) return iter8__json_fail(json, start, "unknown escape in a text");
    iter8__text_add_char(&json->scratch, values[name - names]);
    json->at++;
    return ITER8_OK;
}

/* The rest of a string from its first escape on; what comes before it starts at @p start. */
static int read_escaped(iter8__json *json, const char *start, iter8__node **out)
{
    json->scratch.length = 0;
    iter8__text_add(&json->scratch, start, (size_t)(json->at - start));
    while (!iter8__json_take(json, '"')) {
        if (json->at == json->end) return iter8__json_fail(json, json->at, "a text is not closed");
        if ((unsigned char)*json->at < 0x20)
            return iter8__json_fail(json, json->at,
                                    "a control character must be escaped in a text");
        if (!iter8__json_take(json, '\\')) {
            iter8__text_add_char(&json->scratch, *json->at++);
            continue;
        }
        int rc = read_escape(json);
        if (rc != ITER8_OK) return rc;
    }
    if (json->scratch.failed) return ITER8_ERR_NOMEM;
    *out = iter8__node_make_string_of(iter8__text_string(&json->scratch), json->scratch.length);
    return *out != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

int iter8__json_string(iter8__json *json, iter8__node **out)
{
    const char *start = json->at;
    while (json->at < json->end && *json->at != '"' && *json->at != '\\' &&
           (unsigned char)*json->at >= 0x20)
        json->at++;
    if (json->at == json->end || *json->at != '"') return read_escaped(json, start, out);
    size_t length = (size_t)(json->at - start);
    json->at++;
    *out = iter8__node_make_string_of(start, length);
    return *out != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}
