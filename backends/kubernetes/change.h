/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * change.h - one object changed by one patch, which fails if anybody else has changed it.
 */
#ifndef ITER8_BACKENDS_CHANGE_H
#define ITER8_BACKENDS_CHANGE_H

#include "iter8/reconcile.h"
#include "kubernetes/fetch.h"
#include "kubernetes/owner.h"

#include <stddef.h>
#include <stdint.h>

/* What is to be changed, in all objects of an experiment. */
typedef struct iter8__change {
    iter8__client *client;
    iter8__owner *owner;
    iter8__remotes *remotes;
    const iter8_experiment *experiment;
    const iter8_route *route; /* the weights; NULL: only our mark is renewed, if it is due */
    const int32_t *before;    /* the weights that were found */
    int64_t retries;
} iter8__change;

/* What an object says of the weights; those that it does not hold stay. Returns as
 * iter8_route_read(). */
int iter8__change_read(const iter8__change *change, size_t number, int32_t *weights);

/* Whether all objects may be ours, so that nothing is written where one of them may not. Returns as
 * iter8__ownership_open(). */
int iter8__change_check(const iter8__change *change);

/* Changes one object, and looks whether it is done. Returns 0; ITER8_ERR_CONFLICT (another writer
 * has been there each time, or has taken traffic from a candidate), ITER8_ERR_REFUSED (also where
 * the object belongs to another, or its schema does not take the weights), ITER8_ERR_REPLY (also
 * where the server has not done what it says), or as iter8_route_patch() and
 * iter8__client_patch(). */
int iter8__change_object(const iter8__change *change, size_t number);

#endif
