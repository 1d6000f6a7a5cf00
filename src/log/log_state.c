/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/log_state.h"

#include "log/log_line.h"

#include <string.h>

#define MASK "***"

static int mask_headers(iter8__node *headers)
{
    int ok = 1;
    for (size_t i = 0; ok && i < iter8__node_count(headers); i++) {
        iter8__node *header = iter8__node_item(headers, i);
        if (iter8__node_member(header, "value") != NULL)
            ok = iter8__node_set(header, "value", iter8__node_make_string(MASK));
    }
    return ok;
}

/* The bytes of "user:password" in a URL; 0 where there are none. */
static size_t user_part(const char *url, size_t *start)
{
    const char *slashes = strstr(url, "://");
    const char *host = slashes != NULL ? slashes + 3 : url;
    size_t length = strcspn(host, "/?#");
    while (length > 0 && host[length - 1] != '@')
        length--;
    *start = (size_t)(host - url);
    return length > 0 ? length - 1 : 0;
}

static int mask_url(iter8__node *spec, const iter8_allocator *allocator)
{
    size_t start;
    const char *url = iter8__node_string(iter8__node_member(spec, "urlTemplate"));
    size_t length = url != NULL ? user_part(url, &start) : 0;
    if (length == 0) return 1;
    iter8__text text;
    iter8__text_init(&text, allocator);
    iter8__text_add(&text, url, start);
    iter8__text_add_strings(&text, MASK, url + start + length, (char *)NULL);
    iter8__node *masked = text.failed ? NULL : iter8__node_make_string(iter8__text_string(&text));
    iter8__text_clear(&text);
    return iter8__node_set(spec, "urlTemplate", masked);
}

static int mask(iter8__node *tree, const iter8_allocator *allocator)
{
    const iter8__node *metrics = iter8__node_member(iter8__node_member(tree, "status"), "metrics");
    int ok = 1;
    for (size_t i = 0; ok && i < iter8__node_count(metrics); i++) {
        iter8__node *object = iter8__node_member(iter8__node_item(metrics, i), "metricObj");
        iter8__node *spec = iter8__node_member(object, "spec");
        ok = mask_headers(iter8__node_member(spec, "headerTemplates")) && mask_url(spec, allocator);
    }
    return ok;
}

iter8__node *iter8__log_document(const iter8_experiment *experiment)
{
    iter8__node *tree = iter8__experiment_encode(experiment);
    if (tree != NULL && mask(tree, &experiment->allocator)) return tree;
    iter8__node_release(tree);
    return NULL;
}

uint64_t iter8__log_hash(const char *bytes, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

void iter8__log_hash_add(iter8__text *line, uint64_t hash)
{
    static const char digits[] = "0123456789abcdef";
    char text[] = "fnv1a64:0123456789abcdef";
    for (size_t i = 0; i < 16; i++)
        text[8 + i] = digits[hash >> (60 - 4 * i) & 15];
    iter8__log_string(line, "hash", text);
}
