/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Both directions write the number as a fraction n / m of whole numbers times a power of two, and
 * divide: reading takes the bits of the quotient, writing its decimal digits. What is left of n
 * then decides the rounding, so every result is right to the last digit.
 */
#include "base/bignum.h"
#include "base/decimal.h"

#include <math.h>
#include <string.h>

enum {
    MANTISSA_BITS = 53,
    SMALLEST_NORMAL = -1022, /* exponents of two */
    LARGEST_NORMAL = 1023,
    HIGHEST_DIGIT = 308, /* exponents of ten: above is no finite double, below none but 0, */
    LOWEST_DIGIT = -345  /* even times 2^60 */
};

/* The largest number of a conversion: 5^(800 + 345) has 2659 bits, 10^800 has 2658, and aligning
 * and doubling add two. */
_Static_assert(ITER8__BIG_BITS >= 2700, "the numbers of a conversion fit");

static double double_from_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* One correctly rounded operation is enough where both numbers are exact doubles. */
static int convert_short(const iter8__decimal *decimal, double *out)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const int largest = (int)(sizeof powers / sizeof powers[0]) - 1;
    int exponent = decimal->exponent - decimal->count + 1;
    if (decimal->count > 16 || exponent < -largest || exponent > largest) return 0;
    uint64_t mantissa = 0;
    for (int i = 0; i < decimal->count; i++)
        mantissa = 10 * mantissa + decimal->digits[i];
    if (mantissa > UINT64_C(1) << MANTISSA_BITS) return 0;
    *out =
        exponent < 0 ? (double)mantissa / powers[-exponent] : (double)mantissa * powers[exponent];
    return 1;
}

/* n / m * 2^exponent as a double, where m <= n < 2 m; uses up @p n. */
static double divide(iter8__big *n, const iter8__big *m, int exponent)
{
    if (exponent > LARGEST_NORMAL) return INFINITY;
    int missing = exponent < SMALLEST_NORMAL ? SMALLEST_NORMAL - exponent : 0;
    if (missing > MANTISSA_BITS) return 0;
    uint64_t mantissa = 0;
    for (int i = missing; i < MANTISSA_BITS; i++) {
        mantissa *= 2;
        if (iter8__big_compare(n, m) >= 0) {
            iter8__big_subtract(n, m);
            mantissa++;
        }
        iter8__big_shift_left(n, 1);
    }
    int half = iter8__big_compare(n, m);
    if (half > 0 || (half == 0 && mantissa % 2 != 0)) mantissa++;
    /* The mantissa's highest bit, and a carry, count the exponent on. */
    uint64_t biased = missing > 0 ? 0 : (uint64_t)(exponent - SMALLEST_NORMAL);
    return double_from_bits((biased << (MANTISSA_BITS - 1)) + mantissa);
}

static double convert_long(const iter8__decimal *decimal, int power_of_two)
{
    if (decimal->count == 0 || decimal->exponent < LOWEST_DIGIT) return 0;
    if (decimal->exponent > HIGHEST_DIGIT) return INFINITY;
    iter8__big n, m;
    iter8__big_set(&n, 0);
    iter8__big_set(&m, 1);
    for (int i = 0; i < decimal->count; i++)
        iter8__big_multiply_add(&n, 10, decimal->digits[i]);
    int exponent = decimal->exponent - decimal->count + 1;
    if (exponent >= 0)
        iter8__big_multiply_power_of_5(&n, exponent);
    else
        iter8__big_multiply_power_of_5(&m, -exponent);
    int shift = iter8__big_bits(&n) - iter8__big_bits(&m);
    if (shift > 0)
        iter8__big_shift_left(&m, shift);
    else
        iter8__big_shift_left(&n, -shift);
    if (iter8__big_compare(&n, &m) < 0) {
        iter8__big_shift_left(&n, 1);
        shift--;
    }
    return divide(&n, &m, exponent + power_of_two + shift);
}

double iter8__decimal_to_double(const iter8__decimal *decimal, int power_of_two)
{
    double size;
    if (convert_short(decimal, &size))
        size *= (double)(UINT64_C(1) << power_of_two);
    else
        size = convert_long(decimal, power_of_two);
    return decimal->negative ? -size : size;
}

