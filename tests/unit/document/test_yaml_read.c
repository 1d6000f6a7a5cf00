/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "outcome.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Test(document_yaml_read, documents_of_a_stream_are_read_and_empty_ones_passed_over)
{
    static const struct text_case cases[] = {
        {"", ""},
        {"  \n# only a comment\n", ""},
        {"---\n", ""},
        {"---\n---\n...\n---\na: 1\n", "{\"a\":1}"},
        {"a: 1\n---\n- 2\n---\n\n---\nthree\n", "{\"a\":1} | [2] | \"three\""},
        {"---\n''\n", "\"\""},
        {"---\nnull\n", "null"},
        {"--- !!null\n", "null"},
        {"%YAML 1.1\n%TAG !e! tag:example.com,2000:\n---\na: !e!x 1\n", "{\"a\":\"1\"}"},
        {"\xEF\xBB\xBF"
         "a: 1\n",
         "{\"a\":1}"},
        {"a: 1\r\nb: 2\r\n", "{\"a\":1,\"b\":2}"},
    };
    CHECK_OUTCOMES(cases);
}

Test(document_yaml_read, block_and_flow_styles_give_the_same_trees)
{
    static const struct text_case cases[] = {
        {"b: [1, {c: d}]\na:\n- x\n-\n  - w\n  - z: {}\n",
         "{\"b\":[1,{\"c\":\"d\"}],\"a\":[\"x\",[\"w\",{\"z\":{}}]]}"},
        {"{a: 1, b: 2,}", "{\"a\":1,\"b\":2}"},
        {"{a, b: }", "{\"a\":null,\"b\":null}"},
        {"[a: 1, b: 2]", "[{\"a\":1},{\"b\":2}]"},
        {"? a\n: 1\n? b\n", "{\"a\":1,\"b\":null}"},
        {"a: |\n  x\n   y\n\nb: |-\n  x\nc: |+\n  x\n\nd: >\n  x\n  y\n",
         "{\"a\":\"x\\n y\\n\",\"b\":\"x\",\"c\":\"x\\n\\n\",\"d\":\"x y\\n\"}"},
        {"a: \"x\\ty\\u00e9\\U0001F600\"\nb: 'it''s'\n",
         "{\"a\":\"x\\ty\xC3\xA9\xF0\x9F\x98\x80\",\"b\":\"it's\"}"},
    };
    CHECK_OUTCOMES(cases);
}

Test(document_yaml_read, keys_become_texts)
{
    static const struct text_case cases[] = {
        {"1: a\n0x10: b\n1.50: c\nyes: d\n'no': e\n\"\": f\n2021-01-01: g\n",
         "{\"1\":\"a\",\"16\":\"b\",\"1.5\":\"c\",\"true\":\"d\",\"no\":\"e\",\"\":\"f\","
         "\"2021-01-01\":\"g\"}"},
        {"a: &k b\n*k : 1\n", "{\"a\":\"b\",\"b\":1}"},
        {"~: 1\n", "ERR_SYNTAX 1:1 a key must be a text, not null"},
        {"a: {~ : 1}\n", "ERR_SYNTAX 1:5 a key must be a text, not null"},
        {"a: 1\n? [x]\n: 2\n", "ERR_SYNTAX 2:3 a key must be a text, not a list or a mapping"},
        {"{a: b}: 2\n", "ERR_SYNTAX 1:1 a key must be a text, not a list or a mapping"},
        {"a: &k [b]\n*k : 1\n", "ERR_SYNTAX 2:1 a key must be a text, not a list"},
        {".nan: 1\n", "ERR_NUMBER 1:1 JSON holds neither NaN nor infinities"},
    };
    CHECK_OUTCOMES(cases);
}

Test(document_yaml_read, a_repeated_key_is_reported_with_both_places)
{
    static const struct text_case cases[] = {
        {"a: 1\nb:\n  x: 1\n  y: {a: 2}\n  x: 3\n",
         "ERR_DUPLICATE_KEY 5:3 the key \"x\" appears twice in one mapping, first on line 3"},
        {"a: 1\nb: {c: 1, d: 2}\na: 2\n",
         "ERR_DUPLICATE_KEY 3:1 the key \"a\" appears twice in one mapping, first on line 1"},
        {"yes: 1\n'true': 2\n",
         "ERR_DUPLICATE_KEY 2:1 the key \"true\" appears twice in one mapping, first on line 1"},
    };
    CHECK_OUTCOMES(cases);
}

