/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/encode.h"

#include <string.h>

void iter8__text_add_percent(iter8__text *text, const char *string)
{
    static const char digits[] = "0123456789ABCDEF";
    for (; *string != '\0'; string++) {
        unsigned char c = (unsigned char)*string;
        int plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            iter8__text_add_char(text, (char)c);
        } else {
            char encoded[3] = {'%', digits[c >> 4], digits[c & 15]};
            iter8__text_add(text, encoded, sizeof encoded);
        }
    }
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void iter8__text_add_base64(iter8__text *text, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i += 3) {
        size_t here = length - i < 3 ? length - i : 3;
        uint32_t group = 0;
        for (size_t j = 0; j < 3; j++)
            group = group << 8 | (j < here ? (unsigned char)bytes[i + j] : 0);
        for (size_t j = 0; j < 4; j++)
            iter8__text_add_char(text, j <= here ? alphabet[group >> (18 - 6 * j) & 63] : '=');
    }
}

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Adds the whole bytes of the bits read so far. */
static void add_bits(iter8__text *text, uint32_t *bits, unsigned *count)
{
    while (*count >= 8) {
        *count -= 8;
        iter8__text_add_char(text, (char)(unsigned char)(*bits >> *count));
        *bits &= (1U << *count) - 1;
    }
}

int iter8__text_add_from_base64(iter8__text *text, const char *encoded, size_t length)
{
    uint32_t bits = 0;
    unsigned count = 0;
    size_t padding = 0;
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) {
        if (is_blank(encoded[i])) continue;
        if (encoded[i] == '=') {
            padding++;
            continue;
        }
        const char *digit = encoded[i] != '\0' ? strchr(alphabet, encoded[i]) : NULL;
        if (digit == NULL || padding > 0) return 0;
        bits = bits << 6 | (uint32_t)(digit - alphabet);
        count += 6;
        digits++;
        add_bits(text, &bits, &count);
    }
    return bits == 0 && digits % 4 != 1 && padding <= 2;
}

int iter8__is_one_line(const char *text, int tabs)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c < 0x20 && (c != '\t' || !tabs)) || c == 0x7f) return 0;
    }
    return 1;
}
