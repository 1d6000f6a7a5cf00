/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Limits: what the value of a metric is compared with.
 *
 * A limit has a side and a bound. The bound is a number, or it is relative to the value that the
 * baseline has in the same iteration; only candidates have limits of the second kind. A value that
 * equals the bound is within the limit.
 */
#ifndef ITER8_LIMIT_H
#define ITER8_LIMIT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** On which side of the bound a value has to be. */
enum iter8_limit_side {
    ITER8_LIMIT_UPPER = 1, /**< the value is at most the bound */
    ITER8_LIMIT_LOWER = 2  /**< the value is at least the bound */
};

/** What the bound is made of. */
enum iter8_limit_reference {
    ITER8_LIMIT_NUMBER = 1, /**< the bound is `number` */
    ITER8_LIMIT_BASELINE =
        2 /**< the bound is `multiple` times the baseline's value plus `number` */
};

/**
 * A limit. It is read as it is, in lists that say how many there are; no later version of the
 * library changes its size.
 *
 * Where `floor` is a number, a limit relative to the baseline is never stricter than it: the bound
 * of an upper limit is at least `floor`, that of a lower limit at most.
 */
typedef struct iter8_limit {
    double number;     /**< in the metric's units: the bound, or the margin to the baseline */
    double multiple;   /**< of the baseline's value, 0 or more; 0 where the bound is a number */
    double floor;      /**< in the metric's units; NaN where there is none */
    int32_t side;      /**< one of #iter8_limit_side */
    int32_t reference; /**< one of #iter8_limit_reference */
} iter8_limit;

/** The most limits that an objective has: two that are numbers, two relative to the baseline. */
#define ITER8_MAX_LIMITS 4

#ifdef __cplusplus
}
#endif

#endif /* ITER8_LIMIT_H */
