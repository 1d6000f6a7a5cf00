/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "page/plot.h"

#include "base/memory.h"
#include "decide/limit.h"
#include "page/scale.h"

#include <math.h>

enum { PARTS = 4, TIME_PARTS = 6, MOST_MARKS = 48 };

/* Beyond this nothing can be computed with. */
static const double huge = 1e300;

void iter8__plot_fit(iter8__plot *plot)
{
    double bottom = fmin(fmax(plot->bottom, -huge), huge);
    double top = fmin(fmax(plot->top, -huge), huge);
    if (top - bottom <= fabs(top) * 1e-9) {
        double room = fmax(fabs(top) * 0.5, 1e-9);
        bottom = bottom >= 0 && bottom < room ? 0 : bottom - room;
        top = top > 0 || top < 0 ? top + room : 1;
    }
    if (bottom > 0 && bottom < 0.6 * top) bottom = 0;
    plot->step = iter8__nice_step(top - bottom, PARTS);
    plot->bottom = floor(bottom / plot->step) * plot->step;
    plot->top = ceil(top / plot->step) * plot->step;
}

/* Where a value stands between two others, in hundredths of a percent; not far beyond them. */
static int place(double value, double from, double to)
{
    double part = (value - from) / (to - from);
    return (int)floor(fmin(fmax(part, -1), 2) * ITER8__FULL + 0.5);
}

static int place_x(const iter8__plot *plot, double x)
{
    return place(x, plot->left, plot->right);
}

static int place_y(const iter8__plot *plot, double y)
{
    return ITER8__FULL - place(y, plot->bottom, plot->top);
}

iter8__dot *iter8__dots_new(iter8__text *html, size_t count)
{
    iter8__dot *dots = iter8__alloc_zero(html->allocator, count, sizeof *dots);
    if (dots == NULL) html->failed = 1;
    return dots;
}

void iter8__plot_begin(const iter8__plot *plot)
{
    iter8__html_add(plot->html, "<svg class=plot role=img aria-label=\"");
}

void iter8__plot_open(const iter8__plot *plot)
{
    iter8__html_add(plot->html, "\">\n");
}

void iter8__plot_end(const iter8__plot *plot)
{
    iter8__html_add(plot->html, "</svg>\n");
}

void iter8__plot_y_axis(const iter8__plot *plot, const char *unit)
{
    int lines = (int)floor((plot->top - plot->bottom) / plot->step + 0.5);
    for (int i = 0; i <= lines && i <= 4 * PARTS; i++) {
        double value = plot->bottom + i * plot->step;
        if (fabs(value) < 1e-9 * plot->step) value = 0;
        int y = place_y(plot, value);
        iter8__html_add(plot->html,
                        "<line class=grid x2=100% y1=$p y2=$p /><text class=y y=$p>$n$t</text>\n",
                        y, y, y, value, unit);
    }
}

static void begin_tick(const iter8__plot *plot, double x, const char *class)
{
    iter8__html_add(plot->html, "<text class=$r x=$p y=100%>", class, place_x(plot, x));
}

static void end_tick(const iter8__plot *plot)
{
    iter8__html_add(plot->html, "</text>\n");
}

void iter8__plot_tick(const iter8__plot *plot, double x, const char *name)
{
    begin_tick(plot, x, "x");
    iter8__html_text(plot->html, name);
    end_tick(plot);
}

/* The number of the first tick, counted in steps from 0, and how many there are. */
static int count_ticks(const iter8__plot *plot, double step, double *first)
{
    *first = ceil(plot->left / step);
    return (int)(floor(plot->right / step) - *first) + 1;
}

void iter8__plot_time_axis(const iter8__plot *plot)
{
    double first;
    double step = iter8__nice_span(plot->right - plot->left, TIME_PARTS);
    int count = count_ticks(plot, step, &first);
    for (int i = 0; i < count; i++) {
        double x = (first + i) * step;
        /* A phone has room for every other one of many. */
        begin_tick(plot, x, count > 4 && i % 2 == 1 ? "\"x odd\"" : "x");
        if (x <= 0)
            iter8__html_add(plot->html, "0");
        else
            iter8__html_span(plot->html, x);
        end_tick(plot);
    }
}

void iter8__plot_count_axis(const iter8__plot *plot)
{
    double first;
    double step = fmax(iter8__nice_step(plot->right - plot->left, PARTS), 1);
    int count = count_ticks(plot, step, &first);
    for (int i = 0; i < count; i++) {
        begin_tick(plot, (first + i) * step, "x");
        iter8__html_add(plot->html, "$w", (first + i) * step);
        end_tick(plot);
    }
}

