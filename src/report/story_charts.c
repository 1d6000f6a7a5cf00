/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The charts of a story: traffic and metrics over time, or side by side for one iteration. */
#include "base/memory.h"
#include "base/times.h"
#include "report/plot.h"
#include "report/story_multiples.h"
#include "report/story_parts.h"
#include "report/story_words.h"

#include <math.h>
#include <string.h>

enum { LONGEST_TICK = 12 }; /* a longer name would lie over others; it is in the legend */

static size_t versions_of(const iter8__story *story)
{
    return story->experiment->spec.version_count;
}

static void add_axis(const iter8__story *story, const iter8__plot *plot)
{
    if (story->origin_ns != ITER8_NO_TIME)
        iter8__plot_time_axis(plot);
    else
        iter8__plot_count_axis(plot);
}

/* Names what the lines stand for and what is counted below them. */
static void add_legend(const iter8__story *story, iter8__text *html)
{
    iter8__html_add(html, "<figcaption>");
    for (size_t v = 0; v < versions_of(story); v++)
        iter8__plot_key(html, v, iter8__story_version(story, (int32_t)v));
    if (story->episode_count > 1 && story->origin_ns == ITER8_NO_TIME)
        iter8__html_add(html, "<span>by iteration</span>");
    iter8__html_add(html, "</figcaption></figure>\n");
}

static void begin_hint(const iter8__story *story, const iter8__plot *plot, size_t index)
{
    const iter8__episode *episode = &story->episodes[index];
    double before = index > 0 ? story->episodes[index - 1].x : 2 * plot->left - episode->x;
    double after = index + 1 < story->episode_count ? story->episodes[index + 1].x : plot->right;
    iter8__plot_hint_begin(plot, (before + episode->x) / 2, (episode->x + after) / 2);
    iter8__html_add(plot->html, "Iteration $i", (int)episode->number);
    if (story->origin_ns == ITER8_NO_TIME) return;
    iter8__html_add(plot->html, ", after ");
    iter8__html_span(plot->html, fmax(episode->x, 0));
}

static void add_traffic_hints(const iter8__story *story, const iter8__plot *plot)
{
    for (size_t i = 0; i < story->episode_count; i++) {
        begin_hint(story, plot, i);
        for (size_t v = 0; v < versions_of(story); v++) {
            int found = (int)story->episodes[i].weights[v].found;
            if (found >= 0)
                iter8__html_add(plot->html, "\n$t: $i %", iter8__story_version(story, (int32_t)v),
                                found);
        }
        iter8__plot_hint_end(plot);
    }
}

/* What a version had before each iteration, and after the last: one dot more than iterations at
 * either end. */
static void fill_traffic(const iter8__story *story, size_t version, iter8__dot *dots)
{
    double share = story->episodes[0].weights[version].found;
    size_t count = story->episode_count;
    for (size_t i = 0; i < count; i++) {
        const iter8__portion *portion = &story->episodes[i].weights[version];
        if (portion->found >= 0) share = portion->found;
        dots[i + 1] = (iter8__dot){story->episodes[i].x, fmax(share, 0), NAN, NAN, 0};
        if (portion->decided >= 0) share = portion->decided;
    }
    dots[0] = (iter8__dot){story->left, dots[1].y, NAN, NAN, 0};
    dots[count + 1] = (iter8__dot){story->right, fmax(share, 0), NAN, NAN, 0};
}

static void add_traffic_label(const iter8__story *story, const iter8__dot *dots, iter8__text *html)
{
    size_t size = story->episode_count + 2;
    iter8__html_add(html, "Share of traffic in percent over $i iterations.",
                    (int)story->episode_count);
    for (size_t v = 0; v < versions_of(story); v++)
        iter8__html_add(html, " $t: from $n to $n.", iter8__story_version(story, (int32_t)v),
                        dots[v * size].y, dots[v * size + size - 1].y);
}

static void add_events(const iter8__story *story, const iter8__plot *plot)
{
    for (size_t i = 0; i < story->occasion_count && story->origin_ns != ITER8_NO_TIME; i++) {
        const iter8__occasion *occasion = &story->occasions[i];
        double x = (double)(occasion->time_ns - story->origin_ns) / 1e9;
        if (occasion->warning && x >= plot->left)
            iter8__plot_event(plot, fmin(x, plot->right), occasion->reason, occasion->message);
    }
}

