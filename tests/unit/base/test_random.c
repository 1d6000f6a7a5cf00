/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DRAWS = 100000 };

static iter8__random seeded(uint64_t seed)
{
    iter8__random random;
    iter8__random_seed(&random, seed);
    return random;
}

Test(base_random, bits_are_those_of_splitmix64)
{
    static const uint64_t expected[] = {
        UINT64_C(6457827717110365317), UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
        UINT64_C(4593380528125082431), UINT64_C(16408922859458223821)};
    iter8__random random = seeded(1234567);
    for (int i = 0; i < 5; i++)
        cr_expect_eq(iter8__random_bits(&random), expected[i], "number %d", i);
}

/* Whoever changes a stream changes every recorded run: these values stand for ever. */
Test(base_random, streams_are_pinned)
{
    iter8__random random = seeded(42);
    cr_expect_eq(iter8__random_uniform(&random), 0x1.7bae644c5fd6dp-1);
    cr_expect_eq(iter8__random_uniform(&random), 0x1.477f199d9337cp-3);
    random = seeded(42);
    cr_expect_eq(iter8__random_normal(&random), 0x1.f8c80e851c094p-2);
    cr_expect_eq(iter8__random_normal(&random), -0x1.47f4af60c7f97p+0);
    random = seeded(42);
    cr_expect_eq(iter8__random_gamma(&random, 2.5), 0x1.7cf6e46763fa7p+1);
    cr_expect_eq(iter8__random_gamma(&random, 2.5), 0x1.02a3210910729p+1);
    random = seeded(42);
    cr_expect_eq(iter8__random_gamma(&random, 0.5), 0x1.24998c3b81ba6p-2);
    cr_expect_eq(iter8__random_gamma(&random, 0.5), 0x1.43429adbf716ep-9);
    random = seeded(42);
    cr_expect_eq(iter8__random_beta(&random, 3, 5), 0x1.c6bdc0e6e4ab6p-2);
    cr_expect_eq(iter8__random_beta(&random, 3, 5), 0x1.e2b6f40c996aep-3);
    random = seeded(42);
    cr_expect_eq(iter8__random_beta(&random, 0.5, 0.5), 0x1.fb9e61438962ap-1);
    cr_expect_eq(iter8__random_beta(&random, 0.5, 0.5), 0x1.669fe2afb0802p-2);
}

/* The state counts the numbers that were drawn, so it tells when one more or less is rejected. */
Test(base_random, rejections_are_pinned)
{
    iter8__random random = seeded(42);
    for (int i = 0; i < 10000; i++)
        iter8__random_gamma(&random, 1.5);
    cr_expect_eq(random.state, UINT64_C(0xbf9416fde724e4c6));
}

Test(base_random, mixed_streams_are_pinned)
{
    iter8__random random = seeded(42);
    iter8__random_mix(&random, 7);
    cr_expect_eq(random.state, UINT64_C(0xaebdb1a5611cee63));
    iter8__random_mix_text(&random, "candidate", 9);
    cr_expect_eq(random.state, UINT64_C(0x636f84c549859858));
}

static uint64_t first_after_texts(const char *a, const char *b)
{
    iter8__random random = seeded(1);
    iter8__random_mix_text(&random, a, strlen(a));
    iter8__random_mix_text(&random, b, strlen(b));
    return iter8__random_bits(&random);
}

Test(base_random, texts_are_mixed_with_their_borders_and_order)
{
    uint64_t first = first_after_texts("ab", "c");
    cr_expect_eq(first, first_after_texts("ab", "c"));
    cr_expect_neq(first, first_after_texts("a", "bc"));
    cr_expect_neq(first, first_after_texts("abc", ""));
    cr_expect_neq(first, first_after_texts("c", "ab"));
    cr_expect_neq(first_after_texts("", ""), first_after_texts("", "a"));
}

Test(base_random, streams_of_neighbouring_numbers_are_independent)
{
    double sum = 0;
    for (uint64_t i = 0; i < DRAWS; i++) {
        iter8__random a = seeded(1), b = seeded(1);
        iter8__random_mix(&a, i);
        iter8__random_mix(&b, i + 1);
        sum += (iter8__random_uniform(&a) - 0.5) * (iter8__random_uniform(&b) - 0.5);
    }
    /* The product of two independent ones has the variance 1 / 144. */
    cr_assert_lt(fabs(sum / DRAWS), 5 / sqrt(144.0 * DRAWS), "covariance %g", sum / DRAWS);
}

