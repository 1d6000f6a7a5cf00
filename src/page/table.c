/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "page/table.h"

#include "base/memory.h"

void iter8__table_init(iter8__table *table, size_t columns, const iter8_allocator *allocator)
{
    *table = (iter8__table){.columns = columns};
    iter8__text_init_shown(&table->cells, allocator);
}

void iter8__table_clear(iter8__table *table)
{
    iter8__release(table->cells.allocator, table->ends);
    iter8__text_clear(&table->cells);
    table->ends = NULL;
    table->count = table->capacity = 0;
}

void iter8__table_end_cell(iter8__table *table)
{
    if (table->count == table->capacity) {
        size_t capacity = table->capacity == 0 ? 32 : 2 * table->capacity;
        size_t *ends = iter8__resize(table->cells.allocator, table->ends, capacity, sizeof *ends);
        if (ends == NULL) {
            table->cells.failed = 1;
            return;
        }
        table->ends = ends;
        table->capacity = capacity;
    }
    table->ends[table->count++] = table->cells.length;
}

void iter8__table_add(iter8__table *table, const char *cell)
{
    iter8__text_add_string(&table->cells, cell);
    iter8__table_end_cell(table);
}

static const char *cell_at(const iter8__table *table, size_t index, size_t *length)
{
    size_t start = index == 0 ? 0 : table->ends[index - 1];
    *length = table->ends[index] - start;
    return iter8__text_string(&table->cells) + start;
}

/* Characters, not bytes: continuation bytes are 10xxxxxx. */
static size_t width_of(const char *cell, size_t length)
{
    size_t width = 0;
    for (size_t i = 0; i < length; i++)
        width += ((unsigned char)cell[i] & 0xC0) != 0x80;
    return width;
}

static size_t column_width(const iter8__table *table, size_t column)
{
    size_t widest = 0;
    for (size_t i = column; i < table->count; i += table->columns) {
        size_t length;
        const char *cell = cell_at(table, i, &length);
        size_t width = width_of(cell, length);
        if (width > widest) widest = width;
    }
    return widest;
}

static void draw_line(const iter8__table *table, iter8__text *text)
{
    for (size_t column = 0; column < table->columns; column++) {
        iter8__text_add_char(text, '+');
        iter8__text_add_repeated(text, '-', column_width(table, column) + 2);
    }
    iter8__text_add_char(text, '+');
    iter8__text_add_char(text, '\n');
}

static void add_capitals(iter8__text *text, const char *cell, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = cell[i];
        iter8__text_add_char(text, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
    }
}

static void draw_cell(const iter8__table *table, size_t index, iter8__text *text)
{
    size_t length;
    const char *cell = cell_at(table, index, &length);
    size_t room = column_width(table, index % table->columns) - width_of(cell, length);
    int head = index < table->columns;
    size_t before = head ? room / 2 : 0;
    iter8__text_add_string(text, "| ");
    iter8__text_add_repeated(text, ' ', before);
    if (head)
        add_capitals(text, cell, length);
    else
        iter8__text_add(text, cell, length);
    iter8__text_add_repeated(text, ' ', room - before + 1);
}

void iter8__table_draw(const iter8__table *table, iter8__text *text)
{
    if (table->cells.failed) {
        text->failed = 1;
        return;
    }
    draw_line(table, text);
    for (size_t i = 0; i < table->count; i++) {
        draw_cell(table, i, text);
        if (i % table->columns != table->columns - 1) continue;
        iter8__text_add_char(text, '|');
        iter8__text_add_char(text, '\n');
        draw_line(table, text);
    }
}
