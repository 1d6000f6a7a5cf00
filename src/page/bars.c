/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "page/plot.h"

#include <math.h>

/* In dots: how thick a bar is. */
enum { THICKNESS = 16, TICK = 5 };

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
    iter8__html_add(html, "(" ITER8__BAR_INTERVAL " ");
    add_percent(html, bar->low);
    iter8__html_add(html, " to ");
    add_percent(html, bar->high);
    iter8__html_add(html, ")");
}

static void add_words(iter8__text *html, const iter8__bar *bar)
{
    iter8__html_add(html, "<p>$t <b>", bar->name);
    add_percent(html, bar->share);
    iter8__html_add(html, "</b> <span class=quiet>");
    add_range(html, bar);
    iter8__html_add(html, "</span></p>");
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

static void add_whisker(iter8__text *html, const iter8__bar *bar)
{
    enum { MIDDLE = THICKNESS / 2 };
    int low = place(bar->low);
    int high = place(bar->high);
    if (isnan(bar->low)) return;
    iter8__html_add(html,
                    "<g class=whisker><line x1=$p x2=$p y1=$i y2=$i /><line x1=$p x2=$p y1=$i "
                    "y2=$i /><line x1=$p x2=$p y1=$i y2=$i /></g>",
                    low, high, MIDDLE, MIDDLE, low, low, MIDDLE - TICK, MIDDLE + TICK, high, high,
                    MIDDLE - TICK, MIDDLE + TICK);
}

void iter8__bars(iter8__text *html, const char *title, const iter8__bar *bars, size_t count)
{
    iter8__html_add(html, "<div class=bars role=img aria-label=\"");
    add_label(html, title, bars, count);
    iter8__html_add(html, "\">\n");
    for (size_t i = 0; i < count; i++) {
        add_words(html, &bars[i]);
        iter8__html_add(
            html,
            "<svg aria-hidden=true height=$i><rect class=trough width=100% height=$i rx=3 />"
            "<rect class=\"bar s$i\" width=$p height=$i rx=3 />",
            THICKNESS, THICKNESS, (int)(bars[i].series % ITER8__SERIES), place(bars[i].share),
            THICKNESS);
        add_whisker(html, &bars[i]);
        iter8__html_add(html, "</svg>\n");
    }
    iter8__html_add(html, "</div>\n");
}
