/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/rate_test.h"

#include <math.h>

double iter8__rate_evidence(iter8__side side, double events, double trials, double rate)
{
    iter8__bets bets;
    double gains[ITER8__LANES];
    iter8__bets_make(&bets, &iter8__wide_grid, side, rate);
    if (!iter8__bets_gains(&bets, events, trials, gains)) return 0;
    return iter8__mixture(gains, iter8__falling_weights);
}

/* A rate against which one of the sixteen bets alone has @p wanted already, the one nearest to what
 * was seen; not within 0 to 1 where there is none. */
static double excluded_rate(iter8__side side, double events, double trials, double wanted)
{
    const iter8__grid *grid = &iter8__wide_grid;
    double nearest = side == ITER8__ABOVE ? -1 : 2;
    for (int j = 0; j < ITER8__LANES; j++) {
        double gain = side == ITER8__ABOVE ? grid->log_multiple[j] : -grid->log_multiple[j];
        double left = events * gain + iter8__falling_weights[j] - wanted;
        double rate =
            iter8__expm1(left / trials) / (side == ITER8__ABOVE ? grid->above[j] : grid->below[j]);
        if (side == ITER8__ABOVE ? rate > nearest : rate < nearest) nearest = rate;
    }
    return nearest;
}

/* ln(E) and its derivative by the rate. */
static double evidence_at(iter8__side side, double events, double trials, double rate,
                          double *slope)
{
    const double *growth = side == ITER8__ABOVE ? iter8__wide_grid.above : iter8__wide_grid.below;
    iter8__bets bets;
    double gains[ITER8__LANES];
    iter8__bets_make(&bets, &iter8__wide_grid, side, rate);
    iter8__bets_gains(&bets, events, trials, gains);
    double evidence = iter8__mixture(gains, iter8__falling_weights);
    for (int j = 0; j < ITER8__LANES; j++)
        gains[j] += iter8__falling_weights[j] - evidence;
    iter8__exp_each(gains);
    *slope = 0;
    for (int j = 0; j < ITER8__LANES; j++)
        *slope -= gains[j] * trials * growth[j] / (1 + rate * growth[j]);
    return evidence;
}

/* ln(E) is convex in the rate, so Newton's steps from an excluded rate come ever nearer to the end
 * of the interval and never pass it: what is answered is at most a little too wide. */
static double bound(iter8__side side, double events, double trials, double alpha)
{
    double open_end = side == ITER8__ABOVE ? 0 : 1;
    double wanted = -iter8__log(alpha / 2);
    double rate = excluded_rate(side, events, trials, wanted);
    if (!(rate > 0 && rate < 1)) rate = open_end;
    for (int i = 0; i < 60; i++) {
        double slope, surplus = evidence_at(side, events, trials, rate, &slope) - wanted;
        if (!(surplus > 0) || slope == 0) break;
        double step = surplus / slope;
        rate -= step;
        if (fabs(step) <= 1e-14 * rate) break;
    }
    return rate > 0 && rate < 1 ? rate : open_end;
}

void iter8__rate_bounds(double events, double trials, double alpha, double *low, double *high)
{
    *low = 0;
    *high = 1;
    if (!iter8__counts_fit(events, trials) || trials < 1e-6 || !(alpha > 0 && alpha < 1)) return;
    *low = bound(ITER8__ABOVE, events, trials, alpha);
    *high = bound(ITER8__BELOW, events, trials, alpha);
}

double iter8__rate_divergence(double rate, double other)
{
    if (!(rate >= 0 && rate <= 1 && other >= 0 && other <= 1)) return INFINITY;
    if (rate == other) return 0;
    if (other == 0 || other == 1) return INFINITY;
    double divergence = 0;
    if (rate > 0) divergence += rate * (iter8__log(rate) - iter8__log(other));
    if (rate < 1) divergence += (1 - rate) * (iter8__log1p(-rate) - iter8__log1p(-other));
    return divergence > 0 ? divergence : 0;
}

double iter8__trials_expected(double rate, double limit, double alpha)
{
    double divergence = iter8__rate_divergence(rate, limit);
    if (!(divergence > 0 && divergence < INFINITY && alpha > 0 && alpha <= 1)) return INFINITY;
    return -iter8__log(alpha) / divergence;
}

static int is_between(double low, double number, double high)
{
    return number > low && number < high;
}

double iter8__trials_needed(double events, double trials, double limit, double acceptable,
                            double alpha)
{
    if (!is_between(0, limit, 1) || !is_between(0, alpha, 1)) return INFINITY;
    if (!iter8__counts_fit(events, trials)) events = trials = 0;
    if (!is_between(0, acceptable, limit)) acceptable = limit / 2;
    double seeming = (events + 0.5) / (trials + 0.5 / acceptable);
    if (seeming > 0.8 * limit) seeming = 0.8 * limit;
    double evidence = iter8__rate_evidence(ITER8__BELOW, events, trials, limit);
    double missing = -iter8__log(alpha) - evidence;
    return missing > 0 ? missing / iter8__rate_divergence(seeming, limit) : 0;
}

double iter8__trials_wanted(double needed, double intervals_left)
{
    if (!(needed >= 0)) return INFINITY;
    return 1.25 * needed / (intervals_left > 1 && intervals_left < INFINITY ? intervals_left : 1);
}

double iter8__trials_at_first(double limit, double acceptable, double alpha)
{
    if (!is_between(0, limit, 1) || !is_between(0, alpha, 1)) return INFINITY;
    if (!is_between(0, acceptable, limit)) acceptable = limit / 2;
    return (1 - iter8__log(alpha)) / iter8__rate_divergence(acceptable, limit);
}

iter8__finding iter8__levels_finding(const iter8__levels *levels, double below_limit,
                                     double above_limit, double above_acceptable)
{
    if (iter8__evidence_reaches(above_limit, levels->violated)) return ITER8__FINDING_VIOLATED;
    if (iter8__evidence_reaches(above_acceptable, levels->futile)) return ITER8__FINDING_FUTILE;
    if (iter8__evidence_reaches(below_limit, levels->met)) return ITER8__FINDING_MET;
    return ITER8__FINDING_UNDECIDED;
}
