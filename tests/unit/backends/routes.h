/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * routes.h - experiments whose versions are servers of HAProxy, and routes for them.
 */
#ifndef ITER8_TESTS_ROUTES_H
#define ITER8_TESTS_ROUTES_H

#include "iter8/backends/haproxy_sink.h"

#include <stddef.h>

/* An experiment of these versions, the baseline first.
 * @param annotation  the value of `iter8.tools/haproxy-backend`, or NULL. */
iter8_experiment *routes_experiment(const char *const names[], size_t count,
                                    const char *annotation);
/* A route with one weight per version. */
iter8_route routes_to(const iter8_experiment *experiment, const int32_t *weights);

#endif
