/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/mask.h"

#include "iter8/error.h"

#include <stdlib.h>

char *iter8__mask_text(const iter8_query *query, const char *text, size_t length,
                       size_t *masked_length)
{
    if (iter8_query_mask(query, text, length, NULL, 0, masked_length) != ITER8_ERR_BUFFER)
        return NULL;
    size_t size = *masked_length + 1;
    char *masked = malloc(size);
    if (masked == NULL) return NULL;
    if (iter8_query_mask(query, text, length, masked, size, masked_length) == ITER8_OK)
        return masked;
    free(masked);
    return NULL;
}

void iter8__mask_line(iter8__line *line, const iter8_query *query)
{
    size_t length;
    char *masked = iter8__mask_text(query, line->bytes, line->length, &length);
    iter8__line_set(line, masked != NULL ? masked : "out of memory");
    free(masked);
}
