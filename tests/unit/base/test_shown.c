/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/shown.h"

#include "base/memory.h"
#include "base/text.h"
#include "iter8/diagnostics.h"

#include <criterion/criterion.h>
#include <string.h>

static void expect_shown(const char *text, size_t length, const char *wanted)
{
    iter8_allocator allocator;
    iter8__text shown;
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), 0);
    iter8__text_init_shown(&shown, &allocator);
    iter8__text_add(&shown, text, length);
    cr_expect_str_eq(iter8__text_string(&shown), wanted);
    iter8__text_clear(&shown);
    cr_expect(shown.shown);
}

Test(base_shown, plain_text_stays_as_it_is)
{
    const char text[] = "a \\ ~ \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80";
    cr_expect_eq(iter8__shown_span(text, strlen(text)), strlen(text));
    expect_shown(text, strlen(text), text);
}

Test(base_shown, controls_become_escapes)
{
    expect_shown("a\nb\tc\rd", 7, "a\\nb\\tc\\rd");
    expect_shown("\x1b[2J\x07\x7f", 6, "\\u001b[2J\\u0007\\u007f");
    expect_shown("a\0b", 3, "a\\u0000b");
}

Test(base_shown, controls_above_ascii_become_escapes)
{
    expect_shown("\xc2\x9b"
                 "1m",
                 4, "\\u009b1m");
    expect_shown("\xc2\xa0", 2, "\xc2\xa0");
    expect_shown("\xe2\x80\xa8\xe2\x80\xae\xe2\x80\xaf", 9, "\\u2028\\u202e\xe2\x80\xaf");
    expect_shown("\xe2\x81\xa6\xe2\x81\xa9\xe2\x81\xaa", 9, "\\u2066\\u2069\\u206a");
}

Test(base_shown, what_takes_no_place_becomes_an_escape)
{
    expect_shown("a\xe2\x80\x8b"
                 "b\xc2\xad",
                 7, "a\\u200bb\\u00ad");
    expect_shown("\xf3\xa0\x81\xa1", 4, "\\udb40\\udc61");
    expect_shown("\xe2\x80\x8a\xf3\xa0\x82\x80", 7, "\xe2\x80\x8a\xf3\xa0\x82\x80");
}

Test(base_shown, bytes_that_are_no_text_do_no_harm)
{
    expect_shown("\x9b\xc2", 2, "\\u009b\xc2");
    expect_shown("\xe2\x80", 2, "\xe2\\u0080");
}

Test(base_shown, a_line_is_ended_by_a_character_of_our_own)
{
    iter8_allocator allocator;
    iter8__text shown;
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), 0);
    iter8__text_init_shown(&shown, &allocator);
    iter8__text_add_strings(&shown, "a\n", "b", (char *)NULL);
    iter8__text_add_char(&shown, '\n');
    cr_expect_str_eq(iter8__text_string(&shown), "a\\nb\n");
    iter8__text_clear(&shown);
}

Test(base_shown, a_diagnostic_is_one_line)
{
    iter8_diagnostics *list;
    iter8_diagnostic one = {sizeof one, "spec['a\nb']", "unknown \x1b field", -1, 0, 0, 0, 0, 0};
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), 0);
    iter8_diagnostics_add(list, &one);
    cr_assert_eq(iter8_diagnostics_get(list, 0, &one), 0);
    cr_expect_str_eq(one.path, "spec['a\\nb']");
    cr_expect_str_eq(one.message, "unknown \\u001b field");
    iter8_diagnostics_free(list);
}
