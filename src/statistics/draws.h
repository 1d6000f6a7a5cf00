/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * draws.h - random whole numbers: how many arrive, how many of them fail.
 */
#ifndef ITER8_STATISTICS_DRAWS_H
#define ITER8_STATISTICS_DRAWS_H

#include "base/random.h"

#include <stdint.h>

/* Poisson with @p mean >= 0, at most 1e15. By inversion below 10, else by the transformed rejection
 * PTRS of Hoermann (1993), which draws from the exact distribution too. */
int64_t iter8__draw_poisson(iter8__random *random, double mean);

/* What drawing from binomial distributions of one probability needs. */
typedef struct iter8__odds {
    double p;        /* of success, or of failure where that is rarer: at most 0.5 */
    double log_rest; /* ln(1 - p) */
    int is_flipped;  /* p is the probability of failure */
} iter8__odds;

/* Prepares a probability in [0, 1]. */
iter8__odds iter8__odds_of(double probability);

/* The number of successes in @p count trials: by inversion where fewer than 10 are expected, else
 * by Hoermann's BTRS, exactly too. */
int64_t iter8__draw_binomial(iter8__random *random, int64_t count, const iter8__odds *odds);

#endif
