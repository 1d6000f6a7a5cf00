/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * member.h - an experiment in a registry.
 */
#ifndef ITER8_REGISTRY_MEMBER_H
#define ITER8_REGISTRY_MEMBER_H

#include "iter8/registry.h"

#include <stddef.h>
#include <stdint.h>

/* The heaps that a member can be in. */
enum iter8__heap_kind { ITER8__AGENDA, ITER8__QUEUE, ITER8__HEAPS };

/* What a member has of its target; lower numbers come first. */
enum iter8__hold {
    ITER8__HOLDS,  /* it was stepped here while it had it: none can come before */
    ITER8__CLAIMS, /* its status said so when it was added */
    ITER8__WAITS
};

typedef struct iter8__member {
    iter8_registry *registry;     /* that it is in */
    iter8_experiment *experiment; /* borrowed from the host */
    struct iter8__target *target; /* whose queue it is in; NULL once it is completed */
    int64_t since_ns;             /* its initTime, or the time of adding where it has none */
    uint64_t number;              /* of adding */
    size_t index;                 /* in the registry's list */
    size_t place[ITER8__HEAPS];   /* where it stands in a heap, from 1; 0: it is not in it */
    enum iter8__hold hold;
} iter8__member;

#endif
