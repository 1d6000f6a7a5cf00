/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/evidence.h"
#include "statistics/rate_test.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>

static void add(iter8__restart *restart, const iter8__bets *bets, double events, double trials)
{
    double gains[ITER8__LANES];
    cr_assert(iter8__bets_gains(bets, events, trials, gains));
    iter8__restart_add(restart, gains, iter8__falling_weights);
}

Test(statistics_evidence, evidence_that_starts_anew_is_as_computed_elsewhere)
{
    static const double events[] = {1, 0, 2, 9};
    static const double limits[] = {.01, .005};
    static const double expected[2][4] = {
        {-.5717629656, -1.0233530063, -1.2745585146, .3677368766},
        {-.3963090954, -.8394442097, -.9134154968, 4.1830325458},
    };
    for (int limit = 0; limit < 2; limit++) {
        iter8__bets bets;
        iter8__bets_make(&bets, &iter8__wide_grid, ITER8__ABOVE, limits[limit]);
        iter8__restart restart = {{0}, 0};
        cr_expect_eq(iter8__restart_evidence(&restart), 0);
        for (int i = 0; i < 4; i++) {
            add(&restart, &bets, events[i], 300);
            cr_expect_float_eq(iter8__restart_evidence(&restart), expected[limit][i], 1.01e-10,
                               "%g %d: %.12g", limits[limit], i, iter8__restart_evidence(&restart));
        }
    }
}

/* The sum over all starts as it stands in the header, in long double. */
Test(statistics_evidence, evidence_that_starts_anew_is_the_sum_over_all_starts)
{
    enum { INTERVALS = 40 };
    iter8__random random = {7};
    iter8__bets bets;
    iter8__bets_make(&bets, &iter8__wide_grid, ITER8__ABOVE, .02);
    iter8__restart restart = {{0}, 0};
    double events[INTERVALS], trials[INTERVALS];
    for (int t = 0; t < INTERVALS; t++) {
        trials[t] = 200 * iter8__random_uniform(&random);
        events[t] = trials[t] * iter8__random_uniform(&random) * .1;
        add(&restart, &bets, events[t], trials[t]);
        long double sum = 1.0L / (t + 2);
        for (int s = 0; s <= t; s++) {
            for (int j = 0; j < ITER8__LANES; j++) {
                long double gain = iter8__falling_weights[j];
                for (int i = s; i <= t; i++)
                    gain += events[i] * (long double)iter8__wide_grid.log_multiple[j] -
                            trials[i] * log1pl(.02L * iter8__wide_grid.above[j]);
                sum += expl(gain) / ((s + 1.0L) * (s + 2));
            }
        }
        cr_expect_float_eq(iter8__restart_evidence(&restart), (double)logl(sum), 1e-12);
    }
}

/* Each interval loses or gains so much that e to the power of it is no double after a few. */
Test(statistics_evidence, nothing_overflows_or_underflows_in_a_million_intervals)
{
    iter8__bets bets;
    iter8__bets_make(&bets, &iter8__wide_grid, ITER8__ABOVE, .01);
    iter8__restart restart = {{0}, 0};
    double plain[ITER8__LANES] = {0};
    for (int i = 0; i < 500000; i++)
        add(&restart, &bets, 0, 5000);
    double evidence = iter8__restart_evidence(&restart);
    cr_expect_float_eq(evidence, -log(500001), 1e-9, "%.17g", evidence);
    cr_expect(iter8__restart_is_sound(&restart));
    for (int i = 0; i < 3; i++)
        add(&restart, &bets, 100, 1000);
    evidence = iter8__restart_evidence(&restart);
    double fresh = iter8__rate_evidence(ITER8__ABOVE, 300, 3000, .01);
    cr_expect_float_eq(evidence, fresh - log(500001.0 * 500002.0), 1e-3, "%.17g", evidence);
    for (int i = 0; i < 500000; i++)
        add(&restart, &bets, 100, 1000);
    iter8__bets_gains(&bets, 50000300, 500003000, plain);
    double most = iter8__mixture(plain, iter8__falling_weights);
    evidence = iter8__restart_evidence(&restart);
    cr_expect_float_eq(evidence, most - log(500001.0 * 500002.0), 1e-3, "%.17g, not %.17g",
                       evidence, most - log(500001.0 * 500002.0));
    cr_expect(iter8__restart_is_sound(&restart));
}

Test(statistics_evidence, what_was_long_good_is_found_bad_after_few_intervals)
{
    iter8__bets bets;
    iter8__bets_make(&bets, &iter8__wide_grid, ITER8__ABOVE, .01);
    iter8__restart restart = {{0}, 0};
    for (int i = 0; i < 30; i++)
        add(&restart, &bets, 1, 300);
    int anew = 0, plain = 0;
    while (!iter8__evidence_reaches(iter8__restart_evidence(&restart), .05) && anew < 50) {
        add(&restart, &bets, 9, 300);
        anew++;
    }
    while (plain < 50) {
        double events = 30 + 9 * plain, trials = 9000 + 300 * plain;
        if (iter8__evidence_reaches(iter8__rate_evidence(ITER8__ABOVE, events, trials, .01), .05))
            break;
        plain++;
    }
    cr_expect_eq(anew, 3, "%d", anew);
    cr_expect_eq(plain, 18, "%d", plain);
}

