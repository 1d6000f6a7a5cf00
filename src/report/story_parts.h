/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * story_parts.h - the parts of the page of a story.
 */
#ifndef ITER8_REPORT_STORY_PARTS_H
#define ITER8_REPORT_STORY_PARTS_H

#include "base/text.h"
#include "report/story.h"

/* The sections. */
void iter8__story_verdicts(const iter8__story *story, iter8__text *html);
void iter8__story_traffic(const iter8__story *story, iter8__text *html);
void iter8__story_metrics(const iter8__story *story, iter8__text *html);

/* The tables beside the charts. */
void iter8__story_traffic_table(const iter8__story *story, iter8__text *html);
void iter8__story_metric_table(const iter8__story *story, size_t criterion, iter8__text *html);

#endif
