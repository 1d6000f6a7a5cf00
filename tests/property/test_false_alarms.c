/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * How often evidence that is looked at after each request is wrong: exactly, over all sequences of
 * errors. The number of errors so far is all that plain evidence depends on, so dynamic programming
 * over it takes all sequences into account.
 */
#include "statistics/harm_bound.h"
#include "statistics/rate_test.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The distribution of the number of errors among sequences that were not stopped. */
typedef struct walk {
    iter8__side side;
    double limit, rate, alpha;
    int of_harm; /* stops where the bound of harm is too low, in place of evidence */
    int trials;
    int low, high;    /* probabilities outside are 0, or too small to matter */
    int boundary;     /* the least number that stops (ABOVE), or the most (BELOW; -1: none) */
    double *alive;    /* by number of errors */
    double stopped;   /* probability */
    double stop_time; /* sum of trials times the probability to stop there */
} walk;

enum { MOST_ERRORS = 8192 };

static walk *walk_begin(iter8__side side, double limit, double rate)
{
    walk *w = calloc(1, sizeof *w);
    cr_assert(w);
    w->side = side;
    w->limit = limit;
    w->rate = rate;
    w->alpha = .05;
    w->boundary = side == ITER8__ABOVE ? 1 : -1;
    w->alive = calloc(MOST_ERRORS, sizeof *w->alive);
    cr_assert(w->alive);
    w->alive[0] = 1;
    return w;
}

static void walk_end(walk *w)
{
    free(w->alive);
    free(w);
}

static int stops(const walk *w, int errors)
{
    if (w->of_harm) return iter8__harm_bound(errors, w->alpha) < w->trials * w->rate;
    return errors <= w->trials &&
           iter8__evidence_reaches(iter8__rate_evidence(w->side, errors, w->trials, w->limit),
                                   w->alpha);
}

/* Boundaries only rise with the number of trials. */
static void stop(walk *w)
{
    int from = w->low, to = w->high;
    if (w->side == ITER8__ABOVE) {
        while (w->boundary <= w->high && !stops(w, w->boundary))
            w->boundary++;
        from = w->boundary;
    } else {
        while (stops(w, w->boundary + 1))
            w->boundary++;
        to = w->boundary;
    }
    for (int k = from; k <= to; k++) {
        w->stopped += w->alive[k];
        w->stop_time += w->alive[k] * w->trials;
        w->alive[k] = 0;
    }
    while (w->high > w->low && w->alive[w->high] < 1e-18)
        w->alive[w->high--] = 0;
    while (w->low < w->high && w->alive[w->low] < 1e-18)
        w->alive[w->low++] = 0;
}

static double walk_to(walk *w, int trials)
{
    while (w->trials < trials) {
        w->trials++;
        cr_assert_lt(w->high + 1, MOST_ERRORS);
        w->high++;
        for (int k = w->high; k > w->low; k--)
            w->alive[k] = w->alive[k] * (1 - w->rate) + w->alive[k - 1] * w->rate;
        w->alive[w->low] *= 1 - w->rate;
        stop(w);
    }
    return w->stopped;
}

/* In percent, by 100, 1,000, 10,000 and 30,000 requests; the published digits. */
static const struct {
    double limit;
    iter8__side side;
    double alarms[4], digit;
} table[] = {
    {.01, ITER8__ABOVE, {.9, 2.14, 3.53, 3.59}, .0051},
    {.01, ITER8__BELOW, {0, 2.26, 4.76, 4.98}, .0051},
    {.05, ITER8__ABOVE, {1.7, 3.4, 3.7, 3.7}, .051},
    {.05, ITER8__BELOW, {1.35, 4.2, 4.9, 4.9}, .051},
    {.001, ITER8__ABOVE, {NAN, NAN, NAN, NAN}, 0},
    {.001, ITER8__BELOW, {0, 0, NAN, NAN}, .0051},
};

Test(false_alarms, are_as_rare_as_promised_at_every_horizon)
{
    static const int horizons[] = {100, 1000, 10000, 30000};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        walk *w = walk_begin(table[i].side, table[i].limit, table[i].limit);
        for (int h = 0; h < 4; h++) {
            double alarms = 100 * walk_to(w, horizons[h]);
            double tolerance = h == 0 ? .051 : table[i].digit;
            if (!isnan(table[i].alarms[h]))
                cr_expect_float_eq(alarms, table[i].alarms[h], tolerance, "%g %d at %d: %.5f",
                                   table[i].limit, (int)table[i].side, horizons[h], alarms);
            cr_expect_lt(alarms, 5);
        }
        walk_end(w);
    }
}

