/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * routes.h - experiments whose versions are servers of HAProxy, and routes for them.
 */
#ifndef ITER8_TESTS_ROUTES_H
#define ITER8_TESTS_ROUTES_H

#include "iter8/backends/haproxy_sink.h"

#include <stddef.h>
#include <stdint.h>

/* An experiment of these versions, the baseline first.
 * @param annotation  the value of `iter8.tools/haproxy-backend`, or NULL. */
iter8_experiment *routes_experiment(const char *const names[], size_t count,
                                    const char *annotation);
/* An experiment of two versions whose iterations take 10 s, and which knows that the candidate has
 * @p candidate percent. */
iter8_experiment *routes_lived_experiment(const char *const names[2], int candidate);
/* A route with one weight per version. */
iter8_route routes_to(const iter8_experiment *experiment, const int32_t *weights);
/* The same for a write that is asked for at a moment. */
iter8_route routes_at(const iter8_experiment *experiment, const int32_t *weights, uint64_t ticket,
                      int64_t second);

#endif
