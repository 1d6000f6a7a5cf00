/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A scenario cut into phases. */
#include "planned_simulations.h"
#include "simulate/simulation.h"

#include <criterion/criterion.h>
#include <math.h>

#define RULE "  metrics: [{metric: error-rate, from: errorRate}]\n"
#define S    INT64_C(1000000000)

static iter8_simulation *simulation;

static const iter8__timeline *timeline_of(const char *spec)
{
    iter8_simulation_free(simulation);
    simulation = planned_simulation(&(experiment_plan){0}, spec);
    return &simulation->timeline;
}

static void teardown(void)
{
    iter8_simulation_free(simulation);
    simulation = NULL;
}

TestSuite(simulate_timeline, .fini = teardown);

static double rate(const iter8__timeline *timeline, size_t phase)
{
    return timeline->phases[phase].requests_per_ns * 1e9;
}

Test(simulate_timeline, what_never_changes_is_one_phase)
{
    const iter8__timeline *timeline = timeline_of(
        "  requestsPerSecond: 5\n  versions: [{name: baseline}, {name: candidate}]\n" RULE);
    cr_expect_eq(timeline->count, 1);
    cr_expect_eq(timeline->phases[0].until_ns, INT64_MAX);
    cr_expect_float_eq(rate(timeline, 0), 5, 1e-12);
    cr_expect_eq(timeline->has_latency, 0);
    cr_expect_eq(timeline->latency_classes, 1);
}

Test(simulate_timeline, each_change_at_once_begins_a_phase)
{
    const iter8__timeline *timeline = timeline_of(
        "  requestsPerSecond: 5\n  trafficChanges: [{atSeconds: 20, requestsPerSecond: 7}]\n"
        "  versions:\n  - name: baseline\n"
        "  - {name: candidate, errorRate: 0.1, changes: [{atSeconds: 10, errorRate: 0.2},"
        " {atSeconds: 30, errorRate: 0.8}]}\n" RULE);
    cr_assert_eq(timeline->count, 4);
    int64_t ends[] = {10 * S, 20 * S, 30 * S, INT64_MAX};
    double rates[] = {5, 5, 7, 7}, errors[] = {0.1, 0.2, 0.2, 0.2};
    for (size_t i = 0; i < 4; i++) {
        const iter8__odds *odds = &timeline->phases[i].conducts[1].errors;
        cr_expect_eq(timeline->phases[i].until_ns, ends[i]);
        cr_expect_float_eq(rate(timeline, i), rates[i], 1e-12);
        cr_expect_float_eq(odds->p, errors[i], 1e-12); /* 0.8 is failure in 0.2 */
        cr_expect_eq(odds->is_flipped, i == 3);
    }
}

Test(simulate_timeline, a_ramp_is_cut_into_steps_of_which_the_middle_counts)
{
    const iter8__timeline *timeline = timeline_of(
        "  requestsPerSecond: 0\n"
        "  trafficChanges: [{fromSeconds: 20, untilSeconds: 40, requestsPerSecond: 100}]\n"
        "  versions: [{name: baseline}, {name: candidate}]\n" RULE);
    cr_assert_eq(timeline->count, 22);
    for (size_t i = 1; i <= 20; i++) {
        cr_expect_eq(timeline->phases[i].until_ns, (int64_t)(20 + i) * S);
        cr_expect_float_eq(rate(timeline, i), 5 * ((double)i - 0.5), 1e-9);
    }
    cr_expect_float_eq(rate(timeline, 21), 100, 1e-9);
}

