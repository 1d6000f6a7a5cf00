/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * drift.h - weights that somebody else has changed.
 */
#ifndef ITER8_LIFECYCLE_DRIFT_H
#define ITER8_LIFECYCLE_DRIFT_H

#include "lifecycle/step.h"

/* Tells the host, as a warning of what was known and what was found, when the weights just read are
 * not those that were last known to be there. Nothing else follows: the decision counts from what
 * was found in any case. */
void iter8__drift_notice(iter8__step *step);

#endif
