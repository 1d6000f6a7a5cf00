/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * elementary.h - logarithms and powers of e, the same bits on every platform.
 *
 * The last digit of the C library's differs between platforms. These use only operations that IEEE
 * 754 rounds correctly.
 */
#ifndef ITER8_BASE_ELEMENTARY_H
#define ITER8_BASE_ELEMENTARY_H

#include <float.h>
#include <stddef.h>

/* Each operation of the library is rounded to double at once. A build where that is not so would
 * decide other things than all others, or compute NaN. */
#if FLT_EVAL_METHOD != 0
#error                                                                                             \
    "libiter8 needs arithmetic of double precision (FLT_EVAL_METHOD 0): on x86 -msse2 -mfpmath=sse"
#endif
#ifdef __FAST_MATH__
#error "libiter8 needs arithmetic as IEEE 754 says: build it without -ffast-math"
#endif

/* The natural logarithm of a positive finite number, error below 2 units in the last place. */
double iter8__log(double x);
/* ln(1 + x) for a finite x > -1, exact to a few units in the last place also where x is tiny. */
double iter8__log1p(double x);

/* e to the power of a number that is not NaN, error below 2 units in the last place; 0 for less
 * than -708, an infinity where the result is too large for a double. */
double iter8__exp(double x);
/* e^x - 1 for a number that is not NaN, exact to a few units in the last place also where x is
 * tiny. */
double iter8__expm1(double x);
/* Turns each of 16 numbers below 700 into its power of e, the same as one by one; what is below
 * -700 counts as -700. Several times as fast. */
enum { ITER8__LANES = 16 };
void iter8__exp_each(double numbers[ITER8__LANES]);

#endif
