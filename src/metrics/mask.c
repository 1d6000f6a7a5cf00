/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/encode.h"
#include "iter8/error.h"
#include "metrics/query.h"
#include "metrics/secrets.h"
#include "metrics/spelling.h"

#include <string.h>

int iter8_query_write(const iter8_query *query, char *buffer, size_t capacity, size_t *length)
{
    iter8__text text;
    if (query == NULL) return ITER8_ERR_ARGUMENT;
    iter8__text_init_secret(&text, &query->allocator);
    iter8__text_add_strings(&text, query->method, " ", query->url, "\n", (char *)NULL);
    for (size_t i = 0; i < query->header_count; i++)
        iter8__text_add_strings(&text, query->headers[i].name, ": ", query->headers[i].value, "\n",
                                (char *)NULL);
    if (query->body != NULL) iter8__text_add_strings(&text, "\n", query->body, "\n", (char *)NULL);
    int rc = iter8__text_give(&text, buffer, capacity, length);
    iter8__text_clear(&text);
    return rc;
}

/* What to look for. */
struct needles {
    iter8__text texts; /* all that is hidden, and in base64; each ended by a zero */
    unsigned char
        begins[256]; /* 1 for bytes that one may begin with: most bytes of a text do not */
};

/* Ends the needle that begins at @p start. */
static void end_needle(struct needles *needles, size_t start)
{
    iter8__text_add(&needles->texts, "", 1);
    if (!needles->texts.failed) needles->begins[(unsigned char)needles->texts.bytes[start]] = 1;
}

static void collect(const iter8_query *query, struct needles *needles)
{
    for (int c = 0; c < 256; c++)
        needles->begins[c] = (unsigned char)iter8__begins_escape((char)c);
    for (const iter8__hidden *h = query->hidden; h != NULL; h = h->next) {
        size_t start = needles->texts.length;
        iter8__text_add_string(&needles->texts, h->text);
        end_needle(needles, start);
        start = needles->texts.length;
        iter8__text_add_base64(&needles->texts, h->text, strlen(h->text));
        end_needle(needles, start);
    }
}

/* The length of the longest needle that stands at the start of a text. */
static size_t match(const struct needles *needles, const char *text, size_t length)
{
    size_t longest = 0;
    if (!needles->begins[(unsigned char)*text]) return 0;
    for (size_t i = 0; i < needles->texts.length;) {
        const char *needle = needles->texts.bytes + i;
        size_t size = iter8__spelled(text, length, needle);
        if (size > longest) longest = size;
        i += strlen(needle) + 1;
    }
    return longest;
}

static void add_masked(const struct needles *needles, const char *text, size_t length,
                       iter8__text *out)
{
    size_t shown = 0;
    for (size_t i = 0; i < length;) {
        size_t hidden = match(needles, text + i, length - i);
        if (hidden == 0) {
            i++;
            continue;
        }
        iter8__text_add(out, text + shown, i - shown);
        iter8__text_add_string(out, ITER8__MASK);
        i += hidden;
        shown = i;
    }
    if (shown < length) iter8__text_add(out, text + shown, length - shown);
}

int iter8_query_mask(const iter8_query *query, const char *text, size_t text_length, char *buffer,
                     size_t capacity, size_t *length)
{
    struct needles needles = {.begins = {0}};
    iter8__text masked;
    if (query == NULL || (text == NULL && text_length > 0)) return ITER8_ERR_ARGUMENT;
    iter8__text_init_secret(&needles.texts, &query->allocator);
    iter8__text_init(&masked, &query->allocator);
    collect(query, &needles);
    if (needles.texts.failed)
        masked.failed = 1;
    else
        add_masked(&needles, text, text_length, &masked);
    int rc = iter8__text_give(&masked, buffer, capacity, length);
    iter8__text_clear(&masked);
    iter8__text_clear(&needles.texts);
    return rc;
}
