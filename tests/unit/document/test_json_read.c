/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "outcome.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

Test(document_json_read, all_values_are_read)
{
    static const struct text_case cases[] = {
        {"{}", "{}"},
        {" [ ] \n", "[]"},
        {"{\"a\" : [ 1 , -2, 2.5, 1e3, 1E-2, 0, -0, 15.0, true,false , null ]}\r\n",
         "{\"a\":[1,-2,2.5,1000.0,0.01,0,0,15.0,true,false,null]}"},
        {"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20AC\\ud83d\\uDE00\"]",
         "[\"\\\"\\\\/\\b\\f\\n\\r\\tA\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"]"},
        {"[\"\x7F\xC2\x85\xEF\xBB\xBF\xE2\x80\xAE\xC3\x9F\"]",
         "[\"\\u007f\\u0085\\ufeff\\u202e\xC3\x9F\"]"},
        {"{\"b\":1,\"a\":2,\"\":3,\"y\":4}", "{\"b\":1,\"a\":2,\"\":3,\"y\":4}"},
        {"\"text\"", "\"text\""},
        {"\xEF\xBB\xBF[1]", "[1]"},
        {"{\"yes\":\"no\",\"1\":\"~\"}", "{\"yes\":\"no\",\"1\":\"~\"}"},
    };
    CHECK_OUTCOMES(cases);
}

Test(document_json_read, large_integers_become_reals)
{
    static const struct text_case cases[] = {
        {"[9223372036854775807, -9223372036854775808]",
         "[9223372036854775807,-9223372036854775808]"},
        {"[1, 9223372036854775808]", "[1,9.223372036854776e+18]"},
        {"[-9223372036854775809]", "[-9.223372036854776e+18]"},
        {"[18446744073709551616]", "[1.8446744073709552e+19]"},
    };
    CHECK_OUTCOMES(cases);
}

Test(document_json_read, what_no_double_holds_is_refused)
{
    expect_outcome("{\"a\":\n 1e999}", "ERR_NUMBER 2:2 the number is too large");
    expect_outcome("[1e-999]", "[0.0]");
}

Test(document_json_read, a_repeated_key_is_reported_with_both_places)
{
    expect_outcome(
        "{\"a\": {\"x\": 1},\n \"b\": {\"y\": 1,\n  \"x\": 2,\n  \"y\": 3}}",
        "ERR_DUPLICATE_KEY 4:3 the key \"y\" appears twice in one mapping, first on line 2");
    expect_outcome("{\"\xC3\xA9\": 1, \"\\u00e9\": 2}",
                   "ERR_DUPLICATE_KEY 1:10 the key \"\xC3\xA9\" appears twice in one mapping, "
                   "first on line 1");
}

Test(document_json_read, what_is_not_json_may_be_yaml)
{
    static const struct text_case cases[] = {
        {"{a: 1}", "{\"a\":1}"},
        {"[1, 2, ]", "[1,2]"},
        {"{\"a\": 'b'} # comment", "{\"a\":\"b\"}"},
        {"{\"a\": 1}\n---\n[2]\n", "{\"a\":1} | [2]"},
        {"\"a\": 1\n", "{\"a\":1}"},
        {"[01, yes]", "[1,true]"},
    };
    CHECK_OUTCOMES(cases);
}

Test(document_json_read, what_begins_as_json_is_reported_as_json)
{
    static const struct text_case cases[] = {
        {"{\"a\": 1 \"b\": 2}", "ERR_SYNTAX 1:9 expected , or }"},
        {"{\"a\": [1,\n 2 3}", "ERR_SYNTAX 2:4 expected , or ]"},
        {"{\"a\": \"\\ud83d\"}", "ERR_SYNTAX 1:8 half of a surrogate pair"},
        {"{\"a\": \"\\ud83dx\\u0041\"}", "ERR_SYNTAX 1:8 half of a surrogate pair"},
        {"[1, \"\\ude00\"]", "ERR_SYNTAX 1:6 half of a surrogate pair"},
        {"[1, \"\\u00\"]", "ERR_SYNTAX 1:10 \\u wants four hexadecimal digits"},
        {"[1, \"\\q\"]", "ERR_SYNTAX 1:6 unknown escape in a text"},
        {"[1, \"a\\u0000\"]", "ERR_SYNTAX 1:7 a text cannot hold the character zero"},
        {"[1, \"a\x01\"]", "ERR_SYNTAX 1:7 a control character must be escaped in a text"},
        {"[[1], {\"a\": {b: [}}]", "ERR_SYNTAX 1:14 expected a key in double quotes"},
        {"{\"a\" 1}", "ERR_SYNTAX 1:6 expected : after a key"},
        {"[1, -}", "ERR_SYNTAX 1:5 expected a value"},
        {"[1, 1.]x", "ERR_SYNTAX 1:7 expected a digit"},
        {"{\"a\": 1", "ERR_SYNTAX 1:8 expected , or }"},
        {"[\"a\", \"b", "ERR_SYNTAX 1:9 a text is not closed"},
    };
    CHECK_OUTCOMES(cases);
}

