/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * decimal.h - between doubles and decimal digits, exactly and in every locale alike.
 *
 * The C library's strtod and printf follow the locale and keep no promise about the last digit;
 * these do neither. Reading rounds to the nearest double (ties to even), writing gives few digits
 * that read back as the same double. Nothing here allocates.
 */
#ifndef ITER8_BASE_DECIMAL_H
#define ITER8_BASE_DECIMAL_H

#include <stddef.h>
#include <stdint.h>

enum {
    ITER8__INTEGER_BYTES = 24, /* room for any int64_t or uint64_t and a zero */
    ITER8__DOUBLE_BYTES = 32,  /* room for what iter8__double_format writes */
    ITER8__DECIMAL_DIGITS = 800
};

/* A decimal number: digits[0].digits[1]... * 10^exponent; zero has no digits.
 * No double and no middle between two of them has more than 768 digits. */
typedef struct iter8__decimal {
    int negative;
    int count;        /* of digits in use */
    int32_t exponent; /* of the first digit; far beyond a double's it stops at +-2^30 */
    uint8_t digits[ITER8__DECIMAL_DIGITS]; /* 0..9; neither the first nor the last in use is 0 */
} iter8__decimal;

/* Reads the longest "[+-]digits", "[+-]digits.", "[+-]digits.digits" or "[+-].digits" that a text
 * begins with. Digits that have no room are cut off, with a last digit that keeps rounding right.
 * Returns its bytes, 0 when there is none. */
size_t iter8__decimal_scan(const char *text, size_t length, iter8__decimal *out);

/* Reads the whole of @p text, as iter8__decimal_scan does and then "(e|E)[+-]digits" or nothing.
 * Returns 1, or 0 when it is not a number. */
int iter8__decimal_parse(const char *text, size_t length, iter8__decimal *out);

/* The double nearest to @p decimal * 2^power_of_two, where the power is 0..60; an infinity when
 * that is too large. */
double iter8__decimal_to_double(const iter8__decimal *decimal, int power_of_two);

/* A finite double as 15 digits, or where these do not read back as the same double as 16, or as 17:
 * correctly rounded, without zeros at the end. Subnormal doubles begin with 1 digit. */
void iter8__decimal_from_double(double value, iter8__decimal *out);

/* Rounds to at most @p count > 0 digits, half to even. */
void iter8__decimal_round(iter8__decimal *decimal, int count);

/* Rounds away the digits after @p places >= 0 decimal places, towards positive infinity. */
void iter8__decimal_ceil(iter8__decimal *decimal, int places);

/* Writes with exactly @p places >= 0 decimal places ("-0.500"), and a zero. Further places of the
 * number are left out; zero has no sign. Returns the bytes without the zero; 0, and an empty text,
 * when they do not fit into @p capacity > 0. */
size_t iter8__decimal_format(const iter8__decimal *decimal, int places, char *buffer,
                             size_t capacity);

/* iter8__decimal_parse and iter8__decimal_to_double in one; 0 also for a number too large for a
 * double. */
int iter8__double_parse(const char *text, size_t length, double *out);

/* Writes the digits of iter8__decimal_from_double, and a zero: from 1e-5 to below 1e17 in plain
 * digits (5, -0.01), beyond with an exponent (1.5e-7, 1e+30). As JSON has no infinities and no NaN,
 * these become "null"; negative zero becomes "0". Returns the bytes without the zero. @p buffer has
 * ITER8__DOUBLE_BYTES. */
size_t iter8__double_format(double value, char *buffer);

/* Writes an integer and a zero; returns the bytes without the zero. @p buffer has
 * ITER8__INTEGER_BYTES. */
size_t iter8__integer_format(int64_t value, char *buffer);
size_t iter8__unsigned_format(uint64_t value, char *buffer);

#endif
