/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* spec.versions of a Scenario: how each version fares, and what changes. */
#include "simulate/scenario.h"
#include "simulate/scenario_fields.h"

#include "iter8/error.h"

#include <math.h>
#include <string.h>

static const double most_ms = 1e9, most_value = 1e15;

static const char *const actor_fields[] = {"name",   "weight",  "errorRate", "latency",
                                           "values", "changes", NULL};
static const char *const latency_fields[] = {"distribution", "mean", "p95", NULL};
static const char *const yield_fields[] = {"name", "mean", "deviation", "rate", NULL};
static const char *const change_fields[] = {
    "atSeconds", "fromSeconds", "untilSeconds", "errorRate", "latency", "values", NULL};

static int is_lognormal(const iter8__actor *actor, int64_t time_ns)
{
    double mean = iter8__schedule_at(&actor->latency_mean, time_ns);
    double p95 = iter8__schedule_at(&actor->latency_p95, time_ns);
    return mean > 0 && p95 >= mean && p95 <= ITER8__MOST_P95_PER_MEAN * mean;
}

/* Where one of the two turns; in between both move along straight lines. */
static int is_always_lognormal(const iter8__actor *actor)
{
    const iter8__schedule *schedules[] = {&actor->latency_mean, &actor->latency_p95};
    int holds = is_lognormal(actor, 0);
    for (int i = 0; i < 2; i++) {
        for (size_t c = 0; c < schedules[i]->count; c++)
            holds = holds && is_lognormal(actor, schedules[i]->changes[c].from_ns) &&
                    is_lognormal(actor, schedules[i]->changes[c].until_ns);
    }
    return holds;
}

/* Not change by change: one may fit only with another that is said below it. */
static void check_lognormal(iter8__decoder *decoder, const iter8__actor *actor)
{
    if (actor->shape != ITER8__LATENCY_LOGNORMAL || is_always_lognormal(actor)) return;
    iter8__decoder_member_problem(decoder, "latency", ITER8_ERR_RANGE,
                                  "of a lognormal distribution the mean is above 0, and p95 from 1 "
                                  "to 3.868 times the mean, at every time");
}

