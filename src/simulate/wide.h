/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * wide.h - sums of squares, which 64 bits do not hold, in whole numbers: so that a total does not
 * hang on the order in which its parts are added.
 */
#ifndef ITER8_SIMULATE_WIDE_H
#define ITER8_SIMULATE_WIDE_H

#include <stdint.h>

/* high * 10^18 + low, 0 <= low < 10^18. */
typedef struct iter8__wide {
    int64_t high;
    int64_t low;
} iter8__wide;

#define ITER8__WIDE_BASE INT64_C(1000000000000000000)

void iter8__wide_add(iter8__wide *sum, const iter8__wide *other);
/* Adds the square of a number from 0 to 10^18. */
void iter8__wide_add_square(iter8__wide *sum, int64_t number);
double iter8__wide_value(const iter8__wide *number);

#endif
