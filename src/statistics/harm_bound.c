/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/harm_bound.h"

#include "statistics/evidence.h"

#include <math.h>

/* Where one term of the sum alone is all that is wanted; the least of these. The root is below. */
static double start_above(double events, double wanted)
{
    double least = INFINITY;
    for (int j = 0; j < ITER8__LANES; j++) {
        double log_multiple = iter8__wide_grid.log_multiple[j];
        double root = (wanted + events * log_multiple - iter8__falling_weights[j]) /
                      -iter8__wide_grid.below[j];
        if (root < least) least = root;
    }
    return least;
}

/* The logarithm of the sum is convex and grows: Newton's steps from above never pass the root. */
double iter8__harm_bound(double events, double delta)
{
    if (!iter8__counts_fit(events, events) || !(delta > 0 && delta < 1)) return INFINITY;
    double wanted = -iter8__log(delta);
    double root = start_above(events, wanted);
    for (int i = 0; i < 60; i++) {
        double terms[ITER8__LANES];
        for (int j = 0; j < ITER8__LANES; j++)
            terms[j] = iter8__falling_weights[j] - events * iter8__wide_grid.log_multiple[j] -
                       root * iter8__wide_grid.below[j];
        double sum = iter8__log_sum(terms);
        if (!(sum > wanted)) break;
        double slope = 0;
        for (int j = 0; j < ITER8__LANES; j++)
            terms[j] -= sum;
        iter8__exp_each(terms);
        for (int j = 0; j < ITER8__LANES; j++)
            slope -= terms[j] * iter8__wide_grid.below[j];
        double step = (sum - wanted) / slope;
        root -= step;
        if (step <= 1e-14 * root) break;
    }
    return root;
}

static int is_rate(double rate)
{
    return rate >= 0 && rate <= 1;
}

double iter8__harm_so_far(double events, double trials, double limit, double delta)
{
    if (!is_rate(limit)) limit = 0;
    if (!iter8__counts_fit(0, trials)) return INFINITY;
    if (!iter8__counts_fit(events, trials)) events = trials;
    double harm = fmin(iter8__harm_bound(events, delta), trials) - trials * limit;
    return harm > 0 ? harm : 0;
}

double iter8__harm_allowance(double events, double trials, double limit, double budget,
                             double delta)
{
    if (!iter8__counts_fit(events, trials) || !is_rate(limit) || !(delta > 0 && delta < 1) ||
        !(budget >= 0 && budget < INFINITY))
        return 0;
    double rate = trials > 0 ? fmin(1, iter8__harm_bound(events, delta) / trials) : 1;
    if (!(rate > limit)) return INFINITY;
    return budget / (rate - limit) - trials;
}

int iter8__harm_is_spent(double allowance)
{
    return !(allowance >= 1);
}
