/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/decimal.h"

enum { EXPONENT_LIMIT = 1 << 30 };

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int32_t limited(int64_t exponent)
{
    if (exponent > EXPONENT_LIMIT) return EXPONENT_LIMIT;
    if (exponent < -EXPONENT_LIMIT) return -EXPONENT_LIMIT;
    return (int32_t)exponent;
}

static void append(iter8__decimal *decimal, char c)
{
    uint8_t *last = &decimal->digits[ITER8__DECIMAL_DIGITS - 1];
    if (decimal->count < ITER8__DECIMAL_DIGITS)
        decimal->digits[decimal->count++] = (uint8_t)(c - '0');
    else if (c != '0' && *last == 0)
        *last = 1; /* the number is not a middle between two doubles, as it would seem without */
}

static void strip_zeros(iter8__decimal *decimal)
{
    while (decimal->count > 0 && decimal->digits[decimal->count - 1] == 0)
        decimal->count--;
}

static size_t scan_sign(const char *text, size_t length, int *negative)
{
    *negative = length > 0 && text[0] == '-';
    return length > 0 && (text[0] == '-' || text[0] == '+');
}

size_t iter8__decimal_scan(const char *text, size_t length, iter8__decimal *out)
{
    size_t i = scan_sign(text, length, &out->negative);
    int64_t seen = 0, first = 0,
            whole = -1; /* digits, all, before the first not 0, and the point */
    out->count = 0;
    for (; i < length; i++) {
        if (text[i] == '.' && whole < 0) {
            whole = seen;
            continue;
        }
        if (!is_digit(text[i])) break;
        if (out->count == 0) first = seen;
        if (out->count > 0 || text[i] != '0') append(out, text[i]);
        seen++;
    }
    if (seen == 0) return 0;
    if (whole < 0) whole = seen;
    out->exponent = out->count > 0 ? limited(whole - 1 - first) : 0;
    strip_zeros(out);
    return i;
}

static int scan_exponent(const char *text, size_t length, int64_t *out)
{
    int negative;
    size_t i = scan_sign(text, length, &negative);
    if (i == length) return 0;
    int64_t exponent = 0;
    for (; i < length; i++) {
        if (!is_digit(text[i])) return 0;
        if (exponent <= EXPONENT_LIMIT) exponent = 10 * exponent + (text[i] - '0');
    }
    *out = negative ? -exponent : exponent;
    return 1;
}

int iter8__decimal_parse(const char *text, size_t length, iter8__decimal *out)
{
    size_t used = iter8__decimal_scan(text, length, out);
    if (used == 0) return 0;
    if (used == length) return 1;
    if (text[used] != 'e' && text[used] != 'E') return 0;
    int64_t exponent;
    if (!scan_exponent(text + used + 1, length - used - 1, &exponent)) return 0;
    if (out->count > 0) out->exponent = limited(out->exponent + exponent);
    return 1;
}

/* Adds one unit of the last digit, of which there must be one. */
static void increment(iter8__decimal *decimal)
{
    while (decimal->count > 1 && decimal->digits[decimal->count - 1] == 9)
        decimal->count--;
    uint8_t *last = &decimal->digits[decimal->count - 1];
    if (*last < 9) {
        ++*last;
        return;
    }
    *last = 1;
    decimal->exponent++;
}

void iter8__decimal_round(iter8__decimal *decimal, int count)
{
    if (decimal->count <= count) return;
    int next = decimal->digits[count];
    int beyond_half = next > 5 || (next == 5 && decimal->count > count + 1);
    int up = beyond_half || (next == 5 && decimal->digits[count - 1] % 2 != 0);
    decimal->count = count;
    if (up) increment(decimal);
    strip_zeros(decimal);
}

void iter8__decimal_ceil(iter8__decimal *decimal, int places)
{
    int64_t keep = (int64_t)decimal->exponent + 1 + places;
    if (decimal->count == 0 || keep >= decimal->count) return;
    decimal->count = keep > 0 ? (int)keep : 0;
    if (decimal->negative) {
        strip_zeros(decimal);
    } else if (decimal->count > 0) {
        increment(decimal);
    } else {
        decimal->digits[decimal->count++] = 1;
        decimal->exponent = -places;
    }
}

static char digit_at(const iter8__decimal *decimal, int64_t exponent)
{
    int64_t index = decimal->exponent - exponent;
    return (char)('0' + (index >= 0 && index < decimal->count ? decimal->digits[index] : 0));
}

size_t iter8__decimal_format(const iter8__decimal *decimal, int places, char *buffer,
                             size_t capacity)
{
    int64_t top = decimal->count > 0 && decimal->exponent > 0 ? decimal->exponent : 0;
    int sign = decimal->negative && decimal->exponent >= -places && decimal->count > 0;
    uint64_t length = (uint64_t)(sign + top + 1 + (places > 0) + places);
    char *end = buffer;
    if (length < capacity) {
        if (sign) *end++ = '-';
        for (int64_t exponent = top; exponent >= -places; exponent--) {
            if (exponent == -1) *end++ = '.';
            *end++ = digit_at(decimal, exponent);
        }
    }
    *end = '\0';
    return (size_t)(end - buffer);
}

size_t iter8__integer_format(int64_t value, char *buffer)
{
    if (value >= 0) return iter8__unsigned_format((uint64_t)value, buffer);
    buffer[0] = '-';
    return 1 + iter8__unsigned_format(0 - (uint64_t)value, buffer + 1);
}

size_t iter8__unsigned_format(uint64_t value, char *buffer)
{
    char reversed[ITER8__INTEGER_BYTES];
    size_t count = 0, length = 0;
    do {
        reversed[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    while (count > 0)
        buffer[length++] = reversed[--count];
    buffer[length] = '\0';
    return length;
}
