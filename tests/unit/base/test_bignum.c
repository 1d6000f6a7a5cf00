/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/bignum.h"

#include <criterion/criterion.h>

/* The value modulo 2^64. */
static uint64_t low_bits(const iter8__big *big)
{
    uint64_t value = 0;
    for (int i = big->count < 2 ? big->count - 1 : 1; i >= 0; i--)
        value = value << 32 | big->limbs[i];
    return value;
}

Test(base_bignum, holds_what_is_set)
{
    static const uint64_t values[] = {0, 1, UINT32_MAX, UINT64_C(1) << 32, UINT64_MAX};
    static const int bits[] = {0, 1, 32, 33, 64};
    for (int i = 0; i < 5; i++) {
        iter8__big big;
        iter8__big_set(&big, values[i]);
        cr_expect_eq(low_bits(&big), values[i]);
        cr_expect_eq(iter8__big_bits(&big), bits[i]);
    }
}

Test(base_bignum, multiplies_and_adds_with_carries)
{
    iter8__big big;
    iter8__big_set(&big, UINT64_MAX);
    iter8__big_multiply_add(&big, UINT32_MAX, UINT32_MAX);
    /* (2^64 - 1) (2^32 - 1) + 2^32 - 1 = 2^96 - 2^64 */
    cr_assert_eq(big.count, 3);
    cr_assert_eq(low_bits(&big), 0);
    cr_assert_eq(big.limbs[2], UINT32_MAX);
    iter8__big_set(&big, 0);
    iter8__big_multiply_add(&big, 10, 7);
    cr_assert_eq(low_bits(&big), 7);
    iter8__big_set(&big, 0);
    iter8__big_multiply_add(&big, 10, 0);
    cr_assert_eq(big.count, 0);
}

Test(base_bignum, raises_five_to_any_power)
{
    uint64_t power = 1;
    for (int exponent = 0; exponent <= 27; exponent++, power *= 5) {
        iter8__big big;
        iter8__big_set(&big, 1);
        iter8__big_multiply_power_of_5(&big, exponent);
        cr_assert_eq(low_bits(&big), power, "5^%d", exponent);
    }
    iter8__big big;
    iter8__big_set(&big, 1);
    iter8__big_multiply_power_of_5(&big, 1144);
    cr_assert_eq(iter8__big_bits(&big), 2657);
}

Test(base_bignum, shifts_by_any_number_of_bits)
{
    for (int shift = 0; shift < 2700; shift++) {
        iter8__big big;
        iter8__big_set(&big, 5);
        iter8__big_shift_left(&big, shift);
        cr_assert_eq(iter8__big_bits(&big), 3 + shift);
        uint32_t ones = 0;
        for (int i = 0; i < big.count; i++)
            for (uint32_t limb = big.limbs[i]; limb != 0; limb &= limb - 1)
                ones++;
        cr_assert_eq(ones, 2);
    }
    iter8__big zero;
    iter8__big_set(&zero, 0);
    iter8__big_shift_left(&zero, 100);
    cr_assert_eq(zero.count, 0);
}

Test(base_bignum, subtracts_with_borrows)
{
    iter8__big big, other;
    iter8__big_set(&big, 1);
    iter8__big_shift_left(&big, 128);
    iter8__big_set(&other, 1);
    iter8__big_subtract(&big, &other);
    cr_assert_eq(iter8__big_bits(&big), 128);
    for (int i = 0; i < 4; i++)
        cr_assert_eq(big.limbs[i], UINT32_MAX);
    other = big;
    iter8__big_subtract(&big, &other);
    cr_assert_eq(big.count, 0);
}

Test(base_bignum, compares_by_value)
{
    iter8__big a, b;
    iter8__big_set(&a, UINT64_C(0x200000001));
    iter8__big_set(&b, UINT64_C(0x100000002));
    cr_assert_gt(iter8__big_compare(&a, &b), 0);
    cr_assert_lt(iter8__big_compare(&b, &a), 0);
    cr_assert_eq(iter8__big_compare(&a, &a), 0);
    iter8__big_set(&b, 7);
    cr_assert_gt(iter8__big_compare(&a, &b), 0, "more limbs are more");
    iter8__big_set(&a, 0);
    cr_assert_lt(iter8__big_compare(&a, &b), 0, "zero has no limbs");
}
