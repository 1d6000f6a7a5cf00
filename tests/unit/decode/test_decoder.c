/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/memory.h"
#include "decode/decoder.h"
#include "document/document.h"
#include "experiments.h"
#include "iter8/error.h"
#include "spec/names.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A decoder at the root of a text. */
static iter8_allocator allocator;
static iter8__arena arena;
static iter8_documents *documents;
static iter8_diagnostics *list;
static iter8__decoder decoder;

static const iter8__node *start(const char *text)
{
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), ITER8_OK);
    iter8__arena_init(&arena, &allocator);
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK, "%s",
                 text);
    iter8_document *document = iter8_documents_at(documents, 0);
    iter8__decoder_init(&decoder, document, list, &arena);
    return iter8__document_root(document);
}

/* Ends, and compares the result and the problems. */
static void finish(int expected, const char *expected_problems)
{
    int rc = iter8__decoder_finish(&decoder);
    char *problems = problems_text(list);
    cr_expect_str_eq(problems, expected_problems, "%s\ninstead of\n%s", problems,
                     expected_problems);
    cr_expect_eq(rc, expected, "%d for %s", rc, expected_problems);
    free(problems);
    iter8_documents_free(documents);
    iter8_diagnostics_free(list);
    iter8__arena_clear(&arena);
}

Test(model_decoder, path_grows_and_shrinks)
{
    start("{}");
    size_t spec = iter8__decoder_enter(&decoder, "spec");
    size_t routes = iter8__decoder_enter(&decoder, "routes");
    size_t item = iter8__decoder_enter_item(&decoder, 12);
    iter8__decoder_enter(&decoder, "weight");
    cr_expect_str_eq(iter8__text_string(&decoder.path), "spec.routes[12].weight");
    iter8__decoder_leave(&decoder, item);
    cr_expect_str_eq(iter8__text_string(&decoder.path), "spec.routes");
    iter8__decoder_leave(&decoder, routes);
    cr_expect_str_eq(iter8__text_string(&decoder.path), "spec");
    iter8__decoder_leave(&decoder, spec);
    cr_expect_str_eq(iter8__text_string(&decoder.path), "");
    finish(ITER8_OK, "");
}

