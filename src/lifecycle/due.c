/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/due.h"

#include "base/times.h"
#include "iter8/analysis.h"
#include "iter8/command.h"
#include "lifecycle/step.h"

#include <string.h>

int iter8__due_is_new(const iter8_experiment *experiment)
{
    return experiment->status.stage == ITER8_STAGE_NONE ||
           experiment->status.completed_iterations < 0;
}

int iter8__due_is(const iter8_experiment *experiment, int32_t condition)
{
    return experiment->status.conditions[condition].status == ITER8_CONDITION_TRUE;
}

int iter8__due_action_failed(const iter8_experiment *experiment)
{
    const char *reason = experiment->status.conditions[ITER8_CONDITION_FAILED].reason;
    return iter8__due_is(experiment, ITER8_CONDITION_FAILED) && reason != NULL &&
           strcmp(reason, "HandlerFailed") == 0;
}

int iter8__due_has_quirk(const iter8_experiment *experiment, enum iter8__quirk quirk)
{
    return (experiment->spec.settings.quirks & (uint32_t)quirk) != 0;
}

static int objective_rolls_back(const iter8__objective *objective, const iter8__verdict *verdict)
{
    if (!verdict->budget_spent) return 0;
    if (objective->budget.on_spent == ITER8__SPENT_AS_USUAL) return objective->rollback_on_failure;
    return objective->budget.on_spent == ITER8__SPENT_ROLLBACK;
}

static int source_rolls_back(const iter8_experiment *experiment)
{
    const iter8__budget *budget = &experiment->spec.settings.source;
    return budget->consecutive > 0 && budget->on_spent == ITER8__SPENT_ROLLBACK &&
           experiment->status.analysis.source_errors >= budget->consecutive;
}

int iter8__due_must_roll_back(const iter8_experiment *experiment)
{
    const iter8__spec *spec = &experiment->spec;
    const iter8__verdict *verdict = experiment->status.analysis.verdicts;
    for (size_t v = 0; spec->may_roll_back && v < spec->version_count; v++) {
        for (size_t o = 0; o < spec->objective_count; o++, verdict++) {
            if (objective_rolls_back(&spec->objectives[o], verdict)) return 1;
        }
    }
    return source_rolls_back(experiment);
}

int iter8__due_rolls_back(const iter8_experiment *experiment)
{
    const iter8__state *memory = &experiment->status.state;
    if (memory->command != 0) return memory->command == ITER8_COMMAND_ABORT;
    return memory->rolled || iter8__due_must_roll_back(experiment);
}

/* To Iter8 a rollback is an end like any other: traffic stays as it is. */
static int keeps_traffic(const iter8_experiment *experiment)
{
    return experiment->status.state.command == 0 &&
           iter8__due_has_quirk(experiment, ITER8__ROLLBACK_KEEPS_TRAFFIC);
}

int iter8__due_returns_traffic(const iter8_experiment *experiment)
{
    return iter8__due_rolls_back(experiment) && !keeps_traffic(experiment) &&
           experiment->spec.testing_pattern != ITER8_TESTING_CONFORMANCE &&
           experiment->spec.version_count > 0 &&
           iter8__due_is(experiment, ITER8_CONDITION_TARGET_ACQUIRED);
}

int iter8__due_is_cut_short(const iter8_experiment *experiment)
{
    return iter8__due_is(experiment, ITER8_CONDITION_FAILED) ||
           experiment->status.state.command != 0 || iter8__due_rolls_back(experiment);
}

int iter8__due_is_over(const iter8_experiment *experiment)
{
    return iter8__due_is_cut_short(experiment) ||
           experiment->status.completed_iterations >= iter8__spec_iterations(&experiment->spec);
}

int iter8__due_moves_traffic(const iter8_experiment *experiment)
{
    return experiment->spec.testing_pattern != ITER8_TESTING_CONFORMANCE &&
           experiment->spec.deployment_pattern != ITER8_DEPLOYMENT_FIXED_SPLIT;
}

/* To Iter8 weights that cannot be read cannot be written either. */
static int is_blind(const iter8_experiment *experiment)
{
    return iter8__due_has_quirk(experiment, ITER8__FAILED_READS_FAIL) &&
           iter8__due_is(experiment, ITER8_CONDITION_FAILED);
}

