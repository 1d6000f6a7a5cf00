/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/memory.h"
#include "page/plot.h"
#include "page/scale.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

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

TestSuite(report_plot, .init = setup, .fini = teardown);

static void expect_part(const char *part)
{
    cr_expect_not_null(strstr(iter8__text_string(&html), part), "%s is not in\n%s", part,
                       iter8__text_string(&html));
}

Test(report_plot, steps_are_ones_people_like)
{
    static const double cases[][2] = {{4, 1},       {4.1, 2},       {10, 5},
                                      {20, 5},      {21, 10},       {0.04, 0.01},
                                      {0.05, 0.02}, {1e-12, 5e-13}, {1e300, 5e299}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double step = iter8__nice_step(cases[i][0], 4);
        cr_expect(fabs(step / cases[i][1] - 1) < 1e-9, "%g: %g", cases[i][0], step);
    }
    cr_expect_eq(iter8__nice_span(200, 4), 60);
    cr_expect_eq(iter8__nice_span(60, 4), 15);
    cr_expect_eq(iter8__nice_span(2, 4), 0.5);
    cr_expect_eq(iter8__nice_span(4 * 86400, 4), 86400);
    cr_expect_eq(iter8__nice_span(31 * 86400, 4), 10 * 86400);
}

/* Whatever a rollout takes, up to days, its axis has between four and seven ticks. */
Test(report_plot, time_axis_has_neither_few_ticks_nor_many)
{
    for (int seconds = 6; seconds < 500000; seconds += 1 + seconds / 100) {
        iter8__plot plot = {&html, 0, seconds, 0, 1, 1};
        iter8__text_reset(&html);
        iter8__plot_time_axis(&plot);
        int ticks = 0;
        for (const char *at = iter8__text_string(&html); (at = strstr(at, "<text")) != NULL; at++)
            ticks++;
        cr_expect(ticks >= 4 && ticks <= 7, "%d s: %d ticks", seconds, ticks);
    }
}

Test(report_plot, level_tells_a_value_its_interval_and_its_limits)
{
    iter8__plot plot = {&html, 0, 1, 0, 10, 5};
    iter8__level level = {"<a>", {0, 2.5, 2, 3, 1}, -INFINITY, 7.5, 1};
    iter8__level_add(&plot, &level);
    expect_part("&lt;a&gt; <b>2.5</b> <span class=quiet>(95 % interval 2 to 3)</span>");
    expect_part("\xE2\x9C\x97 not met</b></p>");
    expect_part("class=\"bar s1\" y=4 width=25% ");
    expect_part("<line class=whisker x1=20% x2=30% ");
    expect_part("<line class=limit x1=75% x2=75% ");
    iter8__text_reset(&html);
    iter8__level_add(&plot, &(iter8__level){"b", {0, NAN, NAN, NAN, 0}, 11, INFINITY, 0});
    expect_part("b <b class=quiet>no value</b></p>");
    cr_expect_null(strstr(iter8__text_string(&html), "class=\"bar"));
    cr_expect_null(strstr(iter8__text_string(&html), "class=limit"));
}

Test(report_plot, event_is_labelled_where_there_is_room)
{
    iter8__plot plot = {&html, 0, 10, 0, 1, 1};
    iter8__plot_event(&plot, 2, &(iter8__mark){"Rolled", "<x>", 1});
    expect_part("<text class=start x=20% dx=1em y=-2>Rolled</text><title>Rolled: &lt;x&gt;");
    iter8__plot_event(&plot, 9, &(iter8__mark){"Late", "y", 1});
    expect_part("<text class=end x=90% dx=-.3em y=-2>Late</text>");
    iter8__text_reset(&html);
    iter8__plot_event(&plot, 2, &(iter8__mark){"Rolled", "<x>", 0});
    cr_expect_null(strstr(iter8__text_string(&html), "<text"));
}

static void expect_fit(double low, double high, double bottom, double top)
{
    iter8__plot plot = {&html, 0, 1, low, high, 0};
    iter8__plot_fit(&plot);
    cr_expect(fabs(plot.bottom - bottom) < 1e-9 && fabs(plot.top - top) < 1e-9,
              "%g to %g is %g to %g", low, high, plot.bottom, plot.top);
}

Test(report_plot, range_is_widened_to_whole_steps)
{
    expect_fit(0.001, 0.012, 0, 0.015);
    expect_fit(18, 52, 0, 60);
    expect_fit(95, 99, 95, 99);
    expect_fit(-3, 4, -4, 4);
    expect_fit(0, 0, 0, 1);
    expect_fit(5, 5, 0, 8);
}

