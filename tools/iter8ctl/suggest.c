/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "commands.h"

#include <string.h>

enum { LONGEST = 40 };

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* How many letters have to be put in, left out or replaced to make one word of another
 * (Levenshtein's distance). Words that are too long are as far apart as can be. */
static size_t distance(const char *a, const char *b)
{
    size_t rows[2][LONGEST + 1];
    size_t width = strlen(b);
    if (strlen(a) > LONGEST || width > LONGEST) return SIZE_MAX;
    for (size_t j = 0; j <= width; j++)
        rows[0][j] = j;
    for (size_t i = 0; a[i] != '\0'; i++) {
        const size_t *above = rows[i % 2];
        size_t *row = rows[(i + 1) % 2];
        row[0] = i + 1;
        for (size_t j = 0; j < width; j++)
            row[j + 1] = smallest(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] != b[j]));
    }
    return rows[strlen(a) % 2][width];
}

const char *suggest(const char *wrong, name_at *at, const void *user_data)
{
    const char *nearest = NULL;
    size_t least = strlen(wrong) / 3 + 2;
    const char *name;
    for (size_t i = 0; (name = at(i, user_data)) != NULL; i++) {
        size_t far = distance(wrong, name);
        if (far >= least) continue;
        least = far;
        nearest = name;
    }
    return nearest;
}
