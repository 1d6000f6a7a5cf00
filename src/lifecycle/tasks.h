/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * tasks.h - the tasks of an action, for a host that runs them one by one.
 */
#ifndef ITER8_LIFECYCLE_TASKS_H
#define ITER8_LIFECYCLE_TASKS_H

#include "lifecycle/step.h"
#include "spec/spec.h"

/* An action that is due. */
typedef struct iter8__due_action {
    const iter8__action_spec *action;
    int32_t loop;
    const char *failure_text; /* of the experiment, if it fails */
} iter8__due_action;

/* Asks for the next task whose condition holds, passing over others, and leaves the call when it is
 * answered or pending. Goes on only after a failure that is the experiment's. */
enum iter8__flow iter8__tasks_run(iter8__step *step, const iter8__due_action *due);

#endif
