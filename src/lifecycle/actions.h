/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * actions.h - the experiment's actions, which the host runs.
 */
#ifndef ITER8_LIFECYCLE_ACTIONS_H
#define ITER8_LIFECYCLE_ACTIONS_H

#include "lifecycle/step.h"

/* The host runs actions, and there are tasks under this name. */
int iter8__action_exists(const iter8__step *step, const char *name);
/* Has an action run, unless it was already; when it fails, so does the experiment, with this text.
 * What the host has answered is saved before anything else is done. */
enum iter8__flow iter8__action_run(iter8__step *step, const char *name, int32_t loop,
                                   const char *failure_text);

#endif