Test(model_decoder, path_of_any_key_leads_back_to_it)
{
    static const struct {
        const char *key;
        const char *path;
    } cases[] = {{"plain", "plain"},
                 {"iter8-knative/error-rate", "iter8-knative/error-rate"},
                 {"a.b", "['a.b']"},
                 {"a[0]", "['a[0]']"},
                 {"it's", "['it\\'s']"},
                 {"say \"x\"", "['say \"x\"']"},
                 {"it's \"x\"", "['it\\'s \"x\"']"},
                 {"back\\slash", "['back\\\\slash']"},
                 {"", "['']"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        start("{}");
        iter8__decoder_enter(&decoder, cases[i].key);
        const char *path = iter8__text_string(&decoder.path);
        cr_expect_str_eq(path, cases[i].path);
        iter8__node *root = iter8__node_make_mapping();
        iter8__node *found;
        cr_assert(iter8__node_set(root, cases[i].key, iter8__node_make_integer(7)));
        cr_expect_eq(iter8__field_find(root, path, &found), ITER8_OK, "%s", path);
        cr_expect_eq(iter8__node_integer(found), 7);
        iter8__node_release(root);
        finish(ITER8_OK, "");
    }
}

Test(model_decoder, member_of_another_kind_is_a_problem_at_its_place)
{
    static const struct {
        const char *text;
        enum iter8__node_kind wanted;
        const char *problem;
    } cases[] = {
        {"x: [1]", ITER8__NODE_MAPPING, "E TYPE 1:4 x: a mapping is wanted, not a list"},
        {"x: {}", ITER8__NODE_LIST, "E TYPE 1:4 x: a list is wanted, not a mapping"},
        {"x: 7", ITER8__NODE_STRING, "E TYPE 1:4 x: a text is wanted, not an integer"},
        {"x: 'yes'", ITER8__NODE_BOOLEAN, "E TYPE 1:4 x: true or false is wanted, not a text"},
        {"x: 2.5", ITER8__NODE_INTEGER, "E TYPE 1:4 x: an integer is wanted, not a real number"},
        {"x: true", ITER8__NODE_INTEGER, "E TYPE 1:4 x: an integer is wanted, not a boolean"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const iter8__node *root = start(cases[i].text);
        cr_expect_null(iter8__decode_member(&decoder, root, "x", cases[i].wanted, ITER8__OPTIONAL));
        finish(ITER8_ERR_INVALID, cases[i].problem);
    }
}

Test(model_decoder, null_is_the_same_as_missing)
{
    static const char *const texts[] = {"{}", "x: null", "x: ~", "x:"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double number = 42;
        const iter8__node *root = start(texts[i]);
        cr_expect_null(iter8__decode_string(&decoder, root, "x", ITER8__OPTIONAL));
        cr_expect_null(iter8__decode_list(&decoder, root, "x", 3));
        cr_expect_eq(iter8__decode_integer(&decoder, root, "x", 1, 9, 5), 5);
        cr_expect_eq(iter8__decode_boolean(&decoder, root, "x", 1), 1);
        cr_expect_eq(iter8__decode_time(&decoder, root, "x"), ITER8_NO_TIME);
        cr_expect_eq(iter8__decode_quantity(&decoder, root, "x", &number), 0);
        cr_expect_eq(iter8__decode_word(&decoder, root, "x", &iter8__stages, ITER8__OPTIONAL), 0);
        cr_expect_eq(number, 42);
        finish(ITER8_OK, "");
    }
}

Test(model_decoder, required_field_must_be_there_unless_partial)
{
    for (int partial = 0; partial <= 1; partial++) {
        const iter8__node *root = start("a: {x: ''}");
        decoder.partial = partial;
        iter8__decoder_enter(&decoder, "a");
        const iter8__node *a = iter8__node_member(root, "a");
        const char *empty = iter8__decode_string(&decoder, a, "x", ITER8__REQUIRED);
        cr_expect_null(iter8__decode_string(&decoder, a, "y", ITER8__REQUIRED));
        if (partial)
            cr_expect_str_empty(empty);
        else
            cr_expect_null(empty);
        finish(partial ? ITER8_OK : ITER8_ERR_INVALID,
               partial ? ""
                       : "E REQUIRED 1:4 a.y: required field is missing\n"
                         "E REQUIRED 1:8 a.x: must not be empty");
    }
}

Test(model_decoder, word_outside_the_list_names_the_list)
{
    const iter8__node *root = start("p: canary\nq: A/B\nr: ''");
    cr_expect_eq(iter8__decode_word(&decoder, root, "p", &iter8__testing_patterns, ITER8__OPTIONAL),
                 0);
    cr_expect_eq(iter8__decode_word(&decoder, root, "q", &iter8__testing_patterns, ITER8__OPTIONAL),
                 ITER8_TESTING_AB);
    cr_expect_eq(iter8__decode_word(&decoder, root, "r", &iter8__directions, ITER8__OPTIONAL), 0);
    finish(ITER8_ERR_INVALID,
           "E ENUM 1:4 p: \"canary\" is not one of Canary, A/B, A/B/N or Conformance\n"
           "E ENUM 3:4 r: \"\" is not one of High or Low");
}

Test(model_decoder, integer_keeps_to_its_range)
{
    const iter8__node *root =
        start("low: 0\nleast: 1\nmost: 100\nhigh: 101\nhuge: 9223372036854775807");
    cr_expect_eq(iter8__decode_integer(&decoder, root, "low", 1, 100, 7), 7);
    cr_expect_eq(iter8__decode_integer(&decoder, root, "least", 1, 100, 7), 1);
    cr_expect_eq(iter8__decode_integer(&decoder, root, "most", 1, 100, 7), 100);
    cr_expect_eq(iter8__decode_integer(&decoder, root, "high", 1, 100, 7), 7);
    cr_expect_eq(iter8__decode_integer(&decoder, root, "huge", 1, INT32_MAX, 7), 7);
    finish(ITER8_ERR_INVALID, "E RANGE 1:6 low: 0 is not in 1..100\n"
                              "E RANGE 4:7 high: 101 is not in 1..100\n"
                              "E RANGE 5:7 huge: 9223372036854775807 is not in 1..2147483647");
}

Test(model_decoder, quantity_may_be_a_number_or_a_text)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = {{"x: 50", 50},      {"x: 0.05", 0.05},   {"x: -7", -7},
                 {"x: '10m'", 0.01}, {"x: 1k", 1000},     {"x: 3Mi", 3145728.0},
                 {"x: '1e3'", 1000}, {"x: '-0.5'", -0.5}, {"x: 1500u", 0.0015}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = NAN;
        const iter8__node *root = start(cases[i].text);
        cr_expect_eq(iter8__decode_quantity(&decoder, root, "x", &value), 1);
        cr_expect_eq(value, cases[i].value, "%s: %g", cases[i].text, value);
        finish(ITER8_OK, "");
    }
}

Test(model_decoder, what_is_no_quantity_is_refused)
{
    static const struct {
        const char *text;
        const char *problem;
    } cases[] = {
        {"x: 1K",
         "E QUANTITY 1:4 x: \"1K\" is not a quantity such as 50, \"0.01\", \"10m\" or \"3Mi\""},
        {"x: NaN",
         "E QUANTITY 1:4 x: \"NaN\" is not a quantity such as 50, \"0.01\", \"10m\" or \"3Mi\""},
        {"x: ''",
         "E QUANTITY 1:4 x: \"\" is not a quantity such as 50, \"0.01\", \"10m\" or \"3Mi\""},
        {"x: true", "E TYPE 1:4 x: a quantity is wanted, not a boolean"},
        {"x: [1]", "E TYPE 1:4 x: a quantity is wanted, not a list"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = 42;
        const iter8__node *root = start(cases[i].text);
        cr_expect_eq(iter8__decode_quantity(&decoder, root, "x", &value), 0);
        cr_expect_eq(value, 42);
        finish(ITER8_ERR_INVALID, cases[i].problem);
    }
}

Test(model_decoder, time_is_read_to_the_nanosecond)
{
    const iter8__node *root = start("a: '2021-05-06T12:00:00.25Z'\nb: yesterday\n"
                                    "c: '2021-05-06T14:00:00+02:00'");
    cr_expect_eq(iter8__decode_time(&decoder, root, "a"), INT64_C(1620302400250000000));
    cr_expect_eq(iter8__decode_time(&decoder, root, "b"), ITER8_NO_TIME);
    cr_expect_eq(iter8__decode_time(&decoder, root, "c"), INT64_C(1620302400000000000));
    finish(ITER8_ERR_INVALID, "E TIME 2:4 b: not an RFC 3339 time such as 2021-04-23T17:04:56Z");
}

Test(model_decoder, list_has_a_limit)
{
    const iter8__node *root = start("a: [1, 2]\nb: [1, 2, 3]\nc: {}");
    cr_expect_eq(iter8__node_count(iter8__decode_list(&decoder, root, "a", 2)), 2);
    cr_expect_null(iter8__decode_list(&decoder, root, "b", 2));
    cr_expect_null(iter8__decode_list(&decoder, root, "c", 2));
    finish(ITER8_ERR_INVALID, "E RANGE 2:4 b: the list is longer than 2\n"
                              "E TYPE 3:4 c: a list is wanted, not a mapping");
}

Test(model_decoder, unknown_field_is_a_warning_only)
{
    static const char *const known[] = {"b", NULL};
    const iter8__node *root = start("a: 1\nb: 2\n'c.d': 3");
    iter8__decode_known(&decoder, root, known);
    finish(ITER8_OK, "W ENUM 1:4 a: unknown field, ignored\n"
                     "W ENUM 3:8 ['c.d']: unknown field, ignored");
}

Test(model_decoder, tolerant_makes_errors_warnings)
{
    const iter8__node *root = start("a: 1");
    decoder.tolerant = 1;
    cr_expect_null(iter8__decode_string(&decoder, root, "a", ITER8__OPTIONAL));
    finish(ITER8_OK, "W TYPE 1:4 a: a text is wanted, not an integer");
}

Test(model_decoder, problems_come_in_document_order_whatever_is_decoded_first)
{
    const iter8__node *root = start("a: 1\nb: {c: 2, d: 3}\ne: 4");
    cr_expect_null(iter8__decode_string(&decoder, root, "e", ITER8__OPTIONAL));
    size_t mark = iter8__decoder_enter(&decoder, "b");
    const iter8__node *b = iter8__node_member(root, "b");
    cr_expect_null(iter8__decode_string(&decoder, b, "d", ITER8__OPTIONAL));
    iter8__decoder_warning(&decoder, ITER8_ERR_ENUM, "look ", "here", (char *)NULL);
    cr_expect_null(iter8__decode_string(&decoder, b, "c", ITER8__OPTIONAL));
    iter8__decoder_leave(&decoder, mark);
    iter8__decoder_member_problem(&decoder, "a", ITER8_ERR_RANGE, "too small");
    finish(ITER8_ERR_INVALID, "E RANGE 1:4 a: too small\n"
                              "W ENUM 2:4 b: look here\n"
                              "E TYPE 2:8 b.c: a text is wanted, not an integer\n"
                              "E TYPE 2:14 b.d: a text is wanted, not an integer\n"
                              "E TYPE 3:4 e: a text is wanted, not an integer");
}

Test(model_decoder, problems_of_others_stay_where_they_are)
{
    start("{}");
    iter8_diagnostics_add(list,
                          &(iter8_diagnostic){sizeof(iter8_diagnostic), "", "before",
                                              ITER8_ERR_HOST, ITER8_SEVERITY_ERROR, 9, 9, 0, 0});
    iter8__decoder_init(&decoder, iter8_documents_at(documents, 0), list, &arena);
    iter8__decoder_problem(&decoder, ITER8_ERR_RANGE, "mine", (char *)NULL);
    finish(ITER8_ERR_INVALID, "E HOST 9:9 before\nE RANGE 1:1 mine");
}

Test(model_decoder, only_the_first_hundred_problems_are_listed)
{
    start("{}");
    for (int i = 0; i < ITER8__MAX_PROBLEMS; i++)
        iter8__decoder_warning(&decoder, ITER8_ERR_ENUM, "odd", (char *)NULL);
    for (int i = 0; i <= ITER8__MAX_PROBLEMS; i++)
        iter8__decoder_problem(&decoder, ITER8_ERR_RANGE, "bad", (char *)NULL);
    cr_expect_eq(iter8__decoder_finish(&decoder), ITER8_ERR_INVALID);
    cr_assert_eq(iter8_diagnostics_count(list), 2 * ITER8__MAX_PROBLEMS);
    iter8_diagnostic last = {.struct_size = sizeof last};
    cr_assert_eq(iter8_diagnostics_get(list, ITER8__MAX_PROBLEMS - 1, &last), ITER8_OK);
    cr_expect_str_eq(last.message, "odd; no more are listed");
    cr_assert_eq(iter8_diagnostics_get(list, 2 * ITER8__MAX_PROBLEMS - 1, &last), ITER8_OK);
    cr_expect_str_eq(last.message, "bad; no more are listed");
    iter8_diagnostics_clear(list);
    finish(ITER8_ERR_INVALID, "");
}

Test(model_decoder, document_that_is_no_text_has_no_places)
{
    const iter8__node *root = start("a: 1");
    decoder.document = NULL;
    cr_expect_null(iter8__decode_string(&decoder, root, "a", ITER8__OPTIONAL));
    finish(ITER8_ERR_INVALID, "E TYPE 0:0 a: a text is wanted, not an integer");
}

Test(model_decoder, no_list_of_problems_is_needed)
{
    const iter8__node *root = start("a: 1");
    decoder.diagnostics = NULL;
    cr_expect_null(iter8__decode_string(&decoder, root, "a", ITER8__OPTIONAL));
    finish(ITER8_ERR_INVALID, "");
}
