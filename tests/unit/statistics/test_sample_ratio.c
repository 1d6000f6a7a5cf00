/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/sample_ratio.h"

#include <criterion/criterion.h>
#include <math.h>

static iter8__sample_ratio seen(double own, double all, double weight)
{
    iter8__sample_ratio ratio = {{{0}}, 0, 0, 0};
    cr_assert(iter8__sample_ratio_add(&ratio, own, all, weight));
    return ratio;
}

Test(statistics_sample_ratio, evidence_is_as_computed_elsewhere)
{
    static const double rows[][4] = {{4850, 10000, .5, 2.484633},
                                     {5000, 10000, .5, -4.141070},
                                     {100, 1000, .1, -1.010871},
                                     {70, 1000, .1, 3.420066},
                                     {140, 1000, .1, 5.588239}};
    for (int i = 0; i < 5; i++) {
        iter8__sample_ratio ratio = seen(rows[i][0], rows[i][1], rows[i][2]);
        double evidence = iter8__sample_ratio_evidence(&ratio);
        cr_expect_float_eq(evidence, rows[i][3], 5.1e-7, "%d: %.10g", i, evidence);
    }
}

Test(statistics_sample_ratio, with_two_versions_one_z2_is_pearsons_statistic)
{
    static const double rows[][5] = {{5150, 4850, .5, 9, .0026998},
                                     {930, 70, .9, 10, .0015654},
                                     {860, 140, .9, 17.7778, 2.48e-5},
                                     {900, 100, .9, 0, 1}};
    for (int i = 0; i < 4; i++) {
        double counts[] = {rows[i][0], rows[i][1]}, weights[] = {rows[i][2], 1 - rows[i][2]};
        iter8__sample_ratio ratio = seen(counts[0], counts[0] + counts[1], weights[0]);
        double square = iter8__chi_square(counts, weights, 2);
        cr_expect_float_eq(square, rows[i][3], 5.1e-5);
        cr_expect_float_eq(iter8__sample_ratio_z2(&ratio), square, 1e-10);
        cr_expect_float_eq(iter8__chi_square_tail(square, 1), rows[i][4], 2.1e-3 * rows[i][4]);
    }
    static const double three[] = {3400, 3300, 3300}, even[] = {7, 7, 7};
    cr_expect_float_eq(iter8__chi_square(three, even, 3), 2, 1e-12);
    cr_expect_float_eq(iter8__chi_square_tail(2, 2), .367879, 5.1e-7);
}

Test(statistics_sample_ratio, each_interval_counts_with_its_own_weight)
{
    iter8__sample_ratio ratio = seen(60, 600, .1);
    cr_expect(iter8__sample_ratio_add(&ratio, 180, 600, .3));
    cr_expect_eq(iter8__sample_ratio_z2(&ratio), 0);
    cr_expect_lt(iter8__sample_ratio_evidence(&ratio), 0);
    cr_expect(iter8__sample_ratio_add(&ratio, 400, 600, .5));
    cr_expect_float_eq(iter8__sample_ratio_z2(&ratio), 100 * 100 / (54.0 + 126 + 150), 1e-12);
    cr_expect_gt(iter8__sample_ratio_evidence(&ratio), 10);
}

Test(statistics_sample_ratio, what_is_not_left_to_chance_says_nothing)
{
    static const double bad[][3] = {{1, 10, 0},   {1, 10, 1},    {1, 10, NAN},      {1, 10, -1},
                                    {11, 10, .5}, {NAN, 10, .5}, {1, INFINITY, .5}, {-1, 10, .5}};
    iter8__sample_ratio ratio = {{{0}}, 0, 0, 0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_not(iter8__sample_ratio_add(&ratio, bad[i][0], bad[i][1], bad[i][2]), "%zu", i);
    cr_expect_float_eq(iter8__sample_ratio_evidence(&ratio), 0, 1e-15);
    cr_expect_eq(iter8__sample_ratio_z2(&ratio), 0);
    ratio = seen(1e15, 1e15, 1e-300);
    cr_expect(isfinite(iter8__sample_ratio_evidence(&ratio)));
}

/* Reference values of the incomplete gamma function with 30 digits. */
Test(statistics_sample_ratio, tails_of_the_chi_square_distribution)
{
    static const struct {
        double x;
        unsigned freedom;
        double tail;
    } rows[] = {
        {0.5, 1, 0.4795001221869535},       {3.84, 1, 0.050043521248705106},
        {30, 1, 4.3204630578274975e-08},    {0.1, 2, 0.951229424500714},
        {50, 2, 1.3887943864964021e-11},    {4, 3, 0.2614641299491106},
        {11.3, 3, 0.010209496433133649},    {200, 3, 4.2185411071920426e-43},
        {9, 4, 0.061099480960332686},       {1, 5, 0.9625657732472964},
        {20, 7, 0.005569683072945571},      {100, 10, 5.4497019829205295e-17},
        {60, 51, 0.18175992924734113},      {120, 100, 0.08440668109369183},
        {1000, 99, 7.229607902491263e-149},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double tail = iter8__chi_square_tail(rows[i].x, rows[i].freedom);
        cr_expect_float_eq(tail, rows[i].tail, 1e-12 * rows[i].tail, "%zu: %.17g", i, tail);
    }
    cr_expect_eq(iter8__chi_square_tail(0, 3), 1);
    cr_expect_eq(iter8__chi_square_tail(NAN, 3), 1);
    cr_expect_eq(iter8__chi_square_tail(5, 0), 1);
    cr_expect_eq(iter8__chi_square_tail(INFINITY, 4), 0);
    cr_expect_eq(iter8__chi_square_tail(1e-300, 100), 1);
}

Test(statistics_sample_ratio, versions_without_weight_or_requests)
{
    static const double counts[] = {10, 0, 5}, weights[] = {1, 1, 0}, none[] = {0, 0, 0};
    static const double odd[] = {NAN, -1, INFINITY};
    cr_expect_eq(iter8__chi_square(counts, weights, 3), INFINITY);
    cr_expect_float_eq(iter8__chi_square(counts, weights, 2), 10, 1e-14);
    cr_expect_eq(iter8__chi_square(none, weights, 3), 0);
    cr_expect_eq(iter8__chi_square(counts, none, 3), 0);
    cr_expect_eq(iter8__chi_square(odd, weights, 3), 0);
    cr_expect_eq(iter8__chi_square(counts, odd, 3), 0);
}
