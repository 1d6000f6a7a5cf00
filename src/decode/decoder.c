/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decode/decoder.h"

#include "base/diagnostics.h"
#include "base/memory.h"
#include "document/document.h"
#include "document/locate.h"
#include "iter8/error.h"

#include <stdarg.h>
#include <string.h>

void iter8__decoder_init(iter8__decoder *decoder, const iter8_document *document,
                         iter8_diagnostics *diagnostics, iter8__arena *arena)
{
    *decoder = (iter8__decoder){.document = document,
                                .diagnostics = diagnostics,
                                .arena = arena,
                                .strict = iter8__diagnostics_strict(diagnostics),
                                .first = iter8_diagnostics_count(diagnostics)};
    iter8__text_init(&decoder->path, arena->allocator);
}

int iter8__decoder_result(const iter8__decoder *decoder)
{
    if (decoder->out_of_memory || decoder->path.failed) return ITER8_ERR_NOMEM;
    return decoder->problems > 0 ? ITER8_ERR_INVALID : ITER8_OK;
}

/* Reads the text once, however many problems there are. */
static void place_problems(iter8__decoder *decoder)
{
    const char *paths[2 * ITER8__MAX_PROBLEMS];
    iter8__place places[2 * ITER8__MAX_PROBLEMS];
    size_t count = decoder->unplaced_count;
    if (count == 0) return;
    for (size_t i = 0; i < count; i++) {
        paths[i] = decoder->unplaced[i].path;
        places[i] = (iter8__place){0};
    }
    if (iter8__locate(decoder->document, paths, count, places) != ITER8_OK)
        decoder->out_of_memory = 1;
    for (size_t i = 0; i < count; i++) {
        iter8__diagnostics_place(decoder->diagnostics, decoder->unplaced[i].problem, places[i].line,
                                 places[i].column);
        iter8__release(decoder->arena->allocator, decoder->unplaced[i].path);
    }
    decoder->unplaced_count = 0;
}

int iter8__decoder_finish(iter8__decoder *decoder)
{
    place_problems(decoder);
    int rc = iter8__decoder_result(decoder);
    iter8__diagnostics_sort(decoder->diagnostics, decoder->first);
    iter8__text_clear(&decoder->path);
    return rc;
}

int iter8__decoder_check(const iter8_document *document, iter8_diagnostics *diagnostics,
                         int (*decode)(iter8__decoder *decoder, const iter8__node *root))
{
    if (document == NULL) return ITER8_ERR_ARGUMENT;
    iter8_allocator allocator;
    int rc = iter8__allocator_take(&allocator, NULL);
    if (rc != ITER8_OK) return rc;
    iter8__arena arena;
    iter8__arena_init(&arena, &allocator);
    iter8__decoder decoder;
    iter8__decoder_init(&decoder, document, diagnostics, &arena);
    rc = decode(&decoder, iter8__document_root(document));
    int result = iter8__decoder_finish(&decoder);
    iter8__arena_clear(&arena);
    return rc == ITER8_OK || result == ITER8_ERR_NOMEM ? result : rc;
}

/* A key that a field path could misread is quoted. */
static int is_plain(const char *key)
{
    return *key != '\0' && strpbrk(key, ".[]'\"\\") == NULL;
}

static void add_quoted(iter8__text *path, const char *key)
{
    iter8__text_add_string(path, "['");
    for (; *key != '\0'; key++) {
        if (*key == '\'' || *key == '\\') iter8__text_add_char(path, '\\');
        iter8__text_add_char(path, *key);
    }
    iter8__text_add_string(path, "']");
}

size_t iter8__decoder_enter(iter8__decoder *decoder, const char *key)
{
    size_t mark = decoder->path.length;
    if (!is_plain(key)) {
        add_quoted(&decoder->path, key);
    } else {
        if (mark > 0) iter8__text_add_char(&decoder->path, '.');
        iter8__text_add_string(&decoder->path, key);
    }
    return mark;
}

size_t iter8__decoder_enter_item(iter8__decoder *decoder, size_t index)
{
    size_t mark = decoder->path.length;
    iter8__text_add_char(&decoder->path, '[');
    iter8__text_add_integer(&decoder->path, (int64_t)index);
    iter8__text_add_char(&decoder->path, ']');
    return mark;
}

void iter8__decoder_leave(iter8__decoder *decoder, size_t mark)
{
    if (decoder->path.bytes == NULL || mark >= decoder->path.length) return;
    decoder->path.length = mark;
    decoder->path.bytes[mark] = '\0';
}

/* The path as it is, for the list shows control characters as escapes. */
static void remember_path(iter8__decoder *decoder, size_t problem)
{
    if (decoder->document == NULL) return;
    const char *path = iter8__text_string(&decoder->path);
    size_t length = strlen(path);
    char *copy = iter8__alloc_zero(decoder->arena->allocator, length + 1, 1);
    if (copy == NULL) {
        decoder->out_of_memory = 1;
        return;
    }
    memcpy(copy, path, length);
    size_t i = decoder->unplaced_count++;
    decoder->unplaced[i].path = copy;
    decoder->unplaced[i].problem = problem;
}

static void report(iter8__decoder *decoder, int code, int severity, va_list parts)
{
    if (decoder->strict) severity = ITER8_SEVERITY_ERROR;
    int *count = severity == ITER8_SEVERITY_ERROR ? &decoder->problems : &decoder->warnings;
    if (++*count > ITER8__MAX_PROBLEMS || decoder->diagnostics == NULL) return;
    iter8__text message;
    iter8__text_init(&message, decoder->arena->allocator);
    iter8__text_add_all(&message, parts);
    if (*count == ITER8__MAX_PROBLEMS) iter8__text_add_string(&message, "; no more are listed");
    size_t before = iter8_diagnostics_count(decoder->diagnostics);
    iter8_diagnostics_add(decoder->diagnostics,
                          &(iter8_diagnostic){sizeof(iter8_diagnostic),
                                              iter8__text_string(&decoder->path),
                                              iter8__text_string(&message), code, severity, 0, 0,
                                              decoder->origin, 0});
    if (iter8_diagnostics_count(decoder->diagnostics) > before) remember_path(decoder, before);
    if (message.failed) decoder->out_of_memory = 1;
    iter8__text_clear(&message);
}

void iter8__decoder_problem(iter8__decoder *decoder, int code, ...)
{
    va_list parts;
    va_start(parts, code);
    report(decoder, code, decoder->tolerant ? ITER8_SEVERITY_WARNING : ITER8_SEVERITY_ERROR, parts);
    va_end(parts);
}

void iter8__decoder_warning(iter8__decoder *decoder, int code, ...)
{
    va_list parts;
    va_start(parts, code);
    report(decoder, code, ITER8_SEVERITY_WARNING, parts);
    va_end(parts);
}

void iter8__decoder_member_problem(iter8__decoder *decoder, const char *key, int code,
                                   const char *message)
{
    size_t mark = iter8__decoder_enter(decoder, key);
    iter8__decoder_problem(decoder, code, message, (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

void *iter8__decoder_alloc(iter8__decoder *decoder, size_t count, size_t size)
{
    void *room = iter8__arena_alloc(decoder->arena, count, size);
    if (room == NULL) decoder->out_of_memory = 1;
    return room;
}

const char *iter8__decoder_copy(iter8__decoder *decoder, const char *text)
{
    const char *copy = iter8__arena_text(decoder->arena, text, strlen(text));
    if (copy == NULL) decoder->out_of_memory = 1;
    return copy;
}
