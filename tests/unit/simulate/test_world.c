/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The requests of a run, what of them is seen, and the metrics computed from it. */
#include "simulate/simulation.h"
#include "simulations.h"

#include "base/times.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS(s) ((int64_t)(s)*ITER8__NS_PER_S)

enum { RUNS = 2000 };

/* All kinds of metrics; the experiment is about one of them. */
#define WORLD(more)                                                                                \
    SCENARIO_HEAD                                                                                  \
    "  requestsPerSecond: 10\n" more "  versions:\n"                                               \
    "  - {name: current, weight: 50, errorRate: 0.1, latency: {mean: 20, p95: 60},\n"              \
    "     values: [{name: revenue, mean: 5, deviation: 2}, {name: bought, rate: 0.3}]}\n"          \
    "  - {name: candidate, weight: 50, errorRate: 0.1, latency: {mean: 20, p95: 60},\n"            \
    "     values: [{name: revenue, mean: 5, deviation: 2}, {name: bought, rate: 0.3}],\n"          \
    "     changes: [{atSeconds: 100, latency: {mean: 40, p95: 120}}]}\n"                           \
    "  metrics: [{metric: errors, from: errorRate}]\n"

static iter8_measurement reading(const iter8_simulation *simulation, const iter8__rule *rule,
                                 int64_t asked_ns, int64_t seen_ns)
{
    iter8__instrument instrument = {&simulation->world, &simulation->probits};
    iter8_measurement answer = {.struct_size = sizeof answer};
    iter8__reading_take(&instrument, rule, 1, asked_ns, seen_ns, &answer);
    return answer;
}

/* Mean and deviation of a metric of the candidate after so long, over many runs. */
static void expect_metric(iter8_simulation *simulation, const iter8__rule *rule, int seconds,
                          double mean, double deviation)
{
    double sum = 0, squares = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        iter8__world_begin(&simulation->world, run * 977);
        iter8__world_advance(&simulation->world, SECONDS(seconds));
        double value = reading(simulation, rule, SECONDS(seconds), SECONDS(seconds)).value;
        sum += value;
        squares += value * value;
    }
    double found = sum / RUNS, spread = sqrt(squares / RUNS - found * found);
    cr_expect_lt(fabs(found - mean), 4 * deviation / sqrt(RUNS) + 1e-9, "mean %g instead of %g",
                 found, mean);
    cr_expect_lt(fabs(spread - deviation), 0.08 * deviation + 1e-9, "deviation %g instead of %g",
                 spread, deviation);
}

/* 500 requests of the candidate in 100 s: what is drawn has the means and deviations of theory. */
Test(simulate_world, metrics_have_the_noise_of_their_requests)
{
    iter8_simulation *simulation = simulation_of(POLICY(""), WORLD(""));
    iter8__rule rule = {.from = ITER8__FROM_REQUESTS};
    expect_metric(simulation, &rule, 100, 500, sqrt(500));
    rule.from = ITER8__FROM_ERRORS;
    expect_metric(simulation, &rule, 100, 50, sqrt(50));
    rule.from = ITER8__FROM_ERROR_RATE;
    expect_metric(simulation, &rule, 100, 0.1, sqrt(0.09 / 500));
    rule.from = ITER8__FROM_MEAN_LATENCY;
    expect_metric(simulation, &rule, 100, 20, sqrt(553.2539 / 500));
    rule.from = ITER8__FROM_MEAN_VALUE;
    rule.value = "revenue";
    expect_metric(simulation, &rule, 100, 5, 2 / sqrt(500));
    rule.value = "bought";
    expect_metric(simulation, &rule, 100, 0.3, sqrt(0.21 / 500));
    /* sqrt(q (1 - q) / n) over the density at the quantile, which is phi(z) / (scale * p95). */
    double scale = 1.6448536269514722 - sqrt(2.7055434541188957 - 2 * log(3.0));
    double density = 0.10313564037537138 / (scale * 60);
    rule.from = ITER8__FROM_LATENCY_QUANTILE;
    rule.quantile = 0.95;
    expect_metric(simulation, &rule, 100, 60, sqrt(0.95 * 0.05 / 500) / density);
    iter8_simulation_free(simulation);
}

/* Half of the window's requests are from before the change: the quantile is that of the mixture. */
Test(simulate_world, a_quantile_over_a_change_is_that_of_the_mixture)
{
    iter8_simulation *simulation = simulation_of(POLICY(""), WORLD(""));
    iter8__rule rule = {.from = ITER8__FROM_LATENCY_QUANTILE, .quantile = 0.95};
    iter8__latency before = iter8__latency_of(ITER8__LATENCY_LOGNORMAL, 20, 60);
    iter8__latency after = iter8__latency_of(ITER8__LATENCY_LOGNORMAL, 40, 120);
    double sum = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        iter8__world_begin(&simulation->world, run * 31);
        iter8__world_advance(&simulation->world, SECONDS(200));
        sum += reading(simulation, &rule, SECONDS(200), SECONDS(200)).value;
    }
    double mean = sum / RUNS;
    double below = (iter8__latency_cdf(&before, mean) + iter8__latency_cdf(&after, mean)) / 2;
    cr_expect_float_eq(below, 0.95, 0.003);
    iter8_simulation_free(simulation);
}

