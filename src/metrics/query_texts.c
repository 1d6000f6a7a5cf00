/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The texts of a query: all in its arena, some of them not to be shown. */
#include "metrics/query.h"

#include <string.h>

const char *iter8__query_take(iter8_query *query, iter8__text *text)
{
    const char *copy =
        text->failed ? NULL
                     : iter8__arena_text(&query->arena, iter8__text_string(text), text->length);
    iter8__text_clear(text);
    return copy;
}

const char *iter8__query_copy(iter8_query *query, const char *text)
{
    return iter8__arena_text(&query->arena, text, strlen(text));
}

int iter8__query_hide(iter8_query *query, const char *key, const char *text)
{
    if (*text == '\0') return 1;
    iter8__hidden *hidden = iter8__arena_alloc(&query->arena, 1, sizeof *hidden);
    if (hidden == NULL) return 0;
    *hidden = (iter8__hidden){query->hidden, key, text};
    query->hidden = hidden;
    return 1;
}
