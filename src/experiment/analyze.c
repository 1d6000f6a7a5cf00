/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The public analysis object. */
#include "iter8/analysis.h"

#include "base/memory.h"
#include "decide/explain.h"
#include "decide/facts.h"
#include "document/document.h"
#include "experiment/analysis.h"
#include "experiment/builtin_values.h"
#include "experiment/experiment.h"
#include "experiment/values.h"
#include "iter8/error.h"

#include <math.h>
#include <string.h>

static int take_measurements(const iter8__settings *settings, iter8__decision *made, size_t count,
                             const iter8_measurement *measurements)
{
    const char *next = (const char *)measurements;
    size_t stride = measurements->struct_size;
    for (size_t i = 0; i < count; i++, next += stride) {
        iter8_measurement own;
        /* A size of its own would lead beyond the next one, perhaps beyond the last. */
        if (memcmp(next, &stride, sizeof stride) != 0) return ITER8_ERR_ARGUMENT;
        int rc = iter8__sized_in(&own, sizeof own, next);
        if (rc != ITER8_OK) return rc;
        iter8__value_take(settings, &made->values[i], &own);
    }
    return ITER8_OK;
}

static int make(iter8_analysis *analysis, const iter8_experiment *experiment,
                const iter8_measurement *measurements)
{
    const iter8__spec *spec = &experiment->spec;
    iter8__decision *made = &analysis->made;
    size_t values = experiment->metric_count * spec->version_count;
    if (!iter8__decision_init(made, &analysis->arena, spec, experiment->metric_count))
        return ITER8_ERR_NOMEM;
    made->time_ns = experiment->status.analysis.time_ns;
    made->has_values = 1;
    if (measurements == NULL) {
        memcpy(made->values, experiment->status.analysis.values, values * sizeof *made->values);
        iter8__builtin_fill(experiment, made);
    } else {
        int rc = take_measurements(&spec->settings, made, values, measurements);
        if (rc != ITER8_OK) return rc;
    }
    const iter8__failure_count *failures = experiment->status.analysis.failures;
    made->source_errors = experiment->status.analysis.source_errors;
    memcpy(made->failures, failures,
           spec->version_count * spec->objective_count * sizeof *made->failures);
    memcpy(made->streaks, experiment->status.analysis.streaks,
           spec->version_count * sizeof *made->streaks);
    iter8__values_complete(experiment, &experiment->status.analysis, measurements != NULL, made);
    analysis->situation =
        (iter8__situation){iter8__weight_limits_of(spec, 0),
                           experiment->status.weights,
                           measurements != NULL ? failures : NULL,
                           experiment->status.analysis.streaks,
                           iter8__facts_new(&analysis->arena, spec),
                           iter8__experiment_completed_iterations(experiment) + 1};
    if (analysis->situation.facts == NULL) return ITER8_ERR_NOMEM;
    iter8__decide(spec, &analysis->situation, made);
    iter8__facts_gather(spec, &analysis->situation, made, 1);
    return ITER8_OK;
}

int iter8_analyze(const iter8_experiment *experiment, const iter8_measurement *measurements,
                  const iter8_allocator *allocator, iter8_analysis **out)
{
    if (out != NULL) *out = NULL;
    if (out == NULL || experiment == NULL) return ITER8_ERR_ARGUMENT;
    if (experiment->spec.version_count == 0 || experiment->spec.testing_pattern == 0)
        return ITER8_ERR_INVALID;
    iter8_allocator own;
    int rc = iter8__allocator_take(&own, allocator);
    if (rc != ITER8_OK) return rc;
    iter8_analysis *analysis = iter8__alloc_zero(&own, 1, sizeof *analysis);
    if (analysis == NULL) return ITER8_ERR_NOMEM;
    analysis->allocator = own;
    analysis->experiment = experiment;
    iter8__arena_init(&analysis->arena, &analysis->allocator);
    rc = make(analysis, experiment, measurements);
    if (rc != ITER8_OK) {
        iter8_analysis_free(analysis);
        return rc;
    }
    *out = analysis;
    return ITER8_OK;
}

void iter8_analysis_free(iter8_analysis *analysis)
{
    if (analysis == NULL) return;
    iter8_allocator allocator = analysis->allocator;
    iter8__arena_clear(&analysis->arena);
    iter8__release(&allocator, analysis);
}

int iter8_analysis_verdict(const iter8_analysis *analysis, size_t version, size_t objective,
                           iter8_verdict *out)
{
    if (analysis == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    const iter8__spec *spec = &analysis->experiment->spec;
    if (version >= spec->version_count || objective >= spec->objective_count)
        return ITER8_ERR_NOT_FOUND;
    const iter8__verdict *verdict =
        &analysis->made.verdicts[version * spec->objective_count + objective];
    iter8_verdict full = {sizeof full,           NAN,
                          verdict->satisfied,    verdict->reason,
                          verdict->budget_spent, verdict->within_budget};
    size_t metric = spec->objectives[objective].metric_index;
    if (metric < analysis->made.metric_count) {
        const iter8__value *value = &analysis->made.values[metric * spec->version_count + version];
        if (value->state == ITER8_VALUE_PRESENT) full.value = value->number;
    }
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_analysis_winner(const iter8_analysis *analysis, iter8_winner *out)
{
    if (analysis == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    int32_t winner = analysis->made.winner;
    iter8_winner full = {sizeof full, winner >= 0, winner, analysis->made.winner_reason,
                         winner >= 0 ? analysis->made.streaks[winner].row : 0};
    return iter8__sized_out(out, &full, sizeof full);
}

int32_t iter8_analysis_is_best(const iter8_analysis *analysis, size_t version)
{
    if (analysis == NULL || version >= analysis->experiment->spec.version_count) return 0;
    return analysis->made.best[version];
}

int iter8_analysis_weight(const iter8_analysis *analysis, size_t version, iter8_weight *out)
{
    if (analysis == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (version >= analysis->experiment->spec.version_count) return ITER8_ERR_NOT_FOUND;
    const iter8__weight *weight = &analysis->made.weights[version];
    iter8_weight full = {sizeof full, weight->wanted, weight->exact, weight->weight,
                         weight->reason};
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_analysis_explain(const iter8_analysis *analysis, size_t version, char *buffer,
                           size_t capacity, size_t *length)
{
    if (analysis == NULL) return ITER8_ERR_ARGUMENT;
    if (version >= analysis->experiment->spec.version_count) return ITER8_ERR_NOT_FOUND;
    iter8__text text;
    iter8__text_init_shown(&text, &analysis->allocator);
    iter8__explain_version(&analysis->experiment->spec, &analysis->made, version, &text);
    int rc = iter8__text_give(&text, buffer, capacity, length);
    iter8__text_clear(&text);
    return rc;
}

int iter8_analysis_write(const iter8_analysis *analysis, int format, char *buffer, size_t capacity,
                         size_t *length)
{
    if (analysis == NULL) return ITER8_ERR_ARGUMENT;
    iter8__node *tree = iter8__node_make_mapping();
    if (tree != NULL && (!iter8__decision_encode(&analysis->made, analysis->experiment, tree) ||
                         !iter8__counterfactual_encode(analysis, tree))) {
        iter8__node_release(tree);
        tree = NULL;
    }
    int rc = iter8__node_give(tree, format, &analysis->allocator, buffer, capacity, length);
    iter8__node_release(tree);
    return rc;
}
