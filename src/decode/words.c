/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decode/words.h"

#include <string.h>

int32_t iter8__word_number(const iter8__words *words, const char *word)
{
    for (size_t i = 1; i < words->count; i++) {
        if (strcmp(words->words[i], word) == 0) return (int32_t)i;
    }
    return 0;
}

const char *iter8__word(const iter8__words *words, int32_t number)
{
    return number > 0 && (size_t)number < words->count ? words->words[number] : "";
}
