/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/json_text.h"

#include "iter8/error.h"

static int add_char(iter8__buffer *out, unsigned char c)
{
    static const char digits[] = "0123456789abcdef";
    const char escaped[] = {'\\', (char)c};
    const char control[] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
    if (c == '"' || c == '\\') return iter8__buffer_add(out, escaped, sizeof escaped);
    if (c < 0x20) return iter8__buffer_add(out, control, sizeof control);
    return iter8__buffer_add(out, (const char *)&c, 1);
}

int iter8__json_add_string(iter8__buffer *out, const char *text)
{
    int rc = iter8__buffer_add_text(out, "\"");
    for (; rc == ITER8_OK && *text != '\0'; text++)
        rc = add_char(out, (unsigned char)*text);
    return rc == ITER8_OK ? iter8__buffer_add_text(out, "\"") : rc;
}

int iter8__json_add_pieces(iter8__buffer *out, const char *const *pieces, size_t count)
{
    int rc = ITER8_OK;
    for (size_t i = 0; rc == ITER8_OK && i < count; i++)
        rc = iter8__buffer_add_text(out, pieces[i]);
    return rc;
}

int iter8__json_add_comma(iter8__buffer *out)
{
    if (out->length == 0 || out->bytes[out->length - 1] == '[') return ITER8_OK;
    return iter8__buffer_add_text(out, ",");
}
