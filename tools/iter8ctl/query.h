/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * query.h - iter8ctl query: what each metric asks and is told, one value after the other.
 */
#ifndef ITER8CTL_QUERY_H
#define ITER8CTL_QUERY_H

#include "metrics.h"

/* How the values are printed. All to standard output. */
struct query_format {
    void (*begin)(const iter8_experiment *experiment, int64_t elapsed_s, const char *why);
    /* Where the library answers itself, @p own says how, "mock" or "builtin", and the exchange has
     * no query; nor has one that could not be rendered. */
    void (*value)(const iter8_http_exchange *exchange, const char *own, size_t index);
    void (*end)(void);
};

extern const struct query_format query_text; /* query_text.c */
extern const struct query_format query_json; /* query_json.c */

/* "absent", "present", "nan", "infinite" or "error". */
const char *query_state_name(int32_t state);
/* The shortest text that reads back as the same number. */
void query_number(double value, char *text, size_t size);

#endif
