/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * scalar.h - what a plain YAML scalar means.
 *
 * The rules are those of Kubernetes' tools, which are YAML 1.1 with some 1.2: "yes" and "on" are
 * booleans, "0o17" and "017" are octal, "1_000" is a thousand, dates are texts.
 */
#ifndef ITER8_DOCUMENT_SCALAR_H
#define ITER8_DOCUMENT_SCALAR_H

#include "document/node.h"

enum iter8__scalar_kind {
    ITER8__SCALAR_TEXT,
    ITER8__SCALAR_NULL,
    ITER8__SCALAR_BOOLEAN,
    ITER8__SCALAR_INTEGER,
    ITER8__SCALAR_REAL,
    ITER8__SCALAR_NOT_FINITE /* a NaN or an infinity */
};

typedef struct iter8__scalar {
    enum iter8__scalar_kind kind;
    int whole;       /* written as an integer; a real where it is beyond 64 bits */
    int64_t integer; /* of an integer, or 0 or 1 of a boolean */
    double real;
} iter8__scalar;

/* Resolves a plain scalar. */
iter8__scalar iter8__scalar_resolve(const char *text, size_t length);

/* Whether some YAML reader takes the plain scalar for something other than a text. */
int iter8__scalar_ambiguous(const char *text, size_t length);

/* Digits of @p base without a sign; ITER8__SCALAR_TEXT when it is not a number, an integer, or a
 * real beyond 64 bits (in base 10 of any size, in others up to 2^64). */
iter8__scalar iter8__scalar_integer(const char *digits, size_t length, unsigned base, int negative);

/* Makes the node; NULL without memory. Not for a text or what is not finite. */
iter8__node *iter8__scalar_node(const iter8__scalar *scalar);

#endif
