/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * observe.h - how traffic is really sent, as far as the host can tell.
 */
#ifndef ITER8_LIFECYCLE_OBSERVE_H
#define ITER8_LIFECYCLE_OBSERVE_H

#include "lifecycle/outage.h"

/* Reads the weights into the run, for the iteration of a time: ITER8_OK, ITER8_PENDING, or what the
 * failure then says. Where the host reads none, or fails, those that were last known are there. */
int32_t iter8__observe(iter8__step *step, int64_t time_ns, iter8__failure *failure);

#endif
