/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * stages.h - the life of an experiment.
 */
#ifndef ITER8_LIFECYCLE_STAGES_H
#define ITER8_LIFECYCLE_STAGES_H

#include "lifecycle/step.h"

/* Takes the experiment as far as it can go from wherever it stands. */
enum iter8__flow iter8__stages_advance(iter8__step *step);

#endif