int iter8__due_follows_weights(const iter8_experiment *experiment)
{
    return iter8__due_moves_traffic(experiment) || iter8__due_returns_traffic(experiment);
}

/* What was not moved stays: where the experiment has been changed, what is there belongs to another
 * one; a finish action that fails may have promoted already. */
static int has_moved_traffic(const iter8_experiment *experiment)
{
    const iter8__status *status = &experiment->status;
    const char *reason = status->conditions[ITER8_CONDITION_FAILED].reason;
    return status->stage == ITER8_STAGE_RUNNING && status->analysis.has_weights &&
           iter8__due_moves_traffic(experiment) &&
           iter8__due_is(experiment, ITER8_CONDITION_TARGET_ACQUIRED) &&
           (reason == NULL || strcmp(reason, "ExperimentChanged") != 0);
}

int iter8__due_gives_back(const iter8_experiment *experiment)
{
    const iter8__state *memory = &experiment->status.state;
    return iter8__due_is(experiment, ITER8_CONDITION_FAILED) && memory->command == 0 &&
           memory->returning <= ITER8__RETURN_UNDER_WAY && has_moved_traffic(experiment) &&
           !iter8__due_rolls_back(experiment) && !keeps_traffic(experiment) &&
           !is_blind(experiment);
}

/* With FixedSplit only a rollback writes. */
int iter8__due_needs_router(const iter8_experiment *experiment)
{
    const iter8__spec *spec = &experiment->spec;
    if (iter8__due_moves_traffic(experiment)) return 1;
    int can_roll_back =
        spec->may_roll_back || (spec->settings.source.consecutive > 0 &&
                                spec->settings.source.on_spent == ITER8__SPENT_ROLLBACK);
    return spec->testing_pattern != ITER8_TESTING_CONFORMANCE && can_roll_back &&
           !iter8__due_has_quirk(experiment, ITER8__ROLLBACK_KEEPS_TRAFFIC);
}

int iter8__due_owes_traffic(const iter8_experiment *experiment)
{
    const iter8__status *status = &experiment->status;
    if (!iter8__due_follows_weights(experiment) || !status->analysis.has_weights) return 0;
    if (iter8__due_rolls_back(experiment) && keeps_traffic(experiment)) return 0;
    if (is_blind(experiment)) return 0;
    if (status->state.given_up && !iter8__due_rolls_back(experiment)) return 0;
    if (!status->has_weights || status->state.unsure) return 1;
    if (experiment->transient != NULL && experiment->transient->passed_over) return 0;
    for (size_t v = 0; v < experiment->spec.version_count; v++) {
        if (status->analysis.weights[v].weight != status->weights[v]) return 1;
    }
    return 0;
}

void iter8__due_begin_warm_up(iter8_experiment *experiment, int64_t now_ns)
{
    if (experiment->spec.settings.warm_up_s > 0) experiment->status.state.written_ns = now_ns;
}

int iter8__due_weights_are_lost(const iter8_experiment *experiment)
{
    int32_t most = experiment->spec.settings.hold_intervals;
    int32_t looks = iter8__spec_iterations(&experiment->spec) - 1;
    /* One look says nothing: somebody may have changed them just then. */
    if (looks < most) most = looks > 2 ? looks : 2;
    return most > 0 && experiment->status.state.unheld >= most &&
           !iter8__due_has_quirk(experiment, ITER8__WEIGHTS_NEED_NOT_HOLD);
}

/* The sum, or the last time there is. */
static int64_t later(int64_t time_ns, int32_t seconds)
{
    int64_t span_ns = (int64_t)seconds * ITER8__NS_PER_S;
    return time_ns > INT64_MAX - span_ns ? INT64_MAX : time_ns + span_ns;
}

int64_t iter8__due_interval_end_ns(const iter8_experiment *experiment)
{
    return later(experiment->status.last_update_ns, experiment->spec.interval_s);
}

int64_t iter8__due_due_ns(const iter8_experiment *experiment, int64_t now_ns)
{
    const iter8__status *status = &experiment->status;
    int64_t due_ns = now_ns;
    if (status->completed_iterations > 0) due_ns = iter8__due_interval_end_ns(experiment);
    if (status->state.written_ns == ITER8_NO_TIME) return due_ns;
    int64_t warm_ns = later(status->state.written_ns, experiment->spec.settings.warm_up_s);
    return warm_ns > due_ns ? warm_ns : due_ns;
}