Test(statistics_evidence, large_counts_do_not_overflow)
{
    iter8__bets bets;
    for (int side = 0; side < 2; side++) {
        static const double rates[] = {0, DBL_MIN, 1e-9, .01, .5, 1 - 1e-16, 1};
        for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
            iter8__bets_make(&bets, &iter8__wide_grid, (iter8__side)side, rates[i]);
            iter8__restart restart = {{0}, 0};
            for (int t = 0; t < 100; t++)
                add(&restart, &bets, t % 2 ? ITER8__MAX_COUNT : 0, ITER8__MAX_COUNT);
            cr_expect(isfinite(iter8__restart_evidence(&restart)));
            cr_expect(iter8__restart_is_sound(&restart));
        }
    }
}

Test(statistics_evidence, what_is_no_count_gains_nothing)
{
    static const double bad[][2] = {{NAN, 1},    {1, NAN},      {NAN, NAN},           {-1, 5},
                                    {2, 1},      {-2, -1},      {INFINITY, INFINITY}, {1, INFINITY},
                                    {1, 1.1e15}, {-INFINITY, 1}};
    iter8__bets bets;
    iter8__bets_make(&bets, &iter8__wide_grid, ITER8__ABOVE, .01);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double gains[ITER8__LANES];
        cr_expect_not(iter8__bets_gains(&bets, bad[i][0], bad[i][1], gains), "%zu", i);
        for (int j = 0; j < ITER8__LANES; j++)
            cr_expect_eq(gains[j], 0);
    }
}

Test(statistics_evidence, bets_on_what_is_no_rate_gain_nothing)
{
    static const double bad[] = {NAN, -.01, 1.01, INFINITY, -INFINITY};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double gains[ITER8__LANES];
        iter8__bets bets;
        iter8__bets_make(&bets, &iter8__wide_grid, ITER8__BELOW, bad[i]);
        cr_expect(iter8__bets_gains(&bets, 3, 10, gains));
        for (int j = 0; j < ITER8__LANES; j++)
            cr_expect_eq(gains[j], 0);
    }
}

Test(statistics_evidence, a_restart_that_was_read_is_checked)
{
    iter8__restart restart = {{0}, 5};
    cr_expect(iter8__restart_is_sound(&restart));
    static const double bad[] = {NAN, INFINITY, -INFINITY, 1e25, -1e25};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        restart.log_wealth[3] = bad[i];
        cr_expect_not(iter8__restart_is_sound(&restart), "%zu", i);
    }
    restart.intervals = 0;
    cr_expect(iter8__restart_is_sound(&restart), "nothing of it is read");
    restart = (iter8__restart){{0}, UINT64_MAX};
    cr_expect_not(iter8__restart_is_sound(&restart));
}

Test(statistics_evidence, a_level_is_reached_at_its_inverse)
{
    cr_expect(iter8__evidence_reaches(2.995732273553992, .05));
    cr_expect_not(iter8__evidence_reaches(2.9957322735539, .05));
    cr_expect(iter8__evidence_reaches(0, 1));
    static const double bad[] = {0, -1, 1.5, NAN, INFINITY};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_not(iter8__evidence_reaches(100, bad[i]), "%zu", i);
    cr_expect_not(iter8__evidence_reaches(NAN, .05));
}

Test(statistics_evidence, the_mean_of_evidence_is_the_mean_of_its_powers)
{
    static const double three[] = {3, -1, .5}, huge[] = {5000, 4999, -1e6};
    cr_expect_float_eq(iter8__evidence_mean(three, 3), log((exp(3) + exp(-1) + exp(.5)) / 3),
                       1e-14);
    cr_expect_float_eq(iter8__evidence_mean(huge, 3), 5000 + log1p(exp(-1)) - log(3), 1e-11);
    cr_expect_eq(iter8__evidence_mean(NULL, 0), 0);
    static const double spoiled[] = {3, NAN, INFINITY, -INFINITY};
    cr_expect_float_eq(iter8__evidence_mean(spoiled, 4), 3 - log(4), 1e-14);
    cr_expect_eq(iter8__evidence_mean(&spoiled[1], 1), -INFINITY);
    /* so a mean reaches whatever one of them would reach at the level divided by their number */
    for (double highest = 0; highest < 6; highest += .25) {
        const double both[] = {highest, -4};
        if (iter8__evidence_reaches(highest, .05 / 2))
            cr_expect(iter8__evidence_reaches(iter8__evidence_mean(both, 2), .05));
    }
}
