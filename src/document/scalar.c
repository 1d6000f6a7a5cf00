/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/scalar.h"

#include "base/decimal.h"

#include <string.h>

/* The longest number that is looked at with its underscores taken out; a longer one with
 * underscores is a text. */
enum { PLAIN_BYTES = 512 };

struct word {
    const char *text;
    enum iter8__scalar_kind kind;
    int value;
};

static const struct word words[] = {
    {"", ITER8__SCALAR_NULL, 0},
    {"~", ITER8__SCALAR_NULL, 0},
    {"null", ITER8__SCALAR_NULL, 0},
    {"Null", ITER8__SCALAR_NULL, 0},
    {"NULL", ITER8__SCALAR_NULL, 0},
    {"y", ITER8__SCALAR_BOOLEAN, 1},
    {"Y", ITER8__SCALAR_BOOLEAN, 1},
    {"yes", ITER8__SCALAR_BOOLEAN, 1},
    {"Yes", ITER8__SCALAR_BOOLEAN, 1},
    {"YES", ITER8__SCALAR_BOOLEAN, 1},
    {"true", ITER8__SCALAR_BOOLEAN, 1},
    {"True", ITER8__SCALAR_BOOLEAN, 1},
    {"TRUE", ITER8__SCALAR_BOOLEAN, 1},
    {"on", ITER8__SCALAR_BOOLEAN, 1},
    {"On", ITER8__SCALAR_BOOLEAN, 1},
    {"ON", ITER8__SCALAR_BOOLEAN, 1},
    {"n", ITER8__SCALAR_BOOLEAN, 0},
    {"N", ITER8__SCALAR_BOOLEAN, 0},
    {"no", ITER8__SCALAR_BOOLEAN, 0},
    {"No", ITER8__SCALAR_BOOLEAN, 0},
    {"NO", ITER8__SCALAR_BOOLEAN, 0},
    {"false", ITER8__SCALAR_BOOLEAN, 0},
    {"False", ITER8__SCALAR_BOOLEAN, 0},
    {"FALSE", ITER8__SCALAR_BOOLEAN, 0},
    {"off", ITER8__SCALAR_BOOLEAN, 0},
    {"Off", ITER8__SCALAR_BOOLEAN, 0},
    {"OFF", ITER8__SCALAR_BOOLEAN, 0},
    {".inf", ITER8__SCALAR_NOT_FINITE, 0},
    {".Inf", ITER8__SCALAR_NOT_FINITE, 0},
    {".INF", ITER8__SCALAR_NOT_FINITE, 0},
    {".nan", ITER8__SCALAR_NOT_FINITE, 0},
    {".NaN", ITER8__SCALAR_NOT_FINITE, 0},
    {".NAN", ITER8__SCALAR_NOT_FINITE, 0},
    {"+.inf", ITER8__SCALAR_NOT_FINITE, 0},
    {"+.Inf", ITER8__SCALAR_NOT_FINITE, 0},
    {"+.INF", ITER8__SCALAR_NOT_FINITE, 0},
    {"-.inf", ITER8__SCALAR_NOT_FINITE, 0},
    {"-.Inf", ITER8__SCALAR_NOT_FINITE, 0},
    {"-.INF", ITER8__SCALAR_NOT_FINITE, 0},
};

static const iter8__scalar text_scalar = {.kind = ITER8__SCALAR_TEXT};

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static iter8__scalar resolve_word(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].text) == length && memcmp(words[i].text, text, length) == 0)
            return (iter8__scalar){.kind = words[i].kind, .integer = words[i].value};
    }
    return text_scalar;
}

static unsigned digit_value(char c)
{
    if (is_digit(c)) return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'f') return (unsigned)(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return (unsigned)(c - 'A' + 10);
    return 16;
}

static iter8__scalar real_of(const char *text, size_t length, int negative)
{
    iter8__scalar scalar = {.kind = ITER8__SCALAR_REAL};
    if (!iter8__double_parse(text, length, &scalar.real)) return text_scalar;
    if (negative) scalar.real = -scalar.real;
    return scalar;
}