static void decode_latency(iter8__decoder *decoder, const iter8__node *item, iter8__actor *actor)
{
    const iter8__node *node =
        iter8__decode_member(decoder, item, "latency", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (node == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "latency");
    iter8__decode_known(decoder, node, latency_fields);
    actor->shape =
        iter8__decode_word(decoder, node, "distribution", &iter8__latency_shapes, ITER8__OPTIONAL);
    if (actor->shape == 0)
        actor->shape = iter8__decode_is_said(node, "p95") ? ITER8__LATENCY_LOGNORMAL
                                                          : ITER8__LATENCY_EXPONENTIAL;
    if (!iter8__decode_is_said(node, "mean"))
        iter8__decoder_member_problem(decoder, "mean", ITER8_ERR_REQUIRED,
                                      "a mean in milliseconds is wanted");
    if (actor->shape == ITER8__LATENCY_LOGNORMAL && !iter8__decode_is_said(node, "p95"))
        iter8__decoder_member_problem(decoder, "p95", ITER8_ERR_REQUIRED,
                                      "the 95th percentile in milliseconds is wanted");
    actor->latency_mean.initial = iter8__decode_number(decoder, node, "mean", 0, most_ms, 0);
    actor->latency_p95.initial = iter8__decode_number(decoder, node, "p95", 0, most_ms, 0);
    iter8__decoder_leave(decoder, mark);
}

static void decode_yield(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    iter8__yield *yield = out;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_known(decoder, item, yield_fields);
    yield->name = iter8__decode_string(decoder, item, "name", ITER8__REQUIRED);
    yield->is_rate = iter8__decode_is_said(item, "rate");
    yield->mean.initial = yield->is_rate
                              ? iter8__decode_number(decoder, item, "rate", 0, 1, 0)
                              : iter8__decode_number(decoder, item, "mean", 0, most_value, NAN);
    yield->deviation.initial = iter8__decode_number(decoder, item, "deviation", 0, most_value, 0);
    if (isnan(yield->mean.initial) || (yield->is_rate && iter8__decode_is_said(item, "mean"))) {
        yield->mean.initial = 0;
        iter8__decoder_problem(decoder, ITER8_ERR_REQUIRED,
                               "either a mean is wanted, with a deviation, or a rate",
                               (char *)NULL);
    }
}

static void change_latency(iter8__decoder *decoder, const iter8__node *item,
                           const iter8__change *when, iter8__actor *actor)
{
    const iter8__node *node =
        iter8__decode_member(decoder, item, "latency", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (node == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "latency");
    iter8__decode_known(decoder, node, latency_fields + 1);
    if (actor->shape == 0)
        iter8__decoder_problem(decoder, ITER8_ERR_REQUIRED,
                               "the version has no latency that could change", (char *)NULL);
    iter8__decode_change(decoder, node, "mean", most_ms, when, &actor->latency_mean);
    iter8__decode_change(decoder, node, "p95", most_ms, when, &actor->latency_p95);
    iter8__decoder_leave(decoder, mark);
}

static iter8__yield *yield_named(const iter8__actor *actor, const char *name)
{
    for (size_t i = 0; name != NULL && i < actor->yield_count; i++) {
        if (actor->yields[i].name != NULL && strcmp(actor->yields[i].name, name) == 0)
            return &actor->yields[i];
    }
    return NULL;
}

struct change_of {
    iter8__actor *actor;
    const iter8__change *when;
};

static void change_value(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    const struct change_of *of = out;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_known(decoder, item, yield_fields);
    const char *name = iter8__decode_string(decoder, item, "name", ITER8__REQUIRED);
    iter8__yield *yield = yield_named(of->actor, name);
    if (yield == NULL) {
        if (name != NULL)
            iter8__decoder_member_problem(decoder, "name", ITER8_ERR_NOT_FOUND,
                                          "the version has no value of this name");
        return;
    }
    iter8__decode_change(decoder, item, yield->is_rate ? "rate" : "mean",
                         yield->is_rate ? 1 : most_value, of->when, &yield->mean);
    if (!yield->is_rate)
        iter8__decode_change(decoder, item, "deviation", most_value, of->when, &yield->deviation);
}

static void decode_actor_change(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    iter8__actor *actor = out;
    iter8__change when;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_known(decoder, item, change_fields);
    if (!iter8__decode_when(decoder, item, &when)) return;
    iter8__decode_change(decoder, item, "errorRate", 1, &when, &actor->error_rate);
    change_latency(decoder, item, &when, actor);
    struct change_of of = {actor, &when};
    iter8__decode_each(decoder, item, "values", ITER8__MAX_CRITERIA, change_value, &of);
}

static void check_yields(iter8__decoder *decoder, const iter8__actor *actor)
{
    for (size_t i = 0; i < actor->yield_count; i++) {
        const char *name = actor->yields[i].name;
        if (name == NULL || yield_named(actor, name) == &actor->yields[i]) continue;
        size_t mark = iter8__decoder_enter(decoder, "values");
        (void)iter8__decoder_enter_item(decoder, i);
        iter8__decoder_member_problem(decoder, "name", ITER8_ERR_DUPLICATE_NAME,
                                      "the version has a value of this name already");
        iter8__decoder_leave(decoder, mark);
    }
}

static void decode_actor(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    static const iter8__items yields = {sizeof(iter8__yield), ITER8__MAX_CRITERIA, decode_yield};
    iter8__actor *actor = out;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_known(decoder, item, actor_fields);
    int problems = decoder->problems;
    actor->name = iter8__decode_string(decoder, item, "name", ITER8__REQUIRED);
    actor->weight = iter8__decode_integer(decoder, item, "weight", 0, 100, -1);
    actor->error_rate.initial = iter8__decode_number(decoder, item, "errorRate", 0, 1, 0);
    decode_latency(decoder, item, actor);
    actor->yields = iter8__decode_items(decoder, item, "values", &yields, &actor->yield_count);
    check_yields(decoder, actor);
    iter8__decode_each(decoder, item, "changes", ITER8__MAX_CRITERIA, decode_actor_change, actor);
    if (problems == decoder->problems) check_lognormal(decoder, actor);
}

static void check_names(iter8__decoder *decoder, const iter8__scenario *scenario)
{
    for (size_t i = 0; i < scenario->actor_count; i++) {
        const iter8__actor *actor = &scenario->actors[i];
        if (actor->name == NULL || iter8__scenario_actor(scenario, actor->name) == actor) continue;
        size_t mark = iter8__decoder_enter(decoder, "versions");
        (void)iter8__decoder_enter_item(decoder, i);
        iter8__decoder_member_problem(decoder, "name", ITER8_ERR_DUPLICATE_NAME,
                                      "there is a version of this name already");
        iter8__decoder_leave(decoder, mark);
    }
}

void iter8__actors_decode(iter8__decoder *decoder, const iter8__node *spec, iter8__scenario *out)
{
    static const iter8__items actors = {sizeof(iter8__actor), ITER8__MAX_CANDIDATES + 1,
                                        decode_actor};
    out->actors = iter8__decode_items(decoder, spec, "versions", &actors, &out->actor_count);
    if (out->actor_count == 0)
        iter8__decoder_member_problem(decoder, "versions", ITER8_ERR_REQUIRED,
                                      "it is not said how any version fares");
    check_names(decoder, out);
}

const iter8__actor *iter8__scenario_actor(const iter8__scenario *scenario, const char *name)
{
    for (size_t i = 0; i < scenario->actor_count; i++) {
        if (scenario->actors[i].name != NULL && strcmp(scenario->actors[i].name, name) == 0)
            return &scenario->actors[i];
    }
    return NULL;
}
