/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * quadrature.h - Gauss and Legendre's quadrature with 16 points, and what grows along the way.
 *
 * The 16 points give an integral over a panel as exactly as a polynomial of degree 31 fits. From
 * the same 16 values comes the integral from the panel's start to each point: so a distribution
 * function costs no more than its density.
 */
#ifndef ITER8_STATISTICS_QUADRATURE_H
#define ITER8_STATISTICS_QUADRATURE_H

#include "base/elementary.h"

enum { ITER8__POINTS = ITER8__LANES };

/* The points of [-1, 1], rising, and their weights. */
const double *iter8__quadrature_points(void);
const double *iter8__quadrature_weights(void);

/* The integral of what has these @p values at the points of a panel that is 2 * @p half wide. */
double iter8__integral(const double values[ITER8__POINTS], double half);

/* The same from the panel's start to each point, plus @p before: exact to degree 15. */
void iter8__integrals(const double values[ITER8__POINTS], double half, double before,
                      double integrals[ITER8__POINTS]);

#endif
