/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Requests drawn one by one, and what is seen of them computed as a metrics database would, against
 * the closed forms of the room: the same distributions over many runs, within what so few runs can
 * tell and what the closed forms promise.
 */
#include "planned_simulations.h"
#include "simulate/simulation.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { RUNS = 10000, MOST = 3000, T_SECONDS = 10 };

/* What is seen at two times, the second twice the first. */
enum { ERROR_RATE, MEAN, QUANTILE, FIGURES };
typedef struct seen {
    double *at[2][FIGURES]; /* RUNS each, NaN where absent */
} seen;

static seen new_seen(void)
{
    seen all;
    for (int i = 0; i < 2 * FIGURES; i++)
        all.at[i / FIGURES][i % FIGURES] = malloc(RUNS * sizeof(double));
    return all;
}

static void free_seen(seen *all)
{
    for (int i = 0; i < 2 * FIGURES; i++)
        free(all->at[i / FIGURES][i % FIGURES]);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Between the two order statistics around it. */
static double empirical_quantile(double *sorted, int count, double q)
{
    double place = (count - 1) * q;
    int below = (int)place;
    if (below + 1 >= count) return sorted[count - 1];
    return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
}

static void take_one_by_one(const iter8__latency *latency, double error_rate, double q, double mean,
                            seen *out)
{
    static double times[MOST], sorted[MOST];
    for (int run = 0; run < RUNS; run++) {
        iter8__random random = {0};
        iter8__random_mix(&random, 77);
        iter8__random_mix(&random, (uint64_t)run);
        int count = 0, errors = 0;
        double sum = 0;
        for (int part = 0; part < 2; part++) {
            /* Arrivals one by one: exponential gaps. */
            for (double t = -log(iter8__random_uniform(&random)); t < mean;
                 t -= log(iter8__random_uniform(&random))) {
                cr_assert_lt(count, MOST);
                double z = iter8__random_normal(&random);
                times[count] = latency->shape == ITER8__LATENCY_EXPONENTIAL
                                   ? -latency->mean * log(iter8__random_uniform(&random))
                                   : exp(latency->location + latency->scale * z);
                sum += times[count++];
                errors += iter8__random_uniform(&random) < error_rate;
            }
            for (int i = 0; i < count; i++)
                sorted[i] = times[i];
            qsort(sorted, (size_t)count, sizeof *sorted, by_size);
            out->at[part][ERROR_RATE][run] = count > 0 ? errors / (double)count : NAN;
            out->at[part][MEAN][run] = count > 0 ? sum / count : NAN;
            out->at[part][QUANTILE][run] = count > 0 ? empirical_quantile(sorted, count, q) : NAN;
        }
    }
}

static double read_rule(iter8_simulation *simulation, size_t rule, int64_t time_ns)
{
    iter8__instrument instrument = {&simulation->world, &simulation->probits};
    iter8_measurement answer = {.struct_size = sizeof answer};
    iter8__reading_take(&instrument, &simulation->scenario.rules[rule], 0, time_ns, time_ns,
                        &answer);
    return answer.state == ITER8_VALUE_PRESENT ? answer.value : NAN;
}

static void take_closed_forms(iter8_simulation *simulation, seen *out)
{
    for (int run = 0; run < RUNS; run++) {
        iter8__world_begin(&simulation->world, (uint64_t)run * 7919 + 1);
        for (int part = 0; part < 2; part++) {
            int64_t time_ns = (part + 1) * T_SECONDS * INT64_C(1000000000);
            iter8__world_advance(&simulation->world, time_ns);
            for (size_t f = 0; f < FIGURES; f++)
                out->at[part][f][run] = read_rule(simulation, f, time_ns);
        }
    }
}

typedef struct moments {
    double count, mean, deviation, quantiles[5];
} moments;

static const double levels[] = {0.05, 0.25, 0.5, 0.75, 0.95};

static moments moments_of(const double *numbers)
{
    static double sorted[RUNS];
    moments out = {0, 0, 0, {0}};
    int count = 0;
    double squares = 0;
    for (int i = 0; i < RUNS; i++) {
        if (isnan(numbers[i])) continue;
        sorted[count++] = numbers[i];
        out.mean += numbers[i];
    }
    out.count = count;
    out.mean /= count;
    for (int i = 0; i < count; i++)
        squares += (sorted[i] - out.mean) * (sorted[i] - out.mean);
    out.deviation = sqrt(squares / (count - 1));
    qsort(sorted, (size_t)count, sizeof *sorted, by_size);
    for (int i = 0; i < 5; i++)
        out.quantiles[i] = sorted[(int)(levels[i] * count)];
    return out;
}

static double correlation(const double *a, const double *b)
{
    moments of_a = moments_of(a), of_b = moments_of(b);
    double sum = 0, count = 0;
    for (int i = 0; i < RUNS; i++) {
        if (isnan(a[i]) || isnan(b[i])) continue;
        sum += (a[i] - of_a.mean) * (b[i] - of_b.mean);
        count++;
    }
    return sum / count / (of_a.deviation * of_b.deviation);
}

static const char *const names[] = {"error rate", "mean", "p95"};

typedef struct promise {
    double mean, deviation, quantile, correlation; /* relative errors; the last absolute */
} promise;

static void compare(const seen *brute, const seen *closed, int figure, int requests,
                    const promise *of)
{
    for (int part = 0; part < 2; part++) {
        moments b = moments_of(brute->at[part][figure]), c = moments_of(closed->at[part][figure]);
        double noise = 5 * b.deviation / sqrt(RUNS);
        cr_expect_float_eq(c.mean, b.mean, noise + of->mean * b.mean, "%s of %d: %g, not %g",
                           names[figure], requests, c.mean, b.mean);
        cr_expect_float_eq(c.deviation / b.deviation, 1, 0.05 + of->deviation, "%s of %d: %g",
                           names[figure], requests, c.deviation / b.deviation);
        for (int i = 0; i < 5; i++)
            cr_expect_float_eq(c.quantiles[i], b.quantiles[i],
                               2 * noise + of->quantile * b.quantiles[i] + 1e-12,
                               "%s of %d, %g: %g, not %g", names[figure], requests, levels[i],
                               c.quantiles[i], b.quantiles[i]);
        cr_expect_float_eq(c.count, b.count, 5 * sqrt(RUNS) / 2);
    }
    double b = correlation(brute->at[0][figure], brute->at[1][figure]);
    double c = correlation(closed->at[0][figure], closed->at[1][figure]);
    cr_expect_float_eq(c, b, 0.03 + of->correlation, "%s of %d: %g, not %g", names[figure],
                       requests, c, b);
}

/* A slow request is seen in the mean and in the quantile. */
static void compare_together(const seen *brute, const seen *closed, int requests)
{
    double b = correlation(brute->at[1][MEAN], brute->at[1][QUANTILE]);
    double c = correlation(closed->at[1][MEAN], closed->at[1][QUANTILE]);
    cr_expect_float_eq(c, b, requests < 50 ? 0.45 : 0.06, "%d: %g, not %g", requests, c, b);
}

static void compare_all(const char *latency, int requests, const promise promises[FIGURES])
{
    char spec[1000];
    (void)snprintf(
        spec, sizeof spec,
        "  requestsPerSecond: %g\n  versions:\n"
        "  - {name: baseline, errorRate: 0.1, latency: %s}\n  - {name: candidate, latency: %s}\n"
        "  metrics:\n  - {metric: error-rate, from: errorRate}\n"
        "  - {metric: mean, from: meanLatency}\n"
        "  - {metric: p95, from: latencyQuantile, quantile: 0.95}\n",
        requests / (double)T_SECONDS, latency, latency);
    iter8_simulation *simulation = planned_simulation(&(experiment_plan){0}, spec);
    seen brute = new_seen(), closed = new_seen();
    const iter8__latency *of = &simulation->timeline.phases->conducts->latency;
    take_one_by_one(of, 0.1, 0.95, requests, &brute);
    take_closed_forms(simulation, &closed);
    for (int f = 0; f < FIGURES; f++)
        compare(&brute, &closed, f, requests, &promises[f]);
    compare_together(&brute, &closed, requests);
    free_seen(&brute);
    free_seen(&closed);
    iter8_simulation_free(simulation);
}

static const char usual[] = "{mean: 20, p95: 60}";
static const char heavy[] = "{mean: 20, p95: 74}";
static const char narrow[] = "{mean: 20, p95: 25}";
static const char exponential[] = "{distribution: exponential, mean: 20}";

Test(simulate_closed_forms, of_two_requests)
{
    compare_all(usual, 2, (promise[]){{0, 0, 0, 0}, {0, 0.05, 0.04, 0}, {0.05, 0.06, 0.07, 0.06}});
    compare_all(narrow, 2, (promise[]){{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0.01, 0.03}});
    compare_all(exponential, 2, (promise[]){{0, 0, 0, 0}, {0, 0, 0.05, 0}, {0.03, 0, 0.06, 0.03}});
}

Test(simulate_closed_forms, of_two_requests_with_a_heavy_tail)
{
    compare_all(heavy, 2, (promise[]){{0, 0, 0, 0}, {0, 0.1, 0.1, 0.06}, {0.12, 0.15, 0.1, 0.2}});
}

Test(simulate_closed_forms, of_ten_requests)
{
    compare_all(usual, 10, (promise[]){{0, 0, 0, 0}, {0, 0, 0.03, 0}, {0.09, 0.05, 0.1, 0.04}});
}

Test(simulate_closed_forms, of_a_hundred_requests)
{
    compare_all(usual, 100, (promise[]){{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0.01, 0.04}});
    compare_all(narrow, 100, (promise[]){{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0.005, 0.04}});
    compare_all(heavy, 100, (promise[]){{0, 0, 0, 0}, {0, 0, 0.04, 0}, {0, 0, 0.01, 0.04}});
}

Test(simulate_closed_forms, of_a_thousand_requests)
{
    compare_all(usual, 1000, (promise[]){{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0.02}});
}
