/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * heeded.h - whether HAProxy's configuration lets the weights of a backend count.
 *
 * HAProxy takes any weight of a server that is only a backup, and of any server of a backend that
 * is balanced by `first`, and serves by none of them. `show stat` tells of both.
 */
#ifndef ITER8_BACKENDS_HEEDED_H
#define ITER8_BACKENDS_HEEDED_H

#include "common/line.h"
#include "iter8/reconcile.h"

/* Asks for backends (2) and servers (4) only. */
#define ITER8__HEEDED_QUESTION "show stat -1 6 -1\n"

/* Looks through a reply, which is cut into its fields in place; one that is no such list tells
 * nothing. Returns 0, or ITER8_ERR_REFUSED for weights that do not count, and says why. */
int iter8__heeded_check(char *reply, const char *backend, const iter8_route *route,
                        iter8__line *problem);

#endif
