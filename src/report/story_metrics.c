/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The metrics of a story: over time, or as bars of one iteration. */
#include "base/memory.h"
#include "decide/limit.h"
#include "report/story_chart.h"
#include "report/story_multiples.h"
#include "report/story_parts.h"
#include "report/story_words.h"

#include <math.h>

static size_t versions_of(const iter8__story *story)
{
    return story->experiment->spec.version_count;
}

static void fill_metric(const iter8__story *story, size_t criterion, size_t version,
                        iter8__dot *dots)
{
    for (size_t i = 0; i < story->iteration_count; i++) {
        const iter8__finding *finding = iter8__story_finding(story, i, criterion, version);
        int is_bad = finding->meets == ITER8__UNMET || finding->meets == ITER8__WITHIN_BUDGET;
        dots[i] = (iter8__dot){story->iterations[i].x, finding->value, finding->low, finding->high,
                               is_bad};
    }
}

/* What there is to see: values and limits, and bands as far as they leave room for these. The first
 * @p iterations dots are the baseline's. */
static void fit_metric(const iter8__criterion *criterion, const iter8__dot *dots, size_t count,
                       size_t iterations, iter8__plot *plot)
{
    double low = NAN, high = NAN, least = NAN, greatest = NAN;
    for (size_t i = 0; i < count; i++) {
        low = fmin(low, dots[i].y);
        high = fmax(high, dots[i].y);
        least = fmin(least, dots[i].low);
        greatest = fmax(greatest, dots[i].high);
    }
    iter8__limits_widen(criterion, dots, iterations, &low, &high);
    if (isnan(low)) low = high = 0;
    double room = high > low ? high - low : fabs(high);
    plot->bottom = isnan(least) ? low : fmin(low, fmax(least, low - room));
    plot->top = isnan(greatest) ? high : fmax(high, fmin(greatest, high + room));
    /* A limit at the very edge would leave nothing of what is beyond it. */
    if (plot->top == iter8__criterion_bound(criterion, ITER8_LIMIT_UPPER)) plot->top += 0.2 * room;
    if (plot->bottom == iter8__criterion_bound(criterion, ITER8_LIMIT_LOWER))
        plot->bottom -= 0.2 * room;
    iter8__plot_fit(plot);
}

static void add_metric_label(const iter8__story *story, size_t criterion, iter8__text *html)
{
    iter8__html_add(html, "$t", story->criteria[criterion].metric);
    iter8__story_demand(&story->criteria[criterion], html);
    iter8__html_add(html, ", over $i iterations.", (int)story->iteration_count);
    for (size_t v = 0; v < versions_of(story); v++) {
        const iter8__finding *last =
            iter8__story_finding(story, story->iteration_count - 1, criterion, v);
        iter8__html_add(html, " $t: last ", iter8__story_version(story, (int32_t)v));
        iter8__story_value(last, html);
        iter8__html_add(html, " $r.", iter8__meets_words(last->meets));
    }
}

static void add_metric_hints(const iter8__story *story, size_t criterion, const iter8__plot *plot)
{
    for (size_t i = 0; i < story->iteration_count; i++) {
        iter8__story_hint(story, plot, i);
        for (size_t v = 0; v < versions_of(story); v++) {
            const iter8__finding *finding = iter8__story_finding(story, i, criterion, v);
            iter8__html_add(plot->html, "\n$t: ", iter8__story_version(story, (int32_t)v));
            iter8__story_value(finding, plot->html);
            iter8__html_add(plot->html, " $r", iter8__meets_words(finding->meets));
        }
        iter8__plot_hint_end(plot);
    }
}

static enum iter8__drawing drawing_of(const iter8__dot *dots, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!isnan(dots[i].low)) return ITER8__LINES_AND_BANDS;
    }
    return ITER8__LINES;
}

static void draw_lines(const iter8__story *story, const iter8__dot *dots, const iter8__plot *plot)
{
    size_t count = story->iteration_count;
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
    size_t count = story->iteration_count;
    iter8__plot_begin(plot);
    add_metric_label(story, index, plot->html);
    iter8__plot_open(plot);
    iter8__plot_y_axis(plot, "");
    iter8__story_axis(story, plot);
    draw_lines(story, dots, plot);
    iter8__limits_draw(plot, criterion, versions_of(story) > 1 ? dots : NULL, count);
    for (size_t v = 0; v < versions_of(story); v++)
        iter8__plot_marks(plot, dots + v * count, count, v, 0);
    add_metric_hints(story, index, plot);
    iter8__plot_end(plot);
    iter8__story_legend(story, drawing_of(dots, count * versions_of(story)), plot->html);
}

/* The limits that a version has in the only iteration: its own, or nearer ones beside the baseline.
 */
static void limit_level(const iter8__criterion *criterion, double baseline, iter8__level *level)
{
    const iter8__objective *objective = criterion->objective;
    level->lower = -INFINITY;
    level->upper = INFINITY;
    for (size_t i = 0; objective != NULL && i < objective->limit_count; i++) {
        const iter8_limit *limit = &objective->limits[i];
        if (iter8__limit_is_relative(limit) && (level->series == 0 || isnan(baseline))) continue;
        double bound = iter8__limit_bound(limit, baseline);
        if (limit->side == ITER8_LIMIT_UPPER)
            level->upper = fmin(level->upper, bound);
        else
            level->lower = fmax(level->lower, bound);
    }
}

/* One iteration has no course: a bar a version, and its limits. */
static void draw_levels(const iter8__story *story, size_t index, const iter8__dot *dots,
                        const iter8__plot *plot)
{
    iter8__html_add(plot->html, "<div class=\"bars levels\" role=img aria-label=\"");
    add_metric_label(story, index, plot->html);
    iter8__html_add(plot->html, "\">\n");
    for (size_t v = 0; v < versions_of(story); v++) {
        iter8__level level = {iter8__story_version(story, (int32_t)v), dots[v], 0, 0, v};
        limit_level(&story->criteria[index], dots[0].y, &level);
        iter8__level_add(plot, &level);
    }
    iter8__html_add(plot->html, "</div></figure>\n");
}

static void add_metric(const iter8__story *story, size_t index, iter8__dot *dots, iter8__text *html)
{
    size_t count = story->iteration_count;
    for (size_t v = 0; v < versions_of(story); v++)
        fill_metric(story, index, v, dots + v * count);
    iter8__plot plot = {html, story->left, story->right, 0, 0, 0};
    fit_metric(&story->criteria[index], dots, count * versions_of(story),
               versions_of(story) > 1 ? count : 0, &plot);
    iter8__html_add(html, "<h3>$b<span class=quiet>", story->criteria[index].metric);
    iter8__story_demand(&story->criteria[index], html);
    iter8__html_add(html, "</span></h3>\n<figure>");
    if (count > 1)
        draw_metric(story, index, dots, &plot);
    else
        draw_levels(story, index, dots, &plot);
    iter8__story_metric_table(story, index, html);
}

void iter8__story_metrics(const iter8__story *story, iter8__text *html)
{
    if (story->criterion_count == 0 || versions_of(story) == 0) return;
    iter8__dot *dots = iter8__dots_new(html, story->iteration_count * versions_of(story));
    if (dots == NULL) return;
    iter8__html_add(html, "<section aria-labelledby=metrics>\n<h2 id=metrics>Metrics</h2>\n");
    for (size_t c = 0; c < story->criterion_count; c++)
        add_metric(story, c, dots, html);
    iter8__html_add(html, "</section>\n");
    iter8__release(html->allocator, dots);
}
