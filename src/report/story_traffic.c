/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The traffic of a story: over time, or as bars of one iteration. */
#include "base/memory.h"
#include "base/times.h"
#include "iter8/command.h"
#include "report/story_chart.h"
#include "report/story_parts.h"
#include "report/story_words.h"

#include <math.h>

static size_t versions_of(const iter8__story *story)
{
    return story->experiment->spec.version_count;
}

static void add_traffic_hints(const iter8__story *story, const iter8__plot *plot)
{
    for (size_t i = 0; i < story->iteration_count; i++) {
        iter8__story_hint(story, plot, i);
        for (size_t v = 0; v < versions_of(story); v++) {
            int found = (int)story->iterations[i].weights[v].found;
            if (found >= 0)
                iter8__html_add(plot->html, "\n$t: $i %", iter8__story_version(story, (int32_t)v),
                                found);
        }
        iter8__plot_hint_end(plot);
    }
}

/* What a version had before each iteration, and after the last: one dot more than iterations at
 * either end. */
static void fill_weights(const iter8__story *story, size_t version, iter8__dot *dots)
{
    double percent = story->iterations[0].weights[version].found;
    size_t count = story->iteration_count;
    for (size_t i = 0; i < count; i++) {
        const iter8__story_weight *weight = &story->iterations[i].weights[version];
        if (weight->found >= 0) percent = weight->found;
        dots[i + 1] = (iter8__dot){story->iterations[i].x, fmax(percent, 0), 0, NAN, 0};
        if (weight->decided >= 0) percent = weight->decided;
    }
    dots[0] = (iter8__dot){story->left, dots[1].y, 0, NAN, 0};
    dots[count + 1] = (iter8__dot){story->right, fmax(percent, 0), 0, NAN, 0};
}

/* The candidates stand on each other, and the baseline on them: so a candidate that rises rises,
 * and all together are 100 %. */
static void fill_traffic(const iter8__story *story, iter8__dot *dots)
{
    size_t versions = versions_of(story), size = story->iteration_count + 2;
    for (size_t v = 0; v < versions; v++)
        fill_weights(story, v, dots + v * size);
    for (size_t i = 0; i < size; i++) {
        double sum = 0;
        for (size_t k = 1; k <= versions; k++) {
            iter8__dot *dot = &dots[k % versions * size + i];
            dot->low = sum;
            dot->y = sum += dot->y;
        }
    }
}

static void add_traffic_label(const iter8__story *story, const iter8__dot *dots, iter8__text *html)
{
    size_t size = story->iteration_count + 2;
    iter8__html_add(html, "Share of traffic in percent over $i iterations.",
                    (int)story->iteration_count);
    for (size_t v = 0; v < versions_of(story); v++)
        iter8__html_add(html, " $t: from $n to $n.", iter8__story_version(story, (int32_t)v),
                        dots[v * size].y - dots[v * size].low,
                        dots[v * size + size - 1].y - dots[v * size + size - 1].low);
}

/* Where a rollback was decided; NaN where there was none. */
static double rollback_of(const iter8__story *story)
{
    int goes_back =
        story->ending == ITER8_ENDING_ROLLED_BACK || story->ending == ITER8_ENDING_ABORTED;
    return goes_back ? story->iterations[story->iteration_count - 1].x : (double)NAN;
}

/* Labels that are close to each other would lie on each other. The rollback's stands always; where
 * another event has no room for one, its flag alone says that something was told. */
static void add_events(const iter8__story *story, const iter8__plot *plot)
{
    const double room = 0.3 * (plot->right - plot->left);
    const double rollback = rollback_of(story);
    double labelled = -INFINITY;
    for (size_t i = 0; i < story->event_count && story->origin_ns != ITER8_NO_TIME; i++) {
        const iter8__story_event *event = &story->events[i];
        double x = fmin((double)(event->time_ns - story->origin_ns) / 1e9, plot->right);
        if (!event->warning || x < plot->left) continue;
        iter8__mark mark = {event->reason, event->message,
                            x - labelled > room && !(fabs(x - rollback) <= room)};
        if (mark.is_labelled) labelled = x;
        iter8__plot_event(plot, x, &mark);
    }
    if (!isnan(rollback))
        iter8__plot_event(plot, rollback,
                          &(iter8__mark){"rolled back", "traffic goes back to the baseline", 1});
}

