/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * host.h - a host as the library keeps it: its own copy of all callbacks.
 */
#ifndef ITER8_LIFECYCLE_HOST_H
#define ITER8_LIFECYCLE_HOST_H

#include "iter8/reconcile.h"

/* The structs have the size that the library knows; what a host does not have is NULL in them. */
typedef struct iter8__host {
    iter8_metrics_source source;
    iter8_router router;
    iter8_host own; /* the rest: its metrics_source and router are not used */
} iter8__host;

/* Copies what a host has, whatever sizes its structs have. Returns 0 or an error that leaves the
 * copy undefined. */
int iter8__host_take(iter8__host *copy, const iter8_host *host);

/* The same host in the public form; it points into the copy. */
iter8_host iter8__host_public(const iter8__host *copy);

#endif
