/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * grids.h - the sixteen bets that a test makes at once, and how its stake is divided among them.
 *
 * One bet wins fast where the truth is near what it was made for. Nobody knows the truth
 * beforehand, so sixteen are made; together they lose little against the best of them. The numbers
 * are written down with all digits, not computed, so that no platform has others.
 */
#ifndef ITER8_STATISTICS_GRIDS_H
#define ITER8_STATISTICS_GRIDS_H

#include "base/elementary.h"

/* Multiples m of the odds of an event. */
typedef struct iter8__grid {
    double log_multiple[ITER8__LANES]; /* ln(m) > 0, evenly spaced */
    double above[ITER8__LANES];        /* m - 1 */
    double below[ITER8__LANES];        /* 1/m - 1 */
} iter8__grid;

/* From 1.5 to 64: for rates of errors. A true rate within about a fifth of the limit is left
 * undecided. */
extern const iter8__grid iter8__wide_grid;
/* From 1.05 to 4: for the part of all requests that a version gets. */
extern const iter8__grid iter8__narrow_grid;

/* Logarithms of weights that sum to 1: proportional to (j + 2)^-1.5 for j = 0 ... 15, which favours
 * what is near the limit, and 1/16 each. */
extern const double iter8__falling_weights[ITER8__LANES];
extern const double iter8__even_weights[ITER8__LANES];

/* Parts of the largest stake that a test of a mean can take, from 0.01 to 0.9; their logarithms are
 * evenly spaced. */
extern const double iter8__stakes[ITER8__LANES];

#endif
