/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/mean_sequence.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>

Test(statistics_mean_sequence, half_widths_are_as_computed_elsewhere)
{
    static const struct {
        double count, mean, deviation, low, high, reach;
    } table[] = {
        {100, .12, .06, .0979255799, .14207442, .0231303278},
        {500, .11, .05, .103650285, .116349715, .0068950693},
        {1000, .105, .05, .100605866, .109394134, .0047990868},
        {5000, .098, .08, .0947244284, .101275572, .0035672467},
        {20000, .1005, .1, .0983152404, .10268476, .0023595146},
    };
    for (int i = 0; i < 5; i++) {
        double one = iter8__mean_reach_one_sided(table[i].count, table[i].deviation, .05, 1000);
        double both = iter8__mean_reach(table[i].count, table[i].deviation, .05, 1000);
        cr_expect_float_eq(table[i].mean - one, table[i].low, 5.1e-10, "%d: %.12g", i, one);
        cr_expect_float_eq(table[i].mean + one, table[i].high, 5.1e-10, "%d: %.12g", i, one);
        cr_expect_float_eq(both, table[i].reach, 5.1e-11, "%d: %.12g", i, both);
    }
}

/* What is best at so many observations is not better there with another tuning. */
Test(statistics_mean_sequence, it_is_narrowest_where_it_was_tuned_for)
{
    double best = iter8__mean_reach(1000, 1, .05, 1000);
    cr_expect_gt(iter8__mean_reach(1000, 1, .05, 600), best);
    cr_expect_gt(iter8__mean_reach(1000, 1, .05, 1700), best);
    cr_expect_lt(iter8__mean_reach_one_sided(1000, 1, .05, 1000), best);
    cr_expect_lt(iter8__mean_reach(1000, 1, .1, 1000), best);
    cr_expect_lt(iter8__mean_reach(1001, 1, .05, 1000), best);
    cr_expect_float_eq(iter8__mean_reach(1000, 3, .05, 1000), 3 * best, 1e-15);
}

Test(statistics_mean_sequence, what_is_not_as_said_reaches_infinitely_far)
{
    static const double bad[][4] = {
        {0, 1, .05, 1000},         {-1, 1, .05, 1000},  {NAN, 1, .05, 1000},
        {INFINITY, 1, .05, 1000},  {10, -1, .05, 1000}, {10, NAN, .05, 1000},
        {10, INFINITY, .05, 1000}, {10, 1, 0, 1000},    {10, 1, 1, 1000},
        {10, 1, NAN, 1000},        {10, 1, .05, 0},     {10, 1, .05, NAN}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const double *b = bad[i];
        cr_expect_eq(iter8__mean_reach(b[0], b[1], b[2], b[3]), INFINITY, "%zu", i);
        cr_expect_eq(iter8__mean_reach_one_sided(b[0], b[1], b[2], b[3]), INFINITY, "%zu", i);
    }
    cr_expect_eq(iter8__mean_reach_one_sided(10, 1, .5, 1000), INFINITY);
}

Test(statistics_mean_sequence, batches_tell_the_variance)
{
    static const double counts[] = {60, 40, 100, 50}, means[] = {.1, .13, .11, .08};
    iter8__batches batches = {0, 0, 0, 0};
    double count = 0, sum = 0, squares = 0;
    for (int i = 0; i < 4; i++) {
        cr_expect_eq(iter8__batches_variance(&batches) == INFINITY, i < 2);
        cr_expect(iter8__batches_add(&batches, counts[i], means[i]));
        count += counts[i];
        sum += counts[i] * means[i];
    }
    for (int i = 0; i < 4; i++)
        squares += counts[i] * (means[i] - sum / count) * (means[i] - sum / count);
    cr_expect_float_eq(batches.mean, sum / count, 1e-16);
    cr_expect_float_eq(iter8__batches_variance(&batches), squares / 3, 1e-15);
    static const double bad[][2] = {{0, 1},   {-1, 1},       {NAN, 1},  {INFINITY, 1},
                                    {1, NAN}, {1, INFINITY}, {1, 1e16}, {1e16, 1}};
    iter8__batches before = batches;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_expect_not(iter8__batches_add(&batches, bad[i][0], bad[i][1]), "%zu", i);
        cr_expect(batches.count == before.count && batches.squares == before.squares &&
                  batches.batches == 4);
    }
}

/* Large means with small differences lose nothing. */
Test(statistics_mean_sequence, batches_far_from_zero_keep_their_digits)
{
    iter8__batches batches = {0, 0, 0, 0};
    for (int i = 0; i < 1000; i++)
        iter8__batches_add(&batches, 10, 1e9 + i % 2);
    cr_expect_float_eq(iter8__batches_variance(&batches), 10000 * .25 / 999, 1e-6);
}

Test(statistics_mean_sequence, differences_are_as_computed_elsewhere)
{
    static const struct {
        iter8__sample candidate, baseline;
        double reach, p;
    } table[] = {
        {{1000, .12, .1056}, {1000, .10, .09}, .043688259, .9388856},
        {{5000, .12, .1056}, {5000, .10, .09}, .01914831, .033486002},
        {{300, .115, .0025}, {2700, .1, .0025}, .009313836, .00010457259},
        {{10000, .101, .01}, {10000, .1, .01}, .0044224072, 1},
        {{20000, .105, .094}, {20000, .1, .09}, .0097429571, 1},
    };
    for (int i = 0; i < 5; i++) {
        iter8__difference difference =
            iter8__mean_difference(&table[i].candidate, &table[i].baseline, .05, 5000);
        cr_expect_float_eq(difference.reach, table[i].reach, 3e-8 * table[i].reach, "%d", i);
        cr_expect_float_eq(difference.p, table[i].p, 4e-8 * table[i].p, "%d: %.12g", i,
                           difference.p);
        cr_expect_eq(difference.estimate, table[i].candidate.mean - table[i].baseline.mean);
        cr_expect_eq(difference.p<.05, fabs(difference.estimate)> difference.reach);
    }
}

Test(statistics_mean_sequence, no_difference_is_seen_of_what_is_no_sample)
{
    static const iter8__sample good = {100, .1, .01};
    static const iter8__sample bad[] = {{0, .1, .01},        {NAN, .1, .01}, {-5, .1, .01},
                                        {INFINITY, .1, .01}, {5, NAN, .01},  {5, INFINITY, .01},
                                        {5, .1, -1},         {5, .1, NAN},   {5, .1, INFINITY}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        iter8__difference difference = iter8__mean_difference(&bad[i], &good, .05, 5000);
        cr_expect(difference.estimate == 0 && difference.reach == INFINITY && difference.p == 1);
        difference = iter8__mean_difference(&good, &bad[i], .05, 5000);
        cr_expect(difference.estimate == 0 && difference.reach == INFINITY && difference.p == 1);
    }
    static const double alphas[] = {0, 1, NAN, -1};
    for (int i = 0; i < 4; i++)
        cr_expect_eq(iter8__mean_difference(&good, &good, alphas[i], 5000).p, 1);
    static const iter8__sample constant = {10, 1, 0}, other = {10, 2, 0};
    cr_expect_eq(iter8__mean_difference(&constant, &constant, .05, 5000).p, 1);
    cr_expect_eq(iter8__mean_difference(&constant, &other, .05, 5000).p, 0);
}
