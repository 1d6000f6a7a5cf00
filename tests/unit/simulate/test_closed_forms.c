/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Requests drawn one by one, and what is seen of them computed as a metrics database would, against
 * the closed forms of the room: the same distributions over many runs, within what so few runs can
 * tell and what the closed forms promise.
 */
#include "simulate/simulation.h"
#include "simulations.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { RUNS = 20000, MOST = 3000, T_SECONDS = 10 };

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
            out->at[part][QUANTILE][run] =
                count > 0 ? empirical_quantile(sorted, count, q) : NAN;
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

static void print(const char *who, int figure, int requests, const moments *m)
{
    printf("%5d %-10s %-10s %8.4g +- %8.4g  quantiles", requests, names[figure], who, m->mean,
           m->deviation);
    for (int i = 0; i < 5; i++)
        printf(" %8.4g", m->quantiles[i]);
    putchar('\n');
}

typedef struct promise {
    double mean, deviation, quantile, correlation; /* relative errors; the last absolute */
} promise;

static void compare(const seen *brute, const seen *closed, int figure, int requests,
                    const promise *of)
{
    for (int part = 0; part < 2; part++) {
        moments b = moments_of(brute->at[part][figure]), c = moments_of(closed->at[part][figure]);
        print("one by one", figure, requests * (part + 1), &b);
        print("closed", figure, requests * (part + 1), &c);
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
    printf("      correlation %.3f, closed %.3f\n", b, c);
    cr_expect_float_eq(c, b, 0.03 + of->correlation, "%s of %d: %g, not %g", names[figure],
                       requests, c, b);
}

static void compare_all(const char *latency, int requests, const promise promises[FIGURES])
{
    char spec[1000];
    (void)snprintf(spec, sizeof spec,
                   "  requestsPerSecond: %g\n  versions:\n"
                   "  - {name: baseline, errorRate: 0.1, latency: %s}\n  - {name: candidate, latency: %s}\n"
                   "  metrics:\n  - {metric: error-rate, from: errorRate}\n"
                   "  - {metric: mean, from: meanLatency}\n"
                   "  - {metric: p95, from: latencyQuantile, quantile: 0.95}\n",
                   requests / (double)T_SECONDS, latency, latency);
    iter8_simulation *simulation = simulation_of(&(experiment_plan){0}, spec);
    seen brute = new_seen(), closed = new_seen();
    const iter8__latency *of = &simulation->timeline.phases->conducts->latency;
    take_one_by_one(of, 0.1, 0.95, requests, &brute);
    take_closed_forms(simulation, &closed);
    printf("%s\n", latency);
    for (int f = 0; f < FIGURES; f++)
        compare(&brute, &closed, f, requests, &promises[f]);
    free_seen(&brute);
    free_seen(&closed);
    iter8_simulation_free(simulation);
}

#define LOGNORMAL "{mean: 20, p95: 60}"
#define HEAVY     "{mean: 20, p95: 74}"
#define NARROW    "{mean: 20, p95: 25}"

static const promise strict[FIGURES] = {{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}};

Test(simulate_closed_forms, two) { compare_all(LOGNORMAL, 2, strict); }
Test(simulate_closed_forms, ten) { compare_all(LOGNORMAL, 10, strict); }
Test(simulate_closed_forms, hundred) { compare_all(LOGNORMAL, 100, strict); }
Test(simulate_closed_forms, thousand) { compare_all(LOGNORMAL, 1000, strict); }
Test(simulate_closed_forms, heavy2) { compare_all(HEAVY, 2, strict); }
Test(simulate_closed_forms, heavy100) { compare_all(HEAVY, 100, strict); }
Test(simulate_closed_forms, narrow2) { compare_all(NARROW, 2, strict); }
Test(simulate_closed_forms, narrow100) { compare_all(NARROW, 100, strict); }
Test(simulate_closed_forms, exp2) { compare_all("{distribution: exponential, mean: 20}", 2, strict); }
