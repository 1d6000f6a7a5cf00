/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/claims.h"

#include "iter8/command.h"
#include "iter8/error.h"

#include <string.h>

static int is_true(const iter8_experiment *experiment, int32_t condition)
{
    return experiment->status.conditions[condition].status == ITER8_CONDITION_TRUE;
}

static int rolls_back(const iter8__state *memory)
{
    return memory->command != 0 ? memory->command == ITER8_COMMAND_ABORT : memory->rolled;
}

int iter8__claims_nothing(const iter8_experiment *experiment)
{
    const iter8__weight *weights = experiment->status.analysis.weights;
    for (size_t v = 1; v < experiment->spec.version_count; v++) {
        if (weights[v].weight != 0) return 0;
    }
    return weights[0].weight == 100;
}

/* The weights of a rollback only fall; others keep to the limits. Iter8 matches weights by their
 * place in a list, so its candidates may rise by more: what was decided so is only limited as a
 * whole. */
static const char *fault_of_one(const iter8_experiment *experiment, int32_t current, int32_t weight)
{
    iter8__weight_limits limits = iter8__weight_limits_of(&experiment->spec, 1);
    int by_position = (experiment->spec.settings.quirks & ITER8__WEIGHTS_BY_POSITION) != 0;
    int32_t reason;
    if (rolls_back(&experiment->status.state))
        return weight > current ? " would get more than it has, in a rollback" : NULL;
    if (weight > limits.max_weight) return " would get more than maxCandidateWeight";
    if (by_position || weight <= current ||
        weight <= iter8__weight_limits_ceiling(&limits, current, &reason))
        return NULL;
    return " would rise by more than a step";
}

const char *iter8__claims_fault(const iter8_experiment *experiment, const int32_t *current,
                                size_t *version)
{
    const iter8__weight *weights = experiment->status.analysis.weights;
    size_t count = experiment->spec.version_count;
    int32_t sum = 0;
    int differs = 0;
    for (size_t v = 0; v < count; v++) {
        sum += weights[v].weight;
        differs |= weights[v].weight != current[v];
    }
    *version = 0;
    if (sum != 100) return "the weights do not sum to 100";
    for (size_t v = 1; differs && v < count; v++) {
        const char *fault = fault_of_one(experiment, current[v], weights[v].weight);
        *version = v;
        if (fault != NULL) return fault;
    }
    return NULL;
}

