/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What any program needs that keeps an experiment in a file: reading, saving, and the clock. */
#ifndef FILES_H
#define FILES_H

#include <iter8/iter8.h>

/* Reads an experiment, and the Metrics of another file into it; tells problems. Returns as
 * iter8_experiment_read(). */
int file_load(const char *experiment_path, const char *metrics_path, iter8_experiment **experiment);
/* Replaces a file by the experiment in one step; tells a problem and returns 0. */
int file_save(const char *path, const iter8_experiment *experiment);

int64_t clock_now_ns(void);
void clock_sleep_until(int64_t time_ns);

#endif
