/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * A candidate that becomes bad after it was good for long: how soon evidence that starts anew with
 * every interval finds it, and how seldom it is wrong. By drawn courses with a fixed seed, of 300
 * requests an interval and a limit of 1 %.
 */
#include "statistics/rate_test.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>

enum { REQUESTS = 300, COURSES = 4000 };

/* Errors among the requests: gaps between them are geometric. */
static int draw(iter8__random *random, double rate)
{
    int errors = 0;
    double at = 0, scale = 1 / log1p(-rate);
    for (;;) {
        at += 1 + floor(log(1 - iter8__random_uniform(random)) * scale);
        if (at > REQUESTS) return errors;
        errors++;
    }
}

/* The interval in which evidence reaches 20, from 1 on; one more than @p most if it never does. */
static int found_in(iter8__random *random, int good_intervals, double bad_rate, int most)
{
    iter8__bets bets;
    iter8__restart restart = {{0}, 0};
    iter8__bets_make(&bets, &iter8__wide_grid, ITER8__ABOVE, .01);
    for (int t = 1; t <= most; t++) {
        double gains[ITER8__LANES];
        int errors = draw(random, t <= good_intervals ? .003 : bad_rate);
        iter8__bets_gains(&bets, errors, REQUESTS, gains);
        iter8__restart_add(&restart, gains, iter8__falling_weights);
        if (iter8__evidence_reaches(iter8__restart_evidence(&restart), .05)) return t;
    }
    return most + 1;
}

Test(late_harm, is_found_after_so_many_intervals)
{
    static const struct {
        int good;
        double rate, delay;
    } rows[] = {{0, .02, 4.5}, {10, .02, 7.8}, {30, .02, 9.5}, {30, .03, 3.5}};
    for (int i = 0; i < 4; i++) {
        iter8__random random = {41 + (uint64_t)i};
        double delay = 0;
        int late = 0;
        for (int course = 0; course < COURSES; course++) {
            int found = found_in(&random, rows[i].good, rows[i].rate, 400);
            if (found <= rows[i].good) continue;
            delay += found - rows[i].good;
            late++;
        }
        delay /= late;
        cr_expect_geq(late, COURSES * 99 / 100);
        cr_expect_float_eq(delay, rows[i].delay, .25, "%d %g: %g", rows[i].good, rows[i].rate,
                           delay);
    }
}

Test(late_harm, is_seldom_seen_where_there_is_none)
{
    iter8__random random = {43};
    int wrong = 0;
    for (int course = 0; course < COURSES; course++)
        wrong += found_in(&random, 0, .01, 200) <= 200;
    cr_expect_lt(wrong, COURSES / 20, "%d", wrong);
    cr_expect_gt(wrong, COURSES / 500, "%d", wrong);
}
