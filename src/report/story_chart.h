/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * story_chart.h - what the charts of a story have in common.
 */
#ifndef ITER8_REPORT_STORY_CHART_H
#define ITER8_REPORT_STORY_CHART_H

#include "page/plot.h"
#include "report/story.h"

/* Time below a chart, or the number of the iteration where no times are known. */
void iter8__story_axis(const iter8__story *story, const iter8__plot *plot);

/* What a chart draws of each version, besides marks. */
enum iter8__drawing { ITER8__LINES, ITER8__LINES_AND_BANDS, ITER8__AREAS };

/* Names what stands for which version, what the bands are, and what is counted below; ends the
 * figure. */
void iter8__story_legend(const iter8__story *story, enum iter8__drawing drawing, iter8__text *html);

/* Begins what is told where an iteration is pointed at. */
void iter8__story_hint(const iter8__story *story, const iter8__plot *plot, size_t index);

#endif
