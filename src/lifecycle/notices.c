/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/notices.h"

#include "base/text.h"
#include "decide/limit.h"
#include "iter8/metric.h"
#include "lifecycle/progress.h"

static const char spent[] = "FailureBudgetSpent";

/* An objective that says nothing of a budget has nothing to tell of one. */
static int is_budgeted(const iter8__budget *budget)
{
    return budget->consecutive != 1 || budget->failures > 0 ||
           budget->on_spent != ITER8__SPENT_AS_USUAL;
}

/* By so many in a row, or else by so many of the last ones. */
static void add_number(iter8__text *text, const iter8__budget *budget,
                       const iter8__failure_count *tally)
{
    if (budget->consecutive > 0 && tally->row >= budget->consecutive) {
        iter8__text_add_integer(text, tally->row);
        iter8__text_add_string(text, " in a row");
    } else {
        iter8__text_add_integer(text, iter8__failures_of_last(tally, budget->of));
        iter8__text_add_string(text, " of the last ");
        iter8__text_add_integer(text, budget->of);
    }
}

static const char *failure_name(const iter8__spec *spec)
{
    int missing_fails = (spec->settings.quirks & ITER8__MISSING_ROLLS_BACK) != 0;
    return missing_fails ? " outside its limits or missing" : " outside its limits";
}

static void tell_objective(iter8__step *step, size_t version, size_t index)
{
    const iter8__spec *spec = &step->experiment->spec;
    const iter8__objective *objective = &spec->objectives[index];
    const iter8__failure_count *failures = step->experiment->status.analysis.failures;
    iter8__text text;
    iter8__text_init(&text, &step->experiment->allocator);
    iter8__text_add_strings(&text, objective->metric, " of ", spec->versions[version].name, ": ",
                            (char *)NULL);
    add_number(&text, &objective->budget, &failures[version * spec->objective_count + index]);
    iter8__text_add_string(&text, failure_name(spec));
    iter8__progress_tell(step, spent, iter8__text_string(&text), 1);
    iter8__text_clear(&text);
}

static void tell_source(iter8__step *step, const iter8__decision *earlier)
{
    int32_t most = step->experiment->spec.settings.source.consecutive;
    if (most > 0 && step->experiment->status.analysis.source_errors >= most &&
        earlier->source_errors < most)
        iter8__progress_tell(step, spent, "the metrics source has failed too often in a row", 1);
}

void iter8__notices_of_budgets(iter8__step *step, const iter8__decision *earlier)
{
    const iter8__spec *spec = &step->experiment->spec;
    const iter8__decision *now = &step->experiment->status.analysis;
    if (step->host.own.record_event == NULL) return;
    for (size_t v = 0; v < spec->version_count; v++) {
        for (size_t o = 0; o < spec->objective_count; o++) {
            size_t index = v * spec->objective_count + o;
            if (is_budgeted(&spec->objectives[o].budget) && now->verdicts[index].budget_spent &&
                !earlier->verdicts[index].budget_spent)
                tell_objective(step, v, o);
        }
    }
    tell_source(step, earlier);
}

static const iter8__value *baseline_of(const iter8__spec *spec, const iter8__decision *analysis,
                                       const iter8__objective *objective)
{
    if (objective->metric_index >= analysis->metric_count) return NULL;
    const iter8__value *value = &analysis->values[objective->metric_index * spec->version_count];
    return value->state == ITER8_VALUE_PRESENT ? value : NULL;
}

/* Whether a limit of the objective says little beside what the baseline has. */
static int is_doubtful(const iter8__spec *spec, const iter8__decision *analysis,
                       const iter8__objective *objective)
{
    const iter8__value *baseline = baseline_of(spec, analysis, objective);
    for (size_t i = 0; baseline != NULL && i < objective->limit_count; i++) {
        if (iter8__limit_is_doubtful(&objective->limits[i], baseline->number)) return 1;
    }
    return 0;
}

static void tell_limit(iter8__step *step, const iter8__objective *objective)
{
    const iter8__spec *spec = &step->experiment->spec;
    const iter8__value *baseline = baseline_of(spec, &step->experiment->status.analysis, objective);
    iter8__text text;
    iter8__text_init(&text, &step->experiment->allocator);
    iter8__text_add_strings(&text, objective->metric, " of ", spec->versions[0].name, " is ",
                            (char *)NULL);
    iter8__text_add_short_double(&text, baseline->number, 4);
    iter8__text_add_string(&text, baseline->number < 0.0
                                      ? ": of a negative value a larger multiple is less"
                                      : ": so the limit beside it is 0");
    iter8__text_add_string(&text, "; give the objective an upperLimit or lowerLimit of its own "
                                  "instead of a relative one");
    iter8__progress_tell(step, "RelativeLimitDoubtful", iter8__text_string(&text), 1);
    iter8__text_clear(&text);
}

void iter8__notices_of_limits(iter8__step *step, const iter8__decision *earlier)
{
    const iter8__spec *spec = &step->experiment->spec;
    const iter8__decision *now = &step->experiment->status.analysis;
    if (step->host.own.record_event == NULL || spec->version_count < 2) return;
    for (size_t o = 0; o < spec->objective_count; o++) {
        const iter8__objective *objective = &spec->objectives[o];
        if (iter8__objective_is_relative(objective) && is_doubtful(spec, now, objective) &&
            !is_doubtful(spec, earlier, objective))
            tell_limit(step, objective);
    }
}
