/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The course of simulated runs: weights as a fan, and when they ended. */
#include "base/memory.h"
#include "iter8/error.h"
#include "page/plot.h"
#include "report/tally_page.h"
#include "simulate/tally.h"

#include <math.h>

/* Charts and tables of very many iterations show every so many-th, or so many as one. */
enum { SHOWN = 200 };

static int32_t stride_of(const iter8_tally *tally)
{
    return (iter8__tally_iterations(tally) + SHOWN - 1) / SHOWN;
}

static iter8_spread spread_after(const iter8_tally *tally, int32_t iteration, size_t version)
{
    iter8_spread spread = {.struct_size = sizeof spread};
    if (iter8_tally_spread(tally, iteration, version, &spread) != ITER8_OK)
        spread = (iter8_spread){.struct_size = sizeof spread};
    return spread;
}

/* The outer band of all runs, the inner one of 90 % of them, and the median. */
static void draw_fan(const iter8_tally *tally, size_t version, iter8__dot *dots,
                     const iter8__plot *plot)
{
    size_t count = 0;
    int32_t stride = stride_of(tally);
    for (int32_t i = stride; i <= iter8__tally_iterations(tally); i += stride) {
        iter8_spread spread = spread_after(tally, i, version);
        dots[count++] = (iter8__dot){i, spread.median, spread.min, spread.max, 0};
    }
    iter8__plot_paths_begin(plot);
    iter8__plot_band(plot, dots, count, version, "outer");
    for (size_t i = 0; i < count; i++) {
        iter8_spread spread = spread_after(tally, (int32_t)dots[i].x, version);
        dots[i].low = spread.p5;
        dots[i].high = spread.p95;
    }
    iter8__plot_band(plot, dots, count, version, "band");
    iter8__plot_line(plot, dots, count, version);
    iter8__plot_paths_end(plot);
    iter8__plot_marks(plot, dots, count, version, 0);
}

static void add_words(const iter8_spread *spread, iter8__text *html)
{
    iter8__html_add(html, "median $i %, 90 % of the runs from $i to $i %, all from $i to $i %",
                    (int)spread->median, (int)spread->p5, (int)spread->p95, (int)spread->min,
                    (int)spread->max);
}

static void add_fan_hints(const iter8_tally *tally, size_t version, const iter8__plot *plot)
{
    int32_t stride = stride_of(tally);
    for (int32_t i = stride; i <= iter8__tally_iterations(tally); i += stride) {
        iter8_spread spread = spread_after(tally, i, version);
        iter8__plot_hint_begin(plot, i - stride / 2.0, i + stride / 2.0);
        iter8__html_add(plot->html, "After iteration $i: ", (int)i);
        add_words(&spread, plot->html);
        iter8__plot_hint_end(plot);
    }
}

static void add_fan_table(const iter8_tally *tally, size_t version, iter8__text *html)
{
    int32_t stride = stride_of(tally);
    iter8__html_table(html, "Weight after each iteration, in percent", "Iteration");
    iter8__html_add(html, "<th scope=col>Minimum</th><th scope=col>5 % quantile</th>"
                          "<th scope=col>Median</th><th scope=col>95 % quantile</th>"
                          "<th scope=col>Maximum</th><th scope=col>Mean</th>");
    iter8__html_table_body(html);
    for (int32_t i = stride; i <= iter8__tally_iterations(tally); i += stride) {
        iter8_spread spread = spread_after(tally, i, version);
        iter8__html_add(html,
                        "<tr><th scope=row>$i</th><td>$i</td><td>$i</td><td>$i</td><td>$i</td>"
                        "<td>$i</td><td>$n</td></tr>\n",
                        (int)i, (int)spread.min, (int)spread.p5, (int)spread.median,
                        (int)spread.p95, (int)spread.max, spread.mean);
    }
    iter8__html_table_end(html);
}

