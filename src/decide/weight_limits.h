/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * weight_limits.h - how much a candidate may have, and how fast it may get there.
 */
#ifndef ITER8_DECIDE_WEIGHT_LIMITS_H
#define ITER8_DECIDE_WEIGHT_LIMITS_H

#include "spec/spec.h"

#include <stddef.h>
#include <stdint.h>

/* The limits on the candidates' weights, in percent; 100 is none. */
typedef struct iter8__weight_limits {
    int32_t max_weight;
    int32_t max_increment; /* where there are no steps */
    const int32_t *steps;  /* the weights that a candidate goes through, rising */
    size_t step_count;
} iter8__weight_limits;

/* What spec.strategy.weights says; the controller's defaults for what it leaves open, and for all
 * of it where @p fill is set and it is missing; no limits where it is not. */
iter8__weight_limits iter8__weight_limits_of(const iter8__spec *spec, int fill);

/* The most that a candidate may get that has @p current now, and which limit says so (enum
 * iter8_weight_reason). */
int32_t iter8__weight_limits_ceiling(const iter8__weight_limits *limits, int32_t current,
                                     int32_t *reason);

#endif
