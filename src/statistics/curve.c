/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/curve.h"

#include "base/elementary.h"
#include "statistics/gamma.h"

#include <math.h>

static const double pi = 3.141592653589793;
/* Where a density is e^-25 of its height, less than 2e-11 of it is left. */
static const double deepest = 25;
/* The half width of a panel in units of what the density's 16th derivative allows for an error of
 * 1e-11, and the share of a second derivative in it. */
static const double reach = 4.5;
static const double roughness = 0.39 * ITER8__POINTS;
/* ln(1 + e^y) is singular at +-i pi; a polynomial converges within a part of that distance. */
static const double clearance = 0.4;

double iter8__curve_depth(const iter8__curve *curve, double place)
{
    double t = place - curve->mode;
    if (!curve->is_logit) return curve->weight * t * t / 2;
    if (curve->a < curve->b)
        return curve->weight * iter8__log1p(curve->a / curve->weight * iter8__expm1(t)) -
               curve->a * t;
    return curve->weight * iter8__log1p(curve->b / curve->weight * iter8__expm1(-t)) + curve->b * t;
}

static void proportion_at(double place, double *x, double *rest)
{
    double odds = iter8__exp(-fabs(place));
    double less = odds / (1 + odds), more = 1 / (1 + odds);
    *x = place < 0 ? less : more;
    *rest = place < 0 ? more : less;
}

/* The derivative of the logarithm of the density, and less the second one. */
static double slope_at(const iter8__curve *curve, double place, double *curvature)
{
    if (!curve->is_logit) {
        *curvature = curve->weight;
        return curve->weight * (curve->mode - place);
    }
    double x, rest;
    proportion_at(place, &x, &rest);
    *curvature = curve->weight * x * rest;
    return curve->a * rest - curve->b * x;
}

/* Newton's method on the logarithm of the depth, which is nearly linear whether the depth grows
 * as a line, a square or a power of e. It starts outside: the depth at a distance d is at least
 * k d^2 / (2 + d), where k is the curvature at the mode. */
static double end_of(const iter8__curve *curve, double direction)
{
    double k = curve->a * curve->b / curve->weight;
    double distance = (deepest + sqrt(deepest * deepest + 8 * deepest * k)) / (2 * k);
    for (int i = 0; i < 30; i++) {
        double curvature;
        double place = curve->mode + direction * distance;
        double deep = iter8__curve_depth(curve, place);
        if (fabs(deep - deepest) < 0.5) break;
        double slope = -direction * slope_at(curve, place, &curvature);
        double step = iter8__log(deepest / deep) * deep / slope;
        distance = fmax(distance + step, distance / 2);
    }
    return curve->mode + direction * distance;
}

/* The deeper, the coarser: the error counts beside the whole. */
static double half_width(const iter8__curve *curve, double place)
{
    double curvature;
    double slope = slope_at(curve, place, &curvature);
    double deep = fmin(iter8__curve_depth(curve, place), deepest);
    double root = 1 + deep / 64; /* (1 + d / 64)^4 is a little less than e^(d / 16) */
    double half = reach * root * root * root * root / sqrt(slope * slope + roughness * curvature);
    return curve->is_logit ? fmin(half, clearance * sqrt(place * place + pi * pi)) : half;
}

/* The end of a panel from @p start, one that is not much too wide for what comes at its end. */
static double next_knot(const iter8__curve *curve, double start)
{
    double half = half_width(curve, start);
    for (int i = 0; i < 10; i++) {
        double at_end = half_width(curve, start + 2 * half);
        if (at_end >= half) break;
        int is_close = at_end > 0.7 * half;
        half = fmax(at_end, half / 2);
        if (is_close) break;
    }
    return start + 2 * half;
}

static void set_knots(iter8__curve *curve, double low, double high)
{
    int n = 0;
    for (double at = low; at < high && n < ITER8__MAX_KNOTS - 1; at = next_knot(curve, at))
        curve->knots[n++] = at;
    curve->knots[n] = high;
    curve->panels = n;
}

/* With Stirling's formula most of 1 / B(a, b) cancels against the powers of the mode. */
static void set_beta(iter8__curve *curve, double a, double b)
{
    curve->is_logit = 1;
    curve->a = a;
    curve->b = b;
    curve->weight = a + b;
    curve->mode = iter8__log(a / b);
    double rest = iter8__stirling_rest(a + b) - iter8__stirling_rest(a) - iter8__stirling_rest(b);
    curve->height = sqrt(a * (b / (a + b)) / (2 * pi)) * iter8__exp(rest);
    set_knots(curve, end_of(curve, -1), end_of(curve, 1));
}

