/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/measure.h"

#include <string.h>

enum { BYTES_PER_VALUE = 64 };

static enum iter8__measure_result take_values(size_t *left, size_t count)
{
    if (*left < count) return ITER8__MEASURE_TOO_MANY;
    *left -= count;
    return ITER8__MEASURE_FITS;
}

static enum iter8__measure_result take(size_t *left, uint32_t depth, const iter8__node *node)
{
    enum iter8__node_kind kind = iter8__node_kind(node);
    enum iter8__measure_result result =
        take_values(left, 1 + iter8__node_string_length(node) / BYTES_PER_VALUE);
    if (result != ITER8__MEASURE_FITS) return result;
    if (kind != ITER8__NODE_LIST && kind != ITER8__NODE_MAPPING) return result;
    if (depth == 0) return ITER8__MEASURE_TOO_DEEP;
    if (kind == ITER8__NODE_LIST) {
        for (size_t i = 0; i < iter8__node_count(node) && result == ITER8__MEASURE_FITS; i++)
            result = take(left, depth - 1, iter8__node_item(node, i));
        return result;
    }
    for (iter8__cursor *c = iter8__node_first(node); c != NULL && result == ITER8__MEASURE_FITS;
         c = iter8__node_next(node, c)) {
        result = take_values(left, strlen(iter8__cursor_key(c)) / BYTES_PER_VALUE);
        if (result == ITER8__MEASURE_FITS) result = take(left, depth - 1, iter8__cursor_value(c));
    }
    return result;
}

enum iter8__measure_result iter8__measure_take(iter8__measure *left, const iter8__node *node)
{
    return take(&left->values, left->depth, node);
}
