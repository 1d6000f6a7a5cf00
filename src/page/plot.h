/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * plot.h - charts as inline SVG.
 *
 * A chart is as wide as the page lets it and its text is as large as the page's: places are given
 * in percent, and only paths stand in a stretched inner picture. What stands in a chart for the eye
 * stands in its label, and in a table beside it, for the ear.
 */
#ifndef ITER8_PAGE_PLOT_H
#define ITER8_PAGE_PLOT_H

#include "iter8/limit.h"
#include "page/html.h"

#include <stddef.h>

enum { ITER8__SERIES = 6 }; /* that look different; then they begin again */

typedef struct iter8__plot {
    iter8__text *html;
    double left, right; /* seconds, or what else is counted from left to right */
    double bottom, top;
    double step; /* between two lines of the grid */
} iter8__plot;

/* A point of a series; NaN: there is none. */
typedef struct iter8__dot {
    double x, y;
    double low, high; /* of a band; NaN without one */
    int is_bad;       /* is marked with a cross */
} iter8__dot;

/* Widens bottom and top to what can be told well; equal ones, too. */
void iter8__plot_fit(iter8__plot *plot);

/* Begins the picture. What is added, escaped, up to iter8__plot_open() is its label, which says
 * what is to be seen in it. */
void iter8__plot_begin(const iter8__plot *plot);
void iter8__plot_open(const iter8__plot *plot);
void iter8__plot_end(const iter8__plot *plot);

/* Lines of the grid, with numbers and the unit behind each. */
void iter8__plot_y_axis(const iter8__plot *plot, const char *unit);
/* Spans of time below the chart. */
void iter8__plot_time_axis(const iter8__plot *plot);
/* Whole numbers below the chart. */
void iter8__plot_count_axis(const iter8__plot *plot);
/* A text below the chart. */
void iter8__plot_tick(const iter8__plot *plot, double x, const char *name);

/* A limit, beyond which nothing should be; @p is_upper: what is above it is beyond. */
void iter8__plot_limit(const iter8__plot *plot, double limit, int is_upper);

/* A limit relative to the baseline: @p dots are its bounds. */
void iter8__plot_moving_limit(const iter8__plot *plot, const iter8__dot *dots, size_t count,
                              const iter8_limit *limit);

/* Paths, between begin and end. */
void iter8__plot_paths_begin(const iter8__plot *plot);
void iter8__plot_paths_end(const iter8__plot *plot);
void iter8__plot_line(const iter8__plot *plot, const iter8__dot *dots, size_t count, size_t series);
/* Between low and high; @p shade is its class. */
void iter8__plot_band(const iter8__plot *plot, const iter8__dot *dots, size_t count, size_t series,
                      const char *shade);
/* Each dot holds from the one before it: the line, and the area down to each dot's low, for series
 * that are stacked. */
void iter8__plot_steps(const iter8__plot *plot, const iter8__dot *dots, size_t count,
                       size_t series);
void iter8__plot_stack(const iter8__plot *plot, const iter8__dot *dots, size_t count,
                       size_t series);

/* A mark for each dot, or for some of many; crosses for all that are bad. With @p whiskers also the
 * intervals as lines. */
void iter8__plot_marks(const iter8__plot *plot, const iter8__dot *dots, size_t count, size_t series,
                       int whiskers);

/* A strip of the whole height from @p from to @p to, which shows a text while it is pointed at; the
 * text is added, escaped, before its end. */
void iter8__plot_hint_begin(const iter8__plot *plot, double from, double to);
void iter8__plot_hint_end(const iter8__plot *plot);
/* A column from the bottom, which shows a text likewise. */
void iter8__plot_column(const iter8__plot *plot, double from, double to, double height,
                        size_t series);

/* What is told at a moment. */
typedef struct iter8__mark {
    const char *reason;
    const char *message;
    int is_labelled; /* the reason stands beside the line; else it shows while it is pointed at */
} iter8__mark;

/* An upright line at the time of an event, with its text. */
void iter8__plot_event(const iter8__plot *plot, double x, const iter8__mark *mark);

/* An entry of a legend: a piece of an area ("area"), or of a line with a mark ("line"). */
void iter8__plot_key(iter8__text *html, size_t series, const char *name, const char *shape);

/* One bar of a list. */
typedef struct iter8__bar {
    const char *name;
    double share;     /* 0 to 1 */
    double low, high; /* what it may be; NaN where it is known */
    size_t series;
} iter8__bar;

/* What stands beside an interval, such as "99 % interval". */
#define ITER8__BAR_INTERVAL "99 % interval"

/* A picture of bars from 0 to 100 %, labelled with @p title and all that it shows. */
void iter8__bars(iter8__text *html, const char *title, const iter8__bar *bars, size_t count);

/* A version's value of a metric in one iteration. */
typedef struct iter8__level {
    const char *name;
    iter8__dot dot;      /* its value, its interval, whether it is bad */
    double lower, upper; /* its limits; infinite where there is none */
    size_t series;
} iter8__level;

/* A line that says it, and a bar from the plot's bottom to its top with a line for each limit. */
void iter8__level_add(const iter8__plot *plot, const iter8__level *level);

/* Room for dots, to be given back with iter8__release(); without memory NULL, and @p html is marked
 * failed. */
iter8__dot *iter8__dots_new(iter8__text *html, size_t count);

#endif