Test(simulate_timeline, a_day_is_a_cosine)
{
    const iter8__timeline *timeline = timeline_of(
        "  requestsPerSecond: 10\n  daily: {amplitude: 0.5, periodSeconds: 96, peakSeconds: 24}\n"
        "  versions: [{name: baseline}, {name: candidate}]\n" RULE);
    cr_assert_eq(timeline->count, 4000); /* until a run is given up, a second each */
    double sum = 0;
    for (size_t i = 0; i < 96; i++) {
        double turns = ((double)i + 0.5 - 24) / 96;
        double wanted = 10 * (1 + 0.5 * cos(2 * acos(-1) * turns));
        cr_expect_float_eq(rate(timeline, i), wanted, 1e-9, "%zu: %g", i, rate(timeline, i));
        sum += rate(timeline, i);
    }
    cr_expect_float_eq(sum, 960, 1e-6);
}

Test(simulate_timeline, a_day_may_have_no_traffic_at_night)
{
    const iter8__timeline *timeline =
        timeline_of("  requestsPerSecond: 10\n  daily: {amplitude: 1, periodSeconds: 50}\n"
                    "  versions: [{name: baseline}, {name: candidate}]\n" RULE);
    for (size_t i = 0; i < timeline->count; i++)
        cr_expect_geq(rate(timeline, i), 0);
}

/* Latencies that are the same are one class, also where something else lies in between. */
Test(simulate_timeline, phases_share_latencies)
{
    const iter8__timeline *timeline = timeline_of(
        "  requestsPerSecond: 1\n  slowMilliseconds: 60\n  versions:\n"
        "  - {name: baseline, latency: {mean: 20, p95: 60}}\n"
        "  - name: candidate\n    latency: {mean: 20, p95: 60}\n    changes:\n"
        "    - {atSeconds: 10, latency: {p95: 70}}\n    - {atSeconds: 20, errorRate: 0.5}\n"
        "    - {atSeconds: 30, latency: {p95: 60}}\n" RULE);
    cr_assert_eq(timeline->count, 4);
    cr_expect_eq(timeline->latency_classes, 2);
    cr_expect(timeline->has_latency);
    size_t classes[] = {0, 1, 1, 0};
    for (size_t i = 0; i < 4; i++) {
        cr_expect_eq(timeline->phases[i].conducts[0].latency_class, 0);
        cr_expect_eq(timeline->phases[i].conducts[1].latency_class, classes[i]);
    }
    cr_expect_float_eq(iter8__timeline_slow(timeline, 0, 0)->p, 0.05, 1e-9);
    cr_expect_float_eq(iter8__timeline_slow(timeline, 1, 0)->p, 0.05, 1e-9);
    cr_expect_gt(iter8__timeline_slow(timeline, 1, 1)->p, 0.05);
    cr_expect_eq(iter8__timeline_slow(timeline, 0, 1)->p, 0);
    cr_expect_float_eq(iter8__timeline_latency(timeline, 1, 1)->mean, 20, 1e-12);
}

Test(simulate_timeline, what_is_exactly_as_slow_as_is_fine_is_not_slow)
{
    const iter8__timeline *timeline =
        timeline_of("  requestsPerSecond: 1\n  slowMilliseconds: 60\n  versions:\n"
                    "  - {name: baseline, latency: {distribution: constant, mean: 60}}\n"
                    "  - {name: candidate, latency: {distribution: constant, mean: 60.1}}\n" RULE);
    cr_expect_eq(iter8__timeline_slow(timeline, 0, 0)->p, 0);
    cr_expect_eq(iter8__timeline_slow(timeline, 0, 0)->is_flipped, 0);
    cr_expect_eq(iter8__timeline_slow(timeline, 1, 0)->p, 0);
    cr_expect_eq(iter8__timeline_slow(timeline, 1, 0)->is_flipped, 1);
}

Test(simulate_timeline, what_a_stale_answer_is_as_old_as_is_kept)
{
    const iter8__timeline *timeline =
        timeline_of("  requestsPerSecond: 1\n  versions: [{name: baseline}, {name: candidate}]\n"
                    "  faults: [{answer: stale, fromSeconds: 33, untilSeconds: 44},"
                    " {answer: NaN, fromSeconds: 50}]\n" RULE);
    cr_assert_eq(timeline->count, 2);
    cr_expect_eq(timeline->phases[0].until_ns, 33 * S);
}
