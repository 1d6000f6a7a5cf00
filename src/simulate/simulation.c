/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/simulation.h"

#include "base/memory.h"
#include "base/times.h"
#include "document/document.h"
#include "iter8/error.h"
#include "spec/metric_name.h"

#include <math.h>
#include <string.h>

/* A run is given up after so many times its planned duration, and an hour. */
enum { PATIENCE = 4 };

static const int64_t most_planned_s = INT64_C(366) * 86400;
static const size_t most_kept = (size_t)1 << 26; /* numbers */

static int refuse(iter8__decoder *decoder, const char *what)
{
    iter8__decoder_problem(decoder, ITER8_ERR_RANGE, what, (char *)NULL);
    return ITER8_ERR_INVALID;
}

/* Sets what bounds a run. */
static int set_bounds(iter8__decoder *decoder, iter8_simulation *simulation)
{
    const iter8__spec *spec = &simulation->experiment->spec;
    simulation->iterations = iter8__spec_iterations(spec);
    if (simulation->iterations > ITER8__MAX_SIMULATED_ITERATIONS)
        return refuse(decoder, "the experiment has more than 10000 iterations");
    int64_t planned_s = (int64_t)simulation->iterations * spec->interval_s;
    if (planned_s > most_planned_s)
        return refuse(decoder, "the experiment lasts for more than a year");
    simulation->deadline_ns = (PATIENCE * planned_s + 3600) * ITER8__NS_PER_S;
    return ITER8_OK;
}

/* Whether what a run keeps has bounds too. */
static int is_bounded(const iter8_simulation *simulation)
{
    const iter8__world *world = &simulation->world;
    size_t rows = simulation->timeline.count;
    if (world->scrape_interval_ns > 0)
        rows = (size_t)(simulation->deadline_ns / world->scrape_interval_ns) + 1;
    return rows <= most_kept / (world->versions * world->stride);
}

/* Cuts up the scenario and makes room for the runs. */
static int lay_out(iter8__decoder *decoder, iter8_simulation *simulation)
{
    size_t versions = simulation->experiment->spec.version_count;
    int rc = set_bounds(decoder, simulation);
    if (rc != ITER8_OK) return rc;
    rc = iter8__timeline_init(&simulation->timeline, &simulation->arena, &simulation->scenario,
                              simulation->actors, versions, simulation->deadline_ns);
    if (rc == ITER8_ERR_RANGE) return refuse(decoder, "the scenario changes too often");
    if (rc != ITER8_OK) return rc;
    simulation->run.weights =
        iter8__arena_alloc(&simulation->arena, (size_t)simulation->iterations * versions, 1);
    if (simulation->run.weights == NULL ||
        !iter8__world_init(&simulation->world, &simulation->allocator, &simulation->scenario,
                           &simulation->timeline, simulation->actors))
        return ITER8_ERR_NOMEM;
    if (!is_bounded(simulation))
        return refuse(decoder, "there are too many scrapes, or changes of latency, to be kept");
    iter8__probits_init(&simulation->probits);
    return iter8__snapshot_take(&simulation->rewind, simulation->experiment, &simulation->arena);
}

static int read_scenario(iter8_simulation *simulation, const iter8_document *document,
                         iter8_diagnostics *diagnostics)
{
    iter8__decoder decoder;
    iter8__decoder_init(&decoder, document, diagnostics, &simulation->arena);
    int is_scenario =
        iter8__scenario_decode(&decoder, iter8__document_root(document), &simulation->scenario);
    int rc = iter8__decoder_result(&decoder);
    if (rc == ITER8_OK) iter8__bind(&decoder, simulation);
    rc = iter8__decoder_result(&decoder);
    if (rc == ITER8_OK) rc = lay_out(&decoder, simulation);
    int ended = iter8__decoder_finish(&decoder);
    if (!is_scenario && rc != ITER8_ERR_NOMEM) return ITER8_ERR_KIND;
    return rc != ITER8_OK ? rc : ended;
}

/* A copy of a Metric without its mock. */
static int without_mock(const iter8_document *metric, const iter8_allocator *allocator,
                        iter8_document **out)
{
    int rc = iter8_document_copy(metric, allocator, out);
    if (rc == ITER8_OK)
        iter8__node_remove_member(iter8__node_member(iter8__document_root(*out), "spec"), "mock");
    return rc;
}

/* Whether a scenario that is not yet decoded says how a metric is computed. */
static int says_how(const iter8_document *scenario, const iter8_document *metric, const char *home)
{
    const iter8__node *list =
        iter8__node_member(iter8__node_member(iter8__document_root(scenario), "spec"), "metrics");
    const char *space = iter8__namespace_or_default(iter8_document_namespace(metric));
    iter8__metric_name wanted = {space, strlen(space), iter8_document_name(metric)};
    for (size_t i = 0; i < iter8__node_count(list); i++) {
        const char *rule =
            iter8__node_string(iter8__node_member(iter8__node_item(list, i), "metric"));
        if (rule == NULL) continue;
        iter8__metric_name found = iter8__metric_name_split(rule, home);
        if (iter8__metric_name_equal(&found, &wanted)) return 1;
    }
    return 0;
}

/* What the scenario says of a metric counts more than its mock. */
static int add_metric(iter8_simulation *simulation, const iter8_document *metric,
                      const iter8_document *scenario, iter8_diagnostics *diagnostics)
{
    if (!says_how(scenario, metric, simulation->experiment->spec.namespace_)) {
        int rc = iter8_experiment_add_metric(simulation->experiment, metric, NULL);
        return rc == ITER8_ERR_INVALID ? iter8_metric_check(metric, diagnostics) : rc;
    }
    /* Its problems are found in the original, which knows its places. */
    int rc = iter8_metric_check(metric, NULL);
    if (rc == ITER8_ERR_INVALID) return iter8_metric_check(metric, diagnostics);
    iter8_document *copy = NULL;
    if (rc == ITER8_OK) rc = without_mock(metric, &simulation->allocator, &copy);
    if (rc == ITER8_OK) rc = iter8_experiment_add_metric(simulation->experiment, copy, NULL);
    iter8_document_free(copy);
    return rc;
}

