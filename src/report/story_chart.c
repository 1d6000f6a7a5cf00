/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What the charts of a story have in common. */
#include "report/story_chart.h"

#include "report/story_words.h"

#include <math.h>

void iter8__story_axis(const iter8__story *story, const iter8__plot *plot)
{
    if (story->origin_ns != ITER8_NO_TIME)
        iter8__plot_time_axis(plot);
    else
        iter8__plot_count_axis(plot);
}

void iter8__story_legend(const iter8__story *story, enum iter8__drawing drawing, iter8__text *html)
{
    iter8__html_add(html, "<figcaption>");
    for (size_t v = 0; v < story->experiment->spec.version_count; v++)
        iter8__plot_key(html, v, iter8__story_version(story, (int32_t)v),
                        drawing == ITER8__AREAS ? "area" : "line");
    if (drawing == ITER8__LINES_AND_BANDS)
        iter8__html_add(html, "<span class=key><svg class=s0 aria-hidden=true><rect class=band "
                              "width=100% height=100% /></svg>95 % interval</span>\n");
    if (story->iteration_count > 1 && story->origin_ns == ITER8_NO_TIME)
        iter8__html_add(html, "<span>by iteration</span>");
    iter8__html_add(html, "</figcaption></figure>\n");
}

void iter8__story_hint(const iter8__story *story, const iter8__plot *plot, size_t index)
{
    const iter8__story_iteration *iteration = &story->iterations[index];
    double before = index > 0 ? story->iterations[index - 1].x : 2 * plot->left - iteration->x;
    double after =
        index + 1 < story->iteration_count ? story->iterations[index + 1].x : plot->right;
    iter8__plot_hint_begin(plot, (before + iteration->x) / 2, (iteration->x + after) / 2);
    iter8__html_add(plot->html, "Iteration $i", (int)iteration->number);
    if (story->origin_ns == ITER8_NO_TIME) return;
    iter8__html_add(plot->html, ", after ");
    iter8__html_span(plot->html, fmax(iteration->x, 0));
}
