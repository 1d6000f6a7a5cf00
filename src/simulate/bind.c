/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Which version and metric of an experiment is which of a scenario. */
#include "simulate/simulation.h"

#include "iter8/error.h"
#include "spec/metric_name.h"

#include <string.h>

static const iter8__rule *rule_of(const iter8_simulation *simulation, const char *metric)
{
    const iter8__scenario *scenario = &simulation->scenario;
    const char *home = simulation->experiment->spec.namespace_;
    for (size_t i = 0; i < scenario->rule_count; i++) {
        if (iter8__metric_name_same(scenario->rules[i].metric, metric, home))
            return &scenario->rules[i];
    }
    return NULL;
}

static void problem(iter8__decoder *decoder, const char *list, const char *what, const char *name)
{
    size_t mark = iter8__decoder_enter(decoder, list);
    iter8__decoder_problem(decoder, ITER8_ERR_REQUIRED, what, name, (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

/* What the versions have before the experiment: said of all or of none. */
static void check_weights(iter8__decoder *decoder, const iter8_simulation *simulation)
{
    int32_t sum = 0;
    size_t said = 0, count = simulation->experiment->spec.version_count;
    for (size_t v = 0; v < count; v++) {
        if (simulation->actors[v]->weight < 0) continue;
        said++;
        sum += simulation->actors[v]->weight;
    }
    if (said > 0 && (said < count || sum != 100))
        problem(decoder, "versions", "the weights of all versions must be said, and sum to 100",
                "");
}

/* Each version of the experiment has its actor. */
static void bind_actors(iter8__decoder *decoder, iter8_simulation *simulation)
{
    const iter8__spec *spec = &simulation->experiment->spec;
    if (spec->version_count == 0)
        problem(decoder, "versions", "the experiment has no versions to be simulated", "");
    simulation->actors =
        iter8__decoder_alloc(decoder, spec->version_count, sizeof(const iter8__actor *));
    for (size_t v = 0; simulation->actors != NULL && v < spec->version_count; v++) {
        const char *name = spec->versions[v].name;
        simulation->actors[v] = iter8__scenario_actor(&simulation->scenario, name);
        if (simulation->actors[v] == NULL)
            problem(decoder, "versions", "the scenario has no version ", name);
    }
}

static int has_yield(const iter8__actor *actor, const char *name)
{
    for (size_t i = 0; i < actor->yield_count; i++) {
        if (strcmp(actor->yields[i].name, name) == 0) return 1;
    }
    return 0;
}

/* What a metric is computed from must be there in each version. */
static void check_rule(iter8__decoder *decoder, const iter8_simulation *simulation,
                       const iter8__rule *rule)
{
    int wants_latency =
        rule->from == ITER8__FROM_MEAN_LATENCY || rule->from == ITER8__FROM_LATENCY_QUANTILE;
    for (size_t v = 0; v < simulation->experiment->spec.version_count; v++) {
        const iter8__actor *actor = simulation->actors[v];
        if (wants_latency && actor->shape == 0)
            problem(decoder, "versions", "there is a metric of latency, but none said of version ",
                    actor->name);
        if (rule->from == ITER8__FROM_MEAN_VALUE && !has_yield(actor, rule->value)) {
            size_t mark = iter8__decoder_enter(decoder, "versions");
            iter8__decoder_problem(decoder, ITER8_ERR_REQUIRED, "version ", actor->name,
                                   " has no value ", rule->value, (char *)NULL);
            iter8__decoder_leave(decoder, mark);
        }
    }
}

static int is_mock(const iter8__metric_slot *slot)
{
    return slot->resource != NULL && slot->resource->mock_count > 0;
}

static void bind_rules(iter8__decoder *decoder, iter8_simulation *simulation)
{
    const iter8_experiment *experiment = simulation->experiment;
    simulation->rules =
        iter8__decoder_alloc(decoder, experiment->metric_count, sizeof(const iter8__rule *));
    for (size_t i = 0; simulation->rules != NULL && i < experiment->metric_count; i++) {
        const iter8__metric_slot *slot = &experiment->metrics[i];
        const iter8__rule *rule = rule_of(simulation, slot->name);
        simulation->rules[i] = rule;
        if (slot->builtin.kind != ITER8__NOT_BUILTIN)
            problem(decoder, "metrics", "a built-in metric cannot be simulated: ", slot->name);
        else if (rule != NULL)
            check_rule(decoder, simulation, rule);
        else if (!is_mock(slot))
            problem(decoder, "metrics", "it is not said how this metric is computed: ", slot->name);
    }
}

/* A name that means nothing would otherwise go unnoticed. */
static void warn_of(iter8__decoder *decoder, const char *list, size_t index, const char *key,
                    const char *what)
{
    size_t mark = iter8__decoder_enter(decoder, list);
    (void)iter8__decoder_enter_item(decoder, index);
    (void)iter8__decoder_enter(decoder, key);
    iter8__decoder_warning(decoder, ITER8_ERR_NOT_FOUND, what, (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

static int has_metric(const iter8_experiment *experiment, const char *name)
{
    for (size_t i = 0; i < experiment->metric_count; i++) {
        if (iter8__metric_name_same(experiment->metrics[i].name, name, experiment->spec.namespace_))
            return 1;
    }
    return 0;
}

static void warn_of_strangers(iter8__decoder *decoder, const iter8_simulation *simulation)
{
    const iter8_experiment *experiment = simulation->experiment;
    const iter8__scenario *scenario = &simulation->scenario;
    for (size_t i = 0; i < scenario->actor_count; i++) {
        if (iter8__spec_version(&experiment->spec, scenario->actors[i].name) < 0)
            warn_of(decoder, "versions", i, "name", "the experiment has no such version");
    }
    for (size_t i = 0; i < scenario->fault_count; i++) {
        const iter8__fault *fault = &scenario->faults[i];
        if (fault->metric != NULL && !has_metric(experiment, fault->metric))
            warn_of(decoder, "faults", i, "metric", "the experiment has no such metric");
        if (fault->version != NULL && iter8__spec_version(&experiment->spec, fault->version) < 0)
            warn_of(decoder, "faults", i, "version", "the experiment has no such version");
    }
}

void iter8__bind(iter8__decoder *decoder, iter8_simulation *simulation)
{
    size_t mark = iter8__decoder_enter(decoder, "spec");
    bind_actors(decoder, simulation);
    if (iter8__decoder_result(decoder) == ITER8_OK) check_weights(decoder, simulation);
    if (iter8__decoder_result(decoder) == ITER8_OK) bind_rules(decoder, simulation);
    if (iter8__decoder_result(decoder) == ITER8_OK) warn_of_strangers(decoder, simulation);
    iter8__decoder_leave(decoder, mark);
}
