/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/acted.h"

#include <string.h>

int32_t iter8__acted_tasks(const iter8__step *step, const char *action, int32_t loop)
{
    const char *last = step->run->acted.action;
    int is_it = last != NULL && strcmp(last, action) == 0 && step->run->acted.loop == loop;
    return is_it ? step->run->acted.tasks : 0;
}

enum iter8__flow iter8__acted_note(iter8__step *step, const char *action, int32_t loop,
                                   int32_t tasks)
{
    step->run->acted.action = action;
    step->run->acted.loop = loop;
    step->run->acted.tasks = tasks;
    step->experiment->status.touched = 1;
    step->changed = 1;
    return iter8__step_save(step);
}
