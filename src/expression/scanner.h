/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * scanner.h - signs, words and literals of a text, one after the other.
 */
#ifndef ITER8_EXPRESSION_SCANNER_H
#define ITER8_EXPRESSION_SCANNER_H

#include "base/arena.h"
#include "expression/schema.h"

typedef struct iter8__scanner {
    const char *text;
    size_t length;
    size_t at;
} iter8__scanner;

void iter8__scan_blanks(iter8__scanner *scanner);
/* Takes a sign or a word if it comes next, perhaps behind blanks; a word must end there. */
int iter8__scan_sign(iter8__scanner *scanner, const char *sign);
/* The dotted name or the character that stands at a place, for messages. */
iter8__span iter8__scan_word_at(const iter8__scanner *scanner, size_t at);
/* Takes the number that begins here; 0 when what looks like one is none. */
int iter8__scan_number(iter8__scanner *scanner, double *out);
/* Takes the text in quotes that begins here, without its escapes. Returns 0, ITER8_ERR_SYNTAX,
 * ITER8_ERR_NOMEM. */
int iter8__scan_quoted(iter8__scanner *scanner, iter8__arena *arena, iter8__span *out);

#endif
