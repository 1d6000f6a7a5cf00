/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/holding.h"

#include "base/text.h"
#include "iter8/error.h"
#include "lifecycle/due.h"
#include "lifecycle/observe.h"
#include "lifecycle/outage.h"
#include "lifecycle/progress.h"
#include "lifecycle/retry.h"
#include "lifecycle/split.h"

static int32_t decided(const iter8__step *step, size_t version)
{
    return step->experiment->status.analysis.weights[version].weight;
}

static int are_there(const iter8__step *step)
{
    for (size_t v = 0; v < step->experiment->spec.version_count; v++) {
        if (step->transient->weights[v] != decided(step, v)) return 0;
    }
    return 1;
}

/* "written v1 90, v2 10; found v1 100, v2 0" */
static void add_weights(const iter8__step *step, iter8__text *text)
{
    const iter8__spec *spec = &step->experiment->spec;
    for (size_t v = 0; v < spec->version_count; v++)
        step->transient->listed[v] = decided(step, v);
    iter8__text_add_string(text, "written ");
    iter8__split_write(spec, step->transient->listed, text);
    iter8__text_add_string(text, "; found ");
    iter8__split_write(spec, step->transient->weights, text);
}

static void set_lost(iter8__step *step)
{
    int32_t intervals = step->experiment->status.state.unheld;
    iter8__text text;
    iter8__text_init(&text, &step->experiment->allocator);
    iter8__text_add_integer(&text, intervals);
    iter8__text_add_string(&text, intervals == 1 ? " interval after they were written the weights "
                                                   "were not there: "
                                                 : " intervals in a row the weights were not "
                                                   "there: ");
    add_weights(step, &text);
    if (iter8__progress_condition(step, ITER8_CONDITION_WEIGHTS_HOLD, ITER8_CONDITION_FALSE,
                                  "WeightsDoNotHold", iter8__text_string(&text)))
        iter8__progress_tell(step, "WeightsDoNotHold", iter8__text_string(&text), 1);
    iter8__text_clear(&text);
}

static void set_held(iter8__step *step)
{
    const iter8__condition *one =
        &step->experiment->status.conditions[ITER8_CONDITION_WEIGHTS_HOLD];
    int was_told = one->transition_ns != ITER8_NO_TIME && one->status == ITER8_CONDITION_FALSE;
    int lasted = step->experiment->status.state.unheld > 1;
    step->experiment->status.state.unheld = 0;
    if (!was_told && !lasted) return;
    if (was_told)
        (void)iter8__progress_condition(step, ITER8_CONDITION_WEIGHTS_HOLD, ITER8_CONDITION_TRUE,
                                        "WeightsFound", "");
    iter8__progress_tell(step, "WeightsHold", "the weights are found as they were written", 0);
}

void iter8__holding_notice(iter8__step *step)
{
    const iter8_experiment *experiment = step->experiment;
    iter8__state *memory = &step->experiment->status.state;
    if (step->host.router.read_weights == NULL || !step->transient->has_weights ||
        !experiment->status.analysis.has_weights || !iter8__due_moves_traffic(experiment) ||
        iter8__due_has_quirk(experiment, ITER8__WEIGHTS_NEED_NOT_HOLD))
        return;
    if (are_there(step)) {
        set_held(step);
        return;
    }
    if (memory->unheld < INT32_MAX) memory->unheld++;
    if (iter8__due_weights_are_lost(experiment)) set_lost(step);
}

void iter8__holding_fail(iter8__step *step)
{
    iter8__progress_fail(step, ITER8__WEIGHTS_LOST, "the weights do not hold");
    iter8__progress_recommend(step);
}

/* What is there is not what was written: it is written again, after a while. */
static enum iter8__flow write_again(iter8__step *step)
{
    const iter8__failure failure = {ITER8__CALL_WRITE, ITER8_ERR_REFUSED, "the weights do not hold",
                                    NULL};
    step->experiment->status.has_weights = 0;
    iter8__progress_touch(step);
    enum iter8__flow flow = iter8__outage_wait(step, &failure);
    if (iter8__retry_is_hopeless(step, ITER8__CALL_WRITE))
        iter8__outage_of_rollback(step, &failure);
    return flow;
}

enum iter8__flow iter8__holding_verify(iter8__step *step)
{
    if (step->experiment->status.state.unheld == 0 || step->host.router.read_weights == NULL)
        return ITER8__GO_ON;
    iter8__failure failure;
    int32_t answer = iter8__observe(step, step->experiment->status.last_update_ns, &failure);
    if (answer == ITER8_PENDING) return iter8__step_wait(step);
    if (answer != ITER8_OK) return iter8__outage_wait(step, &failure);
    if (!are_there(step)) return write_again(step);
    iter8__outage_over(step, ITER8__CALL_READ);
    set_held(step);
    iter8__progress_touch(step);
    return ITER8__GO_ON;
}
