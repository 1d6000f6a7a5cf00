/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The public functions that read an experiment. */
#include "experiment/experiment.h"

#include "base/memory.h"
#include "base/text.h"
#include "iter8/command.h"
#include "iter8/error.h"
#include "iter8/metric.h"

#include <math.h>
#include <string.h>

const char *iter8__experiment_name(const iter8_experiment *experiment)
{
    return experiment != NULL ? experiment->spec.name : "";
}

const char *iter8__experiment_namespace(const iter8_experiment *experiment)
{
    return experiment != NULL ? experiment->spec.namespace_ : "";
}

const char *iter8__experiment_target(const iter8_experiment *experiment)
{
    return experiment != NULL ? experiment->spec.target : "";
}

const char *iter8_experiment_annotation(const iter8_experiment *experiment, const char *name)
{
    if (experiment == NULL || name == NULL) return NULL;
    const iter8__node *metadata = iter8__node_member(experiment->root, "metadata");
    return iter8__node_string(
        iter8__node_member(iter8__node_member(metadata, "annotations"), name));
}

size_t iter8__experiment_version_count(const iter8_experiment *experiment)
{
    return experiment != NULL ? experiment->spec.version_count : 0;
}

const char *iter8_experiment_version_variable(const iter8_experiment *experiment, size_t version,
                                              const char *name)
{
    if (name == NULL || version >= iter8__experiment_version_count(experiment)) return NULL;
    const iter8__version *which = &experiment->spec.versions[version];
    for (size_t i = which->variable_count; i-- > 0;) {
        if (strcmp(which->variables[i].name, name) == 0) return which->variables[i].value;
    }
    return NULL;
}

size_t iter8__experiment_metric_count(const iter8_experiment *experiment)
{
    return experiment != NULL ? experiment->metric_count : 0;
}

const char *iter8_experiment_metric_name(const iter8_experiment *experiment, size_t metric)
{
    if (metric >= iter8__experiment_metric_count(experiment)) return NULL;
    return experiment->metrics[metric].name;
}

static double if_known(int known, double number)
{
    return known ? number : NAN;
}

int iter8_experiment_value(const iter8_experiment *experiment, size_t metric, size_t version,
                           iter8_value *out)
{
    if (experiment == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (metric >= experiment->metric_count) return ITER8_ERR_NO_METRIC;
    if (version >= experiment->spec.version_count) return ITER8_ERR_NO_VERSION;
    const iter8__value *value =
        &experiment->status.analysis.values[metric * experiment->spec.version_count + version];
    iter8_value full = {sizeof full,
                        if_known(value->state == ITER8_VALUE_PRESENT, value->number),
                        if_known(value->has_range, value->least),
                        if_known(value->has_range, value->greatest),
                        if_known(value->has_sample_size, value->sample_size),
                        value->reason,
                        value->state,
                        value->carried};
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_experiment_objective(const iter8_experiment *experiment, size_t index,
                               iter8_objective *out)
{
    if (experiment == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (index >= experiment->spec.objective_count) return ITER8_ERR_NOT_FOUND;
    const iter8__objective *objective = &experiment->spec.objectives[index];
    iter8_objective full = {.struct_size = sizeof full,
                            .metric = objective->metric,
                            .limit_count = (int32_t)objective->limit_count,
                            .rollback_on_failure = objective->rollback_on_failure};
    memcpy(full.limits, objective->limits, sizeof full.limits);
    return iter8__sized_out(out, &full, sizeof full);
}

int32_t iter8__experiment_completed_iterations(const iter8_experiment *experiment)
{
    if (experiment == NULL || experiment->status.completed_iterations < 0) return 0;
    return experiment->status.completed_iterations;
}

int32_t iter8__experiment_weight(const iter8_experiment *experiment, size_t version)
{
    if (version >= iter8__experiment_version_count(experiment)) return 0;
    return experiment->status.weights[version];
}

int32_t iter8__experiment_winner(const iter8_experiment *experiment)
{
    return experiment != NULL ? experiment->status.analysis.winner : -1;
}

const char *iter8__experiment_recommended(const iter8_experiment *experiment)
{
    if (experiment == NULL || experiment->status.recommended == NULL) return "";
    return experiment->status.recommended;
}

int iter8_experiment_spec(const iter8_experiment *experiment, iter8_spec *out)
{
    if (experiment == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    const iter8__spec *spec = &experiment->spec;
    const iter8_spec full = {.struct_size = sizeof full,
                             .name = spec->name,
                             .name_space = spec->namespace_,
                             .target = spec->target,
                             .version_count = spec->version_count,
                             .metric_count = experiment->metric_count,
                             .objective_count = spec->objective_count,
                             .testing_pattern = spec->testing_pattern,
                             .deployment_pattern = spec->deployment_pattern,
                             .interval_s = spec->interval_s,
                             .iterations = iter8__spec_iterations(spec)};
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_experiment_status(const iter8_experiment *experiment, iter8_status *out)
{
    if (experiment == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    const iter8__status *status = &experiment->status;
    const iter8_status full = {.struct_size = sizeof full,
                               .start_ns = status->start_ns,
                               .last_update_ns = status->last_update_ns,
                               .recommended = iter8__experiment_recommended(experiment),
                               .stage = status->stage,
                               .ending = iter8_experiment_ending(experiment),
                               .completed_iterations =
                                   iter8__experiment_completed_iterations(experiment),
                               .winner = status->analysis.winner,
                               .paused = status->state.paused};
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_experiment_version(const iter8_experiment *experiment, size_t version,
                             iter8_version_status *out)
{
    if (experiment == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (version >= experiment->spec.version_count) return ITER8_ERR_NO_VERSION;
    const iter8_version_status full = {sizeof full, experiment->spec.versions[version].name,
                                       experiment->status.weights[version], 0};
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_experiment_condition(const iter8_experiment *experiment, int32_t type,
                               iter8_condition *out)
{
    if (experiment == NULL || out == NULL || type <= 0 || type >= ITER8__CONDITIONS)
        return ITER8_ERR_ARGUMENT;
    const iter8__condition *condition = &experiment->status.conditions[type];
    const iter8_condition full = {sizeof full, condition->reason != NULL ? condition->reason : "",
                                  condition->transition_ns, condition->status, 0};
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_experiment_condition_message(const iter8_experiment *experiment, int32_t type,
                                       char *buffer, size_t capacity, size_t *length)
{
    if (experiment == NULL || type <= 0 || type >= ITER8__CONDITIONS) return ITER8_ERR_ARGUMENT;
    iter8__text text;
    iter8__text_init(&text, &experiment->allocator);
    iter8__note_write(&experiment->status.conditions[type].message, &text);
    int rc = iter8__text_give(&text, buffer, capacity, length);
    iter8__text_clear(&text);
    return rc;
}

int iter8_experiment_message(const iter8_experiment *experiment, char *buffer, size_t capacity,
                             size_t *length)
{
    if (experiment == NULL) return ITER8_ERR_ARGUMENT;
    iter8__text text;
    iter8__text_init(&text, &experiment->allocator);
    iter8__status_message_write(&experiment->status, &text);
    int rc = iter8__text_give(&text, buffer, capacity, length);
    iter8__text_clear(&text);
    return rc;
}
