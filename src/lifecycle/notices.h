/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * notices.h - what the last iteration has brought that no condition says, told as events.
 */
#ifndef ITER8_LIFECYCLE_NOTICES_H
#define ITER8_LIFECYCLE_NOTICES_H

#include "lifecycle/step.h"

/* Tells the host of each failure budget that the last iteration has spent. @p earlier is the
 * decision before it. */
void iter8__notices_of_budgets(iter8__step *step, const iter8__decision *earlier);

/* Records an event for each objective whose limits have come to say little since the @p earlier
 * decision: the baseline's value is not above 0, or the multiple is 0. */
void iter8__notices_of_limits(iter8__step *step, const iter8__decision *earlier);

#endif
