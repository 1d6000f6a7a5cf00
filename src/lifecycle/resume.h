/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * resume.h - what a status that was read says, before it is acted on.
 *
 * A status is input like any other: somebody may have changed it, or what it speaks of. What can be
 * checked by itself is checked when it is read (experiment/claims.h); here what takes a judgement,
 * or what is really there.
 */
#ifndef ITER8_LIFECYCLE_RESUME_H
#define ITER8_LIFECYCLE_RESUME_H

#include "lifecycle/step.h"

/* Judges the objectives again by the values of a status that was read; whether to roll back follows
 * from that. */
void iter8__resume_judge(const iter8__spec *spec, iter8__decision *analysis);

/* In the first step of a process: a changed experiment is told. A candidate that has won by what
 * the status says but not by its values has not won, and what is recommended follows from the
 * winner. Returns 1 when that has changed the status. */
int iter8__resume_check(iter8__step *step);

/* Before an experiment that starts over does anything else, even in a pause: the traffic that an
 * earlier candidate has earned is taken from the one that is there now. */
enum iter8__flow iter8__resume_take_back(iter8__step *step);

/* Before the first write: weights that this process has not decided are compared with what is
 * really there. Those that do not pass are told as an event and decided anew. */
enum iter8__flow iter8__resume_guard(iter8__step *step, int64_t deadline_ns);

/* Decides a step of the rollback from what is known to be there. */
void iter8__resume_roll_back(iter8__step *step);
/* The same by what a status says that nobody here has compared with the router yet: that is done
 * before these weights are written. */
void iter8__resume_roll_back_unseen(iter8__step *step);

#endif
