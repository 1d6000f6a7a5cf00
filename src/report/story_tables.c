/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The charts of a story in numbers. */
#include "page/html.h"
#include "report/story_parts.h"
#include "report/story_words.h"

static size_t versions_of(const iter8__story *story)
{
    return story->experiment->spec.version_count;
}

static void add_heads(const iter8__story *story, iter8__text *html)
{
    iter8__html_add(html, "<th scope=col>Time (UTC)</th>");
    for (size_t v = 0; v < versions_of(story); v++)
        iter8__html_add(html, "<th scope=col>$t</th>", iter8__story_version(story, (int32_t)v));
}

static void begin_row(const iter8__story_iteration *iteration, iter8__text *html)
{
    iter8__html_add(html, "<tr><th scope=row>$i</th><td>", (int)iteration->number);
    iter8__html_time(html, iteration->time_ns);
    iter8__html_add(html, "</td>");
}

static void add_weight(const iter8__story_weight *weight, iter8__text *html)
{
    iter8__html_add(html, "<td>");
    if (weight->found >= 0) iter8__html_add(html, "$i", (int)weight->found);
    if (weight->decided >= 0 && weight->decided != weight->found)
        iter8__html_add(html, " \xE2\x86\x92 $i", (int)weight->decided);
    iter8__html_add(html, " %</td>");
}

void iter8__story_traffic_table(const iter8__story *story, iter8__text *html)
{
    iter8__html_table(html,
                      "Traffic of each version when it was measured, and what was decided then",
                      "Iteration");
    add_heads(story, html);
    iter8__html_add(html, "<th scope=col>Winner</th>");
    iter8__html_table_body(html);
    for (size_t i = 0; i < story->iteration_count; i++) {
        const iter8__story_iteration *iteration = &story->iterations[i];
        begin_row(iteration, html);
        for (size_t v = 0; v < versions_of(story); v++)
            add_weight(&iteration->weights[v], html);
        iter8__html_add(html, "<td>$t</td></tr>\n", iter8__story_version(story, iteration->winner));
    }
    iter8__html_table_end(html);
}

void iter8__story_metric_table(const iter8__story *story, size_t criterion, iter8__text *html)
{
    iter8__html_table(html, story->criteria[criterion].metric, "Iteration");
    add_heads(story, html);
    iter8__html_table_body(html);
    for (size_t i = 0; i < story->iteration_count; i++) {
        begin_row(&story->iterations[i], html);
        for (size_t v = 0; v < versions_of(story); v++) {
            const iter8__finding *finding = iter8__story_finding(story, i, criterion, v);
            iter8__html_add(html, "<td>");
            iter8__story_value(finding, html);
            iter8__html_add(html, " $r", iter8__meets_words(finding->meets));
            if (finding->carried > 0)
                iter8__html_add(html, ", $i iterations old", (int)finding->carried);
            iter8__html_add(html, "</td>");
        }
        iter8__html_add(html, "</tr>\n");
    }
    iter8__html_table_end(html);
}
