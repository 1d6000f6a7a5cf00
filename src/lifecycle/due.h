/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * due.h - what the status says about what is due.
 */
#ifndef ITER8_LIFECYCLE_DUE_H
#define ITER8_LIFECYCLE_DUE_H

#include "experiment/experiment.h"

#include <stdint.h>

/* The status lacks what it has from the beginning. */
int iter8__due_is_new(const iter8_experiment *experiment);
/* Whether a condition is True. */
int iter8__due_is(const iter8_experiment *experiment, int32_t condition);
/* A failed action is why the experiment failed. */
int iter8__due_action_failed(const iter8_experiment *experiment);
/* The last values ask for a rollback: of an objective, or because the metrics source failed too
 * often. */
int iter8__due_must_roll_back(const iter8_experiment *experiment);
/* Traffic goes back to the baseline: they do, or did, or it is commanded. */
int iter8__due_rolls_back(const iter8_experiment *experiment);
/* The experiment has failed, and the traffic that it has moved is still to go back to the baseline.
 */
int iter8__due_gives_back(const iter8_experiment *experiment);
/* They go back by this library's doing: the experiment has its target and moves weights. */
int iter8__due_returns_traffic(const iter8_experiment *experiment);
/* Iter8's way is wanted in this. */
int iter8__due_has_quirk(const iter8_experiment *experiment, enum iter8__quirk quirk);
/* Nothing more is to be measured: the experiment has failed, is rolled back, or is ended by
 * command.
 */
int iter8__due_is_cut_short(const iter8_experiment *experiment);
/* Nothing more is to be measured: it is cut short, or all iterations are complete. */
int iter8__due_is_over(const iter8_experiment *experiment);
/* The experiment changes weights at all. */
int iter8__due_moves_traffic(const iter8_experiment *experiment);

/* Whether what is decided is carried out: always, or because traffic is given back, which is done
 * with FixedSplit as well. */
int iter8__due_follows_weights(const iter8_experiment *experiment);

/* Whether the host has to be able to write weights. */
int iter8__due_needs_router(const iter8_experiment *experiment);
/* The last decision and what was last known to be done differ. */
int iter8__due_owes_traffic(const iter8_experiment *experiment);
/* Notes when traffic began to be sent as it is now, where the policy lets it warm up. */
void iter8__due_begin_warm_up(iter8_experiment *experiment, int64_t now_ns);
/* The weights that were written were not there for so many intervals in a row that what was
 * measured is no evidence. In a short experiment that is in each of them, but at least in two. */
int iter8__due_weights_are_lost(const iter8_experiment *experiment);
/* An interval after the last change. */
int64_t iter8__due_interval_end_ns(const iter8_experiment *experiment);
/* When the next iteration is due; the first is due at once, or when the versions have warmed up. */
int64_t iter8__due_due_ns(const iter8_experiment *experiment, int64_t now_ns);

#endif
