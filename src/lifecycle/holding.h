/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * holding.h - whether the weights that were written are still there an interval later.
 *
 * A router may take weights and not serve by them, and another writer may set his own again and
 * again: then nobody knows what the measurements were made of. One interval says nothing, because
 * somebody may change weights once; several in a row do (iter8__due_weights_are_lost).
 */
#ifndef ITER8_LIFECYCLE_HOLDING_H
#define ITER8_LIFECYCLE_HOLDING_H

#include "lifecycle/step.h"

/* Compares the weights that an iteration has found with those that were last decided. */
void iter8__holding_notice(iter8__step *step);
/* Fails an experiment whose weights are lost. All traffic is to go back to the baseline, as far as
 * the router does it. */
void iter8__holding_fail(iter8__step *step);
/* After weights were not found as they were written, a rollback is looked at before it is believed;
 * one that does not hold is made again. */
enum iter8__flow iter8__holding_verify(iter8__step *step);

#endif
