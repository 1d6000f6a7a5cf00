/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/nearest.h"

#include <string.h>

/* Longer words are cut: no field's name is that long. */
enum { MAX_LETTERS = 48, SHORTEST_PART = 3 };

typedef struct folded {
    char letters[MAX_LETTERS];
    size_t count;
} folded;

static folded fold(const char *word)
{
    folded out = {.count = 0};
    for (; *word != '\0' && out.count < MAX_LETTERS; word++) {
        if (*word == '-' || *word == '_') continue;
        char c = *word >= 'A' && *word <= 'Z' ? (char)(*word - 'A' + 'a') : *word;
        out.letters[out.count++] = c;
    }
    return out;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* One row of the table of edit distances: what it costs to make the first letters of @p b of the
 * first @p row letters of @p a. Rows before this one are @p above and @p above_that. */
static void fill_row(const folded *a, const folded *b, size_t row, const size_t *above_that,
                     const size_t *above, size_t *out)
{
    out[0] = row;
    for (size_t i = 1; i <= b->count; i++) {
        int same = a->letters[row - 1] == b->letters[i - 1];
        size_t cost = least(above[i - 1] + (same ? 0 : 1), least(above[i], out[i - 1]) + 1);
        int swapped = row > 1 && i > 1 && a->letters[row - 1] == b->letters[i - 2] &&
                      a->letters[row - 2] == b->letters[i - 1];
        out[i] = swapped ? least(cost, above_that[i - 2] + 1) : cost;
    }
}

static size_t distance(const folded *a, const folded *b)
{
    size_t rows[3][MAX_LETTERS + 1] = {{0}};
    for (size_t i = 0; i <= b->count; i++)
        rows[0][i] = i;
    for (size_t row = 1; row <= a->count; row++)
        fill_row(a, b, row, rows[(row + 1) % 3], rows[(row + 2) % 3], rows[row % 3]);
    return rows[a->count % 3][b->count];
}

/* Whether one word begins or ends with the other, such as limit and upperLimit. */
static int is_part(const folded *a, const folded *b)
{
    if (a->count < SHORTEST_PART || a->count >= b->count) return 0;
    return memcmp(a->letters, b->letters, a->count) == 0 ||
           memcmp(a->letters, b->letters + b->count - a->count, a->count) == 0;
}

void iter8__nearest_try(iter8__nearest *nearest, const char *word, const char *known)
{
    folded a = fold(word);
    folded b = fold(known);
    /* A third of the letters may be wrong; of words that are too short to tell, none. */
    size_t limit = (a.count > b.count ? a.count : b.count) / 3;
    size_t found = distance(&a, &b);
    if (found > limit && (is_part(&a, &b) || is_part(&b, &a))) found = limit;
    if (found > limit || (nearest->word != NULL && found >= nearest->distance)) return;
    *nearest = (iter8__nearest){known, found};
}

const char *iter8__nearest_of(const char *word, const char *const *list)
{
    iter8__nearest nearest = {NULL, 0};
    for (; *list != NULL; list++)
        iter8__nearest_try(&nearest, word, *list);
    return nearest.word;
}