void iter8__plot_limit(const iter8__plot *plot, double limit, int is_upper)
{
    int y = place_y(plot, limit);
    if (y < 0 || y > ITER8__FULL) return;
    iter8__html_add(plot->html,
                    "<rect class=beyond width=100% y=$p height=$p /><line class=limit x2=100% "
                    "y1=$p y2=$p /><text class=limit x=100% y=$p dy=$r>limit $n</text>\n",
                    is_upper ? 0 : y, is_upper ? y : ITER8__FULL - y, y, y, y,
                    is_upper == (y > 1000) ? "-.4em" : "1.1em", limit);
}

void iter8__plot_paths_begin(const iter8__plot *plot)
{
    iter8__html_add(plot->html,
                    "<svg width=100% height=100% viewBox=\"0 0 $i $i\" "
                    "preserveAspectRatio=none>\n",
                    ITER8__FULL, ITER8__FULL);
}

void iter8__plot_paths_end(const iter8__plot *plot)
{
    iter8__html_add(plot->html, "</svg>\n");
}

static int series_of(size_t series)
{
    return (int)(series % ITER8__SERIES);
}

static void add_point(const iter8__plot *plot, const char *command, double x, double y)
{
    iter8__html_add(plot->html, "$r$i $i", command, place_x(plot, x), place_y(plot, y));
}

/* Points of which some are missing, and the end of their path. */
static void add_points(const iter8__plot *plot, const iter8__dot *dots, size_t count)
{
    int is_drawing = 0;
    for (size_t i = 0; i < count; i++) {
        int is_there = !isnan(dots[i].y);
        if (is_there) add_point(plot, is_drawing ? "L" : "M", dots[i].x, dots[i].y);
        is_drawing = is_there;
    }
    iter8__html_add(plot->html, "\"/>\n");
}

void iter8__plot_line(const iter8__plot *plot, const iter8__dot *dots, size_t count, size_t series)
{
    iter8__html_add(plot->html, "<path class=\"line s$i\" d=\"", series_of(series));
    add_points(plot, dots, count);
}

void iter8__plot_moving_limit(const iter8__plot *plot, const iter8__dot *dots, size_t count,
                              const iter8_limit *limit)
{
    while (count > 0 && isnan(dots[count - 1].y))
        count--;
    if (count == 0) return;
    int y = place_y(plot, dots[count - 1].y);
    iter8__plot_paths_begin(plot);
    iter8__html_add(plot->html, "<path class=\"line limit\" d=\"");
    add_points(plot, dots, count);
    iter8__plot_paths_end(plot);
    if (y < 0 || y > ITER8__FULL) return;
    iter8__html_add(plot->html, "<text class=limit x=100% y=$p dy=$r>limit ", y,
                    (limit->side == ITER8_LIMIT_UPPER) == (y > 1000) ? "-.4em" : "1.1em");
    iter8__limit_formula(limit, iter8__html_number, " \xC3\x97 ", plot->html);
    iter8__html_add(plot->html, "</text>\n");
}

/* One piece of a band, without a gap. */
static void add_piece(const iter8__plot *plot, const iter8__dot *dots, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_point(plot, i == 0 ? "M" : "L", dots[i].x, dots[i].high);
    for (size_t i = count; i-- > 0;)
        add_point(plot, "L", dots[i].x, dots[i].low);
    iter8__html_add(plot->html, "z");
}

void iter8__plot_band(const iter8__plot *plot, const iter8__dot *dots, size_t count, size_t series,
                      const char *shade)
{
    size_t from = 0;
    iter8__html_add(plot->html, "<path class=\"$r s$i\" d=\"", shade, series_of(series));
    for (size_t i = 0; i <= count; i++) {
        if (i < count && !isnan(dots[i].low)) continue;
        if (i > from + 1) add_piece(plot, dots + from, i - from);
        from = i + 1;
    }
    iter8__html_add(plot->html, "\"/>\n");
}

/* From one dot to the next: along, then up or down. Each dot's place is its sum with the dots of
 * the series below it. */
static void add_steps(const iter8__plot *plot, const iter8__dot *dots, size_t count)
{
    add_point(plot, "M", dots[0].x, dots[0].y);
    for (size_t i = 1; i < count; i++)
        iter8__html_add(plot->html, "V$iH$i", place_y(plot, dots[i].y), place_x(plot, dots[i].x));
}

