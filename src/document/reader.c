/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/reader.h"

#include "base/decimal.h"
#include "base/diagnostics.h"
#include "base/memory.h"
#include "iter8/error.h"

#include <stdarg.h>
#include <string.h>

void iter8__reader_init(iter8__reader *reader, const iter8_read_options *options, const char *text,
                        size_t length)
{
    *reader = (iter8__reader){.allocator = options->allocator,
                              .text = text,
                              .length = length,
                              .max_alias_values = options->max_alias_values,
                              .max_depth = options->max_depth};
    iter8__text_init(&reader->message, options->allocator);
}

void iter8__reader_clear(iter8__reader *reader)
{
    iter8__text_clear(&reader->message);
    iter8__release(reader->allocator, reader->key_lines);
    reader->key_lines = NULL;
}

int iter8__reader_fail(iter8__reader *reader, int code, iter8__place place, ...)
{
    reader->code = code;
    reader->place = place;
    va_list parts;
    va_start(parts, place);
    for (const char *part = va_arg(parts, const char *); part != NULL;
         part = va_arg(parts, const char *))
        iter8__text_add_string(&reader->message, part);
    va_end(parts);
    return code;
}

int iter8__reader_fail_depth(iter8__reader *reader, iter8__place place)
{
    char limit[ITER8__INTEGER_BYTES];
    iter8__integer_format(reader->max_depth, limit);
    return iter8__reader_fail(reader, ITER8_ERR_TOO_DEEP, place,
                              "lists and mappings are nested more than ", limit, " deep", NULL);
}

void iter8__reader_report(const iter8__reader *reader, iter8_diagnostics *diagnostics)
{
    if (reader->code == ITER8_OK) return;
    iter8__diagnose(diagnostics, reader->code, reader->place.line, reader->place.column, "",
                    iter8__text_string(&reader->message), NULL);
}

/* Mappings keep their keys in order, so a key's rank among them is the rank of its line. */
static size_t rank_of(const iter8__node *mapping, const char *key)
{
    size_t rank = 0;
    for (iter8__cursor *c = iter8__node_first(mapping); c != NULL;
         c = iter8__node_next(mapping, c)) {
        if (strcmp(iter8__cursor_key(c), key) == 0) break;
        rank++;
    }
    return rank;
}

static int push_line(iter8__reader *reader, uint32_t line)
{
    if (reader->key_count == reader->key_capacity) {
        size_t capacity = reader->key_capacity == 0 ? 64 : reader->key_capacity * 2;
        uint32_t *lines =
            iter8__resize(reader->allocator, reader->key_lines, capacity, sizeof *lines);
        if (lines == NULL) return ITER8_ERR_NOMEM;
        reader->key_lines = lines;
        reader->key_capacity = capacity;
    }
    reader->key_lines[reader->key_count++] = line;
    return ITER8_OK;
}

int iter8__reader_key(iter8__reader *reader, const iter8__node *mapping, size_t base,
                      const char *key, iter8__place place)
{
    if (iter8__node_member(mapping, key) == NULL) return push_line(reader, place.line);
    char first[ITER8__INTEGER_BYTES];
    iter8__integer_format(reader->key_lines[base + rank_of(mapping, key)], first);
    return iter8__reader_fail(reader, ITER8_ERR_DUPLICATE_KEY, place, "the key \"", key,
                              "\" appears twice in one mapping, first on line ", first, NULL);
}

void iter8__place_move(iter8__place *place, const char *from, const char *to)
{
    for (const char *at = from; at < to; at++) {
        unsigned char c = (unsigned char)*at;
        if (c == '\n' || (c == '\r' && at[1] != '\n')) {
            place->line++;
            place->column = 1;
        } else if ((c & 0xC0) != 0x80 && c != '\r') {
            place->column++;
        }
    }
}
