/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/random.h"
#include "document/document.h"
#include "iter8/error.h"
#include "outcome.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TREES = 3000 };

static const int formats[] = {ITER8_FORMAT_YAML, ITER8_FORMAT_JSON, ITER8_FORMAT_JSON_COMPACT};

/* Pieces that strings are put together from; each is trouble for some writer. */
static const char *const pieces[] = {
    "a",
    "Z9",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "\r",
    "\r\n",
    ":",
    ": ",
    " #",
    "#",
    "-",
    "- ",
    "---",
    "...",
    "?",
    "? ",
    "&a",
    "*a",
    "!",
    "!!str",
    "|",
    ">",
    "%",
    "@",
    "`",
    "\"",
    "'",
    "\\",
    ",",
    "[",
    "]",
    "{",
    "}",
    "<<",
    "=",
    "~",
    "null",
    "yes",
    "No",
    "true",
    "off",
    "y",
    "1",
    "0",
    "0x1F",
    "0o7",
    "1_0",
    "1e3",
    "1.5",
    ".5",
    ".inf",
    ".nan",
    "+",
    "1:30",
    "2021-01-01",
    "\x01",
    "\x1B",
    "\x7F",
    "\xC2\x85",
    "\xC2\xA0",
    "\xC3\xA9",
    "\xE2\x80\xA8",
    "\xE2\x80\xA9",
    "\xE2\x80\xAE",
    "\xE2\x80\x8B",
    "\xC2\xAD",
    "\xF3\xA0\x81\xA1",
    "\xE6\xBC\xA2",
    "\xEF\xBB\xBF",
    "\xEF\xBF\xBD",
    "\xEF\xBF\xBF",
    "\xF0\x9F\x98\x80",
    "\\n",
    "x: y",
    "word word",
    "/",
    "\b",
    "\f",
};

static size_t below(iter8__random *random, size_t limit)
{
    return (size_t)(iter8__random_bits(random) % limit);
}

static void random_string(iter8__random *random, char *out)
{
    size_t count = below(random, 6);
    if (below(random, 40) == 0) count = 60;
    *out = '\0';
    for (size_t i = 0; i < count; i++)
        strcat(out, pieces[below(random, sizeof pieces / sizeof *pieces)]);
}

static iter8__node *random_real(iter8__random *random)
{
    double value;
    do {
        uint64_t bits = iter8__random_bits(random);
        memcpy(&value, &bits, sizeof value);
    } while (!(value - value == 0));
    if (below(random, 3) == 0) value = (double)below(random, 1000);
    if (below(random, 3) == 0) value = (double)below(random, 100000) / 1000;
    return iter8__node_make_real(value);
}

static iter8__node *random_integer(iter8__random *random)
{
    uint64_t bits = iter8__random_bits(random) >> below(random, 64);
    return iter8__node_make_integer((int64_t)bits * (below(random, 2) ? 1 : -1));
}

static iter8__node *random_node(iter8__random *random, size_t depth)
{
    char string[1024];
    size_t count = below(random, 5);
    iter8__node *node;
    switch (below(random, depth == 0 ? 6 : 10)) {
    case 0: return iter8__node_make_null();
    case 1: return iter8__node_make_boolean((int)below(random, 2));
    case 2: return random_integer(random);
    case 3: return random_real(random);
    case 4:
    case 5: random_string(random, string); return iter8__node_make_string(string);
    case 6:
    case 7:
        node = iter8__node_make_list();
        while (count-- > 0)
            cr_assert(iter8__node_append(node, random_node(random, depth - 1)));
        return node;
    default:
        node = iter8__node_make_mapping();
        while (count-- > 0) {
            random_string(random, string);
            cr_assert(iter8__node_set(node, string, random_node(random, depth - 1)));
        }
        return node;
    }
}

