/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * scale.h - steps that people like to read along an axis.
 */
#ifndef ITER8_PAGE_SCALE_H
#define ITER8_PAGE_SCALE_H

/* The smallest of 1, 2, 5 times a power of ten of which at most @p parts cover @p span > 0. */
double iter8__nice_step(double span, int parts);

/* The same for seconds: 1, 2, 3, 5, 10, 15, 20, 30 s and min, 1, 2, 3, 6, 12 h, days. Up to a day a
 * step is at most twice the one before it, so at least half of @p parts cover the span. */
double iter8__nice_span(double seconds, int parts);

#endif
