/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/bignum.h"

static void append(iter8__big *big, uint32_t limb)
{
    if (limb != 0) big->limbs[big->count++] = limb;
}

void iter8__big_set(iter8__big *big, uint64_t value)
{
    big->limbs[0] = (uint32_t)value;
    big->limbs[1] = (uint32_t)(value >> 32);
    big->count = value >> 32 != 0 ? 2 : value != 0;
}

void iter8__big_multiply_add(iter8__big *big, uint32_t factor, uint32_t addend)
{
    uint64_t carry = addend;
    for (int i = 0; i < big->count; i++) {
        carry += (uint64_t)big->limbs[i] * factor;
        big->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    append(big, (uint32_t)carry);
}

void iter8__big_multiply_power_of_5(iter8__big *big, int exponent)
{
    const uint32_t power_13 = 1220703125; /* 5^13, the largest that fits a limb */
    for (; exponent >= 13; exponent -= 13)
        iter8__big_multiply_add(big, power_13, 0);
    for (; exponent > 0; exponent--)
        iter8__big_multiply_add(big, 5, 0);
}

void iter8__big_shift_left(iter8__big *big, int bits)
{
    if (big->count == 0) return;
    iter8__big_multiply_add(big, UINT32_C(1) << bits % 32, 0);
    int limbs = bits / 32;
    if (limbs == 0) return;
    for (int i = big->count - 1; i >= 0; i--)
        big->limbs[i + limbs] = big->limbs[i];
    for (int i = 0; i < limbs; i++)
        big->limbs[i] = 0;
    big->count += limbs;
}

void iter8__big_subtract(iter8__big *big, const iter8__big *other)
{
    uint64_t borrow = 0;
    for (int i = 0; i < big->count; i++) {
        uint64_t limb = i < other->count ? other->limbs[i] : 0;
        uint64_t difference = (uint64_t)big->limbs[i] - limb - borrow;
        big->limbs[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
    while (big->count > 0 && big->limbs[big->count - 1] == 0)
        big->count--;
}

int iter8__big_compare(const iter8__big *a, const iter8__big *b)
{
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    for (int i = a->count - 1; i >= 0; i--) {
        if (a->limbs[i] != b->limbs[i]) return a->limbs[i] < b->limbs[i] ? -1 : 1;
    }
    return 0;
}

int iter8__big_bits(const iter8__big *big)
{
    if (big->count == 0) return 0;
    int bits = 32 * (big->count - 1);
    for (uint32_t top = big->limbs[big->count - 1]; top != 0; top >>= 1)
        bits++;
    return bits;
}
