/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * table.h - a table of texts, drawn with + - |.
 */
#ifndef ITER8_PAGE_TABLE_H
#define ITER8_PAGE_TABLE_H

#include "base/text.h"

#include <stddef.h>

/* Cells are made one after the other, row by row; the first row is the head. */
typedef struct iter8__table {
    size_t columns;
    size_t count;    /* of cells */
    size_t capacity; /* of ends */
    size_t *ends;    /* where each cell ends in the text */
    iter8__text cells;
} iter8__table;

void iter8__table_init(iter8__table *table, size_t columns, const iter8_allocator *allocator);
void iter8__table_clear(iter8__table *table);

/* Ends the cell that was added to table->cells since the last one ended. */
void iter8__table_end_cell(iter8__table *table);
/* Adds a whole cell. */
void iter8__table_add(iter8__table *table, const char *cell);

/* Draws: the head in capitals and centred, other rows left-aligned with a line between. */
void iter8__table_draw(const iter8__table *table, iter8__text *text);

#endif