Test(document_yaml_read, aliases_stand_for_copies)
{
    static const struct text_case cases[] = {
        {"a: &x [1, &y z]\nb: *x\nc: *y\n", "{\"a\":[1,\"z\"],\"b\":[1,\"z\"],\"c\":\"z\"}"},
        {"- &x 1\n- &x 2\n- *x\n", "[1,2,2]"},
        {"- &x ''\n- *x\n- &n\n- *n\n", "[\"\",\"\",null,null]"},
        {"a: *x\n", "ERR_ALIAS 1:4 unknown alias *x"},
        {"a: &x 1\n---\nb: *x\n", "ERR_ALIAS 3:4 unknown alias *x"},
        {"a: &x\n  b: *x\n", "ERR_ALIAS 2:6 the alias *x stands inside its own anchor"},
        {"a: &x 1\nb: &x [*x]\n", "ERR_ALIAS 2:8 the alias *x stands inside its own anchor"},
    };
    CHECK_OUTCOMES(cases);
}

Test(document_yaml_read, merge_keys_add_what_is_not_there)
{
    static const struct text_case cases[] = {
        {"a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  k: own\n",
         "{\"a\":{\"k\":1,\"l\":2},\"b\":{\"k\":\"own\",\"l\":2}}"},
        {"- &x {k: 1}\n- &y {k: 2, l: 3}\n- {<<: [*x, *y], m: 4}\n",
         "[{\"k\":1},{\"k\":2,\"l\":3},{\"m\":4,\"k\":1,\"l\":3}]"},
        {"<<: {k: 1}\n", "{\"k\":1}"},
        {"<<: {k: 1}\n<<: {k: 2, l: 3}\n", "{\"k\":1,\"l\":3}"},
        {"<<: []\n", "{}"},
        {"'<<': 1\n", "{\"<<\":1}"},
        {"!!merge '<<': {k: 1}\n", "{\"k\":1}"},
        {"!!str <<: {k: 1}\n", "{\"<<\":{\"k\":1}}"},
        {"a: &x 1\n<<: *x\n",
         "ERR_SYNTAX 2:1 the merge key << wants a mapping or a list of mappings"},
        {"<<: [{}, 1]\n", "ERR_SYNTAX 1:1 the merge key << wants a mapping or a list of mappings"},
    };
    CHECK_OUTCOMES(cases);
}

Test(document_yaml_read, tags_say_what_a_value_is)
{
    static const struct text_case cases[] = {
        {"- !!str 1\n- !!int \"12\"\n- !!float 1\n- !!bool 'yes'\n- !!null ''\n",
         "[\"1\",12,1.0,true,null]"},
        {"- !!timestamp 2021-01-01\n- !!binary aGk=\n- !custom 5\n- !<tag:x.org,2000:y> ~\n",
         "[\"2021-01-01\",\"aGk=\",\"5\",\"~\"]"},
        {"- !!map {}\n- !!seq []\n- !custom {a: 1}\n- !!set {b}\n",
         "[{},[],{\"a\":1},{\"b\":null}]"},
        {"- !!int 0xFFFFFFFFFFFFFFFF\n", "[1.8446744073709552e+19]"},
        {"a: !!int abc\n", "ERR_SYNTAX 1:4 the value cannot be read as !!int"},
        {"a: !!int 1.5\n", "ERR_SYNTAX 1:4 the value cannot be read as !!int"},
        {"a: !!float abc\n", "ERR_SYNTAX 1:4 the value cannot be read as !!float"},
        {"a: !!bool 1\n", "ERR_SYNTAX 1:4 the value cannot be read as !!bool"},
        {"a: !!null x\n", "ERR_SYNTAX 1:4 the value cannot be read as !!null"},
        {"a: !!float .inf\n", "ERR_NUMBER 1:4 JSON holds neither NaN nor infinities"},
        {"a: !!map x\n", "ERR_SYNTAX 1:4 a scalar cannot be read as !!map"},
        {"a: !!str {}\n", "ERR_SYNTAX 1:4 a mapping cannot be read as !!str"},
        {"a: !!map []\n", "ERR_SYNTAX 1:4 a list cannot be read as !!map"},
    };
    CHECK_OUTCOMES(cases);
}

