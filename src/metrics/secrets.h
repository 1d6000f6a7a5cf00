/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * secrets.h - the values of the one secret that a metric names, while its query is rendered.
 *
 * Each value is looked up once and then kept in the query. What goes wrong is remembered here, so
 * that a template can be filled to its end and asked once.
 */
#ifndef ITER8_METRICS_SECRETS_H
#define ITER8_METRICS_SECRETS_H

#include "metrics/query.h"

/* What a secret value is shown as. */
#define ITER8__MASK "***"

typedef struct iter8__secrets {
    iter8_query *query;
    const iter8_query_options *options;
    const char *name_space;
    const char *name;   /* NULL where the metric names no secret */
    int has_name_space; /* the metric says it */
    const char *path;   /* of the field in hand, for diagnostics */
    size_t uses;        /* placeholders replaced so far */
    int code;           /* of the first problem, which is in the diagnostics; 0 for none */
} iter8__secrets;

/* Finds out which secret a metric names. Returns 0 or the code of the problem. */
int iter8__secrets_open(iter8__secrets *secrets, const iter8__metric_slot *slot);

/* The value of a key, or the mask; NULL after a problem, the first of which @p secrets keeps. An
 * iter8__placeholder whose data are the secrets. */
const char *iter8__secrets_value(void *secrets, const char *key, size_t length);

/* Reports a problem, unless there is one already: all strings up to a NULL pointer. Returns the
 * code of the first one. */
int iter8__secrets_fail(iter8__secrets *secrets, int code, ...);

#endif