iter8__scalar iter8__scalar_integer(const char *digits, size_t length, unsigned base, int negative)
{
    uint64_t value = 0;
    int overflow = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned digit = digit_value(digits[i]);
        if (digit >= base) return text_scalar;
        if (value > (UINT64_MAX - digit) / base) overflow = 1;
        if (!overflow) value = value * base + digit;
    }
    if (length == 0 || (overflow && base != 10)) return text_scalar;
    if (!overflow && value <= (uint64_t)INT64_MAX + (negative != 0)) {
        int64_t integer = negative ? (int64_t)(0 - value) : (int64_t)value;
        return (iter8__scalar){.kind = ITER8__SCALAR_INTEGER, .whole = 1, .integer = integer};
    }
    iter8__scalar scalar = {.kind = ITER8__SCALAR_REAL, .real = (double)value};
    if (base == 10)
        scalar = real_of(digits, length, negative);
    else if (negative)
        return text_scalar;
    scalar.whole = !overflow && !negative;
    return scalar;
}

/* digits[.digits] or .digits, then an exponent or none. */
static int is_float(const char *text, size_t length)
{
    size_t i = 0;
    size_t whole = 0, fraction = 0;
    for (; i < length && is_digit(text[i]); i++)
        whole++;
    if (i < length && text[i] == '.') {
        for (i++; i < length && is_digit(text[i]); i++)
            fraction++;
    }
    if (whole + fraction == 0) return 0;
    if (i == length) return 1;
    if (text[i] != 'e' && text[i] != 'E') return 0;
    i++;
    if (i < length && (text[i] == '+' || text[i] == '-')) i++;
    size_t exponent = i;
    while (i < length && is_digit(text[i]))
        i++;
    return i == length && i > exponent;
}

/* A number without underscores. */
static iter8__scalar resolve_number(const char *text, size_t length)
{
    int negative = length > 0 && text[0] == '-';
    size_t sign = length > 0 && (negative || text[0] == '+');
    const char *digits = text + sign;
    size_t count = length - sign;
    iter8__scalar scalar = text_scalar;
    if (count > 1 && digits[0] == '0') {
        char mark = (char)(digits[1] | 0x20);
        unsigned base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;
        if (base != 0) return iter8__scalar_integer(digits + 2, count - 2, base, negative);
        scalar = iter8__scalar_integer(digits + 1, count - 1, 8, negative);
    } else {
        scalar = iter8__scalar_integer(digits, count, 10, negative);
    }
    if (scalar.kind == ITER8__SCALAR_TEXT && is_float(digits, count))
        scalar = real_of(digits, count, negative);
    return scalar;
}

iter8__scalar iter8__scalar_resolve(const char *text, size_t length)
{
    iter8__scalar scalar = resolve_word(text, length);
    if (scalar.kind != ITER8__SCALAR_TEXT) return scalar;
    char first = text[0];
    if (first == '.') return is_float(text, length) ? real_of(text, length, 0) : text_scalar;
    if (!is_digit(first) && first != '-' && first != '+') return text_scalar;
    if (memchr(text, '_', length) == NULL) return resolve_number(text, length);
    char plain[PLAIN_BYTES];
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        if (count == sizeof plain) return text_scalar;
        if (text[i] != '_') plain[count++] = text[i];
    }
    return resolve_number(plain, count);
}

/* Dates, which some readers hand on as times, and numbers of base 60, which YAML 1.1 knows. */
static int is_date_or_sexagesimal(const char *text, size_t length)
{
    size_t colons = 0, dashes = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == ':')
            colons++;
        else if (text[i] == '-' && i > 0)
            dashes++;
        else if (!is_digit(text[i]) && strchr("+-._tTzZ ", text[i]) == NULL)
            return 0;
    }
    return colons > 0 || dashes > 1;
}

int iter8__scalar_ambiguous(const char *text, size_t length)
{
    if (iter8__scalar_resolve(text, length).kind != ITER8__SCALAR_TEXT) return 1;
    if (length == 2 && memcmp(text, "<<", 2) == 0) return 1;
    if (length == 1 && text[0] == '=') return 1;
    size_t sign = text[0] == '-' || text[0] == '+';
    return length > sign && is_digit(text[sign]) && is_date_or_sexagesimal(text, length);
}

iter8__node *iter8__scalar_node(const iter8__scalar *scalar)
{
    switch (scalar->kind) {
    case ITER8__SCALAR_NULL: return iter8__node_make_null();
    case ITER8__SCALAR_BOOLEAN: return iter8__node_make_boolean(scalar->integer != 0);
    case ITER8__SCALAR_INTEGER: return iter8__node_make_integer(scalar->integer);
    case ITER8__SCALAR_REAL: return iter8__node_make_real(scalar->real);
    case ITER8__SCALAR_TEXT:
    case ITER8__SCALAR_NOT_FINITE: break;
    }
    return NULL;
}
