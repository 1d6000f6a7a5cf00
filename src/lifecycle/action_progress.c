/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/action_progress.h"

#include "lifecycle/progress.h"

#include <string.h>

int32_t iter8__action_progress_tasks(const iter8__step *step, const char *action, int32_t loop)
{
    const iter8__action_progress *acted = &step->experiment->status.state.acted;
    int is_it = acted->action != NULL && strcmp(acted->action, action) == 0 && acted->loop == loop;
    return is_it ? acted->tasks : 0;
}

enum iter8__flow iter8__action_progress_note(iter8__step *step, const char *action, int32_t loop,
                                             int32_t tasks)
{
    step->experiment->status.state.acted = (iter8__action_progress){action, loop, tasks};
    iter8__progress_touch(step);
    return iter8__step_save(step);
}
