/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * retry.h - calls of the host that have failed: when they are made again, and for how long.
 *
 * The first time again comes after a second, then after 2, 4, 8, 16 and 30 seconds, each up to a
 * quarter sooner: many experiments that fail at one time do not come back at one time. How much
 * sooner is a hash, so a replay makes the same calls.
 */
#ifndef ITER8_LIFECYCLE_RETRY_H
#define ITER8_LIFECYCLE_RETRY_H

#include "lifecycle/step.h"

/* A call has failed with this code. */
void iter8__retry_failed(iter8__step *step, enum iter8__call call, int32_t code);
/* A call has succeeded, or is not wanted any more. */
void iter8__retry_clear(iter8__retry *retry);
/* The call fails in a way that does not pass by itself, and has done so for as long as the
 * experiment waits for it. */
int iter8__retry_is_hopeless(const iter8__step *step, enum iter8__call call);

/* A call that is made for the first time of something new: nothing counts against it. */
void iter8__retry_begin(iter8__retry *retry);
/* Whether an experiment that has failed waits for a call no longer. */
int iter8__retry_is_spent(const iter8__step *step, enum iter8__call call);

#endif
