/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Which version meets which objective, now and in each iteration. */
#include "page/html.h"
#include "report/story_parts.h"
#include "report/story_words.h"

#include <math.h>

static size_t count_meets(const iter8__story *story, size_t criterion, size_t version,
                          int32_t meets)
{
    size_t count = 0;
    for (size_t i = 0; i < story->iteration_count; i++)
        count += iter8__story_finding(story, i, criterion, version)->meets == meets;
    return count;
}

/* The iterations of one kind as boxes, those side by side as one. */
static void add_boxes(const iter8__story *story, size_t criterion, size_t version, int32_t meets,
                      iter8__text *html)
{
    int is_met = meets == ITER8__MET;
    iter8__html_add(html, "<path class=$r d=\"", is_met ? "good" : "bad");
    for (size_t i = 0; i < story->iteration_count;) {
        size_t from = i;
        while (i < story->iteration_count &&
               (iter8__story_finding(story, i, criterion, version)->meets == ITER8__MET) ==
                   is_met &&
               iter8__story_finding(story, i, criterion, version)->meets != ITER8__UNKNOWN)
            i++;
        if (i == from)
            i++;
        else
            iter8__html_add(html, "M$i $rH$iV10H$iz", (int)from, is_met ? "6" : "0", (int)i,
                            (int)from);
    }
    iter8__html_add(html, "\"/>");
}

/* Low green boxes where it was met, high red ones where it was not. */
static void add_strip(const iter8__story *story, size_t criterion, size_t version,
                      iter8__text *html)
{
    int met = (int)count_meets(story, criterion, version, ITER8__MET);
    int unknown = (int)count_meets(story, criterion, version, ITER8__UNKNOWN);
    int all = (int)story->iteration_count;
    if (all < 2) return;
    iter8__html_add(html,
                    "<svg class=strip role=img viewBox=\"0 0 $i 10\" preserveAspectRatio=none "
                    "aria-label=\"$t met in $i of $i iterations",
                    all, story->criteria[criterion].metric, met, all);
    if (unknown > 0) iter8__html_add(html, ", without a value in $i", unknown);
    iter8__html_add(html, "\"><path class=base d=\"M0 10H$i\"/>", all);
    add_boxes(story, criterion, version, ITER8__MET, html);
    add_boxes(story, criterion, version, ITER8__UNMET, html);
    iter8__html_add(html, "</svg><small class=quiet>met in $i of $i$r</small>", met, all,
                    story->passed_over > 0 ? " shown" : "");
}

static void add_cell(const iter8__story *story, size_t criterion, size_t version, iter8__text *html)
{
    const iter8__finding *last =
        iter8__story_finding(story, story->iteration_count - 1, criterion, version);
    iter8__html_add(html, "<td data-of=\"$t\">", iter8__story_version(story, (int32_t)version));
    if (last->meets != ITER8__UNKNOWN)
        iter8__html_add(html, "<b class=\"badge $r\">$r</b> ",
                        last->meets == ITER8__MET ? "good" : "bad",
                        iter8__meets_words(last->meets));
    else if (isnan(last->value))
        iter8__html_add(html, "<b class=quiet>no value</b> ");
    if (!isnan(last->value)) iter8__story_value(last, html);
    if (story->criteria[criterion].direction == 0) add_strip(story, criterion, version, html);
    iter8__html_add(html, "</td>");
}

static void add_row(const iter8__story *story, size_t criterion, iter8__text *html)
{
    iter8__html_add(html, "<tr><th scope=row>$b", story->criteria[criterion].metric);
    iter8__story_demand(&story->criteria[criterion], html);
    iter8__html_add(html, "</th>");
    for (size_t v = 0; v < story->experiment->spec.version_count; v++)
        add_cell(story, criterion, v, html);
    iter8__html_add(html, "</tr>\n");
}

static void add_reasons(const iter8__story *story, iter8__text *html)
{
    size_t versions = story->experiment->spec.version_count;
    size_t told = 0;
    for (size_t v = 0; v < versions; v++)
        told += story->reasons[v] != NULL;
    if (told == 0) return;
    iter8__html_add(html, "<h3>Why</h3>\n<ul>\n");
    for (size_t v = 0; v < versions; v++) {
        if (story->reasons[v] == NULL) continue;
        iter8__html_add(html, "<li><b>$t</b>: $t</li>\n", iter8__story_version(story, (int32_t)v),
                        story->reasons[v]);
    }
    iter8__html_add(html, "</ul>\n");
}

void iter8__story_verdicts(const iter8__story *story, iter8__text *html)
{
    iter8__html_add(html, "<section aria-labelledby=verdicts>\n<h2 id=verdicts>Verdicts</h2>\n");
    if (story->criterion_count > 0) {
        iter8__html_add(
            html,
            "<div class=scroll role=region tabindex=0 aria-label=Verdicts>"
            "<table class=\"wide stack\"><caption>When last measured, with the 95 % interval of "
            "what can be believed where there is one</caption>\n"
            "<thead><tr><th scope=col>Objective</th>");
        for (size_t v = 0; v < story->experiment->spec.version_count; v++)
            iter8__html_add(html, "<th scope=col>$t</th>", iter8__story_version(story, (int32_t)v));
        iter8__html_table_body(html);
        for (size_t c = 0; c < story->criterion_count; c++)
            add_row(story, c, html);
        iter8__html_add(html, "</tbody></table></div>\n");
    } else {
        iter8__html_add(html, "<p>There are no objectives and no rewards.</p>\n");
    }
    add_reasons(story, html);
    iter8__html_add(html, "</section>\n");
}
