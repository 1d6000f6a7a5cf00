/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * conflict.h - weights that somebody else has changed.
 */
#ifndef ITER8_LIFECYCLE_CONFLICT_H
#define ITER8_LIFECYCLE_CONFLICT_H

#include "lifecycle/step.h"

/* Tells the host, as a warning of what was known and what was found, when the weights just read are
 * not those that were last known to be there. */
void iter8__conflict_notice(iter8__step *step);

/* The weights that the decision counts from, by version: those that were found, but of a candidate
 * never more than the last decision gave it. So what somebody has taken from it is respected, and
 * what somebody has added is taken back: nobody has decided that the candidate deserves it. In the
 * run's own room. */
const int32_t *iter8__conflict_counted(iter8__step *step);

#endif
