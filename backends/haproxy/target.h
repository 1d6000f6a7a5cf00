/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * target.h - which of HAProxy's servers are the versions of an experiment.
 */
#ifndef ITER8_BACKENDS_TARGET_H
#define ITER8_BACKENDS_TARGET_H

#include "common/line.h"
#include "haproxy/servers.h"
#include "iter8/reconcile.h"

#include <stddef.h>
#include <stdint.h>

/* Whether the names of all versions, and of the backend unless it is NULL, can be names in HAProxy.
 * Any others could change the meaning of a command.
 * Returns 0, or ITER8_ERR_ARGUMENT and says why in @p problem. */
int iter8__target_check(const iter8_route *route, const char *backend, iter8__line *problem);

/* Finds the backend, by its name if @p backend is not NULL, that has a server for every version.
 * Returns 0, or ITER8_ERR_NOT_FOUND and says why in @p problem.
 * @param[out] first  of its servers */
int iter8__target_find(const iter8__servers *servers, const iter8_route *route, const char *backend,
                       size_t *first, iter8__line *problem);

/* A version's server in the backend that starts at @p first, or NULL. */
const iter8__server *iter8__target_server(const iter8__servers *servers, size_t first,
                                          const char *version);

#endif
