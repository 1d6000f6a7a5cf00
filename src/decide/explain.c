/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/explain.h"

#include "decide/limit.h"

#include "iter8/analysis.h"
#include "iter8/metric.h"

#include <string.h>

static const iter8__value nothing;

/* An objective of a partial experiment may name no metric at all. */
static const iter8__value *value_of(const iter8__spec *spec, const iter8__decision *decision,
                                    size_t metric, size_t version)
{
    if (metric >= decision->metric_count) return &nothing;
    return &decision->values[metric * spec->version_count + version];
}

static void add_unavailable(const iter8__value *value, iter8__text *text)
{
    iter8__text_add_string(text, ": no value");
    if (*value->reason != '\0')
        iter8__text_add_strings(text, " (", value->reason, ")", (char *)NULL);
}

int iter8__explain_digits(double value, double limit)
{
    double gap = value > limit ? value - limit : limit - value;
    double size = value < 0 ? -value : value;
    return gap < size * 1e-3 ? 17 : 4;
}

/* An earlier value stands in for one that could not be had. */
static void add_age(const iter8__value *value, iter8__text *text)
{
    if (value->carried == 0) return;
    iter8__text_add_string(text, value->carried == 1 ? " (of the iteration before)"
                                                     : " (carried forward for ");
    if (value->carried == 1) return;
    iter8__text_add_integer(text, value->carried);
    iter8__text_add_string(text, " iterations)");
}

static void add_share(iter8__text *text, int32_t part, const char *between, int32_t whole)
{
    iter8__text_add_integer(text, part);
    iter8__text_add_string(text, between);
    iter8__text_add_integer(text, whole);
}

/* Why a failure has no consequence yet. */
static void add_budget(const iter8__spec *spec, const iter8__decision *decision, size_t index,
                       iter8__text *text)
{
    const iter8__verdict *verdict = &decision->verdicts[index];
    if (!iter8__verdict_is_failure(spec, verdict) || verdict->budget_spent) return;
    const iter8__budget *budget = &spec->objectives[index % spec->objective_count].budget;
    const iter8__failure_count *tally = &decision->failures[index];
    iter8__text_add_string(text, "; it does not count yet: ");
    if (budget->consecutive > 0) add_share(text, tally->row, " in a row of ", budget->consecutive);
    if (budget->failures == 0) return;
    if (budget->consecutive > 0) iter8__text_add_string(text, ", ");
    add_share(text, iter8__failures_of_last(tally, budget->of), " of ", budget->failures);
    iter8__text_add_string(text, " in the last ");
    iter8__text_add_integer(text, budget->of);
}

/* The limit that a verdict says is missed, or NULL. */
static const iter8_limit *missed_limit(const iter8__objective *objective, int32_t reason)
{
    for (size_t i = 0; i < objective->limit_count; i++) {
        if (iter8__limit_reason(&objective->limits[i]) == reason) return &objective->limits[i];
    }
    return NULL;
}

/* What is said of a value that misses no limit. */
static void add_reason(int32_t reason, iter8__text *text)
{
    switch (reason) {
    case ITER8_VERDICT_NO_BASELINE:
        iter8__text_add_string(text, ", but the baseline has no value to compare it with");
        break;
    case ITER8_VERDICT_NO_LIMITS: iter8__text_add_string(text, " and has no limits"); break;
    default: iter8__text_add_string(text, ", within its limits"); break;
    }
}

/* What comes after the metric's name. */
static void add_finding(const iter8__spec *spec, const iter8__decision *decision, size_t version,
                        size_t index, iter8__text *text)
{
    const iter8__objective *objective = &spec->objectives[index];
    const iter8__value *value = value_of(spec, decision, objective->metric_index, version);
    size_t verdict = version * spec->objective_count + index;
    int32_t reason = decision->verdicts[verdict].reason;
    if (reason == ITER8_VERDICT_NO_METRIC || reason == ITER8_VERDICT_NO_VALUE ||
        reason == ITER8_VERDICT_NOT_A_VALUE) {
        add_unavailable(value, text);
        add_budget(spec, decision, verdict, text);
        return;
    }
    if (value->state != ITER8_VALUE_PRESENT) {
        iter8__text_add_string(text, value->state == ITER8_VALUE_ABSENT ? " has no limits"
                                                                        : " is not finite");
        return;
    }
    iter8__text_add_string(text, " is ");
    double baseline = value_of(spec, decision, objective->metric_index, 0)->number;
    const iter8_limit *missed = missed_limit(objective, reason);
    double bound = missed != NULL ? iter8__limit_bound(missed, baseline) : 0.0;
    int digits = iter8__explain_digits(value->number, bound);
    iter8__text_add_short_double(text, value->number, digits);
    add_age(value, text);
    if (missed != NULL)
        iter8__limit_explain(missed, baseline, digits, text);
    else
        add_reason(reason, text);
    add_budget(spec, decision, verdict, text);
}

void iter8__explain_verdict(const iter8__spec *spec, const iter8__decision *decision,
                            size_t version, size_t objective, iter8__text *text)
{
    iter8__text_add_string(text, spec->objectives[objective].metric);
    add_finding(spec, decision, version, objective, text);
}

