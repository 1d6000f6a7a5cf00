/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * story_multiples.h - limits that hang on the baseline, in the chart of a metric.
 */
#ifndef ITER8_REPORT_STORY_MULTIPLES_H
#define ITER8_REPORT_STORY_MULTIPLES_H

#include "report/plot.h"
#include "report/story.h"

/* Widens a range to what a criterion's limits are; @p baseline are the values that they are
 * multiples of. */
void iter8__multiples_widen(const iter8__criterion *criterion, const iter8__dot *baseline,
                            size_t count, double *low, double *high);

/* Draws them; nothing for a criterion that has none. */
void iter8__multiples_draw(const iter8__plot *plot, const iter8__criterion *criterion,
                           const iter8__dot *baseline, size_t count);

#endif