/* The same from the last dot back to the first. */
static void add_steps_back(const iter8__plot *plot, const iter8__dot *dots, size_t count)
{
    for (size_t i = count; i-- > 0;) {
        iter8__html_add(plot->html, "V$i", place_y(plot, dots[i].low));
        if (i > 0) iter8__html_add(plot->html, "H$i", place_x(plot, dots[i - 1].x));
    }
}

void iter8__plot_stack(const iter8__plot *plot, const iter8__dot *dots, size_t count, size_t series)
{
    if (count == 0) return;
    iter8__html_add(plot->html, "<path class=\"area s$i\" d=\"", series_of(series));
    add_steps(plot, dots, count);
    add_steps_back(plot, dots, count);
    iter8__html_add(plot->html, "z\"/>\n");
}

void iter8__plot_steps(const iter8__plot *plot, const iter8__dot *dots, size_t count, size_t series)
{
    if (count == 0) return;
    iter8__html_add(plot->html, "<path class=\"line s$i\" d=\"", series_of(series));
    add_steps(plot, dots, count);
    iter8__html_add(plot->html, "\"/>\n");
}

static void add_whisker(const iter8__plot *plot, const iter8__dot *dot)
{
    int x = place_x(plot, dot->x);
    if (isnan(dot->low)) return;
    iter8__html_add(plot->html, "<line class=whisker x1=$p x2=$p y1=$p y2=$p />", x, x,
                    place_y(plot, fmax(dot->low, plot->bottom)),
                    place_y(plot, fmin(dot->high, plot->top)));
}

void iter8__plot_marks(const iter8__plot *plot, const iter8__dot *dots, size_t count, size_t series,
                       int whiskers)
{
    size_t stride = count / MOST_MARKS + 1;
    iter8__html_add(plot->html, "<g class=s$i>", series_of(series));
    for (size_t i = 0; i < count; i++) {
        const iter8__dot *dot = &dots[i];
        if (isnan(dot->y) || (!dot->is_bad && i % stride != 0 && i + 1 != count)) continue;
        if (whiskers) add_whisker(plot, dot);
        iter8__html_add(plot->html, "<use href=#m$i x=$p y=$p />", series_of(series),
                        place_x(plot, dot->x), place_y(plot, dot->y));
        if (dot->is_bad)
            iter8__html_add(plot->html, "<use class=bad href=#no x=$p y=$p />",
                            place_x(plot, dot->x), place_y(plot, dot->y));
    }
    iter8__html_add(plot->html, "</g>\n");
}

void iter8__plot_hint_begin(const iter8__plot *plot, double from, double to)
{
    int left = place_x(plot, fmax(from, plot->left));
    int right = place_x(plot, fmin(to, plot->right));
    iter8__html_add(plot->html, "<rect class=hint x=$p width=$p height=100%><title>", left,
                    right > left ? right - left : 1);
}

void iter8__plot_hint_end(const iter8__plot *plot)
{
    iter8__html_add(plot->html, "</title></rect>\n");
}

void iter8__plot_column(const iter8__plot *plot, double from, double to, double height,
                        size_t series)
{
    int left = place_x(plot, from);
    int top = place_y(plot, height);
    iter8__html_add(plot->html, "<rect class=\"bar s$i\" x=$p y=$p width=$p height=$p><title>",
                    series_of(series), left, top, place_x(plot, to) - left, ITER8__FULL - top);
}

void iter8__plot_event(const iter8__plot *plot, double x, const iter8__mark *mark)
{
    int place = place_x(plot, x);
    int is_right = place > ITER8__FULL / 2;
    iter8__html_add(plot->html,
                    "<g class=event><line x1=$p x2=$p y2=100% /><use href=#flag x=$p />", place,
                    place, place);
    if (mark->is_labelled)
        iter8__html_add(plot->html, "<text class=$r x=$p dx=$r y=-2>$t</text>",
                        is_right ? "end" : "start", place, is_right ? "-.3em" : "1em",
                        mark->reason);
    iter8__html_add(plot->html, "<title>$t: $t</title></g>\n", mark->reason, mark->message);
}

void iter8__plot_key(iter8__text *html, size_t series, const char *name, const char *shape)
{
    int number = series_of(series);
    iter8__html_add(html, "<span class=key><svg class=s$i aria-hidden=true>", number);
    if (*shape == 'a')
        iter8__html_add(html, "<rect class=area width=100% height=100% />");
    else
        iter8__html_add(html,
                        "<line class=line x2=100% y1=50% y2=50% />"
                        "<use href=#m$i x=50% y=50% />",
                        number);
    iter8__html_add(html, "</svg>$t</span>\n", name);
}