/* Percent to two places at most, for people: 33.33. */
static void add_percent(double percent, iter8__text *text)
{
    iter8__text_add_double(text, (double)(int64_t)(percent * 100.0 + 0.5) / 100.0);
    iter8__text_add_string(text, " %");
}

/* What is said where the reason alone says all; NULL where a number belongs to it. */
static const char *weight_words(int32_t reason)
{
    switch (reason) {
    case ITER8_WEIGHT_HELD:
        return "left where it is: no value is fresh, or a failure does not count";
    case ITER8_WEIGHT_NO_ROOM: return "gets what other candidates leave";
    case ITER8_WEIGHT_FAILING: return "falls back: it does not meet its objectives";
    case ITER8_WEIGHT_UNKNOWN: return "gets what is explored: no verdict allows more";
    case ITER8_WEIGHT_LOST: return "held at half: the experiment ends, and it has not won";
    case ITER8_WEIGHT_REMAINDER: return "takes what the candidates may not have";
    default: return NULL;
    }
}

static void add_held(const char *words, int32_t number, iter8__text *text)
{
    iter8__text_add_string(text, words);
    iter8__text_add_integer(text, number);
}

static int32_t increment_of(const iter8__spec *spec)
{
    int32_t said = spec->max_candidate_weight_increment;
    return said >= 0 ? said : ITER8__DEFAULT_MAX_CANDIDATE_WEIGHT_INCREMENT;
}

void iter8__explain_weight(const iter8__spec *spec, const iter8__decision *decision, size_t version,
                           iter8__text *text)
{
    const iter8__weight *weight = &decision->weights[version];
    const char *words = weight_words(weight->reason);
    if (words != NULL) {
        iter8__text_add_string(text, words);
    } else if (weight->reason == ITER8_WEIGHT_MAX) {
        add_held("held at maxCandidateWeight ", spec->max_candidate_weight, text);
    } else if (weight->reason == ITER8_WEIGHT_INCREMENT) {
        add_held("held by maxCandidateWeightIncrement ", increment_of(spec), text);
    } else if (weight->reason == ITER8_WEIGHT_STEP) {
        add_held("held by the weight steps at ", weight->weight, text);
    } else if (weight->reason == ITER8_WEIGHT_ROLLBACK) {
        iter8__text_add_string(text, spec->settings.rollback_step < 100
                                         ? "rolled back, step by step"
                                         : "rolled back: all traffic to the baseline");
        return;
    } else {
        iter8__text_add_string(text, "as wanted");
        return;
    }
    iter8__text_add_string(text, "; wanted ");
    add_percent(weight->wanted, text);
}

/* Why an unmet objective has no value; NULL for one that has. */
static const char *absence(const iter8__spec *spec, const iter8__decision *decision, size_t version,
                           size_t objective)
{
    switch (decision->verdicts[version * spec->objective_count + objective].reason) {
    case ITER8_VERDICT_NO_METRIC:
    case ITER8_VERDICT_NO_VALUE:
    case ITER8_VERDICT_NOT_A_VALUE:
        return value_of(spec, decision, spec->objectives[objective].metric_index, version)->reason;
    default: return NULL;
    }
}

static int same_absence(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* Objectives without a value for the same reason are named together, with the first of them: when a
 * server is down, that is all of them. */
static int is_named_before(const iter8__spec *spec, const iter8__decision *decision, size_t version,
                           size_t objective)
{
    const char *reason = absence(spec, decision, version, objective);
    for (size_t i = 0; i < objective; i++) {
        if (same_absence(reason, absence(spec, decision, version, i))) return 1;
    }
    return 0;
}

static void add_alike(const iter8__spec *spec, const iter8__decision *decision, size_t version,
                      size_t objective, iter8__text *text)
{
    const char *reason = absence(spec, decision, version, objective);
    for (size_t i = objective + 1; i < spec->objective_count; i++) {
        if (same_absence(reason, absence(spec, decision, version, i)))
            iter8__text_add_strings(text, ", ", spec->objectives[i].metric, (char *)NULL);
    }
}

/* What is said of a version is not what was just measured. */
static int rests_on_carried(const iter8__spec *spec, const iter8__decision *decision,
                            size_t version)
{
    for (size_t i = 0; i < spec->objective_count; i++) {
        if (value_of(spec, decision, spec->objectives[i].metric_index, version)->carried > 0)
            return 1;
    }
    return 0;
}

void iter8__explain_version(const iter8__spec *spec, const iter8__decision *decision,
                            size_t version, iter8__text *text)
{
    size_t objectives = spec->objective_count;
    int unmet = 0;
    for (size_t i = 0; i < objectives; i++) {
        if (decision->verdicts[version * objectives + i].satisfied) continue;
        if (is_named_before(spec, decision, version, i)) continue;
        if (unmet++ > 0) iter8__text_add_string(text, "; ");
        iter8__text_add_string(text, spec->objectives[i].metric);
        add_alike(spec, decision, version, i, text);
        add_finding(spec, decision, version, i, text);
    }
    if (unmet > 0) return;
    iter8__text_add_string(text,
                           objectives > 0 ? "all objectives are met" : "there are no objectives");
    if (rests_on_carried(spec, decision, version))
        iter8__text_add_string(text, ", by values that are carried forward");
}