#define BUCKETS(list)                                                                              \
    SCENARIO_HEAD "  requestsPerSecond: 10\n  versions:\n"                                         \
                  "  - {name: current, weight: 50, latency: {mean: 20, p95: 60}}\n"                \
                  "  - {name: candidate, weight: 50, latency: {mean: 20, p95: 60}}\n"              \
                  "  metrics:\n"                                                                   \
                  "  - {metric: errors, from: latencyQuantile, quantile: 0.95, buckets: " list     \
                  "}\n"

/* Prometheus interpolates inside of a bucket and stops at the last one's end. */
Test(simulate_world, buckets_bend_a_quantile)
{
    iter8_simulation *simulation = simulation_of(POLICY(""), BUCKETS("[10, 50, 100, 1000]"));
    iter8__latency latency = iter8__latency_of(ITER8__LATENCY_LOGNORMAL, 20, 60);
    double at_50 = iter8__latency_cdf(&latency, 50), at_100 = iter8__latency_cdf(&latency, 100);
    double expected = 50 + 50 * (0.95 - at_50) / (at_100 - at_50), sum = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        iter8__world_begin(&simulation->world, run * 31);
        iter8__world_advance(&simulation->world, SECONDS(1000));
        sum += reading(simulation, simulation->rules[0], SECONDS(1000), SECONDS(1000)).value;
    }
    cr_expect_float_eq(sum / RUNS, expected, 0.01 * expected, "%g, %g", sum / RUNS, expected);
    iter8_simulation_free(simulation);
    simulation = simulation_of(POLICY(""), BUCKETS("[10, 30]"));
    iter8__world_begin(&simulation->world, 3);
    iter8__world_advance(&simulation->world, SECONDS(100));
    cr_expect_eq(reading(simulation, simulation->rules[0], SECONDS(100), SECONDS(100)).value, 30);
    iter8_simulation_free(simulation);
}

/* A single request above 50 ms is found at 95 % of its bucket. */
Test(simulate_world, a_histogram_of_one_request_knows_its_bucket_alone)
{
    iter8_simulation *simulation = simulation_of(POLICY(""), BUCKETS("[50, 150, 1000000]"));
    double seen[3] = {0};
    for (uint64_t run = 0; run < 4000; run++) {
        iter8__world_begin(&simulation->world, run);
        iter8__world_advance(&simulation->world, SECONDS(1) / 10);
        iter8_measurement answer =
            reading(simulation, simulation->rules[0], SECONDS(1), SECONDS(1));
        if (simulation->world.now[simulation->world.stride] != 1) continue;
        if (fabs(answer.value - 0.95 * 50) < 1e-9) seen[0]++;
        if (fabs(answer.value - (50 + 0.95 * 100)) < 1e-9) seen[1]++;
        seen[2]++;
    }
    iter8__latency latency = iter8__latency_of(ITER8__LATENCY_LOGNORMAL, 20, 60);
    double at_50 = iter8__latency_cdf(&latency, 50), at_150 = iter8__latency_cdf(&latency, 150);
    cr_expect_gt(seen[2], 1000);
    cr_expect_float_eq(seen[0] / seen[2], at_50, 0.025);
    cr_expect_float_eq(seen[1] / seen[2], at_150 - at_50, 0.025);
    iter8_simulation_free(simulation);
}

Test(simulate_world, without_requests_there_are_counts_but_no_ratios)
{
    iter8_simulation *simulation = simulation_of(POLICY(""), WORLD(""));
    iter8__rule rule = {.from = ITER8__FROM_REQUESTS};
    iter8__world_begin(&simulation->world, 5);
    iter8_measurement answer = reading(simulation, &rule, 0, 0);
    cr_expect_eq(answer.state, ITER8_VALUE_PRESENT);
    cr_expect_eq(answer.value, 0);
    rule.from = ITER8__FROM_ERROR_RATE;
    answer = reading(simulation, &rule, 0, 0);
    cr_expect_eq(answer.state, ITER8_VALUE_ABSENT);
    cr_expect_str_eq(answer.reason, "no requests");
    iter8_simulation_free(simulation);
}

