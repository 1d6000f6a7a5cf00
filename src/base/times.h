/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * times.h - RFC 3339 times and nanoseconds since 1970-01-01T00:00:00Z. Reads no clock.
 */
#ifndef ITER8_BASE_TIMES_H
#define ITER8_BASE_TIMES_H

#include <stddef.h>
#include <stdint.h>

enum { ITER8__TIME_BYTES = 32 };

#define ITER8__NS_PER_S INT64_C(1000000000)

/* Reads "2021-04-23T17:04:56Z", with or without a fraction, with Z or an offset such as +02:00;
 * T and Z in either case, as RFC 3339 allows; a leap second :60 counts as the next second.
 * Returns 1, or 0 when it is not such a time or lies beyond what 64 bits of nanoseconds hold. */
int iter8__time_parse(const char *text, size_t length, int64_t *out_ns);

/* Writes UTC, and a zero: whole seconds as Kubernetes writes its times, and a fraction only where
 * there is one, so that reading gives the same time. Returns the bytes without the zero. @p buffer
 * has ITER8__TIME_BYTES. */
size_t iter8__time_format(int64_t time_ns, char *buffer);

#endif