/* As iter8__node_equal, and the keys of mappings are in the same order. */
static int same(const iter8__node *a, const iter8__node *b)
{
    if (!iter8__node_equal(a, b)) return 0;
    iter8__cursor *d = iter8__node_first(b);
    for (iter8__cursor *c = iter8__node_first(a); c != NULL; c = iter8__node_next(a, c)) {
        if (strcmp(iter8__cursor_key(c), iter8__cursor_key(d)) != 0) return 0;
        if (!same(iter8__cursor_value(c), iter8__cursor_value(d))) return 0;
        d = iter8__node_next(b, d);
    }
    for (size_t i = 0; i < iter8__node_count(a) && iter8__node_first(a) == NULL; i++) {
        if (!same(iter8__node_item(a, i), iter8__node_item(b, i))) return 0;
    }
    return 1;
}

static void check_round_trip(iter8__node *root, int format, uint64_t seed)
{
    iter8_document *document;
    cr_assert_eq(iter8__document_wrap(iter8__node_retain(root), NULL, &document), ITER8_OK);
    char *text = written(document, format);
    iter8_document *again = document_of(text);
    cr_assert(same(root, iter8__document_root(again)), "seed %llu, format %d:\n%s",
              (unsigned long long)seed, format, text);
    char *second = written(again, format);
    cr_assert_str_eq(second, text);
    free(second);
    free(text);
    iter8_document_free(again);
    iter8_document_free(document);
}

Test(document_write, every_tree_reads_back_as_it_was)
{
    for (uint64_t seed = 0; seed < TREES; seed++) {
        iter8__random random;
        iter8__random_seed(&random, seed);
        iter8__node *root = random_node(&random, 5);
        for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
            check_round_trip(root, formats[i], seed);
        iter8__node_release(root);
    }
}

Test(document_write, every_piece_reads_back_as_value_and_as_key)
{
    char string[100];
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        for (size_t j = 0; j < sizeof pieces / sizeof *pieces; j++) {
            strcpy(string, pieces[i]);
            strcat(string, pieces[j]);
            iter8__node *root = iter8__node_make_mapping();
            cr_assert(iter8__node_set(root, string, iter8__node_make_string(string)));
            check_round_trip(root, ITER8_FORMAT_YAML, i * 1000 + j);
            check_round_trip(root, ITER8_FORMAT_JSON, i * 1000 + j);
            iter8__node_release(root);
        }
    }
}

static void check_written(const char *text, int format, const char *expected)
{
    iter8_document *document = document_of(text);
    char *result = written(document, format);
    cr_expect_str_eq(result, expected, "%s\nbecame\n%s", text, result);
    free(result);
    iter8_document_free(document);
}

Test(document_write, yaml_is_in_block_style)
{
    check_written("{\"b\": {\"x\": [1, {\"w\": 2, \"z\": [[3]]}]}, \"a\": [], \"c\": {},"
                  " \"nil\": null, \"t\": true, \"r\": 15.0}",
                  ITER8_FORMAT_YAML,
                  "b:\n  x:\n  - 1\n  - w: 2\n    z:\n    - - 3\na: []\nc: {}\nnil: null\nt: true\n"
                  "r: 15.0\n");
}

Test(document_write, yaml_quotes_what_would_not_be_a_text)
{
    static const char *const words[] = {
        "yes", "n",  "true", "null",       "~",
        "1",   "-1", "1e3",  "0x10",       "0o7",
        "1_0", ".5", "1.",   ".inf",       "-.Inf",
        "<<",  "=",  "",     "2021-01-01", "1:30",
        "012", "+1", "08",   "12:30:45.5", "2021-04-23T17:04:56Z",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char json[100], yaml[100];
        snprintf(json, sizeof json, "[\"%s\"]", words[i]);
        snprintf(yaml, sizeof yaml, "- \"%s\"\n", words[i]);
        check_written(json, ITER8_FORMAT_YAML, yaml);
    }
}

