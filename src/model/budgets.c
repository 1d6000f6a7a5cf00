/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* spec.criteria.strength: failure budgets, limits that hang on the baseline, and what each metric
 * measures. */
#include "model/spec.h"

#include "iter8/error.h"
#include "model/metric_name.h"

#include <string.h>

static const char *const strength_fields[] = {"budgets",        "sourceErrors", "metFor",
                                              "relativeLimits", "metrics",      NULL};
static const char *const budget_fields[] = {
    "metric", "objective", "consecutiveFailures", "failures", "of", "onSpent", NULL};
static const char *const source_fields[] = {"consecutiveFailures", "onSpent", NULL};

/* `failures` and `of` are nothing without each other. */
static void check_window(iter8__decoder *decoder, const iter8__node *node,
                         const iter8__budget *budget)
{
    if (iter8__decode_is_said(node, "failures") != iter8__decode_is_said(node, "of"))
        iter8__decoder_problem(decoder, ITER8_ERR_REQUIRED,
                               "failures and of belong together: so many failures of the last so "
                               "many measurements",
                               (char *)NULL);
    else if (budget->of > 0 && budget->failures > budget->of)
        iter8__decoder_member_problem(decoder, "failures", ITER8_ERR_RANGE,
                                      "more failures than measurements can never be reached");
}

static iter8__budget decode_budget(iter8__decoder *decoder, const iter8__node *node)
{
    iter8__budget budget = {
        iter8__decode_integer(decoder, node, "consecutiveFailures", 1, ITER8__MAX_BUDGET, 0),
        iter8__decode_integer(decoder, node, "failures", 1, ITER8__MAX_BUDGET, 0),
        iter8__decode_integer(decoder, node, "of", 1, ITER8__MAX_BUDGET, 0),
        iter8__decode_word(decoder, node, "onSpent", &iter8__on_spent_words, ITER8__OPTIONAL)};
    check_window(decoder, node, &budget);
    if (budget.consecutive == 0 && budget.failures == 0) budget.consecutive = 1;
    return budget;
}

