/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * callbacks.h - calls sources and routers as the library does; those that are not there refuse.
 */
#ifndef ITER8_TESTS_CALLBACKS_H
#define ITER8_TESTS_CALLBACKS_H

#include "iter8/error.h"
#include "iter8/metrics_source.h"
#include "iter8/router.h"

static inline int32_t source_measure(const iter8_metrics_source *source,
                                     const iter8_question *question, iter8_measurement *answer)
{
    return source != NULL ? source->measure(question, answer, source->user_data)
                          : ITER8_ERR_ARGUMENT;
}

static inline int32_t router_read(const iter8_router *router, const iter8_route *route,
                                  int32_t *weights)
{
    return router != NULL ? router->read_weights(route, weights, router->user_data)
                          : ITER8_ERR_ARGUMENT;
}

static inline int32_t router_write(const iter8_router *router, const iter8_route *route)
{
    return router != NULL ? router->write_weights(route, router->user_data) : ITER8_ERR_ARGUMENT;
}

#endif
