/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * clock.h - the host's time, also when it is set back.
 */
#ifndef ITER8_LIFECYCLE_CLOCK_H
#define ITER8_LIFECYCLE_CLOCK_H

#include "lifecycle/step.h"

/* The time of this step. A clock that goes back by no more than ITER8__CLOCK_TRIFLE_NS counts as
 * one that stands still. One that is set back by more is told as an event, and what was remembered
 * of times that now lie in the future is as if it had been just now: intervals are counted from the
 * new time. So it is with a status whose times lie in the future. */
void iter8__clock_set(iter8__step *step, int64_t now_ns);

#endif
