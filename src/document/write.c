/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/write.h"

#include "document/document.h"
#include "iter8/error.h"

void iter8__node_write(const iter8__node *root, int format, iter8__text *text)
{
    if (format == ITER8_FORMAT_YAML)
        iter8__yaml_write(root, text);
    else
        iter8__json_write(root, format == ITER8_FORMAT_JSON, text);
}

int iter8__node_give(const iter8__node *root, int format, const iter8_allocator *allocator,
                     char *buffer, size_t capacity, size_t *length)
{
    if (length != NULL) *length = 0;
    if (format < ITER8_FORMAT_YAML || format > ITER8_FORMAT_JSON_COMPACT) return ITER8_ERR_ARGUMENT;
    if (root == NULL) return ITER8_ERR_NOMEM;
    iter8__text text;
    iter8__text_init(&text, allocator);
    iter8__node_write(root, format, &text);
    int rc = iter8__text_give(&text, buffer, capacity, length);
    iter8__text_clear(&text);
    return rc;
}

iter8__node *iter8__node_take_text(iter8__text *text)
{
    iter8__node *node = NULL;
    if (!text->failed) node = iter8__node_make_string_of(iter8__text_string(text), text->length);
    iter8__text_clear(text);
    return node;
}