Test(document_yaml_read, malformed_texts_are_reported_where_they_break)
{
    static const struct text_case cases[] = {
        {"a: 1\n b: 2\n", "ERR_SYNTAX 2:3 mapping values are not allowed in this context"},
        {"a: [1, 2\n",
         "ERR_SYNTAX 2:1 did not find expected ',' or ']' while parsing a flow sequence"},
        {"a: 'x\n", "ERR_SYNTAX 2:1 found unexpected end of stream while scanning a quoted scalar"},
        {"\xC3\xA9\xC3\xA9: \"\x01\"\n", "ERR_SYNTAX 1:6 control characters are not allowed"},
        {"a: \"x\\0y\"\n", "ERR_SYNTAX 1:4 a text cannot hold the character zero"},
        {"a: 1\n%b: 2\n",
         "ERR_SYNTAX 2:3 found unexpected non-alphabetical character while scanning a directive"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_outcome(cases[i].text, cases[i].outcome);
}

Test(document_yaml_read, nesting_is_limited)
{
    const iter8_read_options options = {.struct_size = sizeof options, .max_depth = 3};
    expect_outcome_with("a: {b: [1]}", &options, "{\"a\":{\"b\":[1]}}");
    expect_outcome_with("a:\n  b:\n  - []\n", &options,
                        "ERR_TOO_DEEP 3:5 lists and mappings are nested more than 3 deep");
    expect_outcome_with("- &a [1]\n- &b [*a]\n- [*b]\n", &options,
                        "ERR_TOO_DEEP 3:4 lists and mappings are nested more than 3 deep");
    expect_outcome_with("- [&a 1]\n- [[*a]]\n", &options, "[[1],[[1]]]");
}

static char *nested(size_t depth)
{
    char *text = malloc(2 * depth + 1);
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    text[2 * depth] = '\0';
    return text;
}

Test(document_yaml_read, the_default_depth_is_64)
{
    char *fits = nested(64), *deep = nested(65), *hostile = nested(1000000);
    char prefixed[200];
    expect_outcome(fits, fits);
    expect_outcome(deep, "ERR_TOO_DEEP 1:65 lists and mappings are nested more than 64 deep");
    snprintf(prefixed, sizeof prefixed, "# YAML\n%s", deep);
    expect_outcome(prefixed, "ERR_TOO_DEEP 2:65 lists and mappings are nested more than 64 deep");
    expect_outcome(hostile, "ERR_TOO_DEEP 1:65 lists and mappings are nested more than 64 deep");
    free(fits);
    free(deep);
    free(hostile);
}

Test(document_yaml_read, what_aliases_add_is_limited)
{
    const iter8_read_options options = {.struct_size = sizeof options, .max_alias_values = 6};
    expect_outcome_with("- &a [1, 2]\n- *a\n- *a\n", &options, "[[1,2],[1,2],[1,2]]");
    expect_outcome_with("- &a [1, 2]\n- *a\n- *a\n---\n- &b 1\n- *b\n", &options,
                        "ERR_ALIAS 6:3 aliases expand to more than 6 values");
    expect_outcome("a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
                   "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
                   "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
                   "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
                   "e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n",
                   "ERR_ALIAS 5:36 aliases expand to more than 100000 values");
}

Test(document_yaml_read, long_texts_and_keys_count_more_than_once)
{
    const iter8_read_options options = {.struct_size = sizeof options, .max_alias_values = 3};
    char text[400], sixty_four[65];
    memset(sixty_four, 'x', 64);
    sixty_four[64] = '\0';
    snprintf(text, sizeof text, "- &a %s%s\n- *a\n", sixty_four, sixty_four);
    char *fits = outcome_of(text, strlen(text), &options);
    cr_expect_eq(fits[0], '[');
    free(fits);
    snprintf(text, sizeof text, "- &a {? %s%s : 1}\n- *a\n", sixty_four, sixty_four);
    expect_outcome_with(text, &options, "ERR_ALIAS 2:3 aliases expand to more than 3 values");
}
