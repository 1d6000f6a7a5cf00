/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "report/story_words.h"

#include "report/html.h"

#include <math.h>

const char *iter8__story_version(const iter8__story *story, int32_t version)
{
    const iter8__spec *spec = &story->experiment->spec;
    if (version < 0 || (size_t)version >= spec->version_count) return "nobody";
    return spec->versions[version].name;
}

const iter8__finding *iter8__story_finding(const iter8__story *story, size_t episode,
                                           size_t criterion, size_t version)
{
    size_t versions = story->experiment->spec.version_count;
    return &story->episodes[episode].findings[criterion * versions + version];
}

static void add_times(const iter8__criterion *criterion, iter8__text *html)
{
    int has_lower = !isinf(criterion->lower_times);
    int has_upper = !isinf(criterion->upper_times);
    if (has_lower && has_upper)
        iter8__html_add(html, ", from $w to $w", criterion->lower_times, criterion->upper_times);
    else if (has_upper)
        iter8__html_add(html, ", at most $w", criterion->upper_times);
    else
        iter8__html_add(html, ", at least $w", criterion->lower_times);
    iter8__html_add(html, " times the baseline");
}

void iter8__story_demand(const iter8__criterion *criterion, iter8__text *html)
{
    int has_lower = !isinf(criterion->lower);
    int has_upper = !isinf(criterion->upper);
    if (criterion->direction != 0)
        iter8__html_add(html, ", $r is better",
                        criterion->direction == ITER8__LOW ? "lower" : "higher");
    else if (has_lower && has_upper)
        iter8__html_add(html, ", from $w to $w", criterion->lower, criterion->upper);
    else if (has_upper)
        iter8__html_add(html, ", at most $w", criterion->upper);
    else if (has_lower)
        iter8__html_add(html, ", at least $w", criterion->lower);
    if (criterion->units != NULL)
        iter8__html_add(html, has_lower || has_upper ? " $t" : " ($t)", criterion->units);
    if (iter8__criterion_is_relative(criterion)) add_times(criterion, html);
}

void iter8__story_value(const iter8__finding *finding, iter8__text *html)
{
    iter8__html_add(html, "$n", finding->value);
    if (!isnan(finding->low)) iter8__html_add(html, " ($n to $n)", finding->low, finding->high);
}

const char *iter8__standing_words(int32_t standing)
{
    switch (standing) {
    case ITER8__MET: return "\xE2\x9C\x93 met";
    case ITER8__EXCUSED: return "\xE2\x9C\x97 not met, but does not count yet";
    case ITER8__UNMET: return "\xE2\x9C\x97 not met";
    default: return "";
    }
}
