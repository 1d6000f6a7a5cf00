/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/log_state.h"

#include "log/log_line.h"

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

/* A log also hides the values of headers that are filled in later, as it always has. */
static int mask(iter8__node *tree)
{
    const iter8__node *metrics = iter8__node_member(iter8__node_member(tree, "status"), "metrics");
    int ok = 1;
    for (size_t i = 0; ok && i < iter8__node_count(metrics); i++) {
        iter8__node *object = iter8__node_member(iter8__node_item(metrics, i), "metricObj");
        iter8__node *spec = iter8__node_member(object, "spec");
        ok = mask_headers(iter8__node_member(spec, "headerTemplates"));
    }
    return ok;
}

iter8__node *iter8__log_document(const iter8_experiment *experiment)
{
    iter8__node *tree = iter8__experiment_encode(experiment);
    if (tree != NULL && mask(tree)) return tree;
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
