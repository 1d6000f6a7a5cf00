/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * bignum.h - whole numbers from 0 that are as large as an exact conversion of a double needs.
 *
 * The numbers have a fixed size and live on the stack. Nothing checks that a result fits: the
 * conversions know how large their numbers can grow (see decimal_double.c).
 */
#ifndef ITER8_BASE_BIGNUM_H
#define ITER8_BASE_BIGNUM_H

#include <stdint.h>

enum { ITER8__BIG_LIMBS = 88, ITER8__BIG_BITS = 32 * ITER8__BIG_LIMBS };

typedef struct iter8__big {
    int count; /* of limbs in use, the highest of them not 0; zero has none */
    uint32_t limbs[ITER8__BIG_LIMBS]; /* lowest first; those not in use are undefined */
} iter8__big;

void iter8__big_set(iter8__big *big, uint64_t value);
/* big = big * factor + addend, where @p factor is not 0. */
void iter8__big_multiply_add(iter8__big *big, uint32_t factor, uint32_t addend);
/* big = big * 5^exponent, where @p exponent >= 0. */
void iter8__big_multiply_power_of_5(iter8__big *big, int exponent);
/* big = big * 2^bits, where @p bits >= 0. */
void iter8__big_shift_left(iter8__big *big, int bits);
/* big = big - other, where @p other is not larger. */
void iter8__big_subtract(iter8__big *big, const iter8__big *other);

/* Less than 0, 0 or more than 0, as @p a is less than, equal to or more than @p b. */
int iter8__big_compare(const iter8__big *a, const iter8__big *b);
/* The bits from the highest 1 down; 0 for zero. */
int iter8__big_bits(const iter8__big *big);

#endif
