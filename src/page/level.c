/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A value and its limits as one bar, which says more of a single value than a dot in a chart. */
#include "page/plot.h"

#include <math.h>

/* In dots: how thick a bar is, and how far a limit reaches over it. */
enum { THICKNESS = 16, HEIGHT = 24 };

static int place(const iter8__plot *plot, double value)
{
    double share = (value - plot->bottom) / (plot->top - plot->bottom);
    return (int)floor(fmin(fmax(share, 0), 1) * ITER8__FULL + 0.5);
}

static void add_words(iter8__text *html, const iter8__level *level)
{
    iter8__html_add(html, "<p>$t ", level->name);
    if (isnan(level->dot.y))
        iter8__html_add(html, "<b class=quiet>no value</b>");
    else
        iter8__html_add(html, "<b>$n</b>", level->dot.y);
    if (!isnan(level->dot.low))
        iter8__html_add(html, " <span class=quiet>(95 % interval $n to $n)</span>", level->dot.low,
                        level->dot.high);
    if (level->dot.is_bad)
        iter8__html_add(html, " <b class=\"badge bad\">\xE2\x9C\x97 not met</b>");
    iter8__html_add(html, "</p>");
}

static void add_whisker(const iter8__plot *plot, const iter8__dot *dot)
{
    if (isnan(dot->low)) return;
    iter8__html_add(plot->html, "<line class=whisker x1=$p x2=$p y1=$i y2=$i />",
                    place(plot, dot->low), place(plot, dot->high), HEIGHT / 2, HEIGHT / 2);
}

static void add_limit(const iter8__plot *plot, double limit)
{
    if (isinf(limit) || limit < plot->bottom || limit > plot->top) return;
    iter8__html_add(plot->html, "<line class=limit x1=$p x2=$p y2=$i />", place(plot, limit),
                    place(plot, limit), HEIGHT);
}

void iter8__level_add(const iter8__plot *plot, const iter8__level *level)
{
    enum { TOP = (HEIGHT - THICKNESS) / 2 };
    add_words(plot->html, level);
    iter8__html_add(plot->html,
                    "<svg aria-hidden=true height=$i><rect class=trough y=$i width=100% height=$i "
                    "rx=3 />",
                    HEIGHT, TOP, THICKNESS);
    if (!isnan(level->dot.y))
        iter8__html_add(plot->html, "<rect class=\"bar s$i\" y=$i width=$p height=$i rx=3 />",
                        (int)(level->series % ITER8__SERIES), TOP, place(plot, level->dot.y),
                        THICKNESS);
    add_whisker(plot, &level->dot);
    add_limit(plot, level->lower);
    add_limit(plot, level->upper);
    iter8__html_add(plot->html, "</svg>\n");
}
