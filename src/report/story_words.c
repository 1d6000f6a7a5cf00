/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "report/story_words.h"

#include "decide/limit.h"
#include "iter8/command.h"
#include "page/html.h"

#include <math.h>

const char *iter8__story_version(const iter8__story *story, int32_t version)
{
    const iter8__spec *spec = &story->experiment->spec;
    if (version < 0 || (size_t)version >= spec->version_count) return "nobody";
    return spec->versions[version].name;
}

const iter8__finding *iter8__story_finding(const iter8__story *story, size_t iteration,
                                           size_t criterion, size_t version)
{
    size_t versions = story->experiment->spec.version_count;
    return &story->iterations[iteration].findings[criterion * versions + version];
}

/* ", from 0.5 to 2", or what there is of the two. */
static void add_range(const iter8_limit *lower, const iter8_limit *upper, double from, double to,
                      iter8__text *html)
{
    if (lower != NULL && upper != NULL)
        iter8__html_add(html, ", from $w to $w", from, to);
    else if (upper != NULL)
        iter8__html_add(html, ", at most $w", to);
    else if (lower != NULL)
        iter8__html_add(html, ", at least $w", from);
}

static void add_numbers(const iter8__objective *objective, iter8__text *html)
{
    const iter8_limit *upper =
        iter8__objective_limit(objective, ITER8_LIMIT_UPPER, ITER8_LIMIT_NUMBER);
    const iter8_limit *lower =
        iter8__objective_limit(objective, ITER8_LIMIT_LOWER, ITER8_LIMIT_NUMBER);
    add_range(lower, upper, lower != NULL ? lower->number : 0, upper != NULL ? upper->number : 0,
              html);
}

/* ", at most baseline + 5" */
static void add_formula(const char *words, const iter8_limit *limit, iter8__text *html)
{
    if (limit == NULL) return;
    iter8__text_add_string(html, words);
    iter8__limit_formula(limit, iter8__html_number, " \xC3\x97 ", html);
}

static int is_multiple(const iter8_limit *limit)
{
    return limit == NULL || iter8__limit_is_multiple(limit);
}

static void add_relative(const iter8__objective *objective, iter8__text *html)
{
    const iter8_limit *upper =
        iter8__objective_limit(objective, ITER8_LIMIT_UPPER, ITER8_LIMIT_BASELINE);
    const iter8_limit *lower =
        iter8__objective_limit(objective, ITER8_LIMIT_LOWER, ITER8_LIMIT_BASELINE);
    if (is_multiple(upper) && is_multiple(lower)) {
        add_range(lower, upper, lower != NULL ? lower->multiple : 0,
                  upper != NULL ? upper->multiple : 0, html);
        iter8__html_add(html, " times the baseline");
        return;
    }
    add_formula(", at most ", upper, html);
    add_formula(", at least ", lower, html);
}

void iter8__story_demand(const iter8__criterion *criterion, iter8__text *html)
{
    const iter8__objective *objective = criterion->objective;
    int has_number = objective != NULL && objective->limit_count > 0 &&
                     objective->limits[0].reference == ITER8_LIMIT_NUMBER;
    if (objective == NULL)
        iter8__html_add(html, ", $r is better",
                        criterion->direction == ITER8__LOW ? "lower" : "higher");
    else
        add_numbers(objective, html);
    if (criterion->units != NULL)
        iter8__html_add(html, has_number ? " $t" : " ($t)", criterion->units);
    if (iter8__criterion_is_relative(criterion)) add_relative(objective, html);
}

void iter8__story_value(const iter8__finding *finding, iter8__text *html)
{
    iter8__html_add(html, "$n", finding->value);
    if (!isnan(finding->low)) iter8__html_add(html, " ($n to $n)", finding->low, finding->high);
}

const char *iter8__meets_words(int32_t meets)
{
    switch (meets) {
    case ITER8__MET: return "\xE2\x9C\x93 met";
    case ITER8__WITHIN_BUDGET: return "\xE2\x9C\x97 not met, but does not count yet";
    case ITER8__UNMET: return "\xE2\x9C\x97 not met";
    default: return "";
    }
}

const char *iter8__ending_badge(int32_t ending)
{
    switch (ending) {
    case ITER8_ENDING_FAILED: return "\xE2\x9C\x97 Failed";
    case ITER8_ENDING_ROLLED_BACK: return "\xE2\x86\xA9 Rolled back";
    case ITER8_ENDING_ABORTED: return "\xE2\x9C\x97 Aborted";
    default: return "";
    }
}
