/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * story_multiples.h - the limits of a criterion in the chart of its metric.
 */
#ifndef ITER8_REPORT_STORY_MULTIPLES_H
#define ITER8_REPORT_STORY_MULTIPLES_H

#include "page/plot.h"
#include "report/story.h"

/* The number that a criterion's limit on a side (enum iter8_limit_side) is; NaN where there is none
 * that is a number. */
double iter8__criterion_bound(const iter8__criterion *criterion, int32_t side);

/* Widens a range to a criterion's limits; @p baseline are the values that some are relative to. */
void iter8__limits_widen(const iter8__criterion *criterion, const iter8__dot *baseline,
                         size_t count, double *low, double *high);

/* Draws them; without a @p baseline only those that are numbers. */
void iter8__limits_draw(const iter8__plot *plot, const iter8__criterion *criterion,
                        const iter8__dot *baseline, size_t count);

#endif