Test(document_json_read, what_begins_as_yaml_is_reported_as_yaml)
{
    static const struct text_case cases[] = {
        {"{a: 1, b: [}",
         "ERR_SYNTAX 1:12 did not find expected node content while parsing a flow node"},
        {"{a: b}: 2\n", "ERR_SYNTAX 1:1 a key must be a text, not a list or a mapping"},
        {"\"a\": 1\n b: 2\n", "ERR_SYNTAX 2:3 mapping values are not allowed in this context"},
        {"{\"a\": 1}\n---\nb: *c\n", "ERR_ALIAS 3:4 unknown alias *c"},
        {"[1, {x: 1, x: 2}]",
         "ERR_DUPLICATE_KEY 1:12 the key \"x\" appears twice in one mapping, first on line 1"},
    };
    CHECK_OUTCOMES(cases);
}

Test(document_json_read, every_cut_off_text_is_refused_or_means_something)
{
    const char *text = "{\"a\": [1, -2.5e3, true, null, \"\\u00e9\\ud83d\\ude00\"], \"b\": {}}";
    for (size_t length = 1; length < strlen(text); length++) {
        char *outcome = outcome_of(text, length, NULL);
        cr_expect_eq(strncmp(outcome, "ERR_SYNTAX ", 11), 0, "%zu bytes: %s", length, outcome);
        free(outcome);
    }
}

Test(document_json_read, bytes_are_checked_first)
{
    static const struct {
        const char *text;
        size_t length;
        const char *outcome;
    } cases[] = {
        {"{\"a\":\n\"\xC3\xA9\xFF\"}", 11, "ERR_ENCODING 2:3 not valid UTF-8"},
        {"a: \xC3", 4, "ERR_ENCODING 1:4 not valid UTF-8"},
        {"a: \xC0\x80", 5, "ERR_ENCODING 1:4 not valid UTF-8"},
        {"a: \xE0\x80\x80", 6, "ERR_ENCODING 1:4 not valid UTF-8"},
        {"a: \xED\xA0\x80", 6, "ERR_ENCODING 1:4 not valid UTF-8"},
        {"a: \xF4\x90\x80\x80", 7, "ERR_ENCODING 1:4 not valid UTF-8"},
        {"a: \xF5\x80\x80\x80", 7, "ERR_ENCODING 1:4 not valid UTF-8"},
        {"a: \xF0\x9F\x98", 6, "ERR_ENCODING 1:4 not valid UTF-8"},
        {"a: \xE2\x82x", 6, "ERR_ENCODING 1:4 not valid UTF-8"},
        {"\xFF\xFE"
         "a",
         3, "ERR_ENCODING 1:1 not valid UTF-8"},
        {"a: 1\n\0", 6, "ERR_SYNTAX 2:1 a text cannot hold the character zero"},
        {"[\"\0\"]", 5, "ERR_SYNTAX 1:3 a text cannot hold the character zero"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *outcome = outcome_of(cases[i].text, cases[i].length, NULL);
        cr_expect_str_eq(outcome, cases[i].outcome, "case %zu: %s", i, outcome);
        free(outcome);
    }
}

Test(document_json_read, size_is_limited)
{
    const iter8_read_options options = {.struct_size = sizeof options, .max_bytes = 8};
    expect_outcome_with("[1,\n234]", &options, "[1,234]");
    expect_outcome_with("[1,\n2345]", &options,
                        "ERR_TOO_LARGE 2:5 the text has more bytes than the limit of 8");
}