Test(simulate_world, nothing_is_seen_before_the_second_scrape)
{
    iter8_simulation *simulation =
        simulation_of(POLICY(""), WORLD("  scrape: {intervalSeconds: 15}\n"));
    iter8__rule rule = {.from = ITER8__FROM_REQUESTS};
    iter8__world_begin(&simulation->world, 5);
    int64_t first = simulation->world.next_scrape_ns;
    cr_expect_geq(first, 0);
    cr_expect_lt(first, SECONDS(15));
    iter8__world_advance(&simulation->world, SECONDS(60));
    iter8_measurement answer = reading(simulation, &rule, SECONDS(60), first + SECONDS(15) - 1);
    cr_expect_eq(answer.state, ITER8_VALUE_ABSENT);
    cr_expect_str_eq(answer.reason, "there are not yet two scrapes");
    double one = reading(simulation, &rule, SECONDS(60), first + SECONDS(15)).value;
    cr_expect_gt(one, 30); /* 75 are expected */
    cr_expect_eq(reading(simulation, &rule, SECONDS(60), first + SECONDS(30) - 1).value, one);
    cr_expect_gt(reading(simulation, &rule, SECONDS(60), first + SECONDS(30)).value, one);
    iter8_simulation_free(simulation);
}

Test(simulate_world, a_window_slides)
{
    iter8_simulation *simulation =
        simulation_of(POLICY(""), WORLD("  scrape: {intervalSeconds: 1}\n"));
    iter8__rule rule = {.from = ITER8__FROM_REQUESTS, .window_ns = SECONDS(20)};
    iter8__world_begin(&simulation->world, 9);
    iter8__world_advance(&simulation->world, SECONDS(100));
    double all = 0;
    for (int t = 20; t <= 100; t += 20)
        all += reading(simulation, &rule, SECONDS(t), SECONDS(t)).value;
    rule.window_ns = 0;
    double growing = reading(simulation, &rule, SECONDS(100), SECONDS(100)).value;
    /* A window begins at its first scrape, so a second of each is lost; it has some five. */
    cr_expect_lt(all, growing);
    cr_expect_gt(all, growing - 5 * 25);
    iter8_simulation_free(simulation);
}

Test(simulate_world, weights_split_the_requests)
{
    iter8_simulation *simulation = simulation_of(POLICY(""), WORLD(""));
    double first = 0, second = 0;
    for (uint64_t run = 0; run < 400; run++) {
        iter8__world_begin(&simulation->world, run);
        simulation->world.weights[0] = 100;
        simulation->world.weights[1] = 0;
        iter8__world_advance(&simulation->world, SECONDS(50));
        cr_assert_eq(simulation->world.now[simulation->world.stride], 0);
        simulation->world.weights[0] = 20;
        simulation->world.weights[1] = 80;
        iter8__world_advance(&simulation->world, SECONDS(100));
        first += simulation->world.now[0];
        second += simulation->world.now[simulation->world.stride];
    }
    cr_expect_float_eq(first / 400, 600, 5);
    cr_expect_float_eq(second / 400, 400, 5);
    iter8_simulation_free(simulation);
}

/* The mean of the first hour of a day whose peak is at its start. */
Test(simulate_world, traffic_follows_the_day)
{
    iter8_simulation *simulation = simulation_of(
        POLICY(""), WORLD("  daily: {amplitude: 0.8, periodSeconds: 100, peakSeconds: 0}\n"
                          "  trafficChanges: [{atSeconds: 200, requestsPerSecond: 0}]\n"));
    double quarter = 0, half = 0, later = 0;
    for (uint64_t run = 0; run < 400; run++) {
        iter8__world_begin(&simulation->world, run);
        iter8__world_advance(&simulation->world, SECONDS(25));
        quarter += simulation->world.now[0];
        iter8__world_advance(&simulation->world, SECONDS(50));
        half += simulation->world.now[0];
        iter8__world_advance(&simulation->world, SECONDS(200));
        later -= simulation->world.now[0];
        iter8__world_advance(&simulation->world, SECONDS(300));
        later += simulation->world.now[0];
    }
    /* 5 a second, over a quarter of a period 25 (1 + 0.8 * 2 / pi) times as many */
    cr_expect_float_eq(quarter / 400, 125 * (1 + 0.8 * 2 / 3.14159265), 3);
    cr_expect_float_eq(half / 400, 250, 4);
    cr_expect_eq(later, 0);
    iter8_simulation_free(simulation);
}

Test(simulate_world, what_is_drawn_hangs_on_the_moment_and_not_on_the_past)
{
    iter8_simulation *simulation = simulation_of(POLICY(""), WORLD(""));
    iter8__world *world = &simulation->world;
    iter8__world_begin(world, 3);
    iter8__world_advance(world, SECONDS(10));
    double before = world->now[0];
    iter8__world_advance(world, SECONDS(20));
    double step = world->now[0] - before;
    iter8__world_begin(world, 3);
    world->weights[0] = 100;
    world->weights[1] = 0;
    iter8__world_advance(world, SECONDS(10));
    cr_expect_neq(world->now[0], before);
    world->weights[0] = world->weights[1] = 50;
    before = world->now[0];
    iter8__world_advance(world, SECONDS(20));
    cr_expect_eq(world->now[0] - before, step);
    iter8_simulation_free(simulation);
}
