/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * margin.c - one distribution against a line through another: a multiple of it plus a margin.
 *
 *     P(X <= bound(Y)) = integral of y's density times P(X <= bound(y))
 *
 * The distribution function of X may be much steeper than Y's density, and the bound has a corner
 * at its floor. So a panel is halved until its halves say what it says itself.
 */
#include "statistics/curve.h"
#include "statistics/posterior.h"

#include <math.h>

/* A panel is halved at most so often: then it is 1e-9 of what it was. */
enum { MAX_DEPTH = 30 };
static const double tolerance = 1e-13;

typedef struct integrand {
    const iter8__posterior *x;
    const iter8__line *line;
    iter8__curve curve; /* of Y */
} integrand;

/* Values below 0 count as 0, as everywhere. */
static double bound_of(const iter8__line *line, double y)
{
    double bound = line->times * fmax(y, 0) + line->margin;
    if (line->is_lower) return fmin(bound, isnan(line->floor) ? INFINITY : line->floor);
    return fmax(bound, isnan(line->floor) ? -INFINITY : line->floor);
}

static double integrate(const integrand *of, double start, double end)
{
    iter8__panel panel;
    double density[ITER8__POINTS];
    iter8__panel_set(&panel, &of->curve, start, end);
    iter8__curve_values(&of->curve, &panel, density);
    for (int m = 0; m < ITER8__POINTS; m++) {
        double y = iter8__curve_value(&of->curve, panel.centre + panel.offset[m]);
        density[m] *= iter8__posterior_at_most(of->x, bound_of(of->line, y));
    }
    return iter8__integral(density, panel.half);
}

/* Goes on with the left half and keeps the right one for later; there is one for each depth. */
static double integrate_finely(const integrand *of, double start, double end)
{
    struct {
        double end, whole;
        int depth;
    } later[MAX_DEPTH + 1];
    int count = 0, depth = 0;
    double sum = 0, whole = integrate(of, start, end);
    for (;;) {
        double middle = start + (end - start) / 2;
        double left = integrate(of, start, middle), right = integrate(of, middle, end);
        if (depth < MAX_DEPTH && fabs(left + right - whole) > tolerance) {
            depth++;
            later[count].end = end;
            later[count].whole = right;
            later[count++].depth = depth;
            end = middle;
            whole = left;
            continue;
        }
        sum += left + right;
        if (count == 0) return sum;
        start = end;
        end = later[--count].end;
        whole = later[count].whole;
        depth = later[count].depth;
    }
}

static double at_most_line(const iter8__posterior *x, const iter8__line *line,
                           const iter8__posterior *y)
{
    integrand of = {.x = x, .line = line};
    double sum = 0;
    iter8__curve_set(&of.curve, y);
    for (int i = 0; i < of.curve.panels; i++)
        sum += integrate_finely(&of, of.curve.knots[i], of.curve.knots[i + 1]);
    return fmin(sum, 1);
}

/* P(value <= bound(Y)) where the floor decides nothing or all. */
static double above_constant(double value, const iter8__line *line, const iter8__posterior *y)
{
    if (value <= line->floor && !line->is_lower) return 1;
    if (value > line->floor && line->is_lower) return 0;
    if (line->times == 0) return value <= line->margin;
    return iter8__posterior_at_least(y, (value - line->margin) / line->times);
}

double iter8__posterior_at_most_line(const iter8__posterior *x, const iter8__line *line,
                                     const iter8__posterior *y)
{
    if (x->kind == ITER8__POSTERIOR_NONE || y->kind == ITER8__POSTERIOR_NONE) return 0;
    if (line->margin == 0 && isnan(line->floor))
        return iter8__posterior_at_most_times(x, line->times, y);
    if (y->kind == ITER8__POSTERIOR_CONSTANT)
        return iter8__posterior_at_most(x, bound_of(line, y->a));
    if (x->kind == ITER8__POSTERIOR_CONSTANT) return above_constant(x->a, line, y);
    return at_most_line(x, line, y);
}

/* Apart from constants no two values are equal, so "at least" is what "at most" leaves. */
double iter8__posterior_at_least_line(const iter8__posterior *x, const iter8__line *line,
                                      const iter8__posterior *y)
{
    if (x->kind == ITER8__POSTERIOR_NONE || y->kind == ITER8__POSTERIOR_NONE) return 0;
    if (line->margin == 0 && isnan(line->floor))
        return iter8__posterior_at_least_times(x, line->times, y);
    if (y->kind == ITER8__POSTERIOR_CONSTANT)
        return iter8__posterior_at_least(x, bound_of(line, y->a));
    if (x->kind != ITER8__POSTERIOR_CONSTANT) return 1 - at_most_line(x, line, y);
    if (x->a >= line->floor) return 1;
    if (line->times == 0) return x->a >= line->margin;
    return iter8__posterior_at_most(y, (x->a - line->margin) / line->times);
}
