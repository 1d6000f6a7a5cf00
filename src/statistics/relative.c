/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * relative.c - one belief against a multiple of another.
 */
#include "base/elementary.h"
#include "statistics/curve.h"
#include "statistics/posterior.h"
#include "statistics/race.h"

#include <math.h>

/* A factor beyond these decides alone. */
static const double smallest_factor = 1e-50;
static const double largest_factor = 1e50;

/* X, of which P(X <= part * Y) is wanted with a part below 1, seen from the axis of Y: to the place
 * of a value y belongs that of part * y. */
typedef struct outlook {
    double part;
    iter8__curve own;  /* as it is */
    iter8__curve seen; /* with its knots on the axis of Y */
} outlook;

/* Of y's place: where part * y stands, and how fast that moves. */
static double place_of_part(const outlook *view, double place, double *speed)
{
    double odds = iter8__exp(place);
    double less = 1 + (1 - view->part) * odds; /* (1 - part * y) (1 + odds) */
    *speed = 1 / less;
    return iter8__log(view->part) + place - iter8__log(less);
}

/* The place whose part is @p place; infinite where there is none. */
static double whole_of(const outlook *view, double place)
{
    double odds = iter8__exp(place);
    double less = view->part - (1 - view->part) * odds;
    return less > 0 ? place - iter8__log(less) : INFINITY;
}

static void set_view(outlook *view, const iter8__posterior *x, double part)
{
    view->part = part;
    iter8__curve_set(&view->own, x);
    view->seen = view->own;
    view->seen.panels = 0;
    for (int i = 0; i <= view->own.panels; i++) {
        double knot = whole_of(view, view->own.knots[i]);
        if (!(knot < INFINITY)) break;
        view->seen.knots[i] = knot;
        view->seen.panels = i;
    }
}

/* The view has a singularity beside -ln(1 - part), as far away as the axis itself beside 0. */
static double view_stride(const outlook *view, double at)
{
    static const double nearest = 0.5 * 3.141592653589793;
    double away = fabs(at + iter8__log(1 - view->part));
    double stride = fmax(nearest, 0.25 * away);
    return view->seen.panels > 0 ? fmin(stride, iter8__curve_stride(&view->seen, at)) : stride;
}

static void view_values(const outlook *view, const iter8__panel *panel,
                        double values[ITER8__POINTS])
{
    double speeds[ITER8__POINTS];
    for (int m = 0; m < ITER8__POINTS; m++) {
        double place = place_of_part(view, panel->centre + panel->offset[m], &speeds[m]);
        values[m] = -iter8__curve_depth(&view->own, place);
    }
    iter8__exp_each(values);
    for (int m = 0; m < ITER8__POINTS; m++)
        values[m] *= view->own.height * speeds[m];
}

/* The integral of y's density times P(X <= part * y). */
static double at_most_part(const iter8__posterior *x, double part, const iter8__posterior *y)
{
    outlook view;
    iter8__curve curve;
    set_view(&view, x, part);
    iter8__curve_set(&curve, y);
    double at = curve.knots[0], sum = 0;
    double below = iter8__posterior_at_most(x, part * iter8__curve_value(&curve, at));
    while (at < iter8__curve_end(&curve)) {
        iter8__panel panel;
        double density[ITER8__POINTS], other[ITER8__POINTS], cdf[ITER8__POINTS];
        double stride = fmin(iter8__curve_stride(&curve, at), view_stride(&view, at));
        iter8__panel_set(&panel, &curve, at, at + stride);
        iter8__curve_values(&curve, &panel, density);
        view_values(&view, &panel, other);
        iter8__integrals(other, panel.half, below, cdf);
        below += iter8__integral(other, panel.half);
        for (int m = 0; m < ITER8__POINTS; m++)
            density[m] *= cdf[m];
        sum += iter8__integral(density, panel.half);
        at += stride;
    }
    return fmin(sum, 1);
}

/* P(X <= Y): Y wins, or both count as 0. */
static double at_most(const iter8__posterior *x, const iter8__posterior *y)
{
    iter8__posterior both[2] = {*x, *y};
    iter8__contest contest = {both, (double[2]){1, 1}, 2, 1, 0};
    iter8__race_result tallies[2];
    iter8__race_run(&contest, 1, tallies);
    return fmin(tallies[1].wins + tallies[0].zero * tallies[1].zero, 1);
}

static double beta_at_most(const iter8__posterior *x, double times, const iter8__posterior *y)
{
    if (times < 1) return at_most_part(x, times, y);
    return times > 1 ? 1 - at_most_part(y, 1 / times, x) : at_most(x, y);
}

double iter8__posterior_at_most_times(const iter8__posterior *x, double times,
                                      const iter8__posterior *y)
{
    if (x->kind == ITER8__POSTERIOR_NONE || y->kind == ITER8__POSTERIOR_NONE) return 0;
    if (times < smallest_factor) return iter8__posterior_at_most(x, 0);
    times = fmin(times, largest_factor);
    if (y->kind == ITER8__POSTERIOR_CONSTANT) return iter8__posterior_at_most(x, times * y->a);
    if (x->kind == ITER8__POSTERIOR_CONSTANT) return iter8__posterior_at_least(y, x->a / times);
    if (y->kind == ITER8__POSTERIOR_BETA) return beta_at_most(x, times, y);
    iter8__posterior multiple = {ITER8__POSTERIOR_NORMAL, times * y->a, times * y->b};
    return at_most(x, &multiple);
}

double iter8__posterior_at_least_times(const iter8__posterior *x, double times,
                                       const iter8__posterior *y)
{
    if (x->kind == ITER8__POSTERIOR_NONE || y->kind == ITER8__POSTERIOR_NONE) return 0;
    if (x->kind == ITER8__POSTERIOR_CONSTANT && y->kind == ITER8__POSTERIOR_CONSTANT)
        return x->a >= times * y->a;
    return times < smallest_factor ? 1 : iter8__posterior_at_most_times(y, 1 / times, x);
}
