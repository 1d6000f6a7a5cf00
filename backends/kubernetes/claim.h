/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * claim.h - what an owner remembers of one target in one object; for owner.c and release.c.
 */
#ifndef ITER8_BACKENDS_CLAIM_H
#define ITER8_BACKENDS_CLAIM_H

#include "kubernetes/owner.h"

#include <stdint.h>

struct iter8__claim {
    iter8__claim *next;
    char *path; /* of the object, on the server */
    char *target;
    int64_t renewed_ms; /* when we last wrote the mark; 0: it is not ours */
    int owned;          /* the mark was of this process once */
    int superseded;     /* and is another's by now that goes by the same name */
    uint64_t seen;      /* a hash of the marks in our way, as they were last seen; 0: none */
    int64_t since_ms;   /* since when they are like that */
    int alive;          /* they have changed while we looked */
};

#endif
