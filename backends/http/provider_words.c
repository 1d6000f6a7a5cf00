/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/provider_words.h"

#include "http/mask.h"

#include <jv.h>
#include <stdlib.h>
#include <string.h>

/* So deep are errors looked for in errors, and such long answers are read. */
enum { DEPTH = 4, ANSWER_LIMIT = 64 * 1024 };

static void add_words(iter8__line *reason, const char *words)
{
    while (*words != '\0' && strchr(" \t\r\n", *words) != NULL)
        words++;
    if (*words == '\0') return;
    iter8__line_add(reason, ": ");
    iter8__line_add(reason, words);
}

/* A member of an object, which is not taken over. */
static jv member(jv object, const char *name)
{
    return jv_object_get(jv_copy(object), jv_string(name));
}

static int add_text(iter8__line *reason, jv object, const char *name)
{
    jv value = member(object, name);
    int is_text = jv_get_kind(value) == JV_KIND_STRING && *jv_string_value(value) != '\0';
    if (is_text) add_words(reason, jv_string_value(value));
    jv_free(value);
    return is_text;
}

static int add_value(iter8__line *reason, jv value, int depth);

/* Prometheus says errorType and error, Elastic error.type and error.reason, others message, title
 * or detail, or a list of such things. */
static int add_object(iter8__line *reason, jv object, int depth)
{
    static const char *const kinds[] = {"errorType", "type", "title"};
    static const char *const words[] = {"reason", "message", "detail", "error_description"};
    static const char *const inner[] = {"error", "errors", "root_cause"};
    int found = 0;
    for (size_t i = 0; !found && i < sizeof kinds / sizeof kinds[0]; i++)
        found = add_text(reason, object, kinds[i]);
    int said = 0;
    for (size_t i = 0; !said && i < sizeof words / sizeof words[0]; i++)
        said = add_text(reason, object, words[i]);
    for (size_t i = 0; !said && i < sizeof inner / sizeof inner[0]; i++)
        said = add_value(reason, member(object, inner[i]), depth - 1);
    return found || said;
}

/* Takes over @p value. Returns 1 where it says something. */
static int add_value(iter8__line *reason, jv value, int depth)
{
    int found = 0;
    if (depth > 0 && jv_get_kind(value) == JV_KIND_OBJECT) {
        found = add_object(reason, value, depth);
    } else if (jv_get_kind(value) == JV_KIND_ARRAY && jv_array_length(jv_copy(value)) > 0) {
        found = depth > 0 && add_value(reason, jv_array_get(jv_copy(value), 0), depth - 1);
    } else if (jv_get_kind(value) == JV_KIND_STRING) {
        found = *jv_string_value(value) != '\0';
        if (found) add_words(reason, jv_string_value(value));
    }
    jv_free(value);
    return found;
}

static int is_page(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '<';
}

/* The text is masked already. */
static void add_body(iter8__line *reason, const char *text, size_t length)
{
    jv tree = jv_parse_sized(text, (int)length);
    if (jv_is_valid(tree)) {
        (void)add_value(reason, tree, DEPTH);
        return;
    }
    jv_free(tree);
    if (!is_page(text)) add_words(reason, text);
}

/* Where a redirect leads: a login page often has secrets in its query. */
static char *shown_target(const char *url)
{
    char *shown = NULL;
    CURLU *parts = curl_url();
    if (parts != NULL && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
        curl_url_set(parts, CURLUPART_USER, NULL, 0) == CURLUE_OK &&
        curl_url_set(parts, CURLUPART_PASSWORD, NULL, 0) == CURLUE_OK &&
        curl_url_set(parts, CURLUPART_QUERY, NULL, 0) == CURLUE_OK &&
        curl_url_set(parts, CURLUPART_FRAGMENT, NULL, 0) == CURLUE_OK)
        (void)curl_url_get(parts, CURLUPART_URL, &shown, 0);
    curl_url_cleanup(parts);
    return shown;
}

static void add_target(const iter8__transfer *transfer, const iter8_query *query,
                       iter8__line *reason)
{
    char *url = NULL;
    size_t length;
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &url);
    char *shown = url != NULL ? shown_target(url) : NULL;
    char *masked = shown != NULL ? iter8__mask_text(query, shown, strlen(shown), &length) : NULL;
    if (masked != NULL) {
        iter8__line_add(reason, ": to ");
        iter8__line_add(reason, masked);
    }
    free(masked);
    curl_free(shown);
}

void iter8__provider_words(const iter8__transfer *transfer, const iter8_query *query,
                           iter8__line *reason)
{
    int32_t status = iter8__transfer_status(transfer);
    const iter8__buffer *body = &transfer->body;
    size_t length = 0;
    if (status >= 300 && status < 400) {
        add_target(transfer, query, reason);
        return;
    }
    if (status < 400 || body->bytes == NULL || body->length > ANSWER_LIMIT) return;
    char *masked = iter8__mask_text(query, body->bytes, body->length, &length);
    if (masked != NULL) add_body(reason, masked, length);
    free(masked);
}
