/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * story_log.h - a decision log as the source of a story.
 */
#ifndef ITER8_REPORT_STORY_LOG_H
#define ITER8_REPORT_STORY_LOG_H

#include "iter8/report.h"
#include "report/story.h"

/* Makes the experiment that a log is of, as it was when it last stood there. The allocator of the
 * options is there. Returns 0, ITER8_ERR_KIND, ITER8_ERR_VERSION, ITER8_ERR_SYNTAX, or as
 * iter8_experiment_from_document(). */
int iter8__log_experiment(const char *log, size_t length, const iter8_report_options *options,
                          iter8_experiment **out);

/* Tells what the log says of the story's experiment. Returns 0 without memory. */
int iter8__story_of_log(iter8__story *story, const char *log, size_t length);

#endif
