/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/quantile_test.h"

#include <math.h>

int iter8__quantile_counts(iter8__side side, const iter8__bucketed *bucketed, double limit,
                           double *events, double *trials)
{
    double surely, possibly;
    *events = *trials = 0;
    if (!iter8__bucketed_is_sound(bucketed) || isnan(limit)) return 0;
    iter8__bucketed_above(bucketed, limit, &surely, &possibly);
    *events = side == ITER8__ABOVE ? surely : possibly;
    *trials = fmax(iter8__bucketed_total(bucketed), *events); /* the sums may round differently */
    return 1;
}

static void make_bets(iter8__bets bets[2], double order)
{
    double rate = order > 0 && order < 1 ? 1 - order : NAN;
    iter8__bets_make(&bets[ITER8__ABOVE], &iter8__wide_grid, ITER8__ABOVE, rate);
    iter8__bets_make(&bets[ITER8__BELOW], &iter8__wide_grid, ITER8__BELOW, rate);
}

static double evidence_of(const iter8__bets *bets, double events, double trials)
{
    double gains[ITER8__LANES];
    if (!iter8__bets_gains(bets, events, trials, gains)) return 0;
    return iter8__mixture(gains, iter8__falling_weights);
}

double iter8__quantile_evidence(iter8__side side, const iter8__bucketed *bucketed, double order,
                                double limit)
{
    iter8__bets bets[2];
    double events, trials;
    if (!(order > 0 && order < 1)) return 0;
    make_bets(bets, order);
    if (!iter8__quantile_counts(side, bucketed, limit, &events, &trials)) return 0;
    return evidence_of(&bets[side], events, trials);
}

void iter8__quantile_bounds(const iter8__bucketed *bucketed, double order, double alpha,
                            double *low, double *high)
{
    iter8__bets bets[2];
    *low = bucketed->lowest;
    *high = INFINITY;
    if (!iter8__bucketed_is_sound(bucketed) || !(alpha > 0 && alpha < 1)) return;
    make_bets(bets, order);
    double total = iter8__bucketed_total(bucketed), above = 0;
    double wanted = -iter8__log(alpha / 2);
    for (size_t i = bucketed->count; i-- > 0;) {
        if (evidence_of(&bets[ITER8__BELOW], above, total) >= wanted) *high = bucketed->upper[i];
        if (evidence_of(&bets[ITER8__ABOVE], above, total) >= wanted) {
            *low = bucketed->upper[i];
            break;
        }
        above = fmin(above + bucketed->counts[i], total);
    }
}
