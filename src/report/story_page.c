/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The page of a story: what came of it above, then why. */
#include "experiment/ending.h"
#include "iter8/metric.h"
#include "page/html.h"
#include "report/story_parts.h"
#include "report/story_words.h"

#include <string.h>

static void add_fact(iter8__text *html, const char *name, const char *value)
{
    if (*value != '\0') iter8__html_add(html, "<div><dt>$t</dt><dd>$b</dd></div>\n", name, value);
}

static void add_times(const iter8__story *story, iter8__text *html)
{
    if (story->iteration_count == 0 || story->origin_ns == ITER8_NO_TIME) return;
    iter8__html_add(html, "<div><dt>Started (UTC)</dt><dd>");
    iter8__html_time(html, story->origin_ns);
    iter8__html_add(html, "</dd></div>\n<div><dt>Time until the last iteration</dt><dd>");
    iter8__html_span(html, story->iterations[story->iteration_count - 1].x);
    iter8__html_add(html, "</dd></div>\n");
}

static void add_facts(const iter8__story *story, iter8__text *html)
{
    const iter8__spec *spec = &story->experiment->spec;
    size_t count = story->iteration_count;
    iter8__html_add(html, "<dl class=facts>\n");
    add_fact(html, "Target", spec->target);
    add_fact(html, "Testing pattern", iter8__word(&iter8__testing_patterns, spec->testing_pattern));
    add_fact(html, "Deployment pattern",
             iter8__word(&iter8__deployment_patterns, spec->deployment_pattern));
    iter8__html_add(html, "<div><dt>Iterations</dt><dd>$i of $i</dd></div>\n",
                    count > 0 ? (int)story->iterations[count - 1].number : 0,
                    (int)iter8__spec_iterations(spec));
    add_times(story, html);
    if (count > 0)
        add_fact(html, "Last winner",
                 iter8__story_version(story, story->iterations[count - 1].winner));
    if (count > 0 && story->iterations[count - 1].met_for > 0)
        iter8__html_add(
            html,
            "<div><dt>Objectives met by the winner</dt><dd>iterations in a row: $i</dd></div>\n",
            (int)story->iterations[count - 1].met_for);
    if (story->stage != ITER8_STAGE_COMPLETED)
        add_fact(html, "Recommended for promotion", story->recommended);
    iter8__html_add(html, "</dl>\n");
}

/* Whether the version that is recommended is the one that serves already. */
static int is_baseline(const iter8__story *story)
{
    return strcmp(story->recommended, iter8__story_version(story, 0)) == 0;
}

/* How it ends or has ended, or how far it is. */
static void add_badge(const iter8__story *story, iter8__text *html)
{
    const char *stage = iter8_stage_name(story->stage);
    int is_bad = iter8__ending_gives_back(story->ending);
    int is_good = !is_bad && story->stage == ITER8_STAGE_COMPLETED;
    const char *words = iter8__ending_badge(story->ending);
    if (*words == '\0') words = *stage != '\0' ? stage : "Not started";
    iter8__html_add(html, "<span class=\"badge$r\">$t</span>",
                    is_bad    ? " bad"
                    : is_good ? " good"
                              : "",
                    words);
}

static void add_lead(const iter8__story *story, iter8__text *html)
{
    add_badge(story, html);
    if (*story->recommended != '\0' && story->stage == ITER8_STAGE_COMPLETED)
        iter8__html_add(html, ": $r <b>$t</b>.", is_baseline(story) ? "keep" : "promote",
                        story->recommended);
    if (*story->message != '\0')
        iter8__html_add(html, " <span class=quiet>$t</span>", story->message);
}

static void add_header(const iter8__story *story, iter8__text *html)
{
    const iter8__spec *spec = &story->experiment->spec;
    iter8__html_add(html,
                    "<header>\n<p class=quiet>Experiment$r$t</p>\n<h1>$t</h1>\n<p class=lead>",
                    *spec->namespace_ != '\0' ? " in " : "", spec->namespace_,
                    *spec->name != '\0' ? spec->name : "without a name");
    add_lead(story, html);
    iter8__html_add(html, "</p>\n");
    add_facts(story, html);
    iter8__html_add(html, "</header>\n");
}

static void add_events(const iter8__story *story, iter8__text *html)
{
    if (story->event_count == 0) return;
    iter8__html_add(
        html,
        "<section aria-labelledby=events>\n<h2 id=events>Events</h2>\n"
        "<div class=scroll role=region tabindex=0 aria-label=Events>"
        "<table class=\"wide stack\"><caption>What was told while it ran (times in UTC)</caption>\n"
        "<thead><tr><th scope=col>Time</th><th scope=col>Event</th>"
        "<th scope=col>Message</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < story->event_count; i++) {
        const iter8__story_event *event = &story->events[i];
        iter8__html_add(html, "<tr><td>");
        iter8__html_time(html, event->time_ns);
        iter8__html_add(html, "</td><th scope=row$r>$r$b</th><td>$t</td></tr>\n",
                        event->warning ? " class=bad" : "", event->warning ? "\xE2\x9A\xA0 " : "",
                        event->reason, event->message);
    }
    iter8__html_add(html, "</tbody></table></div>\n");
    if (story->events_passed_over > 0)
        iter8__html_add(html, "<p class=quiet>and $i more</p>\n", (int)story->events_passed_over);
    iter8__html_add(html, "</section>\n");
}

static void add_footer(const iter8__story *story, iter8__text *html)
{
    if (story->passed_over > 0)
        iter8__html_add(html,
                        "<footer class=quiet>$i of $i iterations are shown: every so many-th, and "
                        "those in which a verdict or the winner changed.</footer>\n",
                        (int)story->iteration_count,
                        (int)(story->iteration_count + story->passed_over));
}

void iter8__story_write(const iter8__story *story, iter8__text *html)
{
    const char *name = story->experiment->spec.name;
    iter8__html_begin(html, *name != '\0' ? name : "Experiment");
    add_header(story, html);
    if (story->iteration_count == 0)
        iter8__html_add(html, "<section><p>No iteration is complete yet, so there is nothing to "
                              "show.</p></section>\n");
    else {
        iter8__story_verdicts(story, html);
        iter8__story_traffic(story, html);
        iter8__story_metrics(story, html);
    }
    add_events(story, html);
    add_footer(story, html);
    iter8__html_end(html);
}