/* Metrics named as sample size come after those that name them, so all are added twice. */
static int add_metrics(iter8_simulation *simulation, const iter8_policy *policy,
                       const iter8_document *scenario, iter8_diagnostics *diagnostics)
{
    size_t count = policy->metric_count;
    for (size_t i = 0; i < 2 * count; i++) {
        if (policy->metrics[i % count] == NULL) return ITER8_ERR_ARGUMENT;
        int rc = add_metric(simulation, policy->metrics[i % count], scenario,
                            i < count ? diagnostics : NULL);
        if (rc != ITER8_OK) return rc;
    }
    return ITER8_OK;
}

/* A run begins at the beginning: of the status only the Metric resources in it stay. */
static int forget_status(iter8_experiment *experiment)
{
    static const char *const parts[] = {"analysis",   "completedIterations",
                                        "conditions", "currentWeightDistribution",
                                        "initTime",   "lastUpdateTime",
                                        "message",    "stage",
                                        "startTime",  "versionRecommendedForPromotion"};
    iter8__node *status = iter8__node_member(experiment->root, "status");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        iter8__node_remove_member(status, parts[i]);
    if (status != NULL && iter8__node_count(status) == 0)
        iter8__node_remove_member(experiment->root, "status");
    iter8__node_remove_member(
        iter8__node_member(iter8__node_member(experiment->root, "metadata"), "annotations"),
        ITER8__STATE_ANNOTATION);
    return iter8__status_init(&experiment->status, &experiment->arena, &experiment->spec,
                              experiment->metric_count)
               ? ITER8_OK
               : ITER8_ERR_NOMEM;
}

/* What is read with success is not reported: only errors are told from those of the scenario. */
static int read_experiment(const iter8_document *document, const iter8_experiment_options *options,
                           iter8_diagnostics *diagnostics, iter8_experiment **out)
{
    int rc = iter8_experiment_from_document(document, options, NULL, out);
    return rc == ITER8_ERR_INVALID
               ? iter8_experiment_from_document(document, options, diagnostics, out)
               : rc;
}

static int fill(iter8_simulation *simulation, const iter8_policy *policy,
                const iter8_document *scenario, iter8_diagnostics *diagnostics)
{
    int rc =
        read_experiment(policy->experiment, policy->options, diagnostics, &simulation->experiment);
    if (rc == ITER8_OK) rc = forget_status(simulation->experiment);
    if (rc == ITER8_OK && policy->metric_count > 0)
        rc = add_metrics(simulation, policy, scenario, diagnostics);
    return rc == ITER8_OK ? read_scenario(simulation, scenario, diagnostics) : rc;
}

static int take_policy(const iter8_policy *policy, iter8_policy *own, iter8_allocator *allocator)
{
    iter8_experiment_options options = {0};
    int rc = iter8__sized_in(own, sizeof *own, policy);
    if (rc == ITER8_OK && own->options != NULL)
        rc = iter8__sized_in(&options, sizeof options, own->options);
    if (rc == ITER8_OK) rc = iter8__allocator_take(allocator, options.allocator);
    if (rc != ITER8_OK) return rc;
    int lacks = own->experiment == NULL || (own->metrics == NULL && own->metric_count > 0);
    return lacks || options.partial ? ITER8_ERR_ARGUMENT : ITER8_OK;
}

int iter8_simulation_new(const iter8_policy *policy, const iter8_document *scenario,
                         iter8_diagnostics *diagnostics, iter8_simulation **out)
{
    if (out != NULL) *out = NULL;
    if (policy == NULL || scenario == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    iter8_policy own;
    iter8_allocator allocator;
    int rc = take_policy(policy, &own, &allocator);
    if (rc != ITER8_OK) return rc;
    iter8_simulation *simulation = iter8__alloc_zero(&allocator, 1, sizeof *simulation);
    if (simulation == NULL) return ITER8_ERR_NOMEM;
    simulation->allocator = allocator;
    iter8__arena_init(&simulation->arena, &simulation->allocator);
    rc = fill(simulation, &own, scenario, diagnostics);
    if (rc == ITER8_OK)
        *out = simulation;
    else
        iter8_simulation_free(simulation);
    return rc;
}

void iter8_simulation_free(iter8_simulation *simulation)
{
    if (simulation == NULL) return;
    iter8_allocator allocator = simulation->allocator;
    iter8_experiment_free(simulation->experiment);
    iter8__world_clear(&simulation->world);
    iter8__arena_clear(&simulation->arena);
    iter8__release(&allocator, simulation);
}

static int check(iter8__decoder *decoder, const iter8__node *root)
{
    iter8__scenario scenario;
    return iter8__scenario_decode(decoder, root, &scenario) ? ITER8_OK : ITER8_ERR_KIND;
}

int iter8_scenario_check(const iter8_document *document, iter8_diagnostics *diagnostics)
{
    return iter8__decoder_check(document, diagnostics, check);
}

int iter8_simulation_scenario(const iter8_simulation *simulation, iter8_scenario *out)
{
    if (simulation == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    const iter8_scenario full = {sizeof full, simulation->scenario.name,
                                 simulation->scenario.slow_ms, simulation->scenario.expected_count};
    return iter8__sized_out(out, &full, sizeof full);
}
