/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/diagnostics.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/shown.h"
#include "base/text.h"
#include "iter8/error.h"

#include <stdarg.h>
#include <string.h>

struct iter8_diagnostics {
    iter8_allocator allocator;
    iter8__arena texts;
    iter8_diagnostic *items;
    size_t count;
    size_t capacity;
    size_t lost;
    int strict;
};

int iter8_diagnostics_new(const iter8_allocator *allocator, iter8_diagnostics **out)
{
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = NULL;
    iter8_allocator own;
    int rc = iter8__allocator_take(&own, allocator);
    if (rc != ITER8_OK) return rc;
    iter8_diagnostics *list = iter8__alloc_zero(&own, 1, sizeof *list);
    if (list == NULL) return ITER8_ERR_NOMEM;
    list->allocator = own;
    iter8__arena_init(&list->texts, &list->allocator);
    *out = list;
    return ITER8_OK;
}

void iter8_diagnostics_free(iter8_diagnostics *list)
{
    if (list == NULL) return;
    iter8_allocator allocator = list->allocator;
    iter8__arena_clear(&list->texts);
    iter8__release(&allocator, list->items);
    iter8__release(&allocator, list);
}

void iter8_diagnostics_clear(iter8_diagnostics *list)
{
    if (list == NULL) return;
    iter8__arena_clear(&list->texts);
    list->count = 0;
    list->lost = 0;
}

size_t iter8_diagnostics_count(const iter8_diagnostics *list)
{
    return list != NULL ? list->count : 0;
}

size_t iter8_diagnostics_lost(const iter8_diagnostics *list)
{
    return list != NULL ? list->lost : 0;
}

int iter8_diagnostics_get(const iter8_diagnostics *list, size_t index, iter8_diagnostic *out)
{
    if (list == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (index >= list->count) return ITER8_ERR_NOT_FOUND;
    return iter8__sized_out(out, &list->items[index], sizeof *out);
}

void iter8_diagnostics_set_strict(iter8_diagnostics *list, int32_t strict)
{
    if (list != NULL) list->strict = strict != 0;
}

int iter8__diagnostics_strict(const iter8_diagnostics *list)
{
    return list != NULL && list->strict;
}

static int make_room(iter8_diagnostics *list)
{
    void *items = iter8__grow(&list->allocator, list->items, list->count + 1, &list->capacity,
                              sizeof *list->items);
    if (items == NULL) return 0;
    list->items = items;
    return 1;
}

/* A path or message in one line, whatever names it holds. */
static char *copy_text(iter8_diagnostics *list, const char *text)
{
    if (text == NULL) text = "";
    size_t length = strlen(text);
    if (iter8__shown_span(text, length) == length)
        return iter8__arena_text(&list->texts, text, length);
    iter8__text shown;
    iter8__text_init_shown(&shown, &list->allocator);
    iter8__text_add(&shown, text, length);
    char *copy = shown.failed ? NULL : iter8__arena_text(&list->texts, shown.bytes, shown.length);
    iter8__text_clear(&shown);
    return copy;
}

void iter8_diagnostics_add(iter8_diagnostics *list, const iter8_diagnostic *diagnostic)
{
    iter8_diagnostic own;
    if (list == NULL || diagnostic == NULL) return;
    if (iter8__sized_in(&own, sizeof own, diagnostic) != ITER8_OK) return;
    own.path = copy_text(list, own.path);
    own.message = copy_text(list, own.message);
    if (own.path == NULL || own.message == NULL || !make_room(list)) {
        list->lost++;
        return;
    }
    list->items[list->count++] = own;
}

/* Adds a diagnostic whose message is made of parts. */
static void add_message(iter8_diagnostics *list, iter8_diagnostic *diagnostic, va_list parts)
{
    iter8__text message;
    iter8__text_init(&message, &list->allocator);
    iter8__text_add_all(&message, parts);
    diagnostic->message = iter8__text_string(&message);
    if (message.failed)
        list->lost++;
    else
        iter8_diagnostics_add(list, diagnostic);
    iter8__text_clear(&message);
}

void iter8__diagnose(iter8_diagnostics *list, int code, uint32_t line, uint32_t column,
                     const char *path, ...)
{
    if (list == NULL) return;
    va_list parts;
    va_start(parts, path);
    add_message(list,
                &(iter8_diagnostic){sizeof(iter8_diagnostic), path, NULL, code,
                                    ITER8_SEVERITY_ERROR, line, column, 0, 0},
                parts);
    va_end(parts);
}

void iter8__diagnose_warning(iter8_diagnostics *list, int code, const char *path, ...)
{
    if (list == NULL) return;
    va_list parts;
    va_start(parts, path);
    add_message(list,
                &(iter8_diagnostic){sizeof(iter8_diagnostic), path, NULL, code,
                                    ITER8_SEVERITY_WARNING, 0, 0, 0, 0},
                parts);
    va_end(parts);
}

void iter8__diagnostics_place(iter8_diagnostics *list, size_t index, uint32_t line, uint32_t column)
{
    list->items[index].line = line;
    list->items[index].column = column;
}

static int stands_before(const iter8_diagnostic *a, const iter8_diagnostic *b)
{
    return a->line != b->line ? a->line < b->line : a->column < b->column;
}

/* By insertion: problems are few, and most are found in their order. */
void iter8__diagnostics_sort(iter8_diagnostics *list, size_t first)
{
    for (size_t i = first + 1; i < iter8_diagnostics_count(list); i++) {
        iter8_diagnostic item = list->items[i];
        size_t place = i;
        for (; place > first && stands_before(&item, &list->items[place - 1]); place--)
            list->items[place] = list->items[place - 1];
        list->items[place] = item;
    }
}