/* Where a fault is told: the data of the weights. */
static void tell_weights(iter8__decoder *decoder, int code, const char *subject, const char *what)
{
    size_t mark = iter8__decoder_enter(decoder, "analysis");
    (void)iter8__decoder_enter(decoder, "weights");
    (void)iter8__decoder_enter(decoder, "data");
    iter8__decoder_warning(decoder, code, subject, what,
                           "; none of these weights is used, they are decided anew", (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

static size_t count_name(const iter8__node *data, const char *wanted)
{
    size_t times = 0;
    for (size_t i = 0; i < iter8__node_count(data); i++) {
        const char *name =
            iter8__node_string(iter8__node_member(iter8__node_item(data, i), "name"));
        times += name != NULL && strcmp(name, wanted) == 0;
    }
    return times;
}

static int is_strangers(const iter8__node *item, const iter8__spec *spec)
{
    const char *name = iter8__node_string(iter8__node_member(item, "name"));
    return (name == NULL || iter8__spec_version(spec, name) < 0) &&
           iter8__node_integer(iter8__node_member(item, "value")) != 0;
}

/* Each version once, and nothing for any other. */
static int names_are_right(iter8__decoder *decoder, const iter8__node *data,
                           const iter8__spec *spec)
{
    for (size_t v = 0; v < spec->version_count; v++) {
        size_t times = count_name(data, spec->versions[v].name);
        if (times == 1) continue;
        tell_weights(decoder, ITER8_ERR_NO_VERSION, spec->versions[v].name,
                     times == 0 ? " has no weight" : " has several weights");
        return 0;
    }
    for (size_t i = 0; i < iter8__node_count(data); i++) {
        if (!is_strangers(iter8__node_item(data, i), spec)) continue;
        tell_weights(decoder, ITER8_ERR_NO_VERSION, "",
                     "a weight is for no version of the experiment");
        return 0;
    }
    return 1;
}

static const iter8__node *weights_data(const iter8__node *status)
{
    const iter8__node *analysis = iter8__node_member(status, "analysis");
    return iter8__node_member(iter8__node_member(analysis, "weights"), "data");
}

static void check_weights(iter8__decoder *decoder, const iter8__node *status,
                          iter8_experiment *experiment)
{
    iter8__decision *analysis = &experiment->status.analysis;
    const iter8__spec *spec = &experiment->spec;
    if (!analysis->has_weights || spec->testing_pattern == ITER8_TESTING_CONFORMANCE) return;
    analysis->has_weights = 0;
    if (!names_are_right(decoder, weights_data(status), spec)) return;
    size_t version;
    const char *fault = iter8__claims_fault(experiment, experiment->status.weights, &version);
    analysis->has_weights = fault == NULL;
    if (fault == NULL) return;
    const char *name = version > 0 ? spec->versions[version].name : "";
    tell_weights(decoder, ITER8_ERR_RANGE, name, fault);
}

static void check_recommended(iter8__decoder *decoder, iter8_experiment *experiment)
{
    const char *name = experiment->status.recommended;
    if (name == NULL || experiment->spec.version_count == 0 ||
        iter8__spec_version(&experiment->spec, name) >= 0)
        return;
    size_t mark = iter8__decoder_enter(decoder, "versionRecommendedForPromotion");
    iter8__decoder_warning(decoder, ITER8_ERR_NO_VERSION, "\"", name,
                           "\" is no version of the experiment; what is recommended is decided "
                           "anew",
                           (char *)NULL);
    iter8__decoder_leave(decoder, mark);
    experiment->status.recommended = NULL;
}

/* Whether the values may have ended it, which is judged when it is gone on with. */
static int may_be_rolled_back(const iter8_experiment *experiment)
{
    const iter8__spec *spec = &experiment->spec;
    const iter8__verdict *verdicts = experiment->status.analysis.verdicts;
    if (spec->settings.source.on_spent == ITER8__SPENT_ROLLBACK) return 1;
    for (size_t i = 0; spec->may_roll_back && i < spec->version_count * spec->objective_count;
         i++) {
        if (!verdicts[i].satisfied) return 1;
    }
    return 0;
}

static int is_ended(const iter8_experiment *experiment)
{
    const iter8__status *status = &experiment->status;
    return is_true(experiment, ITER8_CONDITION_FAILED) || status->state.command != 0 ||
           status->state.rolled || may_be_rolled_back(experiment) ||
           status->completed_iterations >= iter8__spec_iterations(&experiment->spec);
}

/* The last stages come when there is nothing more to be measured. */
static void check_stage(iter8__decoder *decoder, iter8_experiment *experiment)
{
    if (experiment->status.stage < ITER8_STAGE_FINISHING || is_ended(experiment)) return;
    size_t mark = iter8__decoder_enter(decoder, "stage");
    iter8__decoder_warning(decoder, ITER8_ERR_RANGE,
                           "the experiment has iterations left; it goes on with them",
                           (char *)NULL);
    iter8__decoder_leave(decoder, mark);
    experiment->status.stage = ITER8_STAGE_RUNNING;
}

static void check_iterations(iter8__decoder *decoder, const iter8_experiment *experiment)
{
    if (experiment->status.completed_iterations <= iter8__spec_iterations(&experiment->spec))
        return;
    size_t mark = iter8__decoder_enter(decoder, "completedIterations");
    iter8__decoder_warning(decoder, ITER8_ERR_RANGE,
                           "more iterations than the experiment has; it is at its end",
                           (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

/* An action of an end is not begun before the last stages, and a loop's not before its end. */
static int could_have_acted(const iter8_experiment *experiment)
{
    const iter8__status *status = &experiment->status;
    const iter8__action_progress *acted = &status->state.acted;
    const iter8__action_spec *action = iter8__spec_action(&experiment->spec, acted->action);
    if (action == NULL) return 1; /* nobody asks */
    if (acted->tasks != ITER8__ALL_TASKS && (size_t)acted->tasks > action->task_count) return 0;
    if (strcmp(acted->action, "start") == 0) return acted->loop == 0;
    if (strcmp(acted->action, "loop") == 0)
        return acted->loop > 0 &&
               acted->loop <= status->completed_iterations / experiment->spec.iterations_per_loop;
    return acted->loop == 0 && status->stage >= ITER8_STAGE_FINISHING;
}

static void check_acted(iter8__decoder *decoder, iter8_experiment *experiment)
{
    iter8__action_progress *acted = &experiment->status.state.acted;
    if (acted->action == NULL || could_have_acted(experiment)) return;
    size_t mark = iter8__decoder_enter(decoder, "metadata");
    (void)iter8__decoder_enter(decoder, "annotations");
    (void)iter8__decoder_enter(decoder, ITER8__STATE_ANNOTATION);
    iter8__decoder_warning(decoder, ITER8_ERR_RANGE, "the action \"", acted->action,
                           "\" cannot have come as far as is said; it counts as not begun",
                           (char *)NULL);
    iter8__decoder_leave(decoder, mark);
    *acted = (iter8__action_progress){NULL, 0, 0};
}

void iter8__claims_check(iter8__decoder *decoder, const iter8__node *root,
                         iter8_experiment *experiment)
{
    const iter8__node *status = iter8__node_member(root, "status");
    if (is_true(experiment, ITER8_CONDITION_COMPLETED)) return;
    size_t mark = iter8__decoder_enter(decoder, "status");
    check_weights(decoder, status, experiment);
    check_recommended(decoder, experiment);
    check_iterations(decoder, experiment);
    check_stage(decoder, experiment);
    iter8__decoder_leave(decoder, mark);
    check_acted(decoder, experiment);
}
