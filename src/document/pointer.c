/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/pointer.h"

#include <stdint.h>

void iter8__pointer_add(iter8__text *text, char c)
{
    if (c == '~')
        iter8__text_add_string(text, "~0");
    else if (c == '/')
        iter8__text_add_string(text, "~1");
    else
        iter8__text_add_char(text, c);
}

int iter8__pointer_next(const char **pointer, iter8__text *token)
{
    const char *at = *pointer;
    iter8__text_clear(token);
    if (*at++ != '/') return 0;
    for (; *at != '\0' && *at != '/'; at++) {
        char c = *at;
        if (c == '~') {
            at++;
            if (*at != '0' && *at != '1') return 0;
            c = *at == '0' ? '~' : '/';
        }
        iter8__text_add_char(token, c);
    }
    *pointer = at;
    return 1;
}

int iter8__pointer_index(const char *digits, size_t length, size_t *out)
{
    size_t index = 0;
    if (length == 0 || (length > 1 && digits[0] == '0')) return 0;
    for (size_t i = 0; i < length; i++) {
        if (digits[i] < '0' || digits[i] > '9') return 0;
        size_t digit = (size_t)(digits[i] - '0');
        if (index > (UINT32_MAX - digit) / 10) return 0;
        index = index * 10 + digit;
    }
    *out = index;
    return 1;
}
