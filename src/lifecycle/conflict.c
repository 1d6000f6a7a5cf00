/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/conflict.h"

#include "base/text.h"
#include "lifecycle/due.h"
#include "lifecycle/progress.h"
#include "lifecycle/split.h"

#include <string.h>

static const char back_to_plan[] = "; what was added to a candidate is taken back";

/* To Iter8 nobody changes weights. A write that failed, or was never noted, may have been made in
 * part: what it left behind is not somebody else's. */
static int has_drifted(const iter8__step *step)
{
    const iter8__status *status = &step->experiment->status;
    size_t bytes = step->experiment->spec.version_count * sizeof *status->weights;
    return status->has_weights && !iter8__due_has_quirk(step->experiment, ITER8__DRIFT_UNSEEN) &&
           !iter8__due_owes_traffic(step->experiment) &&
           memcmp(status->weights, step->transient->weights, bytes) != 0;
}

/* Where weights are not moved, nothing that was decided was carried out: there is no plan. */
static int keeps_to_plan(const iter8__step *step)
{
    const iter8_experiment *experiment = step->experiment;
    return experiment->status.analysis.has_weights && iter8__due_moves_traffic(experiment) &&
           !iter8__due_has_quirk(experiment, ITER8__DRIFT_BECOMES_PLAN);
}

static int is_above_plan(const iter8__step *step, size_t version)
{
    return version > 0 && keeps_to_plan(step) &&
           step->transient->weights[version] >
               step->experiment->status.analysis.weights[version].weight;
}

static int is_raised(const iter8__step *step)
{
    int raised = 0;
    for (size_t v = 1; v < step->experiment->spec.version_count; v++)
        raised |= is_above_plan(step, v);
    return raised;
}

const int32_t *iter8__conflict_counted(iter8__step *step)
{
    struct iter8__transient *run = step->transient;
    int32_t taken = 0;
    for (size_t v = 1; v < step->experiment->spec.version_count; v++) {
        run->counted[v] = run->weights[v];
        if (!is_above_plan(step, v)) continue;
        run->counted[v] = step->experiment->status.analysis.weights[v].weight;
        taken += run->weights[v] - run->counted[v];
    }
    run->counted[0] = run->weights[0] + taken;
    return run->counted;
}

/* A router that never holds is told of once: it was so in the interval before. After a restart it
 * is not known what was found then. */
static int was_told(iter8__step *step)
{
    struct iter8__transient *run = step->transient;
    size_t bytes = step->experiment->spec.version_count * sizeof *run->weights;
    int is_same = step->experiment->status.state.unheld > 0 &&
                  (!run->has_drifted || memcmp(run->drifted, run->weights, bytes) == 0);
    memcpy(run->drifted, run->weights, bytes);
    run->has_drifted = 1;
    return is_same;
}

void iter8__conflict_notice(iter8__step *step)
{
    const iter8_experiment *experiment = step->experiment;
    iter8__text message;
    if (step->host.own.record_event == NULL || !has_drifted(step)) return;
    if (was_told(step)) return;
    iter8__text_init(&message, &experiment->allocator);
    iter8__text_add_string(&message, "somebody else has changed the weights from ");
    iter8__split_write(&experiment->spec, experiment->status.weights, &message);
    iter8__text_add_string(&message, " to ");
    iter8__split_write(&experiment->spec, step->transient->weights, &message);
    if (is_raised(step)) iter8__text_add_string(&message, back_to_plan);
    iter8__progress_tell(step, "WeightsChanged", iter8__text_string(&message), 1);
    iter8__text_clear(&message);
}
