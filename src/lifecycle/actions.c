/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/actions.h"

#include "iter8/error.h"
#include "lifecycle/action_progress.h"
#include "lifecycle/progress.h"
#include "lifecycle/tasks.h"
#include "lifecycle/ticket.h"

#include <string.h>

/* NULL also where the host runs no actions. */
static const iter8__action_spec *find(const iter8__step *step, const char *name)
{
    if (step->host.own.run_task == NULL && step->host.own.run_action == NULL) return NULL;
    return iter8__spec_action(&step->experiment->spec, name);
}

int iter8__action_exists(const iter8__step *step, const char *name)
{
    return find(step, name) != NULL;
}

/* For a host that runs actions as a whole. */
static enum iter8__flow run_whole(iter8__step *step, const iter8__due_action *due)
{
    const char *name = due->action->name;
    iter8_action action = {sizeof action,
                           iter8__ticket_of_action(step, name, due->loop),
                           step->now_ns,
                           step->experiment,
                           name,
                           due->loop,
                           0};
    int32_t answer = step->host.own.run_action(&action, step->host.own.user_data);
    if (answer == ITER8_PENDING) return iter8__step_wait(step);
    if (answer == ITER8_OK)
        return iter8__action_progress_note(step, name, due->loop, ITER8__ALL_TASKS);
    iter8__progress_fail(step, "HandlerFailed", due->failure_text);
    return ITER8__GO_ON;
}

static const char launched[] = "HandlerLaunched";

/* The last that was said of the experiment's way is that this action is launched. */
static int is_launched(const iter8__step *step, const iter8__handler *handler)
{
    const iter8__condition *way = &step->experiment->status.conditions[ITER8_CONDITION_COMPLETED];
    return way->reason != NULL && strcmp(way->reason, launched) == 0 && way->message.text != NULL &&
           strcmp(way->message.text, handler->launched) == 0;
}

enum iter8__flow iter8__action_run(iter8__step *step, const iter8__handler *handler, int32_t loop)
{
    const iter8__due_action due = {find(step, handler->action), loop, handler->failed};
    int32_t done = iter8__action_progress_tasks(step, handler->action, loop);
    if (due.action == NULL || done == ITER8__ALL_TASKS) return ITER8__GO_ON;
    if (done == 0 && !is_launched(step, handler)) {
        iter8__progress_advance(step, launched, handler->launched, -1);
        return iter8__step_save(step);
    }
    return step->host.own.run_task != NULL ? iter8__tasks_run(step, &due) : run_whole(step, &due);
}
