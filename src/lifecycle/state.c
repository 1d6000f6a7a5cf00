/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/state.h"

#include "base/times.h"
#include "iter8/analysis.h"

#include <string.h>

int iter8__state_is_new(const iter8_experiment *experiment)
{
    return experiment->status.stage == ITER8_STAGE_NONE ||
           experiment->status.completed_iterations < 0;
}

int iter8__state_is(const iter8_experiment *experiment, int32_t condition)
{
    return experiment->status.conditions[condition].status == ITER8_CONDITION_TRUE;
}

int iter8__state_action_failed(const iter8_experiment *experiment)
{
    const char *reason = experiment->status.conditions[ITER8_CONDITION_FAILED].reason;
    return iter8__state_is(experiment, ITER8_CONDITION_FAILED) && reason != NULL &&
           strcmp(reason, "HandlerFailed") == 0;
}

int iter8__state_must_roll_back(const iter8_experiment *experiment)
{
    const iter8__spec *spec = &experiment->spec;
    const iter8__verdict *verdict = experiment->status.analysis.verdicts;
    for (size_t v = 0; v < spec->version_count; v++) {
        for (size_t o = 0; o < spec->objective_count; o++, verdict++) {
            if (spec->objectives[o].rollback_on_failure &&
                (verdict->reason == ITER8_VERDICT_ABOVE || verdict->reason == ITER8_VERDICT_BELOW))
                return 1;
        }
    }
    return 0;
}

int iter8__state_is_cut_short(const iter8_experiment *experiment)
{
    return iter8__state_is(experiment, ITER8_CONDITION_FAILED) ||
           iter8__state_must_roll_back(experiment);
}

int iter8__state_is_over(const iter8_experiment *experiment)
{
    return iter8__state_is_cut_short(experiment) ||
           experiment->status.completed_iterations >= iter8__spec_iterations(&experiment->spec);
}

int iter8__state_moves_traffic(const iter8_experiment *experiment)
{
    return experiment->spec.testing_pattern != ITER8_TESTING_CONFORMANCE &&
           experiment->spec.deployment_pattern != ITER8_DEPLOYMENT_FIXED_SPLIT;
}

int iter8__state_owes_traffic(const iter8_experiment *experiment)
{
    const iter8__status *status = &experiment->status;
    if (!iter8__state_moves_traffic(experiment) || !status->analysis.has_shares) return 0;
    for (size_t v = 0; v < experiment->spec.version_count; v++) {
        if (status->analysis.shares[v].weight != status->weights[v]) return 1;
    }
    return 0;
}

int64_t iter8__state_due_ns(const iter8_experiment *experiment, int64_t now_ns)
{
    if (experiment->status.completed_iterations == 0) return now_ns;
    int64_t interval_ns = (int64_t)experiment->spec.interval_s * ITER8__NS_PER_S;
    int64_t last_ns = experiment->status.last_update_ns;
    return last_ns > INT64_MAX - interval_ns ? INT64_MAX : last_ns + interval_ns;
}
