/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The requests of a run, and when they are seen. */
#include "planned_simulations.h"
#include "simulate/simulation.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#define RULE "  metrics: [{metric: error-rate, from: errorRate}]\n"
#define S    INT64_C(1000000000)

enum { RUNS = 4000 };

static iter8_simulation *simulation;
static iter8__world *world;

static void use(const char *spec)
{
    iter8_simulation_free(simulation);
    simulation = planned_simulation(&(experiment_plan){0}, spec);
    world = &simulation->world;
    iter8__world_begin(world, 1);
}

static void teardown(void)
{
    iter8_simulation_free(simulation);
}

TestSuite(simulate_requests, .fini = teardown);

static double column(size_t version, size_t at)
{
    return world->now[version * world->stride + at];
}

static void set_weights(int32_t baseline, int32_t candidate)
{
    world->weights[0] = baseline;
    world->weights[1] = candidate;
}

static const char plain[] = "  requestsPerSecond: 20\n  versions:\n"
                            "  - {name: baseline, errorRate: 0.25}\n"
                            "  - {name: candidate, errorRate: 1}\n" RULE;

Test(simulate_requests, a_run_begins_with_nothing_and_all_on_the_baseline)
{
    use(plain);
    iter8__world_advance(world, 10 * S);
    iter8__world_begin(world, 2);
    cr_expect_eq(world->now_ns, 0);
    cr_expect_eq(column(0, ITER8__REQUESTS), 0);
    cr_expect_eq(world->weights[0], 100);
    iter8__world_advance(world, 10 * S);
    cr_expect_gt(column(0, ITER8__REQUESTS), 100);
    cr_expect_eq(column(1, ITER8__REQUESTS), 0);
}

Test(simulate_requests, a_run_begins_with_the_weights_that_are_said)
{
    use("  requestsPerSecond: 20\n  versions:\n  - {name: baseline, weight: 30}\n"
        "  - {name: candidate, weight: 70}\n" RULE);
    cr_expect_eq(world->weights[0], 30);
    cr_expect_eq(world->weights[1], 70);
}

Test(simulate_requests, the_same_seed_gives_the_same_world_and_another_another)
{
    use(plain);
    double first[3];
    for (int i = 0; i < 3; i++) {
        iter8__world_begin(world, i < 2 ? 5 : 6);
        iter8__world_advance(world, 50 * S);
        first[i] = column(0, ITER8__REQUESTS) * 1e6 + column(0, ITER8__ERRORS);
    }
    cr_expect_eq(first[0], first[1]);
    cr_expect_neq(first[0], first[2]);
}

/* Over many runs: so many requests, of these so many errors, with the variance of Poisson. */
Test(simulate_requests, requests_follow_traffic_and_weights)
{
    use(plain);
    double sums[4] = {0}, squares = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        iter8__world_begin(world, run * 977);
        set_weights(90, 10);
        iter8__world_advance(world, 5 * S);
        set_weights(50, 50);
        iter8__world_advance(world, 10 * S);
        double count = column(0, ITER8__REQUESTS);
        sums[0] += count;
        squares += count * count;
        sums[1] += column(0, ITER8__ERRORS);
        sums[2] += column(1, ITER8__REQUESTS);
        sums[3] += column(1, ITER8__ERRORS);
    }
    double mean = 100 * (0.9 + 0.5), other = 100 * (0.1 + 0.5);
    cr_expect_float_eq(sums[0] / RUNS, mean, 4 * sqrt(mean / RUNS));
    cr_expect_float_eq(sums[1] / RUNS, mean / 4, 4 * sqrt(mean / 4 / RUNS));
    cr_expect_float_eq(sums[2] / RUNS, other, 4 * sqrt(other / RUNS));
    cr_expect_eq(sums[3], sums[2]);
    double variance = squares / RUNS - sums[0] / RUNS * sums[0] / RUNS;
    cr_expect_float_eq(variance, mean, 4 * mean * sqrt(2.0 / RUNS));
}

/* Also with latencies whose variance is so large that most single requests are far from the mean:
 * cut into however short pieces. */
Test(simulate_requests, latencies_have_their_mean_however_time_is_cut)
{
    use("  requestsPerSecond: 1\n  versions:\n  - {name: baseline, latency: {mean: 20, p95: 70}}\n"
        "  - {name: candidate, latency: {distribution: exponential, mean: 20}}\n" RULE);
    double variance = world->timeline->phases->conducts[0].latency.variance;
    double count[2] = {0}, sum[2] = {0};
    for (uint64_t run = 0; run < 200; run++) {
        iter8__world_begin(world, run * 31);
        set_weights(50, 50);
        for (int64_t t = 1; t <= 500; t++)
            iter8__world_advance(world, t * S);
        for (size_t v = 0; v < 2; v++) {
            count[v] += column(v, ITER8__REQUESTS);
            sum[v] += column(v, ITER8__LATENCY_SUM);
        }
    }
    cr_expect_float_eq(sum[0] / count[0], 20, 4 * sqrt(variance / count[0]), "%g",
                       sum[0] / count[0]);
    cr_expect_float_eq(sum[1] / count[1], 20, 4 * 20 / sqrt(count[1]) + 0.03, "%g",
                       sum[1] / count[1]);
}

