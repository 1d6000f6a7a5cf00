/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * field_path.h - field paths, part by part.
 *
 * A path is parts one after the other: ".key" (the first dot may be left out), "[7]", "['any key']"
 * or "["any key"]", and filters: "[name=canary]", "[metadata.name='any value']", or "[*]" for
 * every item. A bare key goes on
 * to the next "." or "[", a bare value to the next "]"; a backslash makes the character behind it
 * an ordinary one. A path has at least one part. What a filter stands for, field_step.h finds out.
 */
#ifndef ITER8_DOCUMENT_FIELD_PATH_H
#define ITER8_DOCUMENT_FIELD_PATH_H

#include "base/text.h"

#include <stddef.h>

typedef struct iter8__field_part {
    const char *key;    /* as written, so with backslashes; NULL for an index */
    size_t length;      /* bytes of key */
    const char *wanted; /* for a filter: the value, as written; then key leads to it. Else NULL */
    size_t wanted_length;
    size_t index;
    int every; /* "[*]": all items of a list, see routing/places.h; elsewhere it fits several */
} iter8__field_part;

/* A walk along a path, which is borrowed as long as the walk goes on. */
typedef struct iter8__field_walk {
    const char *path;
    const char *at;
} iter8__field_walk;

iter8__field_walk iter8__field_start(const char *field_path);

/* Takes the next part. Returns 1, 0 behind the last part, or ITER8_ERR_FIELD_PATH. */
int iter8__field_next(iter8__field_walk *walk, iter8__field_part *out);

/* Takes the next key off the key of a filter, "metadata.name", which is shortened by it. Returns 1,
 * or 0 when nothing is left. */
int iter8__field_next_key(iter8__field_part *filter, iter8__field_part *out);

/* Whether a part is the key @p key. */
int iter8__field_part_is(const iter8__field_part *part, const char *key);

/* Adds the key of a part without its backslashes. */
void iter8__field_part_text(const iter8__field_part *part, iter8__text *text);

#endif