Test(document_write, yaml_leaves_ordinary_texts_plain)
{
    static const char *const words[] = {"word",     "two words",    "1.2.3",    "10m",
                                        "a:b",      "http://x/y?z", "v1alpha1", "caf\xC3\xA9",
                                        "0.1.2-rc", "10.0.0.1",     "a#b"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char json[100], yaml[100];
        snprintf(json, sizeof json, "[\"%s\"]", words[i]);
        snprintf(yaml, sizeof yaml, "- %s\n", words[i]);
        check_written(json, ITER8_FORMAT_YAML, yaml);
    }
}

Test(document_write, yaml_shows_characters_that_cannot_be_seen)
{
    check_written("{\"a\\u202e\": \"b\\u2066\\u200b\\u00adc\", \"d\": \"\\udb40\\udc61\\nx\"}",
                  ITER8_FORMAT_YAML,
                  "\"a\\u202e\": \"b\\u2066\\u200b\\u00adc\"\nd: \"\\U000E0061\\nx\"\n");
}

Test(document_write, yaml_writes_several_lines_as_a_literal_block)
{
    check_written("{\"a\": \"x\\n  y: z\\n\", \"b\": \"x\\n\\ny\"}", ITER8_FORMAT_YAML,
                  "a: |\n  x\n    y: z\nb: |-\n  x\n\n  y\n");
    check_written("[\"\\nx\", \" x\\ny\", \"x\\n\\n\", \"x \\ny\\r\"]", ITER8_FORMAT_YAML,
                  "- \"\\nx\"\n- \" x\\ny\"\n- \"x\\n\\n\"\n- \"x \\ny\\r\"\n");
}

Test(document_write, yaml_does_not_fold_long_lines)
{
    char text[1000], yaml[1000] = "- ";
    memset(text, 'w', 600);
    for (size_t i = 5; i < 600; i += 6)
        text[i] = ' ';
    text[599] = '\0';
    strcat(strcat(yaml, text), "\n");
    check_written(yaml, ITER8_FORMAT_YAML, yaml);
}

Test(document_write, json_is_indented_by_two)
{
    check_written("a: [1, {b: c}]\nd: {}\ne: []\nf: 1.0\n", ITER8_FORMAT_JSON,
                  "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"c\"\n    }\n  ],\n  \"d\": {},\n"
                  "  \"e\": [],\n  \"f\": 1.0\n}\n");
}

Test(document_write, json_escapes_what_it_must_and_what_commands_a_terminal)
{
    check_written("[\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\xC3\xA9\xF0\x9F\x98\x80\"]",
                  ITER8_FORMAT_JSON_COMPACT,
                  "[\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\xC3\xA9\xF0\x9F\x98\x80\"]");
}

Test(document_write, reals_are_short_and_stay_reals)
{
    check_written("[0.1, 0.01, 15.0, 1e30, 1.5e-7, -2.50, 0.30000000000000004, 1e15, 123456789.0]",
                  ITER8_FORMAT_JSON_COMPACT,
                  "[0.1,0.01,15.0,1e+30,1.5e-7,-2.5,0.30000000000000004,1000000000000000.0,"
                  "123456789.0]");
}

Test(document_write, nothing_is_written_without_a_buffer)
{
    size_t length = 99;
    char buffer[8] = "old";
    iter8_document *document = document_of("[1,2]");
    cr_expect_eq(iter8_document_write(document, 0, buffer, 8, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(length, 0);
    cr_expect_eq(iter8_document_write(document, 4, buffer, 8, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_document_write(NULL, 1, buffer, 8, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_document_write(document, 3, NULL, 8, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_document_write(document, 3, buffer, 8, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_document_write(document, 3, buffer, 5, &length), ITER8_ERR_BUFFER);
    cr_expect_eq(length, 5);
    cr_expect_str_eq(buffer, "old");
    cr_expect_eq(iter8_document_write(document, 3, buffer, 6, &length), ITER8_OK);
    cr_expect_str_eq(buffer, "[1,2]");
    iter8_document_free(document);
}
