/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * measured.h - metrics that never had a value.
 *
 * An experiment ends well also when the baseline stays. But it does not when nothing was found out
 * about a candidate, because one of the metrics that decide never had a number.
 */
#ifndef ITER8_LIFECYCLE_MEASURED_H
#define ITER8_LIFECYCLE_MEASURED_H

#include "lifecycle/step.h"

/* Fails the experiment if that is so, and returns 1. */
int iter8__measured_fail(iter8__step *step);

#endif
