/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/write.h"

#include "document/document.h"

void iter8__node_write(const iter8__node *root, int format, iter8__text *text)
{
    if (format == ITER8_FORMAT_YAML)
        iter8__yaml_write(root, text);
    else
        iter8__json_write(root, format == ITER8_FORMAT_JSON, text);
}

iter8__node *iter8__node_take_text(iter8__text *text)
{
    iter8__node *node = NULL;
    if (!text->failed) node = iter8__node_make_string_of(iter8__text_string(text), text->length);
    iter8__text_clear(text);
    return node;
}