Test(base_random, uniform_never_reaches_its_ends)
{
    /* The states before those that splitmix64 turns into all zeros and all ones. */
    iter8__random lowest = {UINT64_C(0) - UINT64_C(0x9e3779b97f4a7c15)};
    cr_assert_eq(iter8__random_uniform(&lowest), 0x1p-53);
    iter8__random highest = {UINT64_C(0x31628af67b2131ab)};
    cr_assert_eq(iter8__random_uniform(&highest), 1 - 0x1p-53);
}

typedef struct shape {
    double mean;
    double variance;
    double excess; /* kurtosis beyond that of the normal distribution */
} shape;

/* Mean and variance of the draws are within 5 of their standard errors. */
static void expect_shape(const char *name, const double *draws, shape expected)
{
    double sum = 0, squares = 0;
    for (int i = 0; i < DRAWS; i++)
        sum += draws[i] - expected.mean;
    for (int i = 0; i < DRAWS; i++)
        squares += (draws[i] - expected.mean) * (draws[i] - expected.mean);
    double mean_error = sqrt(expected.variance / DRAWS);
    double variance_error = expected.variance * sqrt((expected.excess + 2) / DRAWS);
    cr_expect_lt(fabs(sum / DRAWS), 5 * mean_error, "%s: the mean is off by %g errors", name,
                 sum / DRAWS / mean_error);
    cr_expect_lt(fabs(squares / DRAWS - expected.variance), 5 * variance_error,
                 "%s: the variance is off by %g errors", name,
                 (squares / DRAWS - expected.variance) / variance_error);
}

static double draws[DRAWS];

Test(base_random, uniform_and_normal_have_their_moments)
{
    iter8__random random = seeded(1);
    for (int i = 0; i < DRAWS; i++)
        draws[i] = iter8__random_uniform(&random);
    expect_shape("uniform", draws, (shape){0.5, 1.0 / 12, -1.2});
    int inside = 0;
    for (int i = 0; i < DRAWS; i++) {
        draws[i] = iter8__random_normal(&random);
        inside += fabs(draws[i]) < 1.959963984540054;
    }
    expect_shape("normal", draws, (shape){0, 1, 0});
    cr_expect_lt(fabs(inside - 0.95 * DRAWS), 5 * sqrt(0.95 * 0.05 * DRAWS), "%d inside", inside);
}

Test(base_random, gamma_has_its_moments)
{
    static const double shapes[] = {0.1, 0.5, 0.999, 1, 1.5, 3, 20, 1000, 1e8};
    for (size_t s = 0; s < sizeof shapes / sizeof shapes[0]; s++) {
        iter8__random random = seeded(s);
        for (int i = 0; i < DRAWS; i++) {
            draws[i] = iter8__random_gamma(&random, shapes[s]);
            cr_assert_geq(draws[i], 0);
        }
        char name[64];
        snprintf(name, sizeof name, "gamma(%g)", shapes[s]);
        expect_shape(name, draws, (shape){shapes[s], shapes[s], 6 / shapes[s]});
    }
}

static shape shape_of_beta(double a, double b)
{
    double n = a + b;
    double excess =
        6 * ((a - b) * (a - b) * (n + 1) - a * b * (n + 2)) / (a * b * (n + 2) * (n + 3));
    return (shape){a / n, a * b / (n * n * (n + 1)), excess};
}

Test(base_random, beta_has_its_moments)
{
    static const double cases[][2] = {{1, 1},   {0.5, 0.5}, {2, 5},       {0.2, 3},
                                      {3, 0.2}, {30, 970},  {0.01, 0.01}, {1, 0.5}};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        iter8__random random = seeded(c);
        double a = cases[c][0], b = cases[c][1];
        for (int i = 0; i < DRAWS; i++) {
            draws[i] = iter8__random_beta(&random, a, b);
            cr_assert(draws[i] >= 0 && draws[i] <= 1);
        }
        char name[64];
        snprintf(name, sizeof name, "beta(%g, %g)", a, b);
        expect_shape(name, draws, shape_of_beta(a, b));
    }
}

Test(base_random, tiny_shapes_give_numbers_all_the_same)
{
    iter8__random random = seeded(1);
    int ones = 0;
    for (int i = 0; i < 1000; i++) {
        double beta = iter8__random_beta(&random, 1e-300, 1e-300);
        cr_assert(beta == 0 || beta == 1, "%g", beta);
        ones += beta == 1;
        cr_assert_eq(iter8__random_gamma(&random, 1e-300), 0);
    }
    cr_assert(ones > 400 && ones < 600, "%d", ones);
}
