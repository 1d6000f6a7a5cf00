/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/memory.h"
#include "iter8/experiment.h"
#include "page/html.h"

#include <criterion/criterion.h>
#include <math.h>

static iter8_allocator allocator;
static iter8__text html;

static void setup(void)
{
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), 0);
    iter8__text_init(&html, &allocator);
}

static void teardown(void)
{
    iter8__text_clear(&html);
}

TestSuite(report_html, .init = setup, .fini = teardown);

static void expect_html(const char *expected)
{
    cr_expect_str_eq(iter8__text_string(&html), expected, "%s", iter8__text_string(&html));
    iter8__text_clear(&html);
}

Test(report_html, text_is_harmless_in_content_and_attributes)
{
    iter8__html_text(&html, "<script>alert(\"x\" & 'y')</script>");
    expect_html("&lt;script&gt;alert(&quot;x&quot; &amp; &#39;y&#39;)&lt;/script&gt;");
    iter8__html_text(&html, "a\tb\nc d\xC3\xA9");
    expect_html("a\tb\nc d\xC3\xA9");
    iter8__html_text(&html, NULL);
    expect_html("");
}

Test(report_html, controls_are_shown_as_such)
{
    iter8__html_text(&html, "\x01\x1B\x7F\r");
    expect_html("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    /* U+0085, U+202E (right to left), U+2066, U+200F; but not U+2020, U+2065 or U+00A9. */
    iter8__html_text(&html, "\xC2\x85\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\x8F");
    expect_html("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    iter8__html_text(&html, "\xE2\x80\xA0\xE2\x81\xA5\xC2\xA9");
    expect_html("\xE2\x80\xA0\xE2\x81\xA5\xC2\xA9");
}

Test(report_html, pattern_takes_texts_and_numbers)
{
    iter8__html_add(&html, "<a b=$p>$t$r $i $n $w</a>", 1250, "<", "<b>", -7, 0.123456, 123456.0);
    expect_html("<a b=12.5%>&lt;<b> -7 0.1235 123456</a>");
    iter8__html_add(&html, "$n $n $n", (double)NAN, (double)INFINITY, -(double)INFINITY);
    expect_html("none \xE2\x88\x9E -\xE2\x88\x9E");
    iter8__html_add(&html, "nothing");
    expect_html("nothing");
}

Test(report_html, spans_have_two_units)
{
    static const struct {
        double seconds;
        const char *shown;
    } cases[] = {{0, "0 s"},         {0.25, "0.25 s"}, {59.5, "59.5 s"},    {60, "1 min"},
                 {90, "1 min 30 s"}, {3600, "1 h"},    {3661, "1 h 1 min"}, {86400, "1 d"},
                 {90000, "1 d 1 h"}, {3659.9, "1 h"},  {1e7, "115 d 17 h"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8__html_span(&html, cases[i].seconds);
        expect_html(cases[i].shown);
    }
}

Test(report_html, times_are_whole_seconds_in_utc)
{
    iter8__html_time(&html, INT64_C(1609459201999999999));
    expect_html("<time datetime=\"2021-01-01T00:00:01Z\">2021-01-01 00:00:01</time>");
    iter8__html_time(&html, -1);
    expect_html("<time datetime=\"1969-12-31T23:59:59Z\">1969-12-31 23:59:59</time>");
    iter8__html_time(&html, ITER8_NO_TIME);
    expect_html("");
}
