/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * scratch.h - files in a folder of the test's own.
 */
#ifndef ITER8_TESTS_SCRATCH_H
#define ITER8_TESTS_SCRATCH_H

#include <stddef.h>

/* For a test suite's .init and .fini. */
void scratch_make(void);
void scratch_remove(void);

/* The path of a file in the folder; up to eight at a time. */
const char *scratch_path(const char *name);
/* Writes a file; returns its path. */
const char *scratch_write(const char *name, const char *text);
/* Reads a file, whose text is overwritten by the next call; fails the test if there is none. */
const char *scratch_read(const char *name);
/* The number of files. */
size_t scratch_count(void);

#endif
