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
/* An action that may be due, and what Iter8 says of it: a handler, in its words. */
typedef struct iter8__handler {
    const char *action; /* its name; "" for none */
    const char *launched;
    const char *failed; /* why the experiment has failed, when the action does */
} iter8__handler;

/* Has an action run, unless it was already; when it fails, so does the experiment. That it is
 * launched, and what the host has answered, is saved before anything else is done. */
enum iter8__flow iter8__action_run(iter8__step *step, const iter8__handler *handler, int32_t loop);

#endif
