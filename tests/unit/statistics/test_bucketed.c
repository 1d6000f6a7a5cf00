/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/bucketed.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const double upper[] = {.1, .25, .5, 1, INFINITY};

static iter8__bucketed with(const double counts[5], double sum)
{
    return (iter8__bucketed){upper, counts, 5, 0, sum};
}

Test(statistics_bucketed, buckets_are_checked)
{
    static const double good[] = {1, 0, 2.5, 0, 1e14};
    iter8__bucketed bucketed = with(good, NAN);
    cr_expect(iter8__bucketed_is_sound(&bucketed));
    bucketed.count = 0;
    cr_expect_not(iter8__bucketed_is_sound(&bucketed));
    static const double bad_counts[][5] = {
        {1, -1, 0, 0, 0}, {NAN, 0, 0, 0, 0}, {0, 0, 0, 0, INFINITY}, {1e15, 1e15, 0, 0, 0}};
    for (int i = 0; i < 4; i++) {
        bucketed = with(bad_counts[i], 1);
        cr_expect_not(iter8__bucketed_is_sound(&bucketed), "%d", i);
    }
    static const double bad_upper[][5] = {{0, 1, 2, 3, 4},
                                          {.1, .1, 2, 3, 4},
                                          {.1, INFINITY, 2, 3, 4},
                                          {.1, NAN, 2, 3, 4},
                                          {.1, .2, .3, .4, NAN},
                                          {.1, .2, .3, .4, 1e16},
                                          {.1, .2, .3, INFINITY, INFINITY},
                                          {-1, 1, 2, 3, 4}};
    for (int i = 0; i < 8; i++) {
        bucketed = (iter8__bucketed){bad_upper[i], good, 5, 0, 1};
        cr_expect_not(iter8__bucketed_is_sound(&bucketed), "%d", i);
    }
    static const double bad_lowest[] = {-1, NAN, INFINITY, .1};
    for (int i = 0; i < 4; i++) {
        bucketed = (iter8__bucketed){upper, good, 5, bad_lowest[i], 1};
        cr_expect_not(iter8__bucketed_is_sound(&bucketed), "%d", i);
    }
}

Test(statistics_bucketed, a_limit_that_is_no_bound_leaves_its_bucket_open)
{
    static const double counts[] = {1, 2, 4, 8, 16};
    static const double rows[][3] = {{.5, 24, 24},  {.6, 16, 24},    {1, 16, 16}, {2, 0, 16},
                                     {.1, 30, 30},  {.05, 30, 31},   {0, 30, 31}, {-1, 31, 31},
                                     {.25, 28, 28}, {INFINITY, 0, 0}};
    iter8__bucketed bucketed = with(counts, 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double surely, possibly;
        iter8__bucketed_above(&bucketed, rows[i][0], &surely, &possibly);
        cr_expect(surely == rows[i][1] && possibly == rows[i][2], "%g: %g %g", rows[i][0], surely,
                  possibly);
    }
    cr_expect_eq(iter8__bucketed_total(&bucketed), 31);
}

Test(statistics_bucketed, cumulative_counts_are_taken_apart)
{
    double counts[] = {3, 3, 10, 9, 12}, hostile[] = {NAN, 2, -1, 5, INFINITY};
    static const double apart[] = {3, 0, 7, 0, 2};
    iter8__bucketed_apart(counts, 5);
    cr_expect_arr_eq(counts, apart, sizeof apart);
    iter8__bucketed_apart(hostile, 4);
    for (int i = 0; i < 4; i++)
        cr_expect(hostile[i] >= 0);
}

Test(statistics_bucketed, the_excess_is_what_the_sum_has_above_the_beginnings)
{
    static const double finite[] = {2, 0, 4, 1, 0}, open[] = {2, 0, 4, 1, 3};
    double excess, room;
    iter8__bucketed bucketed = with(finite, 2); /* beginnings: 0 + 4 * .25 + .5 = 1.5 */
    cr_expect(iter8__bucketed_excess(&bucketed, INFINITY, &excess, &room));
    cr_expect_float_eq(excess, .5, 1e-15);
    cr_expect_float_eq(room, .2 + 1 + .5, 1e-15);
    bucketed.sum = 1.5 - 1e-12;
    cr_expect(iter8__bucketed_excess(&bucketed, INFINITY, &excess, &room));
    cr_expect_eq(excess, 0);
    static const double bad[] = {1.4, 3.3, NAN, INFINITY, -1};
    for (int i = 0; i < 5; i++) {
        bucketed.sum = bad[i];
        cr_expect_not(iter8__bucketed_excess(&bucketed, INFINITY, &excess, &room), "%d", i);
        cr_expect_eq(excess, 0);
    }
    bucketed = with(open, 1e9);
    cr_expect(iter8__bucketed_excess(&bucketed, INFINITY, &excess, &room));
    cr_expect_eq(excess, 1e9 - 4.5);
    cr_expect_not(iter8__bucketed_excess(&bucketed, .75, &excess, &room));
    cr_expect_float_eq(room, .2 + 1 + .25, 1e-15); /* what begins above the cap has no room */
}

/* Of observations that are all known, the variance is at most what the buckets say. */
Test(statistics_bucketed, no_variance_is_higher)
{
    iter8__random random = {11};
    for (int sample = 0; sample < 20000; sample++) {
        double counts[5] = {0}, sum = 0, squares = 0;
        int n = 2 + (int)(iter8__random_bits(&random) % 20);
        for (int i = 0; i < n; i++) {
            double x = .3 * exp(4 * iter8__random_uniform(&random) - 2.2);
            if (sample % 2 == 0) x = fmin(x, .9999);
            sum += x;
            squares += x * x;
            size_t bucket = 0;
            while (x > upper[bucket])
                bucket++;
            counts[bucket]++;
        }
        iter8__bucketed bucketed = with(counts, sum);
        double variance = (squares - sum * sum / n) / (n - 1);
        cr_assert_geq(iter8__bucketed_variance(&bucketed), variance - 1e-12);
    }
}

/* Two thirds at one end, one third at the other: nothing lies between. */
Test(statistics_bucketed, the_variance_is_reached_at_the_ends)
{
    static const double counts[] = {0, 3, 0, 0, 0}, top[] = {0, 0, 0, 0, 2};
    iter8__bucketed bucketed = with(counts, .1 + .1 + .25);
    cr_expect_float_eq(iter8__bucketed_variance(&bucketed), (.25 - .1) * (.25 - .1) / 3, 1e-15);
    bucketed = with(top, 1 + 7);
    cr_expect_float_eq(iter8__bucketed_variance(&bucketed), 18, 1e-12);
    static const double bad[] = {NAN, INFINITY, .2, .8, -1};
    for (int i = 0; i < 5; i++) {
        bucketed = with(counts, bad[i]);
        cr_expect_eq(iter8__bucketed_variance(&bucketed), INFINITY, "%d", i);
    }
    static const double one[] = {0, 1, 0, 0, 0}, crumb[] = {0, 3, 0, 0, 1e-300};
    bucketed = with(one, .2);
    cr_expect_eq(iter8__bucketed_variance(&bucketed), INFINITY);
    bucketed = with(crumb, 1e30);
    cr_expect_eq(iter8__bucketed_variance(&bucketed), INFINITY);
}