/* A misspelt name would otherwise go unnoticed. */
static void warn_of_metric(iter8__decoder *decoder, const char *message, const char *metric)
{
    size_t mark = iter8__decoder_enter(decoder, "metric");
    iter8__decoder_warning(decoder, ITER8_ERR_NO_METRIC, message, metric, (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

static void warn_of_objective(iter8__decoder *decoder)
{
    size_t mark = iter8__decoder_enter(decoder, "objective");
    iter8__decoder_warning(decoder, ITER8_ERR_RANGE, "no objective has this index, from 0",
                           (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

/* Which objectives a budget is for. */
typedef struct subject {
    const char *metric; /* those about it; or NULL */
    int32_t objective;  /* the one at this index; or -1 */
} subject;

static int is_about(const iter8__spec *spec, const subject *of, size_t objective)
{
    if (of->objective >= 0) return (size_t)of->objective == objective;
    return of->metric == NULL ||
           iter8__metric_name_same(of->metric, spec->objectives[objective].metric,
                                   spec->namespace_);
}

/* What is said of one objective stands before what is said of a metric, and that before what is
 * said of all, in whatever order. Returns whether there is such an objective. */
static int give(const iter8__spec *spec, const subject *to, const iter8__budget *budget)
{
    int32_t closeness = to->objective >= 0 ? 2 : to->metric != NULL;
    int found = 0;
    for (size_t i = 0; i < spec->objective_count; i++) {
        iter8__objective *objective = &spec->objectives[i];
        if (!is_about(spec, to, i)) continue;
        found = 1;
        if (closeness < objective->budget_closeness) continue;
        objective->budget = *budget;
        objective->budget_closeness = closeness;
    }
    return found;
}

static void decode_objective_budget(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    const iter8__spec *spec = out;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_only(decoder, item, budget_fields);
    const subject to = {
        iter8__decode_string(decoder, item, "metric", ITER8__OPTIONAL),
        iter8__decode_integer(decoder, item, "objective", 0, ITER8__MAX_CRITERIA - 1, -1)};
    iter8__budget budget = decode_budget(decoder, item);
    if (to.metric != NULL && to.objective >= 0)
        iter8__decoder_member_problem(decoder, "objective", ITER8_ERR_RANGE,
                                      "a budget is for a metric or for an objective, not for both");
    if (give(spec, &to, &budget) || spec->objective_count == 0) return;
    if (to.objective >= 0)
        warn_of_objective(decoder);
    else
        warn_of_metric(decoder, "no objective is about ", to.metric);
}

static void decode_source_budget(iter8__decoder *decoder, const iter8__node *strength,
                                 iter8__policy *policy)
{
    const iter8__node *node = iter8__decode_member(decoder, strength, "sourceErrors",
                                                   ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (node == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "sourceErrors");
    iter8__decode_only(decoder, node, source_fields);
    policy->source = (iter8__budget){
        .consecutive =
            iter8__decode_integer(decoder, node, "consecutiveFailures", 1, ITER8__MAX_BUDGET, 1),
        .on_spent =
            iter8__decode_word(decoder, node, "onSpent", &iter8__on_spent_words, ITER8__OPTIONAL)};
    iter8__decoder_leave(decoder, mark);
}

static const char *const relative_fields[] = {"metric", "lowerLimit", "upperLimit", NULL};

static void warn_of_zero(iter8__decoder *decoder, const char *key)
{
    size_t mark = iter8__decoder_enter(decoder, key);
    iter8__decoder_warning(
        decoder, ITER8_ERR_RANGE,
        "0 times any value is 0: where that is meant, give the objective a limit "
        "of its own",
        (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

/* A part of the baseline's value; 1 where it is said. */
static int decode_times(iter8__decoder *decoder, const iter8__node *item, const char *key,
                        double *out)
{
    if (!iter8__decode_quantity(decoder, item, key, out)) return 0;
    if (*out == 0.0 && strcmp(key, "upperLimit") == 0) warn_of_zero(decoder, key);
    if (*out >= 0.0) return 1;
    iter8__decoder_member_problem(decoder, key, ITER8_ERR_RANGE,
                                  "a multiple of the baseline's value is not negative");
    return 0;
}

static void check_relative(iter8__decoder *decoder, const iter8__node *item,
                           const iter8__objective *limits)
{
    if (!iter8__decode_is_said(item, "lowerLimit") && !iter8__decode_is_said(item, "upperLimit"))
        iter8__decoder_problem(decoder, ITER8_ERR_REQUIRED,
                               "lowerLimit or upperLimit is wanted: how many times the baseline's "
                               "value",
                               (char *)NULL);
    if (limits->has_lower_times && limits->has_upper_times &&
        limits->upper_times < limits->lower_times)
        iter8__decoder_member_problem(decoder, "upperLimit", ITER8_ERR_LIMITS,
                                      "the upper limit is below the lower limit, so no value "
                                      "could meet the objective");
}

/* Limits of candidates that are multiples of what the baseline has, for all objectives about a
 * metric. */
static void decode_relative(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    const iter8__spec *spec = out;
    iter8__objective limits = {0};
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_only(decoder, item, relative_fields);
    const char *metric = iter8__decode_string(decoder, item, "metric", ITER8__REQUIRED);
    limits.has_lower_times = decode_times(decoder, item, "lowerLimit", &limits.lower_times);
    limits.has_upper_times = decode_times(decoder, item, "upperLimit", &limits.upper_times);
    check_relative(decoder, item, &limits);
    if (metric == NULL) return;
    int found = spec->objective_count == 0;
    for (size_t i = 0; i < spec->objective_count; i++) {
        iter8__objective *objective = &spec->objectives[i];
        if (!iter8__metric_name_same(objective->metric, metric, spec->namespace_)) continue;
        objective->has_lower_times = limits.has_lower_times;
        objective->has_upper_times = limits.has_upper_times;
        objective->lower_times = limits.lower_times;
        objective->upper_times = limits.upper_times;
        found = 1;
    }
    if (!found) warn_of_metric(decoder, "no objective is about ", metric);
}

int iter8__objective_is_relative(const iter8__objective *objective)
{
    return objective->has_lower_times || objective->has_upper_times;
}

static const char *const kind_fields[] = {"metric", "kind", NULL};

/* What a metric measures is said once for all that are about it. */
static void decode_kind(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    const iter8__spec *spec = out;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_only(decoder, item, kind_fields);
    const char *metric = iter8__decode_string(decoder, item, "metric", ITER8__REQUIRED);
    int32_t kind = iter8__decode_word(decoder, item, "kind", &iter8__kind_words, ITER8__REQUIRED);
    if (metric == NULL) return;
    int found = spec->objective_count + spec->reward_count == 0;
    for (size_t i = 0; i < spec->objective_count; i++) {
        if (!iter8__metric_name_same(spec->objectives[i].metric, metric, spec->namespace_))
            continue;
        spec->objectives[i].kind = kind;
        found = 1;
    }
    for (size_t i = 0; i < spec->reward_count; i++) {
        if (!iter8__metric_name_same(spec->rewards[i].metric, metric, spec->namespace_)) continue;
        spec->rewards[i].kind = kind;
        found = 1;
    }
    if (!found) warn_of_metric(decoder, "no objective and no reward is about ", metric);
}

static int names_same_metric(const iter8__node *a, const iter8__node *b, const char *home)
{
    const char *one = iter8__node_string(iter8__node_member(a, "metric"));
    const char *other = iter8__node_string(iter8__node_member(b, "metric"));
    return one != NULL && other != NULL && iter8__metric_name_same(one, other, home);
}

/* What an earlier item says of a metric would go unnoticed: perhaps its other limit. */
static void check_repeats(iter8__decoder *decoder, const iter8__node *list, size_t index,
                          const char *home)
{
    const iter8__node *item = iter8__node_item(list, index);
    for (size_t i = 0; i < index; i++) {
        if (!names_same_metric(item, iter8__node_item(list, i), home)) continue;
        size_t mark = iter8__decoder_enter_item(decoder, index);
        iter8__decoder_member_problem(decoder, "metric", ITER8_ERR_DUPLICATE_NAME,
                                      "an earlier item is about this metric: what is said of one "
                                      "belongs into one item");
        iter8__decoder_leave(decoder, mark);
        return;
    }
}

/* A list whose items are each about a metric of its own. */
static void decode_by_metric(iter8__decoder *decoder, const iter8__node *strength, const char *key,
                             iter8__item_decoder *decode, iter8__spec *spec)
{
    const iter8__node *list = iter8__node_member(strength, key);
    /* Defaults of no experiment have no namespace. */
    const char *home = spec->namespace_ != NULL ? spec->namespace_ : "";
    iter8__decode_each(decoder, strength, key, ITER8__MAX_CRITERIA, decode, spec);
    size_t mark = iter8__decoder_enter(decoder, key);
    for (size_t i = 1; i < iter8__node_count(list) && i < ITER8__MAX_CRITERIA; i++)
        check_repeats(decoder, list, i, home);
    iter8__decoder_leave(decoder, mark);
}

/* What this document says stands before what another one said. */
static void begin_anew(const iter8__spec *spec)
{
    for (size_t i = 0; i < spec->objective_count; i++)
        spec->objectives[i].budget_closeness = 0;
}

void iter8__budgets_decode(iter8__decoder *decoder, const iter8__node *root, iter8__spec *spec)
{
    begin_anew(spec);
    const iter8__node *criteria = iter8__node_member(iter8__node_member(root, "spec"), "criteria");
    size_t mark = iter8__decoder_enter(decoder, "spec");
    (void)iter8__decoder_enter(decoder, "criteria");
    const iter8__node *strength =
        iter8__decode_member(decoder, criteria, "strength", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    (void)iter8__decoder_enter(decoder, "strength");
    iter8__decode_only(decoder, strength, strength_fields);
    iter8__decode_each(decoder, strength, "budgets", ITER8__MAX_CRITERIA, decode_objective_budget,
                       spec);
    decode_source_budget(decoder, strength, &spec->policy);
    spec->policy.met_for = iter8__decode_integer(decoder, strength, "metFor", 1, ITER8__MAX_MET_FOR,
                                                 spec->policy.met_for);
    decode_by_metric(decoder, strength, "relativeLimits", decode_relative, spec);
    decode_by_metric(decoder, strength, "metrics", decode_kind, spec);
    iter8__decoder_leave(decoder, mark);
}

void iter8__limits_check(iter8__decoder *decoder, const iter8__spec *spec)
{
    size_t mark = iter8__decoder_enter(decoder, "spec");
    (void)iter8__decoder_enter(decoder, "criteria");
    (void)iter8__decoder_enter(decoder, "objectives");
    for (size_t i = 0; i < spec->objective_count; i++) {
        const iter8__objective *objective = &spec->objectives[i];
        if (objective->says_limit || iter8__objective_is_relative(objective)) continue;
        size_t item = iter8__decoder_enter_item(decoder, i);
        iter8__decoder_warning(decoder, ITER8_ERR_LIMITS,
                               "the objective has no limit, neither upperLimit nor lowerLimit, so "
                               "every value meets it",
                               (char *)NULL);
        iter8__decoder_leave(decoder, item);
    }
    iter8__decoder_leave(decoder, mark);
}
