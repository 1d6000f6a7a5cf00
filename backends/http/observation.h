/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * observation.h - what the host's observer is told of an exchange: nothing in it is secret.
 */
#ifndef ITER8_BACKENDS_OBSERVATION_H
#define ITER8_BACKENDS_OBSERVATION_H

#include "http/transfer.h"
#include "iter8/backends/http_source.h"

/* How much of an answer is shown. */
enum { ITER8__SHOWN_BYTES = 2048 };

/* What came, kept until the answer is given. All zero: nothing came. */
typedef struct iter8__observation {
    char *body;           /* the beginning, masked, with a closing zero; or NULL */
    size_t body_length;   /* bytes of it */
    int64_t answer_bytes; /* of all that came */
    int32_t status;       /* of HTTP, or 0 */
} iter8__observation;

/* Takes what is worth seeing from a transfer that has come to its end. */
void iter8__observation_take(iter8__observation *seen, const iter8__transfer *transfer,
                             const iter8_query *query);
void iter8__observation_clear(iter8__observation *seen);

/* Tells the observer of @p settings, if there is one. */
void iter8__observation_tell(const iter8__observation *seen, const iter8__settings *settings,
                             const iter8_question *question, const iter8_measurement *answer);

#endif
