/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * claim.h - one writer of a backend of HAProxy at a time, among the processes of a machine.
 *
 * HAProxy knows no owners, and nothing may be written beside its socket. So the claim is a name in
 * Linux' abstract name space of sockets, made of the socket's path and the backend: it is gone with
 * the process that has it, however that ends. Elsewhere, and between containers that have networks
 * of their own, nobody is kept out.
 */
#ifndef ITER8_BACKENDS_CLAIM_H
#define ITER8_BACKENDS_CLAIM_H

#include "common/line.h"

#include <stddef.h>

typedef struct iter8__claim {
    uint64_t name;
    int fd;
} iter8__claim;

/* The backends that one sink has claimed; all zero for none. */
typedef struct iter8__claims {
    iter8__claim *items;
    size_t count;
} iter8__claims;

/* Claims a backend, unless that is done already. Returns 0, or ITER8_ERR_REFUSED or ITER8_ERR_NOMEM
 * and says in @p problem who has it. */
int iter8__claims_take(iter8__claims *claims, const char *socket_path, const char *backend,
                       iter8__line *problem);
void iter8__claims_release(iter8__claims *claims);

#endif
