/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * jq_cache.h - compiled jq programs, kept by their text.
 *
 * To compile takes thousands of times as long as to run, nearly all of it for jq's own library, and
 * the same few programs come again each iteration.
 *
 * The programs come from metric documents, which may be anyone's. They get nothing but the answer:
 * no environment, no files, no further inputs, no output but their own.
 */
#ifndef ITER8_BACKENDS_JQ_CACHE_H
#define ITER8_BACKENDS_JQ_CACHE_H

#include "common/line.h"

#include <jv.h>
/* jq.h needs jv.h. */
#include <jq.h>
#include <stddef.h>

enum { ITER8__JQ_PROGRAMS = 64 };

typedef struct iter8__jq_program {
    char *text; /* as the metric has it */
    jq_state *jq;
} iter8__jq_program;

/* All zero is the empty cache. */
typedef struct iter8__jq_cache {
    iter8__jq_program programs[ITER8__JQ_PROGRAMS]; /* the one used longest ago comes first */
    size_t count;
} iter8__jq_cache;

/* A compiled program, owned by the cache, borrowed until the cache is next used. The one used
 * longest ago makes room. Returns NULL and says in @p problem why if it cannot be compiled. */
jq_state *iter8__jq_cache_get(iter8__jq_cache *cache, const char *text, iter8__line *problem);
void iter8__jq_cache_clear(iter8__jq_cache *cache);

#endif
