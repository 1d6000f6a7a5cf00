/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/text.h"
#include "counting_allocator.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static counting_allocator counting;
static iter8__text text;

static void setup(void)
{
    counting_allocator_init(&counting);
    iter8__text_init(&text, &counting.allocator);
}

static void teardown(void)
{
    iter8__text_clear(&text);
    cr_assert_eq(counting.live, 0);
}

TestSuite(base_text, .init = setup, .fini = teardown);

Test(base_text, starts_empty_and_without_memory)
{
    cr_assert_str_eq(iter8__text_string(&text), "");
    cr_assert_eq(text.length, 0);
    iter8__text_add(&text, NULL, 0);
    iter8__text_add_string(&text, "");
    cr_assert_eq(counting.calls, 0);
}

Test(base_text, grows_by_all_kinds_of_additions)
{
    iter8__text_add(&text, "abcdef", 3);
    iter8__text_add_string(&text, " def");
    iter8__text_add_strings(&text, " g", "h", "", "i", (const char *)NULL);
    iter8__text_add_strings(&text, NULL);
    iter8__text_add_char(&text, ' ');
    iter8__text_add_repeated(&text, '-', 4);
    iter8__text_add_repeated(&text, '#', 0);
    iter8__text_add_integer(&text, INT64_MIN);
    iter8__text_add_char(&text, ' ');
    iter8__text_add_double(&text, 0.01);
    iter8__text_add_char(&text, ' ');
    iter8__text_add_double(&text, NAN);
    cr_assert_str_eq(iter8__text_string(&text), "abc def ghi -----9223372036854775808 0.01 null");
    cr_assert_eq(text.length, strlen(iter8__text_string(&text)));
    cr_assert_not(text.failed);
}

Test(base_text, is_right_at_every_length)
{
    for (size_t length = 1; length <= 5000; length++) {
        iter8__text_add_char(&text, (char)('a' + length % 26));
        cr_assert_eq(text.length, length);
        cr_assert_eq(text.bytes[length], '\0');
        cr_assert_lt(text.length, text.capacity);
    }
    for (size_t i = 0; i < 5000; i++)
        cr_assert_eq(text.bytes[i], 'a' + (i + 1) % 26);
    cr_assert_lt(counting.calls, 20, "it grows in few steps");
}

Test(base_text, keeps_bytes_that_are_zero)
{
    iter8__text_add(&text, "a\0b", 3);
    cr_assert_eq(text.length, 3);
    cr_assert_eq(memcmp(text.bytes, "a\0b", 4), 0);
}

Test(base_text, is_empty_again_after_clear)
{
    iter8__text_add_string(&text, "something");
    iter8__text_clear(&text);
    cr_assert_str_eq(iter8__text_string(&text), "");
    cr_assert_eq(counting.live, 0);
    iter8__text_add_string(&text, "else");
    cr_assert_str_eq(iter8__text_string(&text), "else");
}

Test(base_text, a_length_that_overflows_is_a_lack_of_memory)
{
    iter8__text_add_string(&text, "x");
    iter8__text_add(&text, "y", SIZE_MAX);
    cr_assert(text.failed);
    cr_assert_str_eq(iter8__text_string(&text), "x");
}

Test(base_text, gives_its_bytes_to_a_buffer_that_is_large_enough)
{
    char buffer[8] = "#######";
    size_t length = 99;
    iter8__text_add_string(&text, "abc");
    cr_assert_eq(iter8__text_give(&text, buffer, 4, &length), ITER8_OK);
    cr_assert_str_eq(buffer, "abc");
    cr_assert_eq(buffer[4], '#');
    cr_assert_eq(length, 3);
    cr_assert_eq(iter8__text_give(&text, buffer, 3, &length), ITER8_ERR_BUFFER);
    cr_assert_eq(length, 3, "the length is told all the same");
    length = 99;
    cr_assert_eq(iter8__text_give(&text, NULL, 0, &length), ITER8_ERR_BUFFER);
    cr_assert_eq(length, 3);
    cr_assert_eq(iter8__text_give(&text, NULL, 1, &length), ITER8_ERR_ARGUMENT);
    cr_assert_eq(iter8__text_give(&text, buffer, 4, NULL), ITER8_ERR_ARGUMENT);
}

Test(base_text, gives_an_empty_text_too)
{
    char buffer[1] = "#";
    size_t length = 99;
    cr_assert_eq(iter8__text_give(&text, buffer, 1, &length), ITER8_OK);
    cr_assert_eq(buffer[0], '\0');
    cr_assert_eq(length, 0);
}

Test(base_text, remembers_that_memory_ran_out)
{
    static const char chunk[100] = "chunk";
    for (size_t n = 1;; n++) {
        setup();
        counting.fail_at = n;
        for (int i = 0; i < 100; i++)
            iter8__text_add(&text, chunk, sizeof chunk);
        char buffer[10001];
        size_t length = 99;
        int rc = iter8__text_give(&text, buffer, sizeof buffer, &length);
        size_t calls = counting.calls;
        iter8__text_clear(&text);
        cr_assert_eq(counting.live, 0);
        if (calls < n) {
            cr_assert_eq(rc, ITER8_OK);
            cr_assert_gt(n, 3, "the failures before were real ones");
            break;
        }
        cr_assert_eq(rc, ITER8_ERR_NOMEM);
        cr_assert_eq(length, 0);
        cr_assert_eq(calls, n, "after a failure nothing is asked for");
    }
}

/* An allocator that looks at what it is given back. */
static size_t leftovers;

static void *fresh(size_t size, void *data)
{
    (void)data;
    return malloc(size);
}

static void *no_resize(void *pointer, size_t size, void *data)
{
    (void)pointer, (void)size, (void)data;
    cr_assert_fail("a block that moves leaves a copy behind");
    return NULL;
}

static void look_and_free(void *pointer, void *data)
{
    const char *bytes = pointer;
    (void)data;
    for (size_t i = 0; i < 64; i++)
        leftovers += bytes[i] == 'x';
    free(pointer);
}

Test(base_text, a_secret_one_leaves_nothing_behind)
{
    iter8_allocator watching = {sizeof watching, NULL, fresh, no_resize, look_and_free};
    iter8__text secret;
    iter8__text_init_secret(&secret, &watching);
    iter8__text_add_repeated(&secret, 'x', 1000);
    cr_expect_eq(secret.length, 1000);
    cr_expect_eq(strspn(iter8__text_string(&secret), "x"), 1000);
    iter8__text_clear(&secret);
    cr_expect_eq(leftovers, 0);
    iter8__text_add_repeated(&secret, 'x', 10);
    iter8__text_clear(&secret);
    cr_expect_eq(leftovers, 0, "it is a secret one still");
}