static void set_normal(iter8__curve *curve, double mean, double deviation)
{
    double half = sqrt(2 * deepest) * deviation;
    curve->is_logit = 0;
    curve->a = curve->b = 0;
    curve->weight = 1 / (deviation * deviation);
    curve->mode = mean;
    curve->height = 1 / (sqrt(2 * pi) * deviation);
    set_knots(curve, mean - half, mean + half);
}

void iter8__curve_set(iter8__curve *curve, const iter8__posterior *belief)
{
    if (belief->kind == ITER8__POSTERIOR_BETA)
        set_beta(curve, belief->a, belief->b);
    else
        set_normal(curve, belief->a, belief->b);
}

double iter8__curve_end(const iter8__curve *curve)
{
    return curve->knots[curve->panels];
}

double iter8__curve_place(const iter8__curve *curve, double value)
{
    return curve->is_logit ? iter8__log(value) - iter8__log1p(-value) : value;
}

double iter8__curve_value(const iter8__curve *curve, double place)
{
    double x = place, rest;
    if (curve->is_logit) proportion_at(place, &x, &rest);
    return x;
}

double iter8__curve_stride(const iter8__curve *curve, double start)
{
    const double *knots = curve->knots;
    if (start >= knots[curve->panels]) return INFINITY;
    if (start < knots[0]) return fmax(knots[0] - start, knots[1] - knots[0]);
    int i = 0;
    while (start >= knots[i + 1])
        i++;
    double own = knots[i + 1] - knots[i];
    if (i + 1 == curve->panels) return own;
    double next = knots[i + 2] - knots[i + 1];
    return fmin(own, fmax(knots[i + 1] - start, next));
}

void iter8__panel_set(iter8__panel *panel, const iter8__curve *axis, double start, double end)
{
    const double *points = iter8__quadrature_points();
    panel->start = start;
    panel->half = (end - start) / 2;
    panel->centre = start + panel->half;
    for (int m = 0; m < ITER8__POINTS; m++)
        panel->offset[m] = panel->half * points[m];
    if (!axis->is_logit) {
        for (int m = 0; m < ITER8__POINTS; m++)
            panel->bend[m] = panel->offset[m] * panel->offset[m] / 2;
        return;
    }
    proportion_at(panel->centre, &panel->x, &panel->rest);
    double sign = panel->x < panel->rest ? 1 : -1;
    double less = fmin(panel->x, panel->rest);
    for (int m = 0; m < ITER8__POINTS; m++) {
        double t = sign * panel->offset[m];
        panel->bend[m] = iter8__log1p(less * iter8__expm1(t)) - less * t;
    }
}

void iter8__curve_values(const iter8__curve *curve, const iter8__panel *panel,
                         double values[ITER8__POINTS])
{
    double level = iter8__curve_depth(curve, panel->centre);
    double slope = curve->is_logit ? curve->a * panel->rest - curve->b * panel->x
                                   : curve->weight * (curve->mode - panel->centre);
    for (int m = 0; m < ITER8__POINTS; m++)
        values[m] = slope * panel->offset[m] - curve->weight * panel->bend[m] - level;
    iter8__exp_each(values);
    for (int m = 0; m < ITER8__POINTS; m++)
        values[m] *= curve->height;
}

static double mass_between(const iter8__curve *curve, double start, double end)
{
    iter8__panel panel;
    double values[ITER8__POINTS];
    iter8__panel_set(&panel, curve, start, end);
    iter8__curve_values(curve, &panel, values);
    return iter8__integral(values, panel.half);
}

double iter8__curve_mass(const iter8__curve *curve, double place)
{
    double mass = 0;
    for (int i = 0; i < curve->panels && curve->knots[i] < place; i++)
        mass += mass_between(curve, curve->knots[i], fmin(curve->knots[i + 1], place));
    return fmin(mass, 1);
}

/* The logarithm of the mass is concave where the density's is, so Newton's steps on it end below
 * the root, and from there only rise. */
static double place_between(const iter8__curve *curve, double start, double end, double mass[2])
{
    double before = mass[0], wanted = mass[1];
    double place = end;
    for (int i = 0; i < 50; i++) {
        double so_far = before + mass_between(curve, start, place);
        double density = curve->height * iter8__exp(-iter8__curve_depth(curve, place));
        double step = iter8__log(wanted / so_far) * so_far / density;
        place = fmin(fmax(place + step, (start + place) / 2), end);
        if (fabs(step) <= 1e-14 * (end - start)) break;
    }
    return place;
}

double iter8__curve_quantile(const iter8__curve *curve, double p)
{
    double mass = 0;
    for (int i = 0; i < curve->panels; i++) {
        double start = curve->knots[i], end = curve->knots[i + 1];
        double more = mass_between(curve, start, end);
        if (mass + more >= p) return place_between(curve, start, end, (double[2]){mass, p});
        mass += more;
    }
    return iter8__curve_end(curve);
}
