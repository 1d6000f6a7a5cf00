/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * recorded.h - a log in memory, and a scripted host that is recorded into it.
 */
#ifndef ITER8_TESTS_RECORDED_H
#define ITER8_TESTS_RECORDED_H

#include "iter8/log.h"
#include "scripted_host.h"

typedef struct recorded {
    scripted_host host;
    char *log; /* zero-terminated; NULL at first */
    size_t length;
    int lines;
    int refused; /* so many lines are refused, after @c taken ones */
    int taken;
} recorded;

/* Sets up a host whose steps are recorded. */
void recorded_init(recorded *r, const iter8_recorder_options *options);
/* The write function of a recorder; its user data is a recorded. */
int32_t recorded_write(const char *line, size_t length, void *user_data);
void recorded_clear(recorded *r);

/* Fails the test unless a log is decided again without a difference; returns the steps. */
uint64_t identical(const char *log, const iter8_experiment_options *options);

/* How often a text stands in another. */
size_t times(const char *text, const char *part);

#endif
