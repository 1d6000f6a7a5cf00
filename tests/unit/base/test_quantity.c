/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/quantity.h"

#include <criterion/criterion.h>
#include <string.h>

Test(base_quantity, value_is_the_nearest_double)
{
    static const struct {
        const char *text;
        double expected;
    } cases[] = {
        {"0", 0},
        {"-0", 0},
        {"1", 1},
        {"-5", -5},
        {"+5", 5},
        {"0.01", 0.01},
        {"5.", 5},
        {".5", 0.5},
        {"-.5m", -0.0005},
        {"007", 7},
        {"1n", 1e-9},
        {"1500u", 0.0015},
        {"10m", 0.01},
        {"100m", 0.1},
        {"90846332047n", 90.846332047},
        {"1k", 1e3},
        {"0.5k", 500},
        {"1M", 1e6},
        {"2.5G", 2.5e9},
        {"1T", 1e12},
        {"1P", 1e15},
        {"1E", 1e18},
        {"1.E", 1e18},
        {"1Ki", 1024},
        {"1.1Ki", 1126.4},
        {"3Mi", 3145728},
        {"1Gi", 1073741824},
        {"1Ti", 0x1p40},
        {"1Pi", 0x1p50},
        {"1Ei", 0x1p60},
        {"-0.5Ei", -0x1p59},
        {"1e3", 1e3},
        {"1E3", 1e3},
        {"1e+3", 1e3},
        {"1.5E-3", 0.0015},
        {"1e0", 1},
        {"1e-400", 0},
        {"0e99999999999999999999", 0},
        {"9223372036854775808", 0x1p63},
        {"16Ei", 0x1p64},
        {"0.0000000001", 1e-10},
        {"9007199254740993", 9007199254740992},
        {"123456789.123456789m", 123456.789123456789},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = -99;
        cr_expect(iter8__quantity_parse(cases[i].text, strlen(cases[i].text), &value), "%s",
                  cases[i].text);
        cr_expect_eq(value, cases[i].expected, "%s: %.17g", cases[i].text, value);
    }
}

Test(base_quantity, refuses_what_kubernetes_refuses)
{
    static const char *const cases[] = {
        "",      " ",    " 1",    "1 ",    "1 k",  "1\n",   "1K",   "1g",      "1ki",
        "1mi",   "1ui",  "1i",    "1kk",   "1mm",  "1Kim",  "1KiB", "1kB",     "0x10",
        "NaN",   "Inf",  "inf",   "-inf",  "k",    "m",     "Ki",   "e3",      ".",
        "-",     "+",    "--1",   "+-1",   ".m",   "1.1.M", "1,5",  "1_000",   "1e",
        "1e+",   "1e-",  "1e1.5", "1e3k",  "1e3m", "1.2.3", "1e 3", "-3.01e-", "1+1.0M",
        "0.1am", "aoeu", "10%",   "1e3e3", "1Ee3", "1E3E",  "1eE3", "1+3",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = 7;
        cr_expect_not(iter8__quantity_parse(cases[i], strlen(cases[i]), &value), "'%s'", cases[i]);
        cr_expect_eq(value, 7, "'%s'", cases[i]);
    }
    double value;
    cr_expect_not(iter8__quantity_parse("1\0", 2, &value), "a zero is no suffix");
}

Test(base_quantity, refuses_what_no_double_can_hold)
{
    static const char *const cases[] = {"1e309", "-1e309", "1e99999999999999999999"};
    for (size_t i = 0; i < 3; i++) {
        double value = 7;
        cr_expect_not(iter8__quantity_parse(cases[i], strlen(cases[i]), &value), "%s", cases[i]);
        cr_expect_eq(value, 7);
    }
    char digits[400];
    double value;
    memset(digits, '9', sizeof digits);
    cr_expect_not(iter8__quantity_parse(digits, sizeof digits, &value));
    memcpy(digits + 306, "Ei", 2);
    cr_expect_not(iter8__quantity_parse(digits, 308, &value), "too large by its suffix alone");
}

Test(base_quantity, reads_no_further_than_its_length)
{
    double value;
    cr_assert(iter8__quantity_parse("10mi", 3, &value));
    cr_assert_eq(value, 0.01);
    cr_assert(iter8__quantity_parse("10mi", 1, &value));
    cr_assert_eq(value, 1);
}
