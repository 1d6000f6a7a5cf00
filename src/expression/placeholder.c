/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "expression/placeholder.h"

#include "expression/dotted.h"
#include "expression/scanner.h"
#include "iter8/error.h"

#include <string.h>

/* Where the text is at its end, that is what is wrong. */
static int complain(const iter8__scanner *scanner, const char *message, iter8__fault *fault)
{
    if (scanner->at == scanner->length) message = "the placeholder does not end";
    *fault = (iter8__fault){message, iter8__scan_word_at(scanner, scanner->at), scanner->at};
    return ITER8_ERR_EXPRESSION;
}

/* Takes a text between quotes of either kind, without escapes. */
static int take_quoted(iter8__scanner *scanner, iter8__span *out)
{
    iter8__scan_blanks(scanner);
    char quote = scanner->text[scanner->at];
    if (quote != '"' && quote != '\'') return 0;
    const char *start = scanner->text + scanner->at + 1;
    const char *end = strchr(start, quote);
    if (end == NULL || memchr(start, '\\', (size_t)(end - start)) != NULL) return 0;
    *out = (iter8__span){start, (size_t)(end - start)};
    scanner->at += out->length + 2;
    return 1;
}

static int is_word(iter8__span span, const char *word)
{
    return span.length == strlen(word) && memcmp(span.text, word, span.length) == 0;
}

/* Takes what stands between the delimiters. */
static int take_inner(iter8__scanner *scanner, iter8__piece *out, iter8__fault *fault)
{
    out->kind = ITER8__PIECE_PLAIN;
    if (take_quoted(scanner, &out->text)) return 1;
    if (scanner->text[scanner->at] != '.')
        return complain(scanner, "a placeholder holds one value such as .name, not ", fault);
    out->kind = ITER8__PIECE_VALUE;
    out->text.text = scanner->text + scanner->at;
    out->text.length = iter8__dotted_length(out->text.text, scanner->length - scanner->at);
    if (out->text.length == 0)
        return complain(scanner, "the name of a value is wanted, not ", fault);
    scanner->at += out->text.length;
    iter8__span rest = out->text;
    iter8__span first = {NULL, 0};
    iter8__span key;
    int is_call = iter8__dotted_first(&rest, &first) && is_word(first, "Secret");
    if (is_call && !take_quoted(scanner, &key))
        return complain(scanner, ".Secret wants a key in quotes, not ", fault);
    if (is_call || is_word(first, "secret")) out->kind = ITER8__PIECE_SECRET;
    return 1;
}

static int take_placeholder(iter8__template *walk, iter8__piece *out, iter8__fault *fault)
{
    iter8__scanner scanner = {walk->text, walk->length, walk->at};
    scanner.at += strlen(walk->between->open);
    int rc = take_inner(&scanner, out, fault);
    if (rc < 0) return rc;
    iter8__scan_blanks(&scanner);
    size_t close = strlen(walk->between->close);
    if (strncmp(scanner.text + scanner.at, walk->between->close, close) != 0)
        return complain(&scanner, "a placeholder holds one value and nothing behind it, not ",
                        fault);
    scanner.at += close;
    if (out->kind == ITER8__PIECE_SECRET)
        out->text = (iter8__span){walk->text + walk->at, scanner.at - walk->at};
    walk->at = scanner.at;
    return 1;
}

int iter8__template_next(iter8__template *walk, iter8__piece *out, iter8__fault *fault)
{
    /* Once: a text may hold as many placeholders as it is long. */
    if (walk->length == 0) walk->length = strlen(walk->text);
    const char *from = walk->text + walk->at;
    if (*from == '\0') return 0;
    const char *open = strstr(from, walk->between->open);
    if (open == from) return take_placeholder(walk, out, fault);
    size_t length = open != NULL ? (size_t)(open - from) : walk->length - walk->at;
    *out = (iter8__piece){ITER8__PIECE_PLAIN, {from, length}};
    walk->at += length;
    return 1;
}
