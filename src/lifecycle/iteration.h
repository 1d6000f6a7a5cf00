/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * iteration.h - one iteration: read the weights, measure, decide.
 */
#ifndef ITER8_LIFECYCLE_ITERATION_H
#define ITER8_LIFECYCLE_ITERATION_H

#include "lifecycle/step.h"

/* Makes room for what is measured, anew when metrics were added since. Returns 0 without memory. */
int iter8__iteration_prepare(struct iter8__transient *run, iter8_experiment *experiment);
/* Begins an iteration or goes on with the one under way. At its end the status says all at once
 * what was found and decided, and the call is left so that it can be saved. */
enum iter8__flow iter8__iteration_run(iter8__step *step);

#endif
