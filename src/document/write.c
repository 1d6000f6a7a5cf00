/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/write.h"

#include "base/decimal.h"
#include "document/document.h"

#include <string.h>

static void write_real(double value, iter8__text *text)
{
    char digits[ITER8__DOUBLE_BYTES];
    size_t length = iter8__double_format(value, digits);
    iter8__text_add(text, digits, length);
    if (strpbrk(digits, ".en") == NULL) iter8__text_add_string(text, ".0");
}

void iter8__write_scalar(const iter8__node *node, iter8__text *text)
{
    switch (iter8__node_kind(node)) {
    case ITER8__NODE_BOOLEAN:
        iter8__text_add_string(text, iter8__node_boolean(node) ? "true" : "false");
        break;
    case ITER8__NODE_INTEGER: iter8__text_add_integer(text, iter8__node_integer(node)); break;
    case ITER8__NODE_REAL: write_real(iter8__node_number(node), text); break;
    default: iter8__text_add_string(text, "null"); break;
    }
}

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