/* Rates that obey the hypothesis with room to spare are rarer found to break it. */
Test(false_alarms, are_rarer_away_from_the_limit)
{
    walk *w = walk_begin(ITER8__ABOVE, .01, .005);
    cr_expect_lt(walk_to(w, 10000), .004, "%g", w->stopped);
    walk_end(w);
    w = walk_begin(ITER8__BELOW, .01, .015);
    cr_expect_lt(walk_to(w, 10000), .003, "%g", w->stopped);
    walk_end(w);
}

/* Mean numbers of requests until the truth is found. */
Test(false_alarms, the_truth_is_found_after_so_many_requests)
{
    static const struct {
        iter8__side side;
        double rate, trials, digit;
    } rows[] = {
        {ITER8__ABOVE, .02, 949, .51},  {ITER8__ABOVE, .03, 305, .51},
        {ITER8__ABOVE, .05, 107, .51},  {ITER8__ABOVE, .2, 12.8, .051},
        {ITER8__ABOVE, .5, 4.1, .051},  {ITER8__BELOW, .005, 2093, .51},
        {ITER8__BELOW, .003, 980, .51}, {ITER8__BELOW, .001, 546, .51},
        {ITER8__BELOW, 0, 425, .51},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        walk *w = walk_begin(rows[i].side, .01, rows[i].rate);
        while (walk_to(w, w->trials + 500) < 1 - 1e-7 && w->trials < 30000)
            ;
        cr_expect_float_eq(w->stop_time, rows[i].trials, rows[i].digit, "%g: %g, stopped %.9f",
                           rows[i].rate, w->stop_time, w->stopped);
        walk_end(w);
    }
}

/* The errors that were to be expected exceed their bound after some request: rarely. */
Test(false_alarms, the_bound_of_harm_is_rarely_too_low)
{
    static const double rates[] = {.001, .01, .05, .3};
    for (int i = 0; i < 4; i++) {
        walk *w = walk_begin(ITER8__BELOW, NAN, rates[i]);
        w->of_harm = 1;
        double wrong = walk_to(w, rates[i] > .1 ? 10000 : 30000);
        cr_expect_lt(wrong, .05, "%g: %g", rates[i], wrong);
        cr_expect_gt(wrong, .01, "%g: %g", rates[i], wrong);
        walk_end(w);
    }
}

/* A candidate of constant rate that gets all requests which its budget allows, until none is left
 * or it has had so many: sums over all sequences of errors. */
struct plan {
    double rate, limit, budget;
    double *alive, *next; /* by requests so far and errors */
    double exceeded, spent;
};

enum { MOST_REQUESTS = 400, STEPS = 40 };

static void plan_step(struct plan *plan, int requests, int errors)
{
    double probability = plan->alive[requests * MOST_REQUESTS + errors];
    double allowance = iter8__harm_allowance(errors, requests, plan->limit, plan->budget, .05);
    if (iter8__harm_is_spent(allowance)) {
        plan->spent += probability;
        return;
    }
    int more = (int)fmin(floor(allowance), 30), all = requests + more;
    if (all >= MOST_REQUESTS) return;
    double most = plan->budget / (plan->rate - plan->limit) + 1e-9;
    if (requests <= most && all > most) plan->exceeded += probability;
    double chance = probability * pow(1 - plan->rate, more);
    for (int k = 0; k <= more; k++) {
        plan->next[all * MOST_REQUESTS + errors + k] += chance;
        chance *= plan->rate / (1 - plan->rate) * (more - k) / (k + 1);
    }
}

Test(false_alarms, a_budget_of_harm_is_rarely_exceeded)
{
    static const double rates[] = {.06, .1, .2, .5, .9};
    size_t size = MOST_REQUESTS * MOST_REQUESTS * sizeof(double);
    for (int i = 0; i < 5; i++) {
        struct plan plan = {rates[i], .01, 10, calloc(1, size), calloc(1, size), 0, 0};
        cr_assert(plan.alive && plan.next);
        plan.alive[0] = 1;
        for (int step = 0; step < STEPS; step++) {
            for (int n = 0; n < MOST_REQUESTS; n++)
                for (int k = 0; k <= n; k++)
                    if (plan.alive[n * MOST_REQUESTS + k] > 1e-15) plan_step(&plan, n, k);
            double *done = plan.alive;
            plan.alive = plan.next;
            plan.next = memset(done, 0, size);
        }
        cr_expect_leq(plan.exceeded, .05, "%g: %g", rates[i], plan.exceeded);
        cr_expect_gt(plan.exceeded, 0, "%g", rates[i]);
        cr_expect_gt(plan.spent, .9, "%g: %g", rates[i], plan.spent);
        free(plan.alive);
        free(plan.next);
    }
}
