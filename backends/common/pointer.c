/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/pointer.h"

#include "iter8/error.h"

#include <string.h>

/* One byte of a key in quotes; *at is moved over it. A pointer writes ~ as ~0 and / as ~1. */
static int add_byte(const char **at, iter8__buffer *out)
{
    char byte = **at;
    if (byte == '~') {
        byte = (*at)[1] == '1' ? '/' : '~';
        (*at)++;
    }
    (*at)++;
    int rc = byte == '\'' || byte == '\\' ? iter8__buffer_add(out, "\\", 1) : ITER8_OK;
    return rc == ITER8_OK ? iter8__buffer_add(out, &byte, 1) : rc;
}

static int add_key(const char *at, const char *end, iter8__buffer *out)
{
    int rc = iter8__buffer_add_text(out, "['");
    while (rc == ITER8_OK && at < end)
        rc = add_byte(&at, out);
    return rc == ITER8_OK ? iter8__buffer_add_text(out, "']") : rc;
}

static int add_index(const char *at, const char *end, iter8__buffer *out)
{
    int rc = iter8__buffer_add(out, "[", 1);
    if (rc == ITER8_OK) rc = iter8__buffer_add(out, at, (size_t)(end - at));
    return rc == ITER8_OK ? iter8__buffer_add(out, "]", 1) : rc;
}

/* Adds a part of which only digits are known, as an index if that leads somewhere. */
static int add_digits(const iter8_document *document, const char *at, const char *end,
                      iter8__buffer *out)
{
    double ignored;
    size_t before = out->length;
    int rc = add_index(at, end, out);
    if (rc != ITER8_OK) return rc;
    rc = iter8_document_number(document, out->bytes, &ignored);
    if (rc != ITER8_ERR_NO_FIELD && rc != ITER8_ERR_FIELD_PATH) return ITER8_OK;
    out->length = before;
    out->bytes[before] = '\0';
    return add_key(at, end, out);
}

int iter8__pointer_path(const iter8_document *document, const char *pointer, iter8__buffer *out)
{
    int rc = ITER8_OK;
    while (rc == ITER8_OK && *pointer == '/') {
        const char *at = pointer + 1;
        pointer = at + strcspn(at, "/");
        size_t length = (size_t)(pointer - at);
        int digits = length > 0 && strspn(at, "0123456789") >= length;
        rc = digits ? add_digits(document, at, pointer, out) : add_key(at, pointer, out);
    }
    return rc;
}
