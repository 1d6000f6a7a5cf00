/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/actions.h"

#include "iter8/error.h"
#include "lifecycle/progress.h"
#include "lifecycle/ticket.h"

int iter8__action_exists(const iter8__step *step, const char *name)
{
    return step->host.run_action != NULL && iter8__spec_tasks(&step->experiment->spec, name) > 0;
}

enum iter8__flow iter8__action_run(iter8__step *step, const char *name, int32_t loop,
                                   const char *failure_text)
{
    if (!iter8__action_exists(step, name)) return ITER8__GO_ON;
    iter8_action action = {sizeof action,
                           iter8__ticket_of_action(step, name, loop),
                           step->now_ns,
                           step->experiment,
                           name,
                           loop,
                           0};
    int32_t answer = step->host.run_action(&action, step->host.user_data);
    if (answer == ITER8_PENDING) return iter8__step_wait(step);
    if (answer == ITER8_OK) return ITER8__GO_ON;
    iter8__progress_fail(step, "HandlerFailed", failure_text);
    return ITER8__GO_ON;
}
