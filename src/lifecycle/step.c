/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/step.h"

enum iter8__flow iter8__step_wait(iter8__step *step)
{
    step->pending = 1;
    step->next_ns = step->now_ns;
    return ITER8__RETURN;
}

enum iter8__flow iter8__step_sleep(iter8__step *step, int64_t until_ns)
{
    step->next_ns = until_ns > step->now_ns ? until_ns : step->now_ns;
    return ITER8__RETURN;
}

enum iter8__flow iter8__step_save(iter8__step *step)
{
    return iter8__step_sleep(step, step->now_ns);
}
