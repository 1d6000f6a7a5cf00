/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "expression/scanner.h"

#include "base/decimal.h"
#include "expression/dotted.h"
#include "iter8/error.h"

#include <string.h>

void iter8__scan_blanks(iter8__scanner *scanner)
{
    while (scanner->at < scanner->length && strchr(" \t\r\n", scanner->text[scanner->at]) != NULL)
        scanner->at++;
}

static int is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

int iter8__scan_sign(iter8__scanner *scanner, const char *sign)
{
    iter8__scan_blanks(scanner);
    size_t length = strlen(sign);
    if (scanner->length - scanner->at < length ||
        memcmp(scanner->text + scanner->at, sign, length) != 0)
        return 0;
    size_t end = scanner->at + length;
    if (is_word_char(*sign) && end < scanner->length && is_word_char(scanner->text[end])) return 0;
    scanner->at = end;
    return 1;
}

iter8__span iter8__scan_word_at(const iter8__scanner *scanner, size_t at)
{
    size_t left = scanner->length - at;
    size_t n = iter8__dotted_length(scanner->text + at, left);
    if (n == 0 && left > 0) {
        /* A character may have several bytes. */
        n = 1;
        while (n < left && ((unsigned char)scanner->text[at + n] & 0xC0) == 0x80)
            n++;
    }
    return (iter8__span){scanner->text + at, n};
}

static int is_number_char(const iter8__scanner *scanner)
{
    char c = scanner->text[scanner->at];
    char before = scanner->text[scanner->at - 1];
    return is_word_char(c) || c == '.' ||
           ((c == '+' || c == '-') && (before == 'e' || before == 'E'));
}

int iter8__scan_number(iter8__scanner *scanner, double *out)
{
    size_t start = scanner->at++;
    while (scanner->at < scanner->length && is_number_char(scanner))
        scanner->at++;
    return iter8__double_parse(scanner->text + start, scanner->at - start, out);
}

/* What a backslash and this character mean; 0 for what is not understood. */
static char escaped(char c)
{
    switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case '\\':
    case '\'':
    case '"': return c;
    default: return 0;
    }
}

/* Where a text ends that begins with the quote at @p start; 0 where it does not end. */
static size_t closing_quote(const iter8__scanner *scanner, size_t start)
{
    size_t at = start + 1;
    while (at < scanner->length && scanner->text[at] != scanner->text[start])
        at += scanner->text[at] == '\\' ? 2 : 1;
    return at < scanner->length ? at : 0;
}

int iter8__scan_quoted(iter8__scanner *scanner, iter8__arena *arena, iter8__span *out)
{
    size_t end = closing_quote(scanner, scanner->at);
    if (end == 0) return ITER8_ERR_SYNTAX;
    char *copy = iter8__arena_alloc(arena, end - scanner->at, 1);
    if (copy == NULL) return ITER8_ERR_NOMEM;
    size_t length = 0;
    for (size_t at = scanner->at + 1; at < end; at++) {
        char c = scanner->text[at];
        if (c == '\\') c = escaped(scanner->text[++at]);
        if (c == '\0') return ITER8_ERR_SYNTAX;
        copy[length++] = c;
    }
    *out = (iter8__span){copy, length};
    scanner->at = end + 1;
    return ITER8_OK;
}
