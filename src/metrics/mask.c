/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/encode.h"
#include "iter8/error.h"
#include "metrics/query.h"
#include "metrics/secrets.h"

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

/* The ways in which a server may say a secret that it was sent. */
enum form { PLAIN, PERCENT, BASE64, JSON, FORMS };

static void add_json(iter8__text *text, const char *string)
{
    for (; *string != '\0'; string++) {
        if (*string == '"' || *string == '\\') iter8__text_add_char(text, '\\');
        iter8__text_add_char(text, *string);
    }
}

static void add_form(iter8__text *text, enum form form, const char *string)
{
    switch (form) {
    case PERCENT: iter8__text_add_percent(text, string); break;
    case BASE64: iter8__text_add_base64(text, string, strlen(string)); break;
    case JSON: add_json(text, string); break;
    default: iter8__text_add_string(text, string); break;
    }
}

/* What to look for. */
struct needles {
    iter8__text forms;         /* of all that is hidden, each ended by a zero */
    unsigned char begins[256]; /* 1 for the first byte of a form: most bytes of a text are none */
};

static void collect(const iter8_query *query, struct needles *needles)
{
    for (const iter8__hidden *h = query->hidden; h != NULL; h = h->next) {
        for (int form = PLAIN; form < FORMS; form++) {
            size_t start = needles->forms.length;
            add_form(&needles->forms, (enum form)form, h->text);
            iter8__text_add(&needles->forms, "", 1);
            if (!needles->forms.failed)
                needles->begins[(unsigned char)needles->forms.bytes[start]] = 1;
        }
    }
}

/* The length of the longest form that stands at the start of a text. */
static size_t match(const struct needles *needles, const char *text, size_t length)
{
    size_t longest = 0;
    if (!needles->begins[(unsigned char)*text]) return 0;
    for (size_t i = 0; i < needles->forms.length;) {
        const char *form = needles->forms.bytes + i;
        size_t size = strlen(form);
        if (size > longest && size <= length && memcmp(form, text, size) == 0) longest = size;
        i += size + 1;
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
    iter8__text_init_secret(&needles.forms, &query->allocator);
    iter8__text_init(&masked, &query->allocator);
    collect(query, &needles);
    if (needles.forms.failed)
        masked.failed = 1;
    else
        add_masked(&needles, text, text_length, &masked);
    int rc = iter8__text_give(&masked, buffer, capacity, length);
    iter8__text_clear(&masked);
    iter8__text_clear(&needles.forms);
    return rc;
}
