/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * spent.h - failure budgets that are spent, as news.
 */
#ifndef ITER8_LIFECYCLE_SPENT_H
#define ITER8_LIFECYCLE_SPENT_H

#include "lifecycle/step.h"

/* Tells the host of each budget that the last iteration has spent. @p earlier is the analysis
 * before it. */
void iter8__spent_tell(iter8__step *step, const iter8__decision *earlier);

#endif
