/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * progress.h - conditions, stages, messages and events. The reasons are the Iter8 controller's.
 */
#ifndef ITER8_LIFECYCLE_PROGRESS_H
#define ITER8_LIFECYCLE_PROGRESS_H

#include "lifecycle/step.h"

/* The status has changed. */
void iter8__progress_touch(iter8__step *step);
/* Tells the host something that no condition says. */
void iter8__progress_tell(iter8__step *step, const char *reason, const char *message, int warning);
/* Sets what a status has from the beginning. */
void iter8__progress_init(iter8__step *step);
/* Sets a condition and with it status.message; tells the host if that is news. */
void iter8__progress_mark(iter8__step *step, int32_t condition, int32_t status, const char *reason,
                          const char *text, int32_t number);
/* The experiment goes on: the condition Completed, which stays False, says how far it is. */
void iter8__progress_advance(iter8__step *step, const char *reason, const char *text,
                             int32_t number);
/* Goes on to a stage, never back, and says so. */
void iter8__progress_stage(iter8__step *step, int32_t stage);
/* The experiment has failed. */
void iter8__progress_fail(iter8__step *step, const char *reason, const char *text);
/* Says as status.message and as an event what was commanded, once. Returns 1 when there was news.
 */
int iter8__progress_commands(iter8__step *step);
/* Recommends the winner, or the baseline where there is none or a rollback; in a rollback in
 * Iter8's way what was recommended before. */
void iter8__progress_recommend(iter8__step *step);
/* Sets a condition that is libiter8's own, with a text that is made at run time; the message of the
 * status stays. Returns 1 if its status has turned. */
int iter8__progress_condition(iter8__step *step, int32_t type, int32_t status, const char *reason,
                              const char *text);
/* The experiment has failed; the text is made at run time. */
void iter8__progress_fail_for(iter8__step *step, const char *reason, const char *text);
#define ITER8__WEIGHTS_FAILED "WeightRedistributionFailed"
#define ITER8__WEIGHTS_LOST   "WeightsDoNotHold"
#define ITER8__NOT_RETURNED   "TrafficNotReturned"

#endif
