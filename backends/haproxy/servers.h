/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * servers.h - the servers that HAProxy has, as `show servers state` lists them.
 */
#ifndef ITER8_BACKENDS_SERVERS_H
#define ITER8_BACKENDS_SERVERS_H

#include "common/line.h"

#include <stddef.h>
#include <stdint.h>

typedef struct iter8__server {
    const char *backend;
    const char *name;
    int32_t weight;    /* 0..256 */
    const char *state; /* why it gets no traffic whatever its weight, in words; or NULL */
} iter8__server;

/* All zero is the empty list. The names point into the reply it was read from. */
typedef struct iter8__servers {
    iter8__server *items; /* those of one backend stand together */
    size_t count;
    size_t capacity;
} iter8__servers;

/* Reads a reply, which is cut into its fields in place. The columns are found by their names, as
 * HAProxy adds new ones; the list ends with an empty line, so that one that was cut off is known.
 * Returns 0, or ITER8_ERR_REPLY, ITER8_ERR_REFUSED (no permission), ITER8_ERR_NOMEM and says why in
 * @p problem. */
int iter8__servers_read(iter8__servers *servers, char *reply, iter8__line *problem);
void iter8__servers_clear(iter8__servers *servers);

/* The end of the backend that starts at @p first. */
size_t iter8__servers_backend_end(const iter8__servers *servers, size_t first);

#endif