static void draw_stack(const iter8__story *story, const iter8__dot *dots, const iter8__plot *plot)
{
    size_t size = story->iteration_count + 2;
    iter8__plot_paths_begin(plot);
    for (size_t v = 0; v < versions_of(story); v++)
        iter8__plot_stack(plot, dots + v * size, size, v);
    for (size_t v = 1; v < versions_of(story); v++)
        iter8__plot_steps(plot, dots + v * size, size, v);
    iter8__plot_paths_end(plot);
    for (size_t v = 1; v < versions_of(story); v++)
        iter8__plot_marks(plot, dots + v * size + 1, size - 2, v, 0);
}

static void draw_traffic(const iter8__story *story, const iter8__dot *dots, iter8__text *html)
{
    iter8__plot plot = {html, story->left, story->right, 0, 100, 25};
    iter8__html_add(html, "<figure>");
    iter8__plot_begin(&plot);
    add_traffic_label(story, dots, html);
    iter8__plot_open(&plot);
    iter8__plot_y_axis(&plot, " %");
    iter8__story_axis(story, &plot);
    draw_stack(story, dots, &plot);
    add_traffic_hints(story, &plot);
    add_events(story, &plot);
    iter8__plot_end(&plot);
    iter8__story_legend(story, ITER8__AREAS, html);
}

/* One iteration has no course. */
static void draw_shares(const iter8__story *story, iter8__text *html)
{
    enum { MOST = 100 };
    iter8__bar bars[MOST];
    size_t count = versions_of(story) < MOST ? versions_of(story) : MOST;
    for (size_t v = 0; v < count; v++) {
        const iter8__story_weight *weight = &story->iterations[0].weights[v];
        double percent = weight->found >= 0 ? weight->found : weight->decided;
        bars[v] = (iter8__bar){iter8__story_version(story, (int32_t)v), fmax(percent, 0) / 100.0,
                               NAN, NAN, v};
    }
    iter8__html_add(html, "<figure>");
    iter8__bars(html, "Share of traffic", bars, count);
    iter8__html_add(html, "</figure>\n");
}

/* Why the last weights are what they are, where that is known. */
static void add_whys(const iter8__story *story, iter8__text *html)
{
    const iter8__story_weight *weights = story->iterations[story->iteration_count - 1].weights;
    if (versions_of(story) == 0 || weights[0].why == NULL) return;
    iter8__html_add(html, "<h3>Why these weights</h3>\n<ul>\n");
    for (size_t v = 0; v < versions_of(story); v++)
        iter8__html_add(html, "<li><b>$t</b> $i %: $t</li>\n",
                        iter8__story_version(story, (int32_t)v), (int)weights[v].decided,
                        weights[v].why);
    iter8__html_add(html, "</ul>\n");
}

void iter8__story_traffic(const iter8__story *story, iter8__text *html)
{
    size_t size = story->iteration_count + 2;
    iter8__html_add(html, "<section aria-labelledby=traffic>\n<h2 id=traffic>Traffic</h2>\n");
    if (story->iteration_count == 1) {
        draw_shares(story, html);
    } else {
        iter8__dot *dots = iter8__dots_new(html, size * versions_of(story));
        if (dots == NULL) return;
        fill_traffic(story, dots);
        draw_traffic(story, dots, html);
        iter8__release(html->allocator, dots);
    }
    iter8__story_traffic_table(story, html);
    add_whys(story, html);
    iter8__html_add(html, "</section>\n");
}
