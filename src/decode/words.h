/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * words.h - lists of words that a field may have, and their numbers.
 */
#ifndef ITER8_DECODE_WORDS_H
#define ITER8_DECODE_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* A list of words; the number of a word is its place, 0 stands for none. */
typedef struct iter8__words {
    const char *const *words; /* words[0] is "" */
    size_t count;
} iter8__words;

/* The number of a word, or 0. */
int32_t iter8__word_number(const iter8__words *words, const char *word);

/* The word with a number; "" when there is none. */
const char *iter8__word(const iter8__words *words, int32_t number);

#endif
