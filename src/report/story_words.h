/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * story_words.h - how the parts of the page of a story call what they show.
 */
#ifndef ITER8_REPORT_STORY_WORDS_H
#define ITER8_REPORT_STORY_WORDS_H

#include "base/text.h"
#include "report/story.h"

/* The name of a version; "nobody" for -1. */
const char *iter8__story_version(const iter8__story *story, int32_t version);

/* What was found of a criterion for a version in an iteration. */
const iter8__finding *iter8__story_finding(const iter8__story *story, size_t iteration,
                                           size_t criterion, size_t version);

/* ", at most 0.01", or whatever the criterion asks for. */
void iter8__story_demand(const iter8__criterion *criterion, iter8__text *html);

/* "0.003 (0.001 to 0.005)" */
void iter8__story_value(const iter8__finding *finding, iter8__text *html);

/* "met", "not met", ... with a sign before it; "" where nothing is known. */
const char *iter8__meets_words(int32_t meets);
/* The ending where it says more than the stage does, such as "\xE2\x9C\x97 Failed"; or "". */
const char *iter8__ending_badge(int32_t ending);

#endif
