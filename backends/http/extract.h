/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * extract.h - takes the number out of a JSON answer with a metric's jq program.
 */
#ifndef ITER8_BACKENDS_EXTRACT_H
#define ITER8_BACKENDS_EXTRACT_H

#include "http/answer.h"
#include "http/jq_cache.h"
#include "iter8/query.h"

#include <stddef.h>
#include <stdint.h>

/* Longest time that a program may run; those of real metrics take microseconds. */
enum { ITER8__JQ_LIMIT_MS = 1000 };

typedef struct iter8__extraction {
    iter8__jq_cache *cache;
    const char *program;
    const char *body;         /* of the answer; ended by a zero */
    size_t length;            /* of it, at most INT_MAX */
    int64_t limit_ms;         /* longest time for the program */
    const iter8_query *query; /* whose secrets are kept out of the reason */
} iter8__extraction;

/*
 * Runs a program over an answer and makes @p answer of its first output.
 *
 * A body that is no JSON and a program that does not compile or does not end are errors of the
 * source. A program that fails or gives no number finds no value in this answer: absent. The values
 * that libjq quotes in its messages are left out of the reason.
 */
void iter8__extract(const iter8__extraction *from, iter8__answer *answer);

#endif