Test(report_plot, extreme_ranges_have_an_end)
{
    static const double extremes[] = {-1.7e308, -1, 0, 5e-324, 1e-300, 1, 1.7e308};
    for (size_t i = 0; i < 7; i++) {
        for (size_t k = i; k < 7; k++) {
            iter8__plot plot = {&html, 0, 1, extremes[i], extremes[k], 0};
            iter8__plot_fit(&plot);
            cr_expect(plot.step > 0 && plot.top > plot.bottom && !isinf(plot.top - plot.bottom));
            iter8__plot_y_axis(&plot, "");
        }
    }
    cr_expect_lt(html.length, 50000);
}

Test(report_plot, gap_parts_a_line_and_its_band)
{
    iter8__plot plot = {&html, 0, 4, 0, 10, 5};
    const iter8__dot dots[] = {{0, 5, 4, 6, 0},
                               {1, 5, 4, 6, 0},
                               {2, NAN, NAN, NAN, 0},
                               {3, 10, 9, 10, 1},
                               {4, 0, 0, 1, 0}};
    iter8__plot_line(&plot, dots, 5, 1);
    expect_part("<path class=\"line s1\" d=\"M0 5000L2500 5000M7500 0L10000 10000\"/>");
    iter8__plot_band(&plot, dots, 5, 1, "band");
    expect_part(
        "d=\"M0 4000L2500 4000L2500 6000L0 6000zM7500 0L10000 9000L10000 10000L7500 1000z\"");
    iter8__plot_marks(&plot, dots, 5, 1, 0);
    expect_part("<use href=#m1 x=75% y=0% /><use class=bad href=#no x=75% y=0% />");
}

Test(report_plot, of_many_marks_some_are_left_out_but_no_bad_one)
{
    iter8__plot plot = {&html, 0, 1000, 0, 10, 5};
    iter8__dot dots[1000];
    for (int i = 0; i < 1000; i++)
        dots[i] = (iter8__dot){i, 5, NAN, NAN, i == 501};
    iter8__plot_marks(&plot, dots, 1000, 0, 0);
    expect_part("class=bad href=#no x=50.1%");
    cr_expect_lt(html.length, 60 * 40);
}

Test(report_plot, steps_go_along_then_up)
{
    iter8__plot plot = {&html, 0, 2, 0, 100, 25};
    const iter8__dot dots[] = {{0, 0, 0, NAN, 0}, {1, 50, 0, NAN, 0}, {2, 100, 20, NAN, 0}};
    iter8__plot_steps(&plot, dots, 3, 0);
    expect_part("class=\"line s0\" d=\"M0 10000V5000H5000V0H10000\"");
    iter8__plot_stack(&plot, dots, 3, 0);
    expect_part("class=\"area s0\" d=\"M0 10000V5000H5000V0H10000V8000H5000V10000H0V10000z\"");
}

Test(report_plot, limit_shades_what_is_beyond)
{
    iter8__plot plot = {&html, 0, 1, 0, 10, 5};
    iter8__plot_limit(&plot, 7.5, 1);
    expect_part("<rect class=beyond width=100% y=0% height=25% />");
    iter8__plot_limit(&plot, 2.5, 0);
    expect_part("<rect class=beyond width=100% y=75% height=25% />");
    size_t length = html.length;
    iter8__plot_limit(&plot, 11, 1);
    cr_expect_eq(html.length, length);
}

/* Its name stands beside the last point that there is. */
Test(report_plot, moving_limit_follows_its_points)
{
    static const iter8__dot dots[] = {
        {0, 2, NAN, NAN, 0}, {1, 4, NAN, NAN, 0}, {2, NAN, NAN, NAN, 0}};
    static const iter8__dot none = {0, NAN, NAN, NAN, 0};
    iter8__plot plot = {&html, 0, 2, 0, 10, 5};
    static const iter8_limit twice = {0, 2, NAN, ITER8_LIMIT_UPPER, ITER8_LIMIT_BASELINE};
    static const iter8_limit more = {0, 1.5, NAN, ITER8_LIMIT_UPPER, ITER8_LIMIT_BASELINE};
    iter8__plot_moving_limit(&plot, &none, 1, &twice);
    cr_expect_eq(html.length, 0);
    iter8__plot_moving_limit(&plot, dots, 3, &more);
    expect_part("<path class=\"line limit\" d=\"M0 8000L5000 6000\"/>");
    expect_part("<text class=limit x=100% y=60% dy=-.4em>limit 1.5 \xC3\x97 baseline</text>");
}

Test(report_plot, bars_say_what_they_show)
{
    const iter8__bar bars[] = {{"<a>", 0.25, 0.2, 0.3, 0}, {"b", 0, NAN, NAN, 1}};
    iter8__bars(&html, "Outcomes", bars, 2);
    expect_part("aria-label=\"Outcomes: &lt;a&gt; 25 % (99 % interval 20 % to 30 %), b 0 % \"");
    expect_part("<rect class=\"bar s0\" width=25% height=16 rx=3 />");
}
