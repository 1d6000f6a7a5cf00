/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What is no condition: what is said, and where. */
#include "base/memory.h"
#include "counting_allocator.h"
#include "iter8/error.h"
#include "sample_schema.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *text;
    size_t offset;
    const char *message;
} cases[] = {
    {"", 0, "the condition ends too early"},
    {"  ", 2, "the condition ends too early"},
    {"true and", 8, "the condition ends too early"},
    {"not", 3, "the condition ends too early"},
    {"(true", 5, ") is wanted, not "},
    {"(true]", 5, ") is wanted, not ]"},
    {")", 0, "a value is wanted, not )"},
    {"true )", 5, "not, and, or and comparisons are understood, not )"},
    {"true or or true", 8, "there is no field or"},
    {"== 1", 0, "a value is wanted, not ="},
    {"number === 1", 9, "a value is wanted, not ="},
    {"number = 1", 7, "not, and, or and comparisons are understood, not ="},
    /* Types. */
    {"'a'", 0, "the condition must be true or false"},
    {"12", 0, "the condition must be true or false"},
    {"nil", 0, "the condition must be true or false"},
    {"text", 0, "the condition must be true or false"},
    {"(items)", 1, "the condition must be true or false"},
    {"true and 1", 9, "and, or want something that is true or false on either side"},
    {"text or true", 0, "and, or want something that is true or false on either side"},
    {"not text == 'abc'", 4,
     "not wants something that is true or false; put a comparison in parentheses"},
    {"text == 1", 8, "the two sides are of different types"},
    {"1 != text", 5, "the two sides are of different types"},
    {"yes == 'true'", 7, "the two sides are of different types"},
    {"limit == '10m'", 9, "the two sides are of different types"},
    {"1 < 2 < 3", 8, "the two sides are of different types"},
    {"yes > false", 6, "true and false have no order"},
    {"text < nil", 7, "nil can only be compared with == and !="},
    {"nil >= nil", 7, "nil can only be compared with == and !="},
    {"items == 1", 9, "a list or mapping can only be compared with nil"},
    {"1 == head", 5, "a list or mapping can only be compared with nil"},
    /* Names. */
    {"colour == 'red'", 0, "there is no field colour"},
    {"true and .head.colour == 'red'", 15, "there is no field colour"},
    {"head[0] == 'a'", 4, "an index is for lists only"},
    {"text[0] == 'a'", 4, "an index is for lists only"},
    {"text.x == 'a'", 5, "there are no fields here, so no x"},
    {"items.name == 'a'", 6, "a list wants an index such as [0], not name"},
    {"items['a'] == 'a'", 5, "a list wants an index such as [0], not a"},
    {"head.labels[0] == 'a'", 11, "a key in quotes is wanted, not an index"},
    {"head.labels[''] == 'a'", 11, "not, and, or and comparisons are understood, not ["},
    {"items[-1].name == 'a'", 5, "not, and, or and comparisons are understood, not ["},
    {"items[1234567890].name == 'a'", 5, "not, and, or and comparisons are understood, not ["},
    {"head.", 4, "not, and, or and comparisons are understood, not ."},
    {"Won", 0, "parentheses () are missing behind the function Won"},
    {"won()", 0, "unknown function won"},
    {"len(text) > 1", 0, "unknown function len"},
    {"Won(1)", 4, "no arguments are taken by Won"},
    /* Literals. */
    {"text == 'abc", 8,
     "the text in quotes does not end, or a backslash stands before something else than a quote, a "
     "backslash, n, r or t"},
    {"text == 'a\\q'", 8,
     "the text in quotes does not end, or a backslash stands before something else than a quote, a "
     "backslash, n, r or t"},
    {"text == '\\", 8,
     "the text in quotes does not end, or a backslash stands before something else than a quote, a "
     "backslash, n, r or t"},
    {"number == 12x", 10, "this is no number: 12x"},
    {"number == 1.2.3", 10, "this is no number: 1.2.3"},
    {"number == 0x1F", 10, "this is no number: 0x1F"},
    {"number == -number", 10, "this is no number: -number"},
    {"number == 1e999", 10, "this is no number: 1e999"},
    /* More of expr than is understood. */
    {"number + 1 == 2", 7, "not, and, or and comparisons are understood, not +"},
    {"number == 1 ? true : false", 12, "not, and, or and comparisons are understood, not ?"},
    {"text matches 'a'", 5, "not, and, or and comparisons are understood, not matches"},
    {"text in ['a']", 5, "not, and, or and comparisons are understood, not in"},
    {"[1] == 1", 0, "a value is wanted, not ["},
    {"true \xC3\xA4", 5, "not, and, or and comparisons are understood, not \xC3\xA4"},
};

static int parse(const char *text, const iter8_allocator *own, iter8__fault *fault)
{
    iter8_allocator allocator = {0};
    iter8__arena arena;
    const iter8__expression *condition;
    cr_assert_eq(iter8__allocator_take(&allocator, own), ITER8_OK);
    iter8__arena_init(&arena, &allocator);
    int rc = iter8__condition_parse(text, &sample_names, &arena, &condition, fault);
    cr_expect_eq(condition == NULL, rc != ITER8_OK);
    iter8__arena_clear(&arena);
    return rc;
}

Test(expression_condition_faults, each_says_what_and_where)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8__fault fault;
        char message[300] = "";
        cr_expect_eq(parse(cases[i].text, NULL, &fault), ITER8_ERR_EXPRESSION, "%s", cases[i].text);
        if (fault.message == NULL) continue;
        (void)strncat(strcat(message, fault.message), fault.word.length > 0 ? fault.word.text : "",
                      fault.word.length);
        cr_expect_str_eq(message, cases[i].message, "%s: %s", cases[i].text, message);
        cr_expect_eq(fault.offset, cases[i].offset, "%s: %zu", cases[i].text, fault.offset);
    }
}

Test(expression_condition_faults, a_text_that_is_far_too_long_is_refused)
{
    char *text = malloc(10002);
    memset(text, ' ', 10001);
    memcpy(text, "true", 4);
    text[10001] = '\0';
    iter8__fault fault;
    cr_expect_eq(parse(text, NULL, &fault), ITER8_ERR_EXPRESSION);
    cr_expect_str_eq(fault.message, "the condition is too long");
    text[10000] = '\0';
    cr_expect_eq(parse(text, NULL, &fault), ITER8_OK);
    free(text);
}

/* So many parts that one block of the arena does not do. */
static void make_many(char *text)
{
    *text = '\0';
    for (int i = 0; i < 40; i++)
        (void)strcat(text, "(text == 'some words that need room' and number > 1) or ");
    (void)strcat(text, "not Won()");
}

Test(expression_condition_faults, without_memory_there_is_none_and_no_fault)
{
    char text[4000];
    make_many(text);
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8__fault fault;
    cr_assert_eq(parse(text, &counting.allocator, &fault), ITER8_OK);
    size_t calls = counting.calls;
    cr_assert_gt(calls, 1);
    for (size_t i = 1; i <= calls; i++) {
        counting_allocator_init(&counting);
        counting.fail_at = i;
        cr_expect_eq(parse(text, &counting.allocator, &fault), ITER8_ERR_NOMEM);
        cr_expect_null(fault.message);
        cr_expect_eq(counting.live, 0);
    }
}