static void add_fan(const iter8_tally *tally, size_t version, iter8__dot *dots, iter8__text *html)
{
    int32_t last = iter8__tally_iterations(tally);
    iter8__plot plot = {html, 0, last + 0.5, 0, 100, 25};
    const char *name = iter8__tally_version_name(tally, version);
    iter8_spread spread = spread_after(tally, last, version);
    iter8__html_add(html, "<section aria-label=\"Weight of $t\">\n<h3>Weight of $t</h3>\n<figure>",
                    name, name);
    iter8__plot_begin(&plot);
    iter8__html_add(html, "Weight of $t after each of $i iterations. After the last: ", name,
                    (int)last);
    add_words(&spread, html);
    iter8__plot_open(&plot);
    iter8__plot_y_axis(&plot, " %");
    iter8__plot_count_axis(&plot);
    draw_fan(tally, version, dots, &plot);
    add_fan_hints(tally, version, &plot);
    iter8__plot_end(&plot);
    iter8__html_add(html, "<figcaption>");
    iter8__plot_key(html, version, "median", "line");
    iter8__html_add(html,
                    "<span class=key><svg class=s$i aria-hidden=true><rect class=outer width=100% "
                    "height=100% /><rect class=band width=100% y=20% height=60% /></svg>90 % of "
                    "the runs, and all of them; by iteration</span></figcaption></figure>\n",
                    (int)(version % ITER8__SERIES));
    add_fan_table(tally, version, html);
    iter8__html_add(html, "</section>\n");
}

void iter8__tally_fans(const iter8_tally *tally, iter8__text *html)
{
    iter8__dot *dots = iter8__dots_new(html, SHOWN + 1);
    if (dots == NULL) return;
    for (size_t v = 1; v < iter8__tally_version_count(tally); v++)
        add_fan(tally, v, dots, html);
    iter8__release(html->allocator, dots);
}

/* The runs that were over after more than i - stride and at most i iterations. */
static double ended_until(const iter8_tally *tally, int32_t i, int32_t stride)
{
    double runs = 0;
    for (int32_t k = i - stride + 1; k <= i; k++)
        runs += (double)iter8_tally_ended(tally, k);
    return runs;
}

/* Of more than a few iterations only those at which runs ended. */
static void add_length_table(const iter8_tally *tally, int32_t stride, iter8__text *html)
{
    iter8__html_table(html, "Runs by iterations until they were over",
                      stride > 1 ? "Iterations, up to" : "Iterations");
    iter8__html_add(html, "<th scope=col>Runs</th><th scope=col>Share</th>");
    iter8__html_table_body(html);
    for (int32_t i = 0; i < iter8__tally_iterations(tally) + stride; i += stride) {
        double runs = ended_until(tally, i, stride);
        if (runs > 0)
            iter8__html_add(html, "<tr><th scope=row>$i</th><td>$w</td><td>$n %</td></tr>\n",
                            (int)i, runs, 100 * runs / (double)iter8__tally_runs(tally));
    }
    iter8__html_table_end(html);
}

static void draw_lengths(const iter8_tally *tally, int32_t stride, iter8__plot *plot)
{
    iter8_estimate mean = iter8__tally_figure(tally, ITER8_FIGURE_ITERATIONS);
    double all = (double)iter8__tally_runs(tally);
    iter8__plot_begin(plot);
    iter8__html_add(plot->html,
                    "Share of runs by the number of iterations until they were over; "
                    "mean $n",
                    mean.value);
    iter8__plot_open(plot);
    iter8__plot_y_axis(plot, " %");
    iter8__plot_count_axis(plot);
    for (int32_t i = 0; i < iter8__tally_iterations(tally) + stride; i += stride) {
        double runs = ended_until(tally, i, stride);
        if (runs == 0) continue;
        iter8__plot_column(plot, i - 0.4 * stride, i + 0.4 * stride, 100 * runs / all, 0);
        iter8__html_add(plot->html, "$i: $w runs", (int)i, runs);
        iter8__plot_hint_end(plot);
    }
    iter8__plot_end(plot);
}

void iter8__tally_lengths(const iter8_tally *tally, iter8__text *html)
{
    int32_t stride = stride_of(tally);
    iter8__plot plot = {html, -stride, iter8__tally_iterations(tally) + stride, 0, 0, 0};
    for (int32_t i = 0; i < iter8__tally_iterations(tally) + stride; i += stride)
        plot.top =
            fmax(plot.top, 100 * ended_until(tally, i, stride) / (double)iter8__tally_runs(tally));
    iter8__plot_fit(&plot);
    iter8__html_add(html, "<section aria-label=\"Iterations until the end\">\n"
                          "<h3>Iterations until the end</h3>\n<figure>");
    draw_lengths(tally, stride, &plot);
    iter8__html_add(html, "<figcaption>Share of the runs, by iterations</figcaption></figure>\n");
    add_length_table(tally, stride, html);
    iter8__html_add(html, "</section>\n");
}
