/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/base64.h"

#include "iter8/error.h"

#include <stdint.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* A group of four characters as they come in. */
struct group {
    uint32_t bits;
    int count;
    int padding;
};

static int end_group(struct group *group, iter8__buffer *out)
{
    char bytes[3] = {(char)(group->bits >> 16 & 0xff), (char)(group->bits >> 8 & 0xff),
                     (char)(group->bits & 0xff)};
    if (group->padding > 2) return ITER8_ERR_ENCODING;
    int rc = iter8__buffer_add(out, bytes, (size_t)(3 - group->padding));
    group->bits = 0;
    group->count = 0;
    return rc;
}

static int take(struct group *group, char c, iter8__buffer *out)
{
    const char *place = strchr(alphabet, c);
    if (c != '=' && (place == NULL || group->padding > 0)) return ITER8_ERR_ENCODING;
    group->padding += c == '=';
    group->bits = group->bits << 6 | (c == '=' ? 0 : (uint32_t)(place - alphabet));
    if (++group->count < 4) return ITER8_OK;
    return end_group(group, out);
}

int iter8__base64_decode(const char *text, iter8__buffer *out)
{
    struct group group = {0, 0, 0};
    int rc = ITER8_OK;
    for (; rc == ITER8_OK && *text != '\0'; text++) {
        if (strchr(" \t\r\n", *text) == NULL) rc = take(&group, *text, out);
    }
    if (rc == ITER8_OK && group.count != 0) rc = ITER8_ERR_ENCODING;
    return rc;
}
