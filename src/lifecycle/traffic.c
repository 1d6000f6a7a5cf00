/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/traffic.h"

#include "iter8/error.h"
#include "lifecycle/progress.h"
#include "lifecycle/state.h"
#include "lifecycle/ticket.h"

/* The decided weights as a plain list, in the run's own room: no iteration is under way now. */
static const int32_t *decided(iter8__step *step)
{
    for (size_t v = 0; v < step->experiment->spec.version_count; v++)
        step->run->weights[v] = step->experiment->status.analysis.shares[v].weight;
    return step->run->weights;
}

static void acknowledge(iter8__step *step, const int32_t *weights)
{
    iter8__status *status = &step->experiment->status;
    for (size_t v = 0; v < step->experiment->spec.version_count; v++)
        status->weights[v] = weights[v];
    status->has_weights = 1;
    status->memory.unsure = 0;
    iter8__state_begin_warm_up(step->experiment, step->now_ns);
    iter8__progress_touch(step);
    step->run->retry_ns = INT64_MIN;
    iter8__progress_host_recovered(step);
}

enum iter8__flow iter8__traffic_write(iter8__step *step, int64_t deadline_ns)
{
    if (!iter8__state_owes_traffic(step->experiment)) return ITER8__GO_ON;
    int64_t retry_ns = step->run->retry_ns < deadline_ns ? step->run->retry_ns : deadline_ns;
    if (step->now_ns < retry_ns) return iter8__step_sleep(step, retry_ns);
    const int32_t *weights = decided(step);
    const char *why = NULL;
    iter8_route route = {sizeof route,
                         iter8__ticket(step, ITER8__TICKET_WRITE,
                                       step->experiment->status.last_update_ns,
                                       (uint64_t)step->experiment->status.memory.command),
                         step->now_ns,
                         step->experiment,
                         weights,
                         step->experiment->spec.version_count,
                         &why};
    int32_t answer = step->host.write_weights(&route, step->host.user_data);
    if (answer == ITER8_PENDING) return iter8__step_wait(step);
    if (answer == ITER8_OK) {
        acknowledge(step, weights);
        return ITER8__GO_ON;
    }
    enum iter8__flow flow = iter8__progress_host_failed(
        step, ITER8__WEIGHTS_FAILED, "the weights cannot be written", answer, why);
    /* Iter8 makes a note of it and goes on. */
    if (iter8__state_has_quirk(step->experiment, ITER8__FAILED_WRITES_COUNT)) {
        acknowledge(step, weights);
        return ITER8__GO_ON;
    }
    step->run->retry_ns = step->next_ns;
    if (deadline_ns < step->next_ns) step->next_ns = deadline_ns;
    return flow;
}
