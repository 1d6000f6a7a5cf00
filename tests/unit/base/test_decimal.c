/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/decimal.h"

#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

/* The digits and exponent as text, such as "-123e-2" for -1.23 * 10^-2. */
static const char *shown(const iter8__decimal *decimal)
{
    static char text[900];
    char *end = text;
    if (decimal->negative) *end++ = '-';
    for (int i = 0; i < decimal->count; i++)
        *end++ = (char)('0' + decimal->digits[i]);
    snprintf(end, 20, "e%d", (int)decimal->exponent);
    return text;
}

static const char *parsed(const char *text)
{
    iter8__decimal decimal;
    return iter8__decimal_parse(text, strlen(text), &decimal) ? shown(&decimal) : "invalid";
}

Test(base_decimal, parses_numbers_into_digits_and_exponent)
{
    static const char *const cases[][2] = {
        {"0", "e0"},
        {"-0", "-e0"},
        {"+0.00", "e0"},
        {"0e99", "e0"},
        {"1", "1e0"},
        {"10", "1e1"},
        {"+120.050", "12005e2"},
        {"-0.00120", "-12e-3"},
        {".5", "5e-1"},
        {"5.", "5e0"},
        {"-.5e1", "-5e0"},
        {"00012", "12e1"},
        {"1e3", "1e3"},
        {"1E+3", "1e3"},
        {"1.5e-300", "15e-300"},
        {"1e999999999999999999999999", "1e1073741824"},
        {"1e-999999999999999999999999", "1e-1073741824"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        cr_expect_str_eq(parsed(cases[i][0]), cases[i][1], "%s: %s", cases[i][0],
                         parsed(cases[i][0]));
}

Test(base_decimal, refuses_what_is_not_a_number)
{
    static const char *const cases[] = {
        "",    "+",     "-",   ".",   "-.",    "e5",   ".e5",  "1e",    "1e+",
        "1e-", "1e1.5", "--1", "+-1", "1 ",    " 1",   "1,5",  "1_0",   "0x1",
        "1f",  "nan",   "inf", "NaN", "1.2.3", "1..2", "1e5 ", "1e5e5", "\xd9\xa1",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        cr_expect_str_eq(parsed(cases[i]), "invalid", "'%s'", cases[i]);
    iter8__decimal decimal;
    cr_expect_not(iter8__decimal_parse("1\0", 2, &decimal), "a zero is no part of a number");
    cr_expect_not(iter8__decimal_parse(NULL, 0, &decimal));
}

Test(base_decimal, scan_stops_where_the_number_ends)
{
    static const struct {
        const char *text;
        size_t used;
    } cases[] = {{"10m", 2}, {"-1.5Ki", 4}, {"1e3", 1}, {"5.", 2}, {".5n", 2}, {"1.2.3", 3},
                 {"m", 0},   {"+", 0},      {".", 0},   {"", 0},   {"-.", 0},  {"12", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        iter8__decimal decimal;
        size_t used = iter8__decimal_scan(cases[i].text, strlen(cases[i].text), &decimal);
        cr_expect_eq(used, cases[i].used, "'%s': %zu", cases[i].text, used);
    }
    iter8__decimal decimal;
    cr_expect_eq(iter8__decimal_scan("1234", 2, &decimal), 2, "the length is kept to");
    cr_expect_str_eq(shown(&decimal), "12e1");
}

Test(base_decimal, keeps_800_digits_and_marks_what_was_cut_off)
{
    char text[1002];
    iter8__decimal decimal;
    memset(text, '0', sizeof text);
    text[0] = '1';
    cr_assert(iter8__decimal_parse(text, 1001, &decimal));
    cr_assert_eq(decimal.count, 1);
    cr_assert_eq(decimal.exponent, 1000);
    text[1000] = '3';
    cr_assert(iter8__decimal_parse(text, 1001, &decimal));
    cr_assert_eq(decimal.count, ITER8__DECIMAL_DIGITS);
    cr_assert_eq(decimal.digits[ITER8__DECIMAL_DIGITS - 1], 1);
    cr_assert_eq(decimal.exponent, 1000);
    memset(text, '9', sizeof text);
    cr_assert(iter8__decimal_parse(text, 1001, &decimal));
    cr_assert_eq(decimal.count, ITER8__DECIMAL_DIGITS);
    cr_assert_eq(decimal.digits[ITER8__DECIMAL_DIGITS - 1], 9);
}

Test(base_decimal, rounds_half_to_even)
{
    static const struct {
        const char *text;
        int count;
        const char *expected;
    } cases[] = {
        {"1.25", 2, "12e0"},  {"1.35", 2, "14e0"},  {"1.251", 2, "13e0"}, {"1.249", 2, "12e0"},
        {"1.05", 2, "1e0"},   {"1.15", 2, "12e0"},  {"9.96", 2, "1e1"},   {"9.95", 2, "1e1"},
        {"-2.5", 1, "-2e0"},  {"-3.5", 1, "-4e0"},  {"123", 3, "123e2"},  {"123", 9, "123e2"},
        {"1.9996", 4, "2e0"}, {"1.0004", 4, "1e0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        iter8__decimal decimal;
        cr_assert(iter8__decimal_parse(cases[i].text, strlen(cases[i].text), &decimal));
        iter8__decimal_round(&decimal, cases[i].count);
        cr_expect_str_eq(shown(&decimal), cases[i].expected, "%s to %d: %s", cases[i].text,
                         cases[i].count, shown(&decimal));
    }
}

Test(base_decimal, ceil_goes_towards_positive_infinity)
{
    static const struct {
        const char *text;
        int places;
        const char *expected;
    } cases[] = {
        {"10.0001", 3, "10.001"},
        {"-10.0001", 3, "-10.000"},
        {"10.001", 3, "10.001"},
        {"0.0005", 3, "0.001"},
        {"-0.0005", 3, "0.000"},
        {"-0.0015", 3, "-0.001"},
        {"0.9991", 3, "1.000"},
        {"9.9999", 3, "10.000"},
        {"99.99999", 0, "100"},
        {"0.4", 0, "1"},
        {"-0.4", 0, "0"},
        {"-1.9", 0, "-1"},
        {"1e-300", 3, "0.001"},
        {"-1e-300", 3, "0.000"},
        {"0", 3, "0.000"},
        {"-0", 3, "0.000"},
        {"123456", 3, "123456.000"},
        {"1e5", 2, "100000.00"},
        {"0.00100001", 3, "0.002"},
        {"1.0995", 3, "1.100"},
        {"-1.0995", 3, "-1.099"},
        {"-1.1009", 3, "-1.100"},
        {"0.00999", 3, "0.010"},
        {"-0.00099999", 3, "0.000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        iter8__decimal decimal;
        char buffer[40];
        cr_assert(iter8__decimal_parse(cases[i].text, strlen(cases[i].text), &decimal));
        iter8__decimal_ceil(&decimal, cases[i].places);
        size_t length = iter8__decimal_format(&decimal, cases[i].places, buffer, sizeof buffer);
        cr_expect_eq(length, strlen(buffer));
        cr_expect_str_eq(buffer, cases[i].expected, "%s: %s", cases[i].text, buffer);
    }
}

Test(base_decimal, ceil_again_with_fewer_places_is_right)
{
    iter8__decimal decimal;
    char buffer[40];
    cr_assert(iter8__decimal_parse("-0.0005", 7, &decimal));
    iter8__decimal_ceil(&decimal, 3);
    iter8__decimal_ceil(&decimal, 0);
    iter8__decimal_format(&decimal, 2, buffer, sizeof buffer);
    cr_assert_str_eq(buffer, "0.00");
}

Test(base_decimal, format_leaves_out_further_places)
{
    static const char *const cases[][2] = {
        {"-1.2599", "-1.25"}, {"-0.0099", "0.00"}, {"1e20", "100000000000000000000.00"}};
    for (size_t i = 0; i < 3; i++) {
        iter8__decimal decimal;
        char buffer[40];
        cr_assert(iter8__decimal_parse(cases[i][0], strlen(cases[i][0]), &decimal));
        iter8__decimal_format(&decimal, 2, buffer, sizeof buffer);
        cr_expect_str_eq(buffer, cases[i][1]);
    }
}

Test(base_decimal, format_writes_all_or_nothing)
{
    iter8__decimal decimal;
    char buffer[8] = "#######";
    cr_assert(iter8__decimal_parse("-12.5", 5, &decimal));
    cr_assert_eq(iter8__decimal_format(&decimal, 2, buffer, 7), 6);
    cr_assert_str_eq(buffer, "-12.50");
    cr_assert_eq(buffer[7], '\0');
    cr_assert_eq(iter8__decimal_format(&decimal, 2, buffer, 6), 0);
    cr_assert_str_eq(buffer, "");
    cr_assert(iter8__decimal_parse("1e999999999", 11, &decimal));
    cr_assert_eq(iter8__decimal_format(&decimal, 2, buffer, sizeof buffer), 0);
}

Test(base_decimal, formats_integers)
{
    static const int64_t values[] = {0,   1,  -1,        9,         10,        -10,    99,
                                     100, 42, INT64_MAX, INT64_MIN, INT32_MIN, 1000000};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        char expected[32], buffer[ITER8__INTEGER_BYTES];
        snprintf(expected, sizeof expected, "%lld", (long long)values[i]);
        cr_expect_eq(iter8__integer_format(values[i], buffer), strlen(expected));
        cr_expect_str_eq(buffer, expected);
    }
}
