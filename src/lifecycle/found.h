/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * found.h - weights as they were found, made into percent.
 */
#ifndef ITER8_LIFECYCLE_FOUND_H
#define ITER8_LIFECYCLE_FOUND_H

#include "lifecycle/step.h"

/* Makes percent of the weights just read: the one that is not known is what the others leave; those
 * of any other sum than 100 are shares of it, and where all are 0 the baseline has all traffic,
 * which is told as a warning when it is news. In Iter8's way they stay as they are. Returns 0, or
 * ITER8_ERR_RANGE with the reason in @p why when nothing can be made of them. */
int iter8__found_settle(iter8__step *step, const char **why);

#endif
