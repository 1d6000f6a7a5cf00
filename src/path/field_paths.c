/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "path/field_paths.h"

#include <string.h>

static const char separators[] = ", \t\r\n";

/* The byte behind a quoted text, or behind its one byte where it is not closed. */
static const char *skip_quoted(const char *at)
{
    char quote = *at;
    for (const char *end = at + 1; *end != '\0'; end++) {
        if (*end == '\\' && end[1] != '\0')
            end++;
        else if (*end == quote)
            return end + 1;
    }
    return at + 1;
}

/* The byte behind a closing bracket, or the end. */
static const char *skip_bracket(const char *at)
{
    while (*at != '\0' && *at != ']') {
        if (*at == '\'' || *at == '"')
            at = skip_quoted(at);
        else
            at += *at == '\\' && at[1] != '\0' ? 2 : 1;
    }
    return *at == ']' ? at + 1 : at;
}

/* Separators end a path where another one follows, or nothing does. */
static int ends_here(const char *at)
{
    size_t length = strspn(at, separators);
    return *at == '\0' || (length > 0 && (at[length] == '.' || at[length] == '\0'));
}

int iter8__field_paths_next(const char **text, const char **path, size_t *length)
{
    const char *at = *text + strspn(*text, separators);
    *path = at;
    while (!ends_here(at)) {
        if (*at == '[')
            at = skip_bracket(at);
        else
            at += *at == '\\' && at[1] != '\0' ? 2 : 1;
    }
    *length = (size_t)(at - *path);
    *text = at;
    return *length > 0;
}

int iter8__field_paths_share(const char *one, const char *other)
{
    const char *a, *b, *rest;
    size_t a_length, b_length;
    while (iter8__field_paths_next(&one, &a, &a_length)) {
        rest = other;
        while (iter8__field_paths_next(&rest, &b, &b_length)) {
            if (a_length == b_length && memcmp(a, b, a_length) == 0) return 1;
        }
    }
    return 0;
}
