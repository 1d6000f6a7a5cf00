/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/decimal.h"
#include "base/random.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whoever compares with strtod and printf does so in the C locale, in which a test begins. */
enum { CASES = 1000000 };

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double finite_double(iter8__random *random)
{
    double value;
    do {
        uint64_t bits = iter8__random_bits(random);
        memcpy(&value, &bits, sizeof value);
    } while (!isfinite(value));
    return value;
}

static double subnormal_double(iter8__random *random)
{
    uint64_t bits = (iter8__random_bits(random) >> 12) + 1;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void expect_as_strtod(const char *text)
{
    double expected = strtod(text, NULL);
    double value = -1;
    int ok = iter8__double_parse(text, strlen(text), &value);
    cr_assert_eq(ok, isfinite(expected) != 0, "%.60s", text);
    if (ok)
        cr_assert_eq(bits_of(value), bits_of(expected), "%.60s: %a, not %a", text, value, expected);
}

static const char *const hard_numbers[] = {
    "0",
    "-0",
    "0.0",
    "0e5",
    "1",
    "-1",
    "0.1",
    "0.3",
    "1e22",
    "1e23",
    "1e-22",
    "1e-23",
    "1e15",
    "123456789012345678",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "9007199254740993.0000000000000000000000000001",
    "9007199254740992.9999999999999999999",
    "9007199254740995",
    "900719925474099.3",
    "9007199254740993e22",
    "9007199254740992e22",
    "9007199254740992e-22",
    "1e308",
    "1.7976931348623157e308",
    "1.7976931348623158e308",
    "1.7976931348623158079e308",
    "1.7976931348623159e308",
    "1e309",
    "-1e309",
    "1e400",
    "1e99999",
    "17976931348623157e292",
    "0.00000017976931348623157e315",
    "2.2250738585072011e-308",
    "2.2250738585072012e-308",
    "2.2250738585072014e-308",
    "2.225073858507201e-308",
    "4.9406564584124654e-324",
    "5e-324",
    "2.4703282292062327e-324",
    "2.4703282292062328e-324",
    "2.47e-324",
    "2.48e-324",
    "7.4e-324",
    "7.5e-324",
    "1e-323",
    "1e-324",
    "1e-325",
    "1e-344",
    "1e-345",
    "1e-346",
    "1e-400",
    "-1e-400",
    "1e-99999",
    "8.41e21",
    "6.02214076e23",
    "5.0216813883093451685e-321",
    "3.2378839133029012895883e-308",
    "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017"
    "977"
    "587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854"
    "84"
    "581771153176447573027006985557136695962284291481986083493647529271907416844436551070434271"
    "15"
    "59699508093042880177904174497791",
    "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017"
    "977"
    "587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854"
    "84"
    "581771153176447573027006985557136695962284291481986083493647529271907416844436551070434271"
    "15"
    "59699508093042880177904174497792",
};

Test(base_decimal_double, reads_hard_numbers_like_strtod)
{
    for (size_t i = 0; i < sizeof hard_numbers / sizeof hard_numbers[0]; i++)
        expect_as_strtod(hard_numbers[i]);
}

Test(base_decimal_double, reads_back_every_double_from_17_digits)
{
    iter8__random random;
    iter8__random_seed(&random, 1);
    for (int i = 0; i < CASES; i++) {
        double value = finite_double(&random), back;
        char text[64];
        int length = snprintf(text, sizeof text, "%.17g", value);
        cr_assert(iter8__double_parse(text, (size_t)length, &back), "%s", text);
        cr_assert_eq(bits_of(back), bits_of(value), "%s: %a", text, back);
    }
}

Test(base_decimal_double, reads_digits_of_any_length_like_strtod)
{
    iter8__random random;
    iter8__random_seed(&random, 2);
    for (int i = 0; i < CASES / 5; i++) {
        char text[80];
        int digits = 1 + (int)(iter8__random_bits(&random) % 40), length = 0;
        int point = (int)(iter8__random_bits(&random) % 40);
        for (int j = 0; j < digits; j++) {
            if (j == point) text[length++] = '.';
            text[length++] = (char)('0' + iter8__random_bits(&random) % 10);
        }
        int exponent = (int)(iter8__random_bits(&random) % 700) - 360;
        if (i % 3 == 0) exponent /= 20;
        snprintf(text + length, sizeof text - length, "e%d", exponent);
        expect_as_strtod(text);
    }
}

/* A finite double >= 0: any, or in turn a power of two or one that is subnormal. */
static double low_end(iter8__random *random, int turn)
{
    if (turn % 4 == 1) return ldexp(1, (int)(iter8__random_bits(random) % 2000) - 1060);
    if (turn % 4 == 2) return subnormal_double(random);
    return fabs(finite_double(random));
}

/* Where long double has more than 53 bits, the middle between two doubles is one, and printf knows
 * all its digits. */
Test(base_decimal_double, rounds_halfway_cases_to_even_and_what_is_above_them_up)
{
    if (LDBL_MANT_DIG <= DBL_MANT_DIG) cr_skip_test("long double is no wider than double");
    iter8__random random;
    iter8__random_seed(&random, 3);
    for (int i = 0; i < 20000; i++) {
        double low = i == 0 ? 0 : low_end(&random, i);
        double high = nextafter(low, INFINITY), value;
        double even = bits_of(low) % 2 == 0 ? low : high;
        char middle[900], above[900];
        snprintf(middle, sizeof middle, "%.780Le", ((long double)low + (long double)high) / 2);
        cr_assert(iter8__double_parse(middle, strlen(middle), &value));
        cr_assert_eq(bits_of(value), bits_of(even), "the middle above %a: %a", low, value);
        int digits = (int)(strchr(middle, 'e') - middle);
        snprintf(above, sizeof above, "%.*s%030d%s", digits, middle, 1, middle + digits);
        cr_assert(iter8__double_parse(above, strlen(above), &value));
        cr_assert_eq(bits_of(value), bits_of(high), "above the middle above %a: %a", low, value);
    }
}

Test(base_decimal_double, a_digit_far_behind_decides_a_tie)
{
    char text[3000];
    double value;
    memset(text, '0', sizeof text);
    memcpy(text, "9007199254740993.", 17);
    cr_assert(iter8__double_parse(text, sizeof text, &value));
    cr_assert_eq(value, 9007199254740992.0);
    text[sizeof text - 1] = '1';
    cr_assert(iter8__double_parse(text, sizeof text, &value));
    cr_assert_eq(value, 9007199254740994.0);
}

Test(base_decimal_double, multiplies_by_a_power_of_two_before_it_rounds)
{
    static const struct {
        const char *text;
        int power;
        double expected;
    } cases[] = {
        {"3", 20, 3145728},
        {"1.1", 10, 0x1.199999999999ap+10},
        {"-0.5", 60, -0x1p+59},
        {"9007199254740993", 1, 0x1p+54},
        {"9007199254740993", 60, 0x1p+113},
        {"1e308", 10, INFINITY},
        {"-1e308", 10, -INFINITY},
        {"2.4703282292062327e-324", 60, 0x1p-1015},
        {"1e-340", 60, 0x1.7p-1070},
        {"1e-345", 60, 0},
        {"0", 60, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        iter8__decimal decimal;
        cr_assert(iter8__decimal_parse(cases[i].text, strlen(cases[i].text), &decimal));
        double value = iter8__decimal_to_double(&decimal, cases[i].power);
        cr_expect_eq(value, cases[i].expected, "%s * 2^%d: %a", cases[i].text, cases[i].power,
                     value);
    }
}

/* What printf gives with the first of 15, 16 and 17 digits that read back. */
static void expected_digits(double value, char *digits, int *exponent)
{
    for (int count = 15; count <= 17; count++) {
        char text[64];
        snprintf(text, sizeof text, "%.*e", count - 1, fabs(value));
        digits[0] = text[0];
        memcpy(digits + 1, text + 2, (size_t)count - 1);
        digits[count] = '\0';
        *exponent = atoi(strchr(text, 'e') + 1);
        for (int i = count - 1; i > 0 && digits[i] == '0'; i--)
            digits[i] = '\0';
        if (strtod(text, NULL) == fabs(value)) return;
    }
}

Test(base_decimal_double, digits_are_those_of_printf)
{
    iter8__random random;
    iter8__random_seed(&random, 4);
    for (int i = 0; i < CASES / 4; i++) {
        double value = finite_double(&random);
        if (i % 2 == 0) value = (iter8__random_uniform(&random) - 0.5) * 1000;
        if (i % 10 == 0) value = ldexp(1, i % 2000 - 1000); /* many ties */
        if (fpclassify(value) != FP_NORMAL) continue;
        char expected[32], digits[32] = "";
        int exponent;
        expected_digits(value, expected, &exponent);
        iter8__decimal decimal;
        iter8__decimal_from_double(value, &decimal);
        for (int j = 0; j < decimal.count; j++)
            digits[j] = (char)('0' + decimal.digits[j]);
        cr_assert_str_eq(digits, expected, "%a: %s, not %s", value, digits, expected);
        cr_assert_eq(decimal.exponent, exponent);
        cr_assert_eq(decimal.negative, signbit(value) != 0);
    }
}

Test(base_decimal_double, every_double_reads_back_from_what_is_written)
{
    iter8__random random;
    iter8__random_seed(&random, 5);
    for (int i = 0; i < CASES / 4; i++) {
        double value = finite_double(&random), back;
        char text[ITER8__DOUBLE_BYTES];
        if (i % 16 == 0) value = subnormal_double(&random);
        if (value == 0) continue;
        size_t length = iter8__double_format(value, text);
        cr_assert_eq(length, strlen(text));
        cr_assert_lt(length, ITER8__DOUBLE_BYTES - 1);
        cr_assert(iter8__double_parse(text, length, &back), "%s", text);
        cr_assert_eq(bits_of(back), bits_of(value), "%a: %s", value, text);
        cr_assert_eq(bits_of(strtod(text, NULL)), bits_of(value), "%a: %s", value, text);
    }
}

Test(base_decimal_double, writes_as_people_would)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0, "0"},
        {-0.0, "0"},
        {5, "5"},
        {-3, "-3"},
        {100, "100"},
        {0.01, "0.01"},
        {0.1, "0.1"},
        {0.1 + 0.2, "0.30000000000000004"},
        {-0.00012, "-0.00012"},
        {1e-5, "0.00001"},
        {9.5e-6, "9.5e-6"},
        {1.5e-7, "1.5e-7"},
        {123.456, "123.456"},
        {1e14, "100000000000000"},
        {999999999999999, "999999999999999"},
        {1e15, "1000000000000000"},
        {9007199254740992.0, "9007199254740992"},
        {1e16, "10000000000000000"},
        {1e17, "1e+17"},
        {1e23, "1e+23"},
        {1e30, "1e+30"},
        {-1.25e100, "-1.25e+100"},
        {DBL_MAX, "1.7976931348623157e+308"},
        {-DBL_MAX, "-1.7976931348623157e+308"},
        {DBL_MIN, "2.2250738585072014e-308"},
        {2.2250738585072011e-308, "2.225073858507201e-308"},
        {5e-324, "5e-324"},
        {1.0 / 3, "0.3333333333333333"},
        {0x1p-25, "2.9802322387695312e-8"},
        {-0x1.fffffffffffffp-17, "-0.000015258789062499998"},
        {NAN, "null"},
        {INFINITY, "null"},
        {-INFINITY, "null"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[ITER8__DOUBLE_BYTES];
        cr_expect_eq(iter8__double_format(cases[i].value, text), strlen(cases[i].text));
        cr_expect_str_eq(text, cases[i].text, "%a: %s", cases[i].value, text);
    }
}

Test(base_decimal_double, leaves_the_output_alone_where_there_is_no_number)
{
    double value = 7;
    cr_assert_not(iter8__double_parse("seven", 5, &value));
    cr_assert_not(iter8__double_parse("1e309", 5, &value));
    cr_assert_not(iter8__double_parse("-1e309", 6, &value));
    cr_assert_eq(value, 7);
}
