/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * extract.h - takes the number out of a JSON answer with a metric's jq program.
 */
#ifndef ITER8_BACKENDS_EXTRACT_H
#define ITER8_BACKENDS_EXTRACT_H

#include "http/answer.h"
#include "http/jq_cache.h"

#include <stddef.h>
#include <stdint.h>

/* Longest time that a program may run; those of real metrics take microseconds. */
enum { ITER8__JQ_LIMIT_MS = 1000 };

/*
 * Runs @p program over @p body (at most INT_MAX bytes and a zero) for at most @p limit_ms and makes
 * @p answer of its first output.
 *
 * A body that is no JSON and a program that does not compile or does not end are errors of the
 * source. A program that fails or gives no number finds no value in this answer: absent. The values
 * that libjq quotes in its messages are left out of the reason.
 */
void iter8__extract(iter8__jq_cache *cache, const char *program, const char *body, size_t length,
                    int64_t limit_ms, iter8__answer *answer);

#endif
