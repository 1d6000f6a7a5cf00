/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * moment.h - the time as Kubernetes writes it, to the microsecond.
 */
#ifndef ITER8_BACKENDS_MOMENT_H
#define ITER8_BACKENDS_MOMENT_H

#include <stdint.h>

enum { ITER8__MOMENT_BYTES = 40 };

/* Writes the moment, such as 2026-11-30T22:31:05.123456Z. */
void iter8__moment_write(char out[ITER8__MOMENT_BYTES]);
/* How many seconds ago a moment was, negative for one to come. Returns 1, or 0 for a text that is
 * none. */
int iter8__moment_age(const char *text, int64_t *age_s);

#endif
