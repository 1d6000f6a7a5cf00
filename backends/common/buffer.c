/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/buffer.h"

#include "common/wipe.h"
#include "iter8/error.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 512 };

static int reserve(iter8__buffer *buffer, size_t length)
{
    if (length < buffer->capacity) return ITER8_OK;
    size_t capacity = buffer->capacity == 0 ? FIRST_CAPACITY : buffer->capacity;
    /* A length within the limit is far from the top of size_t, so this ends. */
    while (capacity <= length)
        capacity *= 2;
    char *bytes = realloc(buffer->bytes, capacity);
    if (bytes == NULL) return ITER8_ERR_NOMEM;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return ITER8_OK;
}

int iter8__buffer_add(iter8__buffer *buffer, const char *bytes, size_t length)
{
    if (length > buffer->limit - buffer->length) return ITER8_ERR_TOO_LARGE;
    int rc = reserve(buffer, buffer->length + length);
    if (rc != ITER8_OK) return rc;
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
    return ITER8_OK;
}

int iter8__buffer_add_text(iter8__buffer *buffer, const char *text)
{
    return iter8__buffer_add(buffer, text, strlen(text));
}

void iter8__buffer_clear(iter8__buffer *buffer)
{
    iter8__bytes_wipe(buffer->bytes, buffer->length);
    free(buffer->bytes);
    buffer->bytes = NULL;
    buffer->length = 0;
    buffer->capacity = 0;
}
