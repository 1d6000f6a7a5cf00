/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/traffic.h"

#include "iter8/error.h"
#include "lifecycle/due.h"
#include "lifecycle/outage.h"
#include "lifecycle/progress.h"
#include "lifecycle/retry.h"
#include "lifecycle/ticket.h"

/* The decided weights as a plain list, in the run's own room: no iteration is under way now. */
static const int32_t *decided(iter8__step *step)
{
    for (size_t v = 0; v < step->experiment->spec.version_count; v++)
        step->transient->weights[v] = step->experiment->status.analysis.weights[v].weight;
    return step->transient->weights;
}

static void acknowledge(iter8__step *step, const int32_t *weights)
{
    iter8__status *status = &step->experiment->status;
    for (size_t v = 0; v < step->experiment->spec.version_count; v++)
        status->weights[v] = weights[v];
    status->has_weights = 1;
    status->state.unsure = 0;
    iter8__due_begin_warm_up(step->experiment, step->now_ns);
    iter8__progress_touch(step);
    iter8__outage_over(step, ITER8__CALL_WRITE);
}

/* Iter8 makes a note of it and goes on. */
static enum iter8__flow pass_over(iter8__step *step, const iter8__failure *failure,
                                  const int32_t *weights)
{
    iter8__outage_note(step, failure);
    acknowledge(step, weights);
    return ITER8__GO_ON;
}

/* What cannot be written is tried again, but not for ever where only a person can mend it. A
 * rollback is: users are to be protected, whoever has to help. An experiment that has failed tries
 * on for a while to give the traffic back. */
static enum iter8__flow fail(iter8__step *step, const iter8__failure *failure, int64_t deadline_ns)
{
    enum iter8__flow flow = iter8__outage_wait(step, failure);
    if (iter8__due_gives_back(step->experiment)) {
        if (!iter8__retry_is_spent(step, ITER8__CALL_WRITE)) return flow;
        step->experiment->status.state.given_up = 1;
        iter8__progress_touch(step);
        return iter8__step_save(step);
    }
    int rolls_back = iter8__due_rolls_back(step->experiment);
    int is_hopeless = iter8__retry_is_hopeless(step, ITER8__CALL_WRITE);
    if (is_hopeless && rolls_back) iter8__outage_of_rollback(step, failure);
    if (is_hopeless && !rolls_back) {
        iter8__outage_give_up(step, failure);
        return iter8__step_save(step);
    }
    if (deadline_ns < step->next_ns) step->next_ns = deadline_ns;
    return flow;
}

/* What a command or a failure asks for is another request than what was decided before. */
static uint64_t ticket(iter8__step *step)
{
    const iter8__status *status = &step->experiment->status;
    uint64_t index = (uint64_t)status->state.command;
    if (iter8__due_gives_back(step->experiment)) index = ITER8__TICKET_OF_RETURN;
    return iter8__ticket(step, ITER8__TICKET_WRITE, status->last_update_ns, index);
}

enum iter8__flow iter8__traffic_write(iter8__step *step, int64_t deadline_ns)
{
    if (!iter8__due_owes_traffic(step->experiment) || step->host.router.write_weights == NULL)
        return ITER8__GO_ON;
    int64_t retry_ns = step->transient->retries[ITER8__CALL_WRITE].at_ns;
    if (deadline_ns < retry_ns) retry_ns = deadline_ns;
    if (step->now_ns < retry_ns) return iter8__step_sleep(step, retry_ns);
    const int32_t *weights = decided(step);
    const char *why = NULL;
    iter8_route route = {sizeof route, ticket(step),
                         step->now_ns, step->experiment,
                         weights,      step->experiment->spec.version_count,
                         &why};
    int32_t answer = step->host.router.write_weights(&route, step->host.router.user_data);
    if (answer == ITER8_PENDING) return iter8__step_wait(step);
    if (answer == ITER8_OK) {
        acknowledge(step, weights);
        return ITER8__GO_ON;
    }
    const iter8__failure failure = {ITER8__CALL_WRITE, answer, "the weights cannot be written",
                                    why};
    if (iter8__due_has_quirk(step->experiment, ITER8__FAILED_WRITES_COUNT))
        return pass_over(step, &failure, weights);
    return fail(step, &failure, deadline_ns);
}
