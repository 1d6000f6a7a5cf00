/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * outage.h - what keeps an experiment from seeing or from moving traffic, as conditions.
 *
 * MetricsAvailable, RouterAvailable and WeightsHold are in a status from when they are first False;
 * their messages are kept up while the trouble lasts. One event tells of its beginning, one of its
 * end.
 */
#ifndef ITER8_LIFECYCLE_OUTAGE_H
#define ITER8_LIFECYCLE_OUTAGE_H

#include "lifecycle/step.h"

/* A call of the host that has failed. */
typedef struct iter8__failure {
    enum iter8__call call;
    int32_t code;
    const char *what; /* such as "the weights cannot be written"; a literal */
    const char *why;  /* what the callback said, or NULL */
} iter8__failure;

/* Tells of a failure, and sets when the call is made again. */
void iter8__outage_note(iter8__step *step, const iter8__failure *failure);
/* The same, and leaves the call until then. */
enum iter8__flow iter8__outage_wait(iter8__step *step, const iter8__failure *failure);
/* The experiment fails for this: it waits no longer. */
void iter8__outage_give_up(iter8__step *step, const iter8__failure *failure);
/* A rollback that cannot be carried out is told of, and tried on. */
void iter8__outage_of_rollback(iter8__step *step, const iter8__failure *failure);
/* A call has succeeded, or is not wanted any more. */
void iter8__outage_over(iter8__step *step, enum iter8__call call);

/* Whether the metrics source has failed on a question of the iteration under way, whose answers
 * are all there, as they were given. */
void iter8__outage_of_metrics(iter8__step *step);

#endif
