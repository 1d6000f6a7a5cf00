/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * outputs.h - files that a command writes are no files that it reads or writes otherwise.
 */
#ifndef ITER8CTL_OUTPUTS_H
#define ITER8CTL_OUTPUTS_H

#include "iter8ctl.h"

/* Whether two paths lead to one file, by links too, or will once it is made. What is no file, such
 * as a pipe or /dev/null, is never the same. */
int same_file(const char *one, const char *other);

/* Whether no file that @p arguments name for output is named for anything else. EXIT_DONE, or
 * EXIT_USAGE with a complaint.
 * @param output  the file of -o; NULL where -o names a format
 * @param keeps   -o keeps an experiment, which may be where -f has read it from */
int outputs_check(const struct arguments *arguments, const char *output, int keeps);

/* Whether -o would overwrite more than the experiment: documents that were read from its file. */
int outputs_keep_only(const struct arguments *arguments, const struct inputs *inputs);

/* Opens what stands for standard input, output and error where a caller has closed them: a file
 * that is opened later must not become one of them. */
void outputs_guard(void);

#endif
