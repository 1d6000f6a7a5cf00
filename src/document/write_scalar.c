/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/write.h"

#include "base/decimal.h"

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
