/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * action_progress.h - what the status remembers of actions: the last one begun, and how much of it
 * is done.
 */
#ifndef ITER8_LIFECYCLE_ACTION_PROGRESS_H
#define ITER8_LIFECYCLE_ACTION_PROGRESS_H

#include "lifecycle/step.h"

#include <stdint.h>

/* How many tasks of an action are done; ITER8__ALL_TASKS when it is. */
int32_t iter8__action_progress_tasks(const iter8__step *step, const char *action, int32_t loop);
/* Notes it, and leaves the call so that it can be saved. @p action lives as long as the experiment.
 */
enum iter8__flow iter8__action_progress_note(iter8__step *step, const char *action, int32_t loop,
                                             int32_t tasks);

#endif
