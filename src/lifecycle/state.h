/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * state.h - what the status says about what is due. Changes nothing.
 */
#ifndef ITER8_LIFECYCLE_STATE_H
#define ITER8_LIFECYCLE_STATE_H

#include "model/experiment.h"

#include <stdint.h>

/* The status lacks what it has from the beginning. */
int iter8__state_is_new(const iter8_experiment *experiment);
/* Whether a condition is True. */
int iter8__state_is(const iter8_experiment *experiment, int32_t condition);
/* A failed action is why the experiment failed. */
int iter8__state_action_failed(const iter8_experiment *experiment);
/* An objective that a rollback hangs on lies outside its limits. Missing values do not count. */
int iter8__state_must_roll_back(const iter8_experiment *experiment);
/* Nothing more is to be measured: the experiment has failed or is rolled back. */
int iter8__state_is_cut_short(const iter8_experiment *experiment);
/* Nothing more is to be measured: it is cut short, or all iterations are complete. */
int iter8__state_is_over(const iter8_experiment *experiment);
/* The experiment changes weights at all. */
int iter8__state_moves_traffic(const iter8_experiment *experiment);
/* The last decision and what was last known to be done differ. */
int iter8__state_owes_traffic(const iter8_experiment *experiment);
/* When the next iteration is due, or the end after the last; the first is due at once. */
int64_t iter8__state_due_ns(const iter8_experiment *experiment, int64_t now_ns);

#endif
