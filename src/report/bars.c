/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "report/plot.h"

#include <math.h>

/* In dots: the height of a row, where its name and its bar stand. */
enum { ROW = 52, NAME = 16, BAR = 24, THICKNESS = 16 };

static int place(double share)
{
    return (int)floor(fmin(fmax(share, 0), 1) * ITER8__FULL + 0.5);
}

static void add_percent(iter8__text *html, double share)
{
    iter8__html_add(html, "$n %", share * 100.0);
}

static void add_range(iter8__text *html, const iter8__bar *bar)
{
    if (isnan(bar->low)) return;
    iter8__html_add(html, "(");
    add_percent(html, bar->low);
    iter8__html_add(html, " to ");
    add_percent(html, bar->high);
    iter8__html_add(html, ")");
}

static void add_words(iter8__text *html, const iter8__bar *bar)
{
    iter8__html_add(html, "$t <tspan class=strong>", bar->name);
    add_percent(html, bar->share);
    iter8__html_add(html, "</tspan> <tspan class=quiet>");
    add_range(html, bar);
    iter8__html_add(html, "</tspan>");
}

static void add_label(iter8__text *html, const char *title, const iter8__bar *bars, size_t count)
{
    iter8__html_add(html, "$t:", title);
    for (size_t i = 0; i < count; i++) {
        iter8__html_add(html, "$r $t ", i > 0 ? "," : "", bars[i].name);
        add_percent(html, bars[i].share);
        iter8__html_add(html, " ");
        add_range(html, &bars[i]);
    }
}

static void add_whisker(iter8__text *html, const iter8__bar *bar, int middle)
{
    int low = place(bar->low);
    int high = place(bar->high);
    iter8__html_add(html,
                    "<line class=whisker x1=$p x2=$p y1=$i y2=$i /><line class=whisker x1=$p x2=$p "
                    "y1=$i y2=$i /><line class=whisker x1=$p x2=$p y1=$i y2=$i />",
                    low, high, middle, middle, low, low, middle - 5, middle + 5, high, high,
                    middle - 5, middle + 5);
}

void iter8__bars(iter8__text *html, const char *title, const iter8__bar *bars, size_t count)
{
    iter8__html_add(html, "<svg class=bars role=img height=$i aria-label=\"", (int)count * ROW);
    add_label(html, title, bars, count);
    iter8__html_add(html, "\">\n");
    for (size_t i = 0; i < count; i++) {
        int top = (int)i * ROW;
        iter8__html_add(html, "<text y=$i>", top + NAME);
        add_words(html, &bars[i]);
        iter8__html_add(html,
                        "</text><rect class=trough width=100% y=$i height=$i rx=3 />"
                        "<rect class=\"bar s$i\" width=$p y=$i height=$i rx=3 />",
                        top + BAR, THICKNESS, (int)(bars[i].series % ITER8__SERIES), place(bars[i].share),
                        top + BAR, THICKNESS);
        if (!isnan(bars[i].low)) add_whisker(html, &bars[i], top + BAR + THICKNESS / 2);
        iter8__html_add(html, "\n");
    }
    iter8__html_add(html, "</svg>\n");
}