/* Sets up n / m * 10^exponent = @p mantissa * 2^power_of_two with n < 10 m; returns the exponent.
 */
static int set_fraction(uint64_t mantissa, int power_of_two, iter8__big *n, iter8__big *m)
{
    iter8__big_set(n, mantissa);
    iter8__big_set(m, 1);
    /* A little more than log10(2) never gives less than the exponent of the first digit, and at
     * most one more. */
    int scaled = (power_of_two + iter8__big_bits(n)) * 30103;
    int exponent = scaled / 100000 - (scaled < 0);
    iter8__big_multiply_power_of_5(exponent < 0 ? n : m, exponent < 0 ? -exponent : exponent);
    int shift = power_of_two - exponent;
    iter8__big_shift_left(shift > 0 ? n : m, shift > 0 ? shift : -shift);
    return exponent;
}

/* The first digits of a number > 0; the last tells a tie from what is above or below. */
static void generate(uint64_t mantissa, int power_of_two, int count, iter8__decimal *out)
{
    iter8__big n, m;
    out->exponent = set_fraction(mantissa, power_of_two, &n, &m);
    out->count = 0;
    while (out->count < count && n.count > 0) {
        uint8_t digit = 0;
        for (; iter8__big_compare(&n, &m) >= 0; digit++)
            iter8__big_subtract(&n, &m);
        iter8__big_multiply_add(&n, 10, 0);
        if (digit == 0 && out->count == 0)
            out->exponent--;
        else
            out->digits[out->count++] = digit;
    }
    uint8_t *last = &out->digits[out->count - 1];
    if (n.count > 0 && *last % 5 == 0) ++*last;
}

void iter8__decimal_from_double(double value, iter8__decimal *out)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint64_t mantissa = bits & ((UINT64_C(1) << (MANTISSA_BITS - 1)) - 1);
    int biased = (int)(bits >> (MANTISSA_BITS - 1) & 0x7ff);
    int subnormal = biased == 0;
    iter8__decimal exact = {.negative = (int)(bits >> 63)};
    if (subnormal && mantissa == 0) {
        *out = exact;
        return;
    }
    if (!subnormal) mantissa |= UINT64_C(1) << (MANTISSA_BITS - 1);
    int lowest = (subnormal ? 1 : biased) + SMALLEST_NORMAL - MANTISSA_BITS;
    generate(mantissa, lowest, 18, &exact);
    for (int count = subnormal ? 1 : 15; count <= 17; count++) {
        *out = exact;
        iter8__decimal_round(out, count);
        if (iter8__decimal_to_double(out, 0) == value) return;
    }
}

int iter8__double_parse(const char *text, size_t length, double *out)
{
    iter8__decimal decimal;
    if (!iter8__decimal_parse(text, length, &decimal)) return 0;
    double value = iter8__decimal_to_double(&decimal, 0);
    if (!isfinite(value)) return 0;
    *out = value;
    return 1;
}

static size_t format_with_exponent(iter8__decimal *decimal, char *buffer)
{
    int32_t exponent = decimal->exponent;
    decimal->exponent = 0;
    size_t length = iter8__decimal_format(decimal, decimal->count - 1, buffer, ITER8__DOUBLE_BYTES);
    buffer[length++] = 'e';
    if (exponent >= 0) buffer[length++] = '+';
    return length + iter8__integer_format(exponent, buffer + length);
}

size_t iter8__double_format(double value, char *buffer)
{
    if (!isfinite(value)) {
        memcpy(buffer, "null", sizeof "null");
        return sizeof "null" - 1;
    }
    iter8__decimal decimal;
    iter8__decimal_from_double(value, &decimal);
    if (decimal.exponent < -5 || decimal.exponent > 16)
        return format_with_exponent(&decimal, buffer);
    int places = decimal.count - 1 - decimal.exponent;
    return iter8__decimal_format(&decimal, places > 0 ? places : 0, buffer, ITER8__DOUBLE_BYTES);
}
