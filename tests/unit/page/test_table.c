/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/memory.h"
#include "counting_allocator.h"
#include "page/table.h"

#include <criterion/criterion.h>

/* Draws cells row by row. */
static void expect_drawn(size_t columns, const char *const *cells, size_t count,
                         const char *expected)
{
    iter8_allocator allocator;
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), 0);
    iter8__table table;
    iter8__text text;
    iter8__text_init(&text, &allocator);
    iter8__table_init(&table, columns, &allocator);
    for (size_t i = 0; i < count; i++)
        iter8__table_add(&table, cells[i]);
    iter8__table_draw(&table, &text);
    cr_expect_str_eq(iter8__text_string(&text), expected, "%s", iter8__text_string(&text));
    iter8__table_clear(&table);
    iter8__text_clear(&text);
}

Test(report_table, columns_are_as_wide_as_their_widest_cell)
{
    static const char *const cells[] = {"metric", "old", "new", "p95", "12.500", "unavailable"};
    expect_drawn(3, cells, 6,
                 "+--------+--------+-------------+\n"
                 "| METRIC |  OLD   |     NEW     |\n"
                 "+--------+--------+-------------+\n"
                 "| p95    | 12.500 | unavailable |\n"
                 "+--------+--------+-------------+\n");
}

Test(report_table, width_counts_characters_and_only_ascii_becomes_capital)
{
    static const char *const cells[] = {"m\xC3\xA9t", "v1-b", "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9",
                                        ""};
    expect_drawn(2, cells, 4,
                 "+------+------+\n"
                 "| M\xC3\xA9T  | V1-B |\n"
                 "+------+------+\n"
                 "| \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 |      |\n"
                 "+------+------+\n");
}

Test(report_table, head_alone_is_a_table)
{
    static const char *const cells[] = {"a"};
    expect_drawn(1, cells, 1, "+---+\n| A |\n+---+\n");
}

Test(report_table, cell_may_be_put_together)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8__table table;
    iter8__text text;
    iter8__text_init(&text, &counting.allocator);
    iter8__table_init(&table, 1, &counting.allocator);
    iter8__text_add_string(&table.cells, "a");
    iter8__text_add_string(&table.cells, "b");
    iter8__table_end_cell(&table);
    iter8__table_end_cell(&table);
    for (int i = 0; i < 100; i++)
        iter8__table_add(&table, "c");
    cr_expect_eq(table.count, 102);
    iter8__table_draw(&table, &text);
    cr_expect_eq(text.length, 103 * 7 + 102 * 7);
    iter8__table_clear(&table);
    iter8__text_clear(&text);
    cr_expect_eq(counting.live, 0);
}

Test(report_table, without_memory_the_drawing_is_marked_failed)
{
    for (size_t n = 1; n <= 2; n++) {
        counting_allocator counting;
        counting_allocator_init(&counting);
        counting.fail_at = n;
        iter8__table table;
        iter8__text text;
        iter8__text_init(&text, &counting.allocator);
        iter8__table_init(&table, 1, &counting.allocator);
        iter8__table_add(&table, "a");
        iter8__table_draw(&table, &text);
        cr_expect(text.failed);
        iter8__table_clear(&table);
        iter8__text_clear(&text);
        cr_expect_eq(counting.live, 0);
    }
}
