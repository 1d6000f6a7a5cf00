/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/random.h"
#include "base/times.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define S ITER8__NS_PER_S

Test(base_times, reads_rfc_3339)
{
    static const struct {
        const char *text;
        int64_t expected;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1969-12-31T23:59:59Z", -S},
        {"1969-12-31T23:59:59.25Z", -S * 3 / 4},
        {"2021-04-23T17:04:56Z", 1619197496 * S},
        {"2021-04-23t17:04:56z", 1619197496 * S},
        {"2021-04-23T17:04:56.5Z", 1619197496 * S + S / 2},
        {"2021-04-23T17:04:56.000000001Z", 1619197496 * S + 1},
        {"2021-04-23T17:04:56.0000000019999Z", 1619197496 * S + 1},
        {"2021-04-23T17:04:56.123456789012345678901234567890Z", 1619197496 * S + 123456789},
        {"2021-04-23T19:04:56+02:00", 1619197496 * S},
        {"2021-04-23T11:34:56.5-05:30", 1619197496 * S + S / 2},
        {"2021-04-23T17:04:56+00:00", 1619197496 * S},
        {"2021-04-23T17:04:56-00:00", 1619197496 * S},
        {"2021-04-24T17:03:56+23:59", 1619197496 * S},
        {"2000-02-29T12:00:00Z", 951825600 * S},
        {"1900-02-28T23:59:59Z", -2203891201 * S},
        {"2100-03-01T00:00:00Z", 4107542400 * S},
        {"1700-01-01T00:00:00Z", -8520336000 * S},
        {"2016-12-31T23:59:60Z", 1483228800 * S},
        {"2016-12-31T23:59:60.5Z", 1483228800 * S + S / 2},
        {"1677-09-21T00:12:43.145224192Z", INT64_MIN},
        {"1677-09-21T00:12:44Z", -9223372036 * S},
        {"2262-04-11T23:47:16.854775807Z", INT64_MAX},
        {"2262-04-12T01:47:16.854775807+02:00", INT64_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t time_ns = 7;
        cr_expect(iter8__time_parse(cases[i].text, strlen(cases[i].text), &time_ns), "%s",
                  cases[i].text);
        cr_expect_eq(time_ns, cases[i].expected, "%s: %lld", cases[i].text, (long long)time_ns);
    }
}

Test(base_times, refuses_what_is_no_time)
{
    static const char *const cases[] = {
        "",
        "2021-04-23",
        "17:04:56Z",
        "2021-04-23T17:04:56",
        "2021-04-23 17:04:56Z",
        "2021-04-23T17:04Z",
        "2021-04-23T17:04:56Z ",
        " 2021-04-23T17:04:56Z",
        "2021-04-23T17:04:56ZZ",
        "2021-04-23T17:04:56.Z",
        "2021-04-23T17:04:56,5Z",
        "2021-04-23T17:04:56.5",
        "2021-04-23T17:04:56+0200",
        "2021-04-23T17:04:56+02",
        "2021-04-23T17:04:56+2:00",
        "2021-04-23T17:04:56+24:00",
        "2021-04-23T17:04:56+02:60",
        "2021-04-23T17:04:56*02:00",
        "2021-04-23T24:00:00Z",
        "2021-04-23T17:60:00Z",
        "2021-04-23T17:04:61Z",
        "2021-00-23T17:04:56Z",
        "2021-13-23T17:04:56Z",
        "2021-04-00T17:04:56Z",
        "2021-04-31T17:04:56Z",
        "2021-02-29T17:04:56Z",
        "1900-02-29T17:04:56Z",
        "2021-12-32T17:04:56Z",
        "2021-4-23T17:04:56Z",
        "21-04-23T17:04:56Z",
        "+2021-04-23T17:04:56Z",
        "-021-04-23T17:04:56Z",
        "12021-04-23T17:04:56Z",
        "2021/04/23T17:04:56Z",
        "2021-04-23T17.04.56Z",
        "2021-04-23T1x:04:56Z",
        "2021-04-23T-1:04:56Z",
        "20210423T170456Z",
        "now",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t time_ns = 7;
        cr_expect_not(iter8__time_parse(cases[i], strlen(cases[i]), &time_ns), "'%s'", cases[i]);
        cr_expect_eq(time_ns, 7, "'%s'", cases[i]);
    }
}

Test(base_times, refuses_every_beginning_of_a_time)
{
    static const char text[] = "2021-04-23T17:04:56.25+02:30";
    int64_t time_ns;
    for (size_t length = 0; length < sizeof text - 1; length++)
        cr_expect_not(iter8__time_parse(text, length, &time_ns), "%zu bytes", length);
    cr_expect(iter8__time_parse(text, sizeof text - 1, &time_ns));
}

Test(base_times, refuses_times_beyond_64_bits_of_nanoseconds)
{
    static const char *const cases[] = {
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "1677-09-21T00:12:43Z",
        "1677-09-21T00:12:43.145224191Z",
        "1677-09-21T00:12:43.2+00:01",
        "2262-04-11T23:47:16.854775808Z",
        "2262-04-11T23:47:17Z",
        "2262-04-11T23:47:00-00:01",
        "9999-12-31T23:59:60.999999999-23:59",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t time_ns = 7;
        cr_expect_not(iter8__time_parse(cases[i], strlen(cases[i]), &time_ns), "%s", cases[i]);
        cr_expect_eq(time_ns, 7, "%s", cases[i]);
    }
}

Test(base_times, writes_utc_with_a_fraction_only_where_there_is_one)
{
    static const struct {
        int64_t time_ns;
        const char *expected;
    } cases[] = {
        {0, "1970-01-01T00:00:00Z"},
        {S - 1, "1970-01-01T00:00:00.999999999Z"},
        {-1, "1969-12-31T23:59:59.999999999Z"},
        {-S, "1969-12-31T23:59:59Z"},
        {-S - 1, "1969-12-31T23:59:58.999999999Z"},
        {S / 4, "1970-01-01T00:00:00.25Z"},
        {1619197496 * S + 5, "2021-04-23T17:04:56.000000005Z"},
        {951825600 * S, "2000-02-29T12:00:00Z"},
        {INT64_MIN, "1677-09-21T00:12:43.145224192Z"},
        {INT64_MAX, "2262-04-11T23:47:16.854775807Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[ITER8__TIME_BYTES];
        cr_expect_eq(iter8__time_format(cases[i].time_ns, text), strlen(cases[i].expected));
        cr_expect_str_eq(text, cases[i].expected, "%lld: %s", (long long)cases[i].time_ns, text);
    }
}

static void expect_as_gmtime(int64_t seconds)
{
    time_t at = (time_t)seconds;
    char expected[ITER8__TIME_BYTES], text[ITER8__TIME_BYTES];
    int64_t back;
    strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%SZ", gmtime(&at));
    size_t length = iter8__time_format(seconds * S, text);
    cr_assert_str_eq(text, expected);
    cr_assert(iter8__time_parse(text, length, &back));
    cr_assert_eq(back, seconds * S, "%s", text);
}

Test(base_times, every_day_is_right)
{
    if (sizeof(time_t) < 8) cr_skip_test("time_t is too small");
    for (int64_t day = -106751; day < 106751; day++)
        expect_as_gmtime(day * 86400 + (day % 2 == 0 ? 0 : 86399));
}

Test(base_times, any_second_is_right)
{
    if (sizeof(time_t) < 8) cr_skip_test("time_t is too small");
    iter8__random random;
    iter8__random_seed(&random, 1);
    for (int i = 0; i < 100000; i++)
        expect_as_gmtime((int64_t)iter8__random_bits(&random) / S);
}
