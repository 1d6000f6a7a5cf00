/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * curve.h - densities on one axis, and the panels on which polynomials follow all of them.
 *
 * Normal densities stand on the axis of their values, densities of proportions on that of y =
 * ln(x / (1 - x)), on which each is smooth and falls off at least exponentially. On both axes the
 * logarithm of every density near a point c is
 *
 *     level + slope (y - c) - weight * bend(y - c)
 *
 * with one function bend for all: t^2 / 2, and ln(1 + x (e^t - 1)) - x t for the x at c. So what is
 * costly is found once a point, and no digit is lost where the weight is large.
 */
#ifndef ITER8_STATISTICS_CURVE_H
#define ITER8_STATISTICS_CURVE_H

#include "statistics/posterior.h"
#include "statistics/quadrature.h"

#include <stddef.h>

/* Beta(0.1, 0.1) needs 19 knots, curves of many observations 6. */
enum { ITER8__MAX_KNOTS = 32 };

typedef struct iter8__curve {
    double mode;   /* where it is highest */
    double height; /* how high */
    double weight; /* a + b, or 1 / variance */
    double a, b;   /* of Beta */
    int is_logit;  /* which axis */
    int panels;    /* so many, between knots, on each of which a polynomial can follow it */
    double knots[ITER8__MAX_KNOTS]; /* less than 2e-11 of it lies outside of the first and last */
} iter8__curve;

/* A part of the axis with the 16 points of quadrature. */
typedef struct iter8__panel {
    double start, centre, half;
    double x, rest; /* the proportion at the centre, and 1 - x */
    double offset[ITER8__POINTS];
    double bend[ITER8__POINTS];
} iter8__panel;

/* Of a BETA or NORMAL belief, the parameters of Beta being at least 0.1. */
void iter8__curve_set(iter8__curve *curve, const iter8__posterior *belief);

/* The end of it; the start is knots[0]. */
double iter8__curve_end(const iter8__curve *curve);

/* Where a value stands on the axis; values outside of (0, 1) have no place on the logit axis. */
double iter8__curve_place(const iter8__curve *curve, double value);
/* The value at a place. */
double iter8__curve_value(const iter8__curve *curve, double place);

/* The logarithm of height over density. */
double iter8__curve_depth(const iter8__curve *curve, double place);

/* How wide a panel from @p start may be for a polynomial to follow @p curve; infinite beyond its
 * end. */
double iter8__curve_stride(const iter8__curve *curve, double start);

/* Lays out the panel from @p start to @p end on a curve's axis. */
void iter8__panel_set(iter8__panel *panel, const iter8__curve *axis, double start, double end);

/* The density at the panel's points. */
void iter8__curve_values(const iter8__curve *curve, const iter8__panel *panel,
                         double values[ITER8__POINTS]);

/* The part of it below @p place. */
double iter8__curve_mass(const iter8__curve *curve, double place);

/* The place below which the part @p p of it lies, 0 < p <= 0.5. */
double iter8__curve_quantile(const iter8__curve *curve, double p);

#endif
