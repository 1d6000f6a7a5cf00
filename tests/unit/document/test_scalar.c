/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "outcome.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scalar_case {
    const char *text;
    const char *json;
};

static void check_all(const struct scalar_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char text[100], json[140];
        snprintf(text, sizeof text, "- %s\n", cases[i].text);
        snprintf(json, sizeof json, "[%s]", cases[i].json);
        expect_outcome(text, json);
        snprintf(text, sizeof text, "[%s]", cases[i].text);
        expect_outcome(text, cases[i].text[0] == '\0' ? "[]" : json);
    }
}

#define CHECK_ALL(cases) check_all(cases, sizeof cases / sizeof *cases)

Test(document_scalar, words_mean_what_they_mean_to_kubernetes)
{
    static const struct scalar_case cases[] = {
        {"", "null"},         {"~", "null"},      {"null", "null"},   {"Null", "null"},
        {"NULL", "null"},     {"y", "true"},      {"Y", "true"},      {"yes", "true"},
        {"Yes", "true"},      {"YES", "true"},    {"true", "true"},   {"True", "true"},
        {"TRUE", "true"},     {"on", "true"},     {"On", "true"},     {"ON", "true"},
        {"n", "false"},       {"N", "false"},     {"no", "false"},    {"No", "false"},
        {"NO", "false"},      {"false", "false"}, {"False", "false"}, {"FALSE", "false"},
        {"off", "false"},     {"Off", "false"},   {"OFF", "false"},   {"nULL", "\"nULL\""},
        {"tRUE", "\"tRUE\""}, {"oN", "\"oN\""},   {"yEs", "\"yEs\""}, {"nil", "\"nil\""},
    };
    CHECK_ALL(cases);
}

Test(document_scalar, integers_are_read_in_every_base)
{
    static const struct scalar_case cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"+12", "12"},
        {"-12", "-12"},
        {"1_000_000", "1000000"},
        {"1__0_", "10"},
        {"0x1F", "31"},
        {"-0XfF", "-255"},
        {"0x_1_f", "31"},
        {"0o17", "15"},
        {"0O7", "7"},
        {"017", "15"},
        {"-010", "-8"},
        {"0b101", "5"},
        {"+0B11", "3"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"0x7fffffffffffffff", "9223372036854775807"},
    };
    CHECK_ALL(cases);
}

Test(document_scalar, integers_beyond_64_bits_become_reals)
{
    static const struct scalar_case cases[] = {
        {"9223372036854775808", "9.223372036854776e+18"},
        {"-9223372036854775809", "-9.223372036854776e+18"},
        {"18446744073709551616", "1.8446744073709552e+19"},
        {"0xFFFFFFFFFFFFFFFF", "1.8446744073709552e+19"},
        {"123456789012345678901234567890", "1.2345678901234568e+29"},
        {"0x10000000000000000", "\"0x10000000000000000\""},
        {"-0xFFFFFFFFFFFFFFFF", "\"-0xFFFFFFFFFFFFFFFF\""},
        {"0100000000000000000000000", "1e+23"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[100];
        snprintf(text, sizeof text, "- %s\n", cases[i].text);
        char *outcome = outcome_of(text, strlen(text), NULL);
        double read = strtod(outcome + 1, NULL), wanted = strtod(cases[i].json, NULL);
        if (cases[i].json[0] != '"')
            cr_expect(read == wanted, "%s: %s", text, outcome);
        else
            cr_expect_eq(strncmp(outcome + 1, cases[i].json, strlen(cases[i].json)), 0);
        free(outcome);
    }
}

Test(document_scalar, reals_keep_being_reals)
{
    static const struct scalar_case cases[] = {
        {"1.0", "1.0"},   {"1.", "1.0"},     {".5", "0.5"},      {"-.5", "-0.5"},
        {"+1.5", "1.5"},  {"1e3", "1000.0"}, {"1E+3", "1000.0"}, {"1e-3", "0.001"},
        {"0.01", "0.01"}, {"1_0.5", "10.5"}, {".5e1", "5.0"},    {"08", "8.0"},
        {"09.5", "9.5"},  {"0.00", "0.0"},   {"0.1", "0.1"},     {"15.0", "15.0"},
    };
    CHECK_ALL(cases);
}

Test(document_scalar, what_only_looks_like_a_number_is_a_text)
{
    static const char *const texts[] = {
        "0x",      "0xg",   "0b12", "0o8",  "+",          ".",
        "..",      "1.2.3", "1e",   "1e+",  "e5",         ".e5",
        "1a",      "+-1",   "10m",  "1:30", "2021-01-01", "2021-04-23T17:04:56Z",
        "_1",      "inf",   "nan",  "-inf", ".5_0",       "1e999",
        "0x1.8p3", "1_a",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char text[100], json[140];
        snprintf(text, sizeof text, "- %s\n", texts[i]);
        snprintf(json, sizeof json, "[\"%s\"]", texts[i]);
        expect_outcome(text, json);
    }
}

Test(document_scalar, what_is_quoted_is_a_text)
{
    expect_outcome("- \"yes\"\n- '1'\n- \"\"\n- '~'\n- \".inf\"\n- |\n  1\n",
                   "[\"yes\",\"1\",\"\",\"~\",\".inf\",\"1\\n\"]");
}

Test(document_scalar, what_is_not_finite_is_refused_where_it_stands)
{
    static const char *const words[] = {".inf",  ".Inf",  ".INF",  "+.inf", "+.Inf", "+.INF",
                                        "-.inf", "-.Inf", "-.INF", ".nan",  ".NaN",  ".NAN"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char text[100];
        snprintf(text, sizeof text, "a: 1\nb: %s\n", words[i]);
        expect_outcome(text, "ERR_NUMBER 2:4 JSON holds neither NaN nor infinities");
    }
}