static void draw_traffic(const iter8__story *story, const iter8__dot *dots, iter8__text *html)
{
    iter8__plot plot = {html, story->left, story->right, 0, 100, 25};
    size_t size = story->episode_count + 2;
    iter8__html_add(html, "<figure>");
    iter8__plot_begin(&plot);
    add_traffic_label(story, dots, html);
    iter8__plot_open(&plot);
    iter8__plot_y_axis(&plot, " %");
    add_axis(story, &plot);
    iter8__plot_paths_begin(&plot);
    for (size_t v = 0; v < versions_of(story); v++)
        iter8__plot_steps(&plot, dots + v * size, size, v);
    iter8__plot_paths_end(&plot);
    for (size_t v = 0; v < versions_of(story); v++)
        iter8__plot_marks(&plot, dots + v * size + 1, size - 2, v, 0);
    add_traffic_hints(story, &plot);
    add_events(story, &plot);
    iter8__plot_end(&plot);
    add_legend(story, html);
}

/* One iteration has no course. */
static void draw_shares(const iter8__story *story, iter8__text *html)
{
    enum { MOST = 100 };
    iter8__bar bars[MOST];
    size_t count = versions_of(story) < MOST ? versions_of(story) : MOST;
    for (size_t v = 0; v < count; v++) {
        const iter8__portion *portion = &story->episodes[0].weights[v];
        double percent = portion->found >= 0 ? portion->found : portion->decided;
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
    const iter8__portion *portions = story->episodes[story->episode_count - 1].weights;
    if (versions_of(story) == 0 || portions[0].why == NULL) return;
    iter8__html_add(html, "<h3>Why these weights</h3>\n<ul>\n");
    for (size_t v = 0; v < versions_of(story); v++)
        iter8__html_add(html, "<li><b>$t</b> $i %: $t</li>\n",
                        iter8__story_version(story, (int32_t)v), (int)portions[v].decided,
                        portions[v].why);
    iter8__html_add(html, "</ul>\n");
}

void iter8__story_traffic(const iter8__story *story, iter8__text *html)
{
    size_t size = story->episode_count + 2;
    iter8__html_add(html, "<section aria-labelledby=traffic>\n<h2 id=traffic>Traffic</h2>\n");
    if (story->episode_count == 1) {
        draw_shares(story, html);
    } else {
        iter8__dot *dots = iter8__dots_new(html, size * versions_of(story));
        if (dots == NULL) return;
        for (size_t v = 0; v < versions_of(story); v++)
            fill_traffic(story, v, dots + v * size);
        draw_traffic(story, dots, html);
        iter8__release(html->allocator, dots);
    }
    iter8__story_traffic_table(story, html);
    add_whys(story, html);
    iter8__html_add(html, "</section>\n");
}

/* One dot an iteration or, where there is only one, one dot in the middle of the version's room. */
static void fill_metric(const iter8__story *story, size_t criterion, size_t version,
                        iter8__dot *dots)
{
    for (size_t i = 0; i < story->episode_count; i++) {
        const iter8__finding *finding = iter8__story_finding(story, i, criterion, version);
        double x = story->episode_count > 1 ? story->episodes[i].x : (double)version + 0.5;
        int is_bad = finding->standing == ITER8__UNMET || finding->standing == ITER8__EXCUSED;
        dots[i] = (iter8__dot){x, finding->value, finding->low, finding->high, is_bad};
    }
}

/* What there is to see: values and limits, and bands as far as they leave room for these. The first
 * @p episodes dots are the baseline's. */
static void fit_metric(const iter8__criterion *criterion, const iter8__dot *dots, size_t count,
                       size_t episodes, iter8__plot *plot)
{
    double low = NAN, high = NAN, least = NAN, greatest = NAN;
    for (size_t i = 0; i < count; i++) {
        low = fmin(low, dots[i].y);
        high = fmax(high, dots[i].y);
        least = fmin(least, dots[i].low);
        greatest = fmax(greatest, dots[i].high);
    }
    if (!isinf(criterion->lower)) low = fmin(low, criterion->lower);
    if (!isinf(criterion->lower)) high = fmax(high, criterion->lower);
    if (!isinf(criterion->upper)) low = fmin(low, criterion->upper);
    if (!isinf(criterion->upper)) high = fmax(high, criterion->upper);
    iter8__multiples_widen(criterion, dots, episodes, &low, &high);
    if (isnan(low)) low = high = 0;
    double room = high > low ? high - low : fabs(high);
    plot->bottom = isnan(least) ? low : fmin(low, fmax(least, low - room));
    plot->top = isnan(greatest) ? high : fmax(high, fmin(greatest, high + room));
    /* A limit at the very edge would leave nothing of what is beyond it. */
    if (plot->top == criterion->upper) plot->top += 0.2 * room;
    if (plot->bottom == criterion->lower) plot->bottom -= 0.2 * room;
    iter8__plot_fit(plot);
}

static void add_metric_label(const iter8__story *story, size_t criterion, iter8__text *html)
{
    iter8__html_add(html, "$t", story->criteria[criterion].metric);
    iter8__story_demand(&story->criteria[criterion], html);
    iter8__html_add(html, ", over $i iterations.", (int)story->episode_count);
    for (size_t v = 0; v < versions_of(story); v++) {
        const iter8__finding *last =
            iter8__story_finding(story, story->episode_count - 1, criterion, v);
        iter8__html_add(html, " $t: last ", iter8__story_version(story, (int32_t)v));
        iter8__story_value(last, html);
        iter8__html_add(html, " $r.", iter8__standing_words(last->standing));
    }
}

static void add_metric_hints(const iter8__story *story, size_t criterion, const iter8__plot *plot)
{
    for (size_t i = 0; i < story->episode_count; i++) {
        begin_hint(story, plot, i);
        for (size_t v = 0; v < versions_of(story); v++) {
            const iter8__finding *finding = iter8__story_finding(story, i, criterion, v);
            iter8__html_add(plot->html, "\n$t: ", iter8__story_version(story, (int32_t)v));
            iter8__story_value(finding, plot->html);
            iter8__html_add(plot->html, " $r", iter8__standing_words(finding->standing));
        }
        iter8__plot_hint_end(plot);
    }
}

static void draw_lines(const iter8__story *story, const iter8__dot *dots, const iter8__plot *plot)
{
    size_t count = story->episode_count;
    iter8__plot_paths_begin(plot);
    for (size_t v = 0; v < versions_of(story); v++)
        iter8__plot_band(plot, dots + v * count, count, v, "band");
    for (size_t v = 0; v < versions_of(story); v++)
        iter8__plot_line(plot, dots + v * count, count, v);
    iter8__plot_paths_end(plot);
}

static void draw_metric(const iter8__story *story, size_t index, const iter8__dot *dots,
                        iter8__plot *plot)
{
    const iter8__criterion *criterion = &story->criteria[index];
    size_t count = story->episode_count;
    iter8__plot_begin(plot);
    add_metric_label(story, index, plot->html);
    iter8__plot_open(plot);
    iter8__plot_y_axis(plot, "");
    if (count > 1) {
        add_axis(story, plot);
        draw_lines(story, dots, plot);
    }
    if (!isinf(criterion->upper)) iter8__plot_limit(plot, criterion->upper, 1);
    if (!isinf(criterion->lower)) iter8__plot_limit(plot, criterion->lower, 0);
    if (versions_of(story) > 1) iter8__multiples_draw(plot, criterion, dots, count);
    for (size_t v = 0; v < versions_of(story); v++) {
        const char *name = iter8__story_version(story, (int32_t)v);
        if (count == 1 && strlen(name) <= LONGEST_TICK)
            iter8__plot_tick(plot, (double)v + 0.5, name);
        iter8__plot_marks(plot, dots + v * count, count, v, count == 1);
    }
    if (count > 1) add_metric_hints(story, index, plot);
    iter8__plot_end(plot);
}

static void add_metric(const iter8__story *story, size_t index, iter8__dot *dots, iter8__text *html)
{
    size_t count = story->episode_count;
    for (size_t v = 0; v < versions_of(story); v++)
        fill_metric(story, index, v, dots + v * count);
    iter8__plot plot = {html, story->left, story->right, 0, 0, 0};
    if (count == 1) {
        plot.left = 0;
        plot.right = (double)versions_of(story);
    }
    fit_metric(&story->criteria[index], dots, count * versions_of(story),
               versions_of(story) > 1 ? count : 0, &plot);
    iter8__html_add(html, "<h3>$t<span class=quiet>", story->criteria[index].metric);
    iter8__story_demand(&story->criteria[index], html);
    iter8__html_add(html, "</span></h3>\n<figure>");
    draw_metric(story, index, dots, &plot);
    add_legend(story, html);
    iter8__story_metric_table(story, index, html);
}

void iter8__story_metrics(const iter8__story *story, iter8__text *html)
{
    if (story->criterion_count == 0 || versions_of(story) == 0) return;
    iter8__dot *dots = iter8__dots_new(html, story->episode_count * versions_of(story));
    if (dots == NULL) return;
    iter8__html_add(html, "<section aria-labelledby=metrics>\n<h2 id=metrics>Metrics</h2>\n");
    for (size_t c = 0; c < story->criterion_count; c++)
        add_metric(story, c, dots, html);
    iter8__html_add(html, "</section>\n");
    iter8__release(html->allocator, dots);
}
