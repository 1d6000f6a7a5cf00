/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* spec.criteria.strength: failure budgets, limits relative to the baseline (relative_limits.c), and
 * what each metric measures. */
#include "spec/strength.h"

#include "iter8/error.h"
#include "spec/metric_name.h"

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

void iter8__strength_warn_of_metric(iter8__decoder *decoder, const char *message,
                                    const char *metric)
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

/* Which objectives a budget is for; all where neither is said. */
typedef struct subject {
    const char *metric; /* those about it; or NULL */
    int32_t objective;  /* the one at this index; or -1 */
} subject;

/* What is read of strength, and what it is said of. */
typedef struct strength_reader {
    iter8__criteria_index criteria;
    iter8__budget for_all; /* the last that is said of all objectives */
    int says_for_all;
} strength_reader;

/* What is said of one objective stands before what is said of a metric, and that before what is
 * said of all, in whatever order. */
static void give(iter8__objective *objective, int32_t closeness, const iter8__budget *budget)
{
    if (closeness < objective->budget_closeness) return;
    objective->budget = *budget;
    objective->budget_closeness = closeness;
}

static int give_to_metric(const iter8__criteria_index *criteria, const char *metric,
                          const iter8__budget *budget)
{
    iter8__objective *objective = NULL;
    int found = 0;
    while ((objective = iter8__criteria_index_next_objective(criteria, metric, objective)) !=
           NULL) {
        give(objective, 1, budget);
        found = 1;
    }
    return found;
}

/* Returns whether there is such an objective. */
static int give_to(strength_reader *own, const subject *to, const iter8__budget *budget)
{
    const iter8__spec *spec = own->criteria.spec;
    if (to->objective < 0 && to->metric != NULL)
        return give_to_metric(&own->criteria, to->metric, budget);
    if (to->objective < 0) {
        own->for_all = *budget;
        own->says_for_all = 1;
        return spec->objective_count > 0;
    }
    if ((size_t)to->objective >= spec->objective_count) return 0;
    give(&spec->objectives[to->objective], 2, budget);
    return 1;
}

static void give_to_all(const strength_reader *own)
{
    const iter8__spec *spec = own->criteria.spec;
    for (size_t i = 0; own->says_for_all && i < spec->objective_count; i++)
        give(&spec->objectives[i], 0, &own->for_all);
}

static void decode_objective_budget(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    strength_reader *own = out;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_only(decoder, item, budget_fields);
    const subject to = {
        iter8__decode_string(decoder, item, "metric", ITER8__OPTIONAL),
        iter8__decode_integer(decoder, item, "objective", 0, ITER8__MAX_CRITERIA - 1, -1)};
    iter8__budget budget = decode_budget(decoder, item);
    if (to.metric != NULL && to.objective >= 0)
        iter8__decoder_member_problem(decoder, "objective", ITER8_ERR_RANGE,
                                      "a budget is for a metric or for an objective, not for both");
    if (give_to(own, &to, &budget) || own->criteria.spec->objective_count == 0) return;
    if (to.objective >= 0)
        warn_of_objective(decoder);
    else
        iter8__strength_warn_of_metric(decoder, "no objective is about ", to.metric);
}

