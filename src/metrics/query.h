/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * query.h - time since the start, which queries and mock metrics share.
 */
#ifndef ITER8_METRICS_QUERY_H
#define ITER8_METRICS_QUERY_H

#include "model/experiment.h"

#include <stdint.h>

/* Whole seconds from the experiment's start to @p now_ns, at least 1. */
int64_t iter8__elapsed_s(const iter8_experiment *experiment, int64_t now_ns);

#endif
