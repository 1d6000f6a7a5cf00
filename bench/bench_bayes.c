/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * What it costs to know which version is the best, and how well it is known: the integrals of the
 * library beside 10,000 draws, as Iter8 v1 makes them, with the same random numbers and the same
 * compiler. First the contest alone, then a whole step with three criteria.
 */
#include "base/random.h"
#include "v1_analysis.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DRAWS = 10000, REPEATS = 20, MOST = 20, TOP = 1 };

/* The shares of 2, 5 and 20 versions, made with mpmath 1.3 at 34 digits. */
#include "bench_bayes.inc"

static double now_us(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

/* Versions that are a little better, known a little better and a little likelier to meet all
 * objectives, one after the other. */
static void set_up(size_t count, iter8__posterior *rewards, double *chances)
{
    for (size_t v = 0; v < count; v++) {
        rewards[v] = (iter8__posterior){ITER8__POSTERIOR_BETA, 50.1 + 7.0 * (double)v,
                                        950.1 + 90.0 * (double)v};
        chances[v] = 0.5 + 0.02 * (double)v;
    }
}

/* A version is among the best k if fewer than k have a greater utility. */
static void count_top(const double *utilities, size_t count, size_t top, double *counts)
{
    for (size_t i = 0; i < count; i++) {
        size_t better = 0;
        for (size_t j = 0; j < count; j++)
            better += utilities[j] > utilities[i];
        counts[i] += better < top;
    }
}

static void normalize(double *counts, size_t count)
{
    double sum = 0;
    for (size_t v = 0; v < count; v++)
        sum += counts[v];
    for (size_t v = 0; v < count; v++)
        counts[v] /= sum;
}

static void draw_contest(iter8__random *random, const iter8__contest *contest, double *shares)
{
    memset(shares, 0, contest->count * sizeof *shares);
    for (int d = 0; d < DRAWS; d++) {
        double utilities[MOST];
        for (size_t v = 0; v < contest->count; v++) {
            double reward =
                iter8__random_beta(random, contest->rewards[v].a, contest->rewards[v].b);
            int takes_part = iter8__random_uniform(random) < contest->chances[v];
            utilities[v] = takes_part ? reward : 0;
        }
        utilities[0] += 1e-10;
        count_top(utilities, contest->count, contest->top, shares);
    }
    normalize(shares, contest->count);
}

static double largest_error(const double *shares, const double *exact, size_t count)
{
    double error = 0;
    for (size_t v = 0; v < count; v++)
        error = fmax(error, fabs(shares[v] - exact[v]));
    return error;
}

static void print(const char *what, size_t count, double exact_us, double drawn_us)
{
    printf("%-10s %2zu versions: %9.1f us, drawn %10.1f us: %6.0f times as fast", what, count,
           exact_us, drawn_us, drawn_us / exact_us);
}

static void bench_contest(size_t count, const double *exact)
{
    iter8__posterior rewards[MOST];
    double chances[MOST], shares[MOST];
    iter8__contest_result results[MOST];
    set_up(count, rewards, chances);
    iter8__contest contest = {rewards, chances, count, TOP, 0};
    iter8__random random = {1};
    double start = now_us(), drawn_error = 0;
    for (int i = 0; i < REPEATS; i++) {
        draw_contest(&random, &contest, shares);
        drawn_error += largest_error(shares, exact, count) / REPEATS;
    }
    double drawn_us = (now_us() - start) / REPEATS;
    start = now_us();
    for (int i = 0; i < 100 * REPEATS; i++)
        iter8__contest_hold(&contest, results);
    double exact_us = (now_us() - start) / (100 * REPEATS);
    for (size_t v = 0; v < count; v++)
        shares[v] = results[v].share;
    double error = fmax(largest_error(shares, exact, count), 0x1p-53);
    print("contest", count, exact_us, drawn_us);
    printf(", error %.0e, drawn %.0e: %.0e times as exact\n", error, drawn_error,
           drawn_error / error);
}

/* Three metrics, each drawn for each version: a proportion with a limit, a mean with a limit in
 * relation to the baseline, and the reward, a proportion with such a limit. */
typedef struct three {
    iter8__posterior errors[MOST], latencies[MOST], rewards[MOST];
    v1_criterion criteria[3];
    v1_question question;
} three;

static void set_up_step(three *step, size_t count)
{
    double chances[MOST];
    set_up(count, step->rewards, chances);
    for (size_t v = 0; v < count; v++) {
        step->errors[v] = iter8__posterior_of_proportion(0.01 + 0.0005 * (double)v, 1000);
        step->latencies[v] = iter8__posterior_of_mean(20 + 0.1 * (double)v, 1000, 5, 60);
    }
    step->criteria[0] = (v1_criterion){step->errors, V1_ABSOLUTE, 0.015, 0};
    step->criteria[1] = (v1_criterion){step->latencies, V1_RELATIVE, 1.01, 0};
    step->criteria[2] = (v1_criterion){step->rewards, V1_RELATIVE, 0.95, 1};
    step->question = (v1_question){step->criteria, 3, &step->criteria[2], count, TOP, 0};
}

static double draw_one(iter8__random *random, const iter8__posterior *belief)
{
    if (belief->kind == ITER8__POSTERIOR_BETA)
        return iter8__random_beta(random, belief->a, belief->b);
    return fmax(belief->a + belief->b * iter8__random_normal(random), 0);
}

static int meets(const v1_criterion *criterion, double drawn, double baseline)
{
    double limit = criterion->limit;
    if (criterion->kind == V1_RELATIVE) limit *= baseline;
    return criterion->more_is_better ? drawn >= limit : drawn <= limit;
}

/* All draws are kept, as each version's chance to meet a limit must be counted first. */
static void draw_step(iter8__random *random, const three *step, double *shares)
{
    static double draws[3][MOST][DRAWS];
    size_t count = step->question.version_count;
    double chances[MOST];
    for (size_t v = 0; v < count; v++) {
        chances[v] = 1;
        for (size_t c = 0; c < 3; c++) {
            int met = 0;
            for (int d = 0; d < DRAWS; d++) {
                draws[c][v][d] = draw_one(random, &step->criteria[c].beliefs[v]);
                met += meets(&step->criteria[c], draws[c][v][d], draws[c][0][d]);
            }
            chances[v] *= v == 0 && c > 0 ? 1 : (double)met / DRAWS;
        }
    }
    memset(shares, 0, count * sizeof *shares);
    for (int d = 0; d < DRAWS; d++) {
        double utilities[MOST];
        for (size_t v = 0; v < count; v++)
            utilities[v] = iter8__random_uniform(random) < chances[v] ? draws[2][v][d] : 0;
        utilities[0] += 1e-10;
        count_top(utilities, count, TOP, shares);
    }
    normalize(shares, count);
}

static void bench_step(size_t count)
{
    static three step;
    double shares[MOST];
    iter8__contest_result results[MOST];
    iter8__random random = {1};
    set_up_step(&step, count);
    double start = now_us();
    for (int i = 0; i < REPEATS; i++)
        draw_step(&random, &step, shares);
    double drawn_us = (now_us() - start) / REPEATS;
    start = now_us();
    for (int i = 0; i < 100 * REPEATS; i++)
        v1_compare(&step.question, results);
    print("whole step", count, (now_us() - start) / (100 * REPEATS), drawn_us);
    double apart = 0;
    for (size_t v = 0; v < count; v++)
        apart = fmax(apart, fabs(shares[v] - results[v].share));
    printf(", %.0e apart\n", apart);
}

int main(void)
{
    static const size_t counts[] = {2, 5, 20};
    for (size_t i = 0; i < 3; i++)
        bench_contest(counts[i], exact_shares[i]);
    for (size_t i = 0; i < 3; i++)
        bench_step(counts[i]);
    return 0;
}
