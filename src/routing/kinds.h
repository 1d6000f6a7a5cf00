/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * kinds.h - what the weights in a kind of routing object mean.
 */
#ifndef ITER8_ROUTING_KINDS_H
#define ITER8_ROUTING_KINDS_H

#include "iter8/document.h"

#include <stdint.h>

typedef struct iter8__route_kind {
    const char *api; /* what apiVersion begins with */
    const char *kind;
    int32_t missing;    /* what a missing weight stands for; -1 where it stands for nothing */
    uint8_t alone;      /* it does so whatever other weights the object has */
    uint8_t relative;   /* weights are parts of their sum, not percent */
    uint8_t listed;     /* the weights of one split stand in one list */
    uint8_t quantities; /* a text may be a quantity, such as 500m */
    const char *total;  /* path of the field that says what stands for all traffic, or NULL */
} iter8__route_kind;

/* What is known of the kind of an object; never NULL. */
const iter8__route_kind *iter8__route_kind_of(const iter8_document *object);

#endif
