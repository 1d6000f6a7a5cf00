/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * reader.h - what the YAML and the JSON reader share: the text, its limits, the first problem.
 *
 * A reader stops at its first problem and keeps it here instead of reporting it, because a text
 * that both readers refuse is reported only once.
 */
#ifndef ITER8_DOCUMENT_READER_H
#define ITER8_DOCUMENT_READER_H

#include "base/text.h"
#include "document/node.h"
#include "iter8/document.h"

/* A place in the text, both from 1, the column in characters. */
typedef struct iter8__place {
    uint32_t line;
    uint32_t column;
} iter8__place;

typedef struct iter8__reader {
    const iter8_allocator *allocator; /* borrowed as long as the reader lives */
    const char *text;                 /* valid UTF-8 without a zero; borrowed */
    size_t length;
    size_t max_alias_values;
    uint32_t max_depth;

    /* The lines of the keys read so far, in order, of all mappings that are not complete yet. */
    uint32_t *key_lines;
    size_t key_count;
    size_t key_capacity;

    int is_json; /* the JSON reader understood a key or a value, but not the text as a whole */

    int code;            /* of the first problem; 0 while there is none */
    iter8__place place;  /* of that problem */
    iter8__text message; /* about that problem */
} iter8__reader;

/* Starts a reader with the limits of @p options, whose fields are all set. */
void iter8__reader_init(iter8__reader *reader, const iter8_read_options *options, const char *text,
                        size_t length);
void iter8__reader_clear(iter8__reader *reader);

/* Notes a problem whose message is all strings up to a NULL pointer. Returns @p code. */
int iter8__reader_fail(iter8__reader *reader, int code, iter8__place place, ...);
/* Notes that lists and mappings are nested too deeply. Returns ITER8_ERR_TOO_DEEP. */
int iter8__reader_fail_depth(iter8__reader *reader, iter8__place place);
/* Adds the problem to @p diagnostics; does nothing when there is none. */
void iter8__reader_report(const iter8__reader *reader, iter8_diagnostics *diagnostics);

/* Announces the next key of a mapping that was begun when key_count was @p base; the key becomes a
 * member of @p mapping before the next is announced. The mapping's end sets key_count to its base.
 * Returns 0, ITER8_ERR_DUPLICATE_KEY, ITER8_ERR_NOMEM. */
int iter8__reader_key(iter8__reader *reader, const iter8__node *mapping, size_t base,
                      const char *key, iter8__place place);

/* Moves @p place from the byte at @p from to the one at @p to, which is behind it and not beyond
 * the zero at the end of the text. */
void iter8__place_move(iter8__place *place, const char *from, const char *to);

/* Reads a JSON text and appends its value to the list @p roots. Returns 0, ITER8_ERR_NOMEM, or the
 * code of the problem. */
int iter8__json_read(iter8__reader *reader, iter8__node *roots);

/* Reads a YAML stream and appends the value of each document to the list @p roots. Returns as
 * iter8__json_read. */
int iter8__yaml_read(iter8__reader *reader, iter8__node *roots);

#endif