static void decode_source_budget(iter8__decoder *decoder, const iter8__node *strength,
                                 iter8__settings *settings)
{
    const iter8__node *node = iter8__decode_member(decoder, strength, "sourceErrors",
                                                   ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (node == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "sourceErrors");
    iter8__decode_only(decoder, node, source_fields);
    settings->source = (iter8__budget){
        .consecutive =
            iter8__decode_integer(decoder, node, "consecutiveFailures", 1, ITER8__MAX_BUDGET, 1),
        .on_spent =
            iter8__decode_word(decoder, node, "onSpent", &iter8__on_spent_words, ITER8__OPTIONAL)};
    iter8__decoder_leave(decoder, mark);
}

static void decode_relative(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    const strength_reader *own = out;
    iter8__relative_limits_decode(decoder, item, &own->criteria);
}

static const char *const kind_fields[] = {"metric", "kind", NULL};

/* What a metric measures is said once for all that are about it. */
static void decode_kind(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    const strength_reader *own = out;
    const iter8__spec *spec = own->criteria.spec;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_only(decoder, item, kind_fields);
    const char *metric = iter8__decode_string(decoder, item, "metric", ITER8__REQUIRED);
    int32_t kind = iter8__decode_word(decoder, item, "kind", &iter8__kind_words, ITER8__REQUIRED);
    if (metric == NULL) return;
    int found = spec->objective_count + spec->reward_count == 0;
    size_t i = SIZE_MAX;
    while ((i = iter8__criteria_index_next(&own->criteria, metric, i)) != SIZE_MAX) {
        if (i < spec->objective_count)
            spec->objectives[i].kind = kind;
        else
            spec->rewards[i - spec->objective_count].kind = kind;
        found = 1;
    }
    if (!found)
        iter8__strength_warn_of_metric(decoder, "no objective and no reward is about ", metric);
}

static const char *metric_at(const iter8__node *list, size_t index)
{
    return iter8__node_string(iter8__node_member(iter8__node_item(list, index), "metric"));
}

/* Whether an earlier item is about the metric; otherwise this is the one. */
static int is_repeated(const iter8__node *list, size_t index, iter8__buckets *seen,
                       const char *home)
{
    const iter8__metric_name name = iter8__metric_name_split(metric_at(list, index), home);
    uint64_t hash = iter8__metric_name_hash(&name);
    for (size_t i = iter8__buckets_first(seen, hash); i != SIZE_MAX;
         i = iter8__buckets_next(seen, i)) {
        const iter8__metric_name other = iter8__metric_name_split(metric_at(list, i), home);
        if (iter8__metric_name_equal(&name, &other)) return 1;
    }
    iter8__buckets_add(seen, hash, index);
    return 0;
}

/* What an earlier item says of a metric would go unnoticed: perhaps its other limit. */
static void check_repeats(iter8__decoder *decoder, const iter8__node *list, const char *home)
{
    iter8__buckets seen = {.capacity = 0};
    size_t count = iter8__node_count(list);
    if (count > ITER8__MAX_CRITERIA) count = ITER8__MAX_CRITERIA;
    if (count < 2) return;
    if (!iter8__buckets_make(&seen, decoder->arena, count)) {
        decoder->out_of_memory = 1;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (metric_at(list, i) == NULL || !is_repeated(list, i, &seen, home)) continue;
        size_t mark = iter8__decoder_enter_item(decoder, i);
        iter8__decoder_member_problem(decoder, "metric", ITER8_ERR_DUPLICATE_NAME,
                                      "an earlier item is about this metric: what is said of one "
                                      "belongs into one item");
        iter8__decoder_leave(decoder, mark);
    }
}

/* A list whose items are each about a metric of its own. */
static void decode_by_metric(iter8__decoder *decoder, const iter8__node *node, const char *key,
                             iter8__item_decoder *decode, strength_reader *own)
{
    /* Defaults of no experiment have no namespace. */
    const char *home = own->criteria.spec->namespace_ != NULL ? own->criteria.spec->namespace_ : "";
    iter8__decode_each(decoder, node, key, ITER8__MAX_CRITERIA, decode, own);
    size_t mark = iter8__decoder_enter(decoder, key);
    check_repeats(decoder, iter8__node_member(node, key), home);
    iter8__decoder_leave(decoder, mark);
}

/* What this document says stands before what another one said. */
static void begin_anew(const iter8__spec *spec)
{
    for (size_t i = 0; i < spec->objective_count; i++)
        spec->objectives[i].budget_closeness = 0;
}

static void decode_strength(iter8__decoder *decoder, const iter8__node *node, strength_reader *own)
{
    iter8__settings *settings = &own->criteria.spec->settings;
    iter8__decode_only(decoder, node, strength_fields);
    iter8__decode_each(decoder, node, "budgets", ITER8__MAX_CRITERIA, decode_objective_budget, own);
    give_to_all(own);
    decode_source_budget(decoder, node, settings);
    settings->met_for =
        iter8__decode_integer(decoder, node, "metFor", 1, ITER8__MAX_MET_FOR, settings->met_for);
    decode_by_metric(decoder, node, "relativeLimits", decode_relative, own);
    decode_by_metric(decoder, node, "metrics", decode_kind, own);
}

void iter8__budgets_decode(iter8__decoder *decoder, const iter8__node *root, iter8__spec *spec)
{
    strength_reader own = {.says_for_all = 0};
    begin_anew(spec);
    const iter8__node *criteria = iter8__node_member(iter8__node_member(root, "spec"), "criteria");
    size_t mark = iter8__decoder_enter(decoder, "spec");
    (void)iter8__decoder_enter(decoder, "criteria");
    const iter8__node *node =
        iter8__decode_member(decoder, criteria, "strength", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    (void)iter8__decoder_enter(decoder, "strength");
    if (iter8__criteria_index_make(&own.criteria, decoder->arena, spec))
        decode_strength(decoder, node, &own);
    else
        decoder->out_of_memory = 1;
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