Test(simulate_requests, values_have_their_mean_and_deviation_and_rates_are_counted)
{
    use("  requestsPerSecond: 20\n  versions:\n"
        "  - {name: baseline, values: [{name: revenue, mean: 3, deviation: 2}, {name: bought, "
        "rate: "
        "0.3}]}\n  - {name: candidate}\n" RULE);
    double count = 0, revenue = 0, bought = 0, squares = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        iter8__world_begin(world, run);
        iter8__world_advance(world, 10 * S);
        double n = column(0, ITER8__REQUESTS);
        double off = (column(0, ITER8__COLUMNS) - 3 * n) / sqrt(n);
        squares += off * off;
        count += n;
        revenue += column(0, ITER8__COLUMNS);
        bought += column(0, ITER8__COLUMNS + 1);
        cr_assert_eq(column(0, ITER8__COLUMNS + 1), floor(column(0, ITER8__COLUMNS + 1)));
    }
    cr_expect_float_eq(revenue / count, 3, 4 * 2 / sqrt(count));
    cr_expect_float_eq(bought / count, 0.3, 4 * sqrt(0.21 / count));
    cr_expect_float_eq(squares / RUNS, 4, 4 * 4 * sqrt(2.0 / RUNS));
}

Test(simulate_requests, time_does_not_go_back)
{
    use(plain);
    iter8__world_advance(world, 10 * S);
    double count = column(0, ITER8__REQUESTS);
    iter8__world_advance(world, 5 * S);
    cr_expect_eq(column(0, ITER8__REQUESTS), count);
    cr_expect_eq(world->now_ns, 10 * S);
}

static const char scraped[] = "  requestsPerSecond: 20\n  scrape: {intervalSeconds: 4}\n"
                              "  versions:\n  - {name: baseline}\n  - {name: candidate}\n" RULE;

Test(simulate_requests, scrapes_come_at_their_interval_from_a_random_moment_on)
{
    use(scraped);
    double sum = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        iter8__world_begin(world, run);
        iter8__world_advance(world, 40 * S);
        cr_assert_eq(world->kept_count, 10);
        cr_assert(world->times[0] >= 0 && world->times[0] < 4 * S);
        for (size_t i = 1; i < 10; i++)
            cr_assert_eq(world->times[i], world->times[i - 1] + 4 * S);
        sum += (double)world->times[0] / S;
    }
    cr_expect_float_eq(sum / RUNS, 2, 4 * 4 / sqrt(12.0 * RUNS));
}

static double kept(size_t index)
{
    return world->kept[index * world->versions * world->stride + ITER8__REQUESTS];
}

Test(simulate_requests, a_window_goes_from_its_first_scrape_to_the_last_one_seen)
{
    use(scraped);
    iter8__world_advance(world, 40 * S);
    int64_t first = world->times[0];
    iter8__view view = iter8__world_view(world, 0, first + 10 * S);
    cr_expect_eq(iter8__view_column(world, &view, 0, ITER8__REQUESTS), kept(2) - kept(0));
    view = iter8__world_view(world, first + 1, first + 12 * S);
    cr_expect_eq(iter8__view_column(world, &view, 0, ITER8__REQUESTS), kept(3) - kept(1));
    view = iter8__world_view(world, first, first + 12 * S - 1);
    cr_expect_eq(iter8__view_column(world, &view, 0, ITER8__REQUESTS), kept(2) - kept(0));
    /* A window that began before the start has all. */
    view = iter8__world_view(world, -1, first);
    cr_expect_eq(iter8__view_column(world, &view, 0, ITER8__REQUESTS), kept(0));
}

Test(simulate_requests, nothing_is_seen_before_the_second_scrape)
{
    use(scraped);
    iter8__world_advance(world, 40 * S);
    int64_t first = world->times[0];
    cr_expect_null(iter8__world_view(world, 0, first - 1).end);
    cr_expect_null(iter8__world_view(world, 0, first + 4 * S - 1).end);
    cr_expect_not_null(iter8__world_view(world, 0, first + 4 * S).end);
    cr_expect_null(iter8__world_view(world, first + 1, first + 4 * S).end);
}

Test(simulate_requests, scrapes_see_weights_that_changed_between_them)
{
    use(scraped);
    iter8__world_advance(world, 10 * S);
    double before = column(1, ITER8__REQUESTS);
    set_weights(0, 100);
    iter8__world_advance(world, 20 * S);
    iter8__view view = iter8__world_view(world, 0, 20 * S);
    double seen = iter8__view_column(world, &view, 1, ITER8__REQUESTS);
    cr_expect_eq(before, 0);
    cr_expect(seen > 0 && seen <= column(1, ITER8__REQUESTS));
}

Test(simulate_requests, without_scrapes_all_is_seen_at_once)
{
    use(plain);
    iter8__world_advance(world, 10 * S);
    iter8__view view = iter8__world_view(world, 0, 10 * S);
    cr_expect_eq(view.end, world->now);
    cr_expect_null(view.start);
}

Test(simulate_requests, a_change_takes_hold_at_its_time)
{
    use("  requestsPerSecond: 100\n  versions:\n"
        "  - {name: baseline, changes: [{atSeconds: 7, errorRate: 1}]}\n  - {name: "
        "candidate}\n" RULE);
    iter8__world_advance(world, 7 * S);
    cr_expect_eq(column(0, ITER8__ERRORS), 0);
    double count = column(0, ITER8__REQUESTS);
    iter8__world_advance(world, 20 * S);
    cr_expect_eq(column(0, ITER8__ERRORS), column(0, ITER8__REQUESTS) - count);
}
