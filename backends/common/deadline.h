/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * deadline.h - how long a call may still wait, on a clock that nobody sets back.
 */
#ifndef ITER8_BACKENDS_DEADLINE_H
#define ITER8_BACKENDS_DEADLINE_H

#include <stdint.h>

/* The moment @p timeout_ms (0..INT32_MAX) from now, in milliseconds of the monotonic clock. */
int64_t iter8__deadline_in(int64_t timeout_ms);
/* Milliseconds left, 0 when it has passed. */
int iter8__deadline_left(int64_t deadline_ms);

#endif
