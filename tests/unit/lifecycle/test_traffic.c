/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Who writes weights, from where they count, and what they never exceed. */
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

TestSuite(lifecycle_traffic, .init = fixture_setup, .fini = fixture_teardown);

Test(lifecycle_traffic, fixed_split_and_conformance_never_write_but_for_a_rollback)
{
    static const experiment_plan plans[] = {
        {.deployment = "FixedSplit"},
        {.testing = "Conformance", .candidates = -1},
        {.deployment = "FixedSplit",
         .criteria = "objectives: [{metric: m, upperLimit: 1, rollback_on_failure: true}]"},
        {.deployment = "FixedSplit",
         .annotations = "iter8.tools/as-iter8: rollback-keeps-traffic",
         .criteria = "objectives: [{metric: m, upperLimit: 0, rollback_on_failure: true}]"}};
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        fixture_start(&plans[i]);
        host.routes[0] = 60;
        host.routes[1] = 40;
        fixture_finish();
        assert_routes(60, 40);
        cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), 0);
    }
}

Test(lifecycle_traffic, fixed_split_reports_what_is_there)
{
    fixture_start(&(experiment_plan){.deployment = "FixedSplit", .iterations = 2});
    host.routes[0] = 60;
    host.routes[1] = 40;
    fixture_finish();
    assert_weights(60, 40);
    cr_assert_not_null(strstr(host.saved, "- name: candidate\n    value: 40\n"), "%s", host.saved);
}

Test(lifecycle_traffic, fixed_split_goes_on_whatever_is_read)
{
    static const int32_t wrong[][2] = {{INT32_MAX, INT32_MIN}, {INT32_MIN, INT32_MIN}, {-1, -1}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        fixture_start(&(experiment_plan){.deployment = "FixedSplit", .iterations = 2});
        memcpy(host.routes, wrong[i], sizeof wrong[i]);
        fixture_finish();
        assert_weights(100, 0);
        cr_assert_null(strstr(host.saved, "currentWeightDistribution"));
    }
    host.failing[SCRIPTED_READ] = -1;
    fixture_start(&(experiment_plan){.deployment = "FixedSplit", .iterations = 2});
    fixture_finish();
}

Test(lifecycle_traffic, what_is_advised_does_not_count_from_weights_that_are_none)
{
    fixture_start(&(experiment_plan){.deployment = "FixedSplit", .iterations = 2});
    host.routes[0] = -1;
    host.routes[1] = -1;
    fixture_finish();
    cr_assert_not_null(strstr(host.saved, "      - name: candidate\n        value: 10\n"), "%s",
                       host.saved);
}

Test(lifecycle_traffic, an_increment_counts_from_what_is_really_there)
{
    static const struct {
        int32_t found; /* the candidate's weight, changed by somebody else from 20 */
        int32_t then;
    } drifts[] = {{0, 10}, {7, 17}, {20, 30}, {33, 30}, {90, 30}, {100, 30}};
    for (size_t i = 0; i < sizeof drifts / sizeof drifts[0]; i++) {
        fixture_teardown();
        fixture_setup();
        fixture_run_until(2);
        host.routes[0] = 100 - drifts[i].found;
        host.routes[1] = drifts[i].found;
        fixture_run_until(3);
        assert_routes(100 - drifts[i].then, drifts[i].then);
        assert_weights(100 - drifts[i].then, drifts[i].then);
    }
}

Test(lifecycle_traffic, an_experiment_starts_from_what_it_finds)
{
    host.routes[0] = 70;
    host.routes[1] = 30;
    fixture_run_until(1);
    assert_routes(60, 40);
}

Test(lifecycle_traffic, weights_that_are_there_already_are_not_written_again)
{
    fixture_start(&(experiment_plan){.cap = 10, .iterations = 4});
    fixture_finish();
    cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), 1);
    assert_routes(90, 10);
}

Test(lifecycle_traffic, what_another_writer_undoes_is_done_again)
{
    fixture_start(&(experiment_plan){.cap = 10});
    fixture_run_until(1);
    host.routes[0] = 100;
    host.routes[1] = 0;
    fixture_run_until(2);
    assert_routes(90, 10);
    cr_assert_eq(scripted_count(&host, SCRIPTED_WRITE, NULL), 2);
}

Test(lifecycle_traffic, limits_are_those_of_the_experiment)
{
    static const struct {
        int cap, increment;
        int32_t first, last;
    } cases[] = {{0, 0, 10, 95}, {50, 0, 10, 50}, {0, 3, 3, 30},      {7, 100, 7, 7},
                 {-1, 0, 0, 0},  {0, -1, 0, 0},   {100, 100, 95, 95}, {30, 1, 1, 10}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture_teardown();
        fixture_setup();
        fixture_start(&(experiment_plan){.cap = cases[i].cap, .increment = cases[i].increment});
        fixture_run_until(1);
        assert_routes(100 - cases[i].first, cases[i].first);
        fixture_finish();
        assert_routes(100 - cases[i].last, cases[i].last);
    }
}

/* A host that answers with anything, another in each iteration. */
static int32_t hostile(const iter8_question *question, iter8_measurement *answer,
                       scripted_host *unused)
{
    (void)unused;
    static const double numbers[] = {NAN,    INFINITY, -INFINITY, 1.7e308, -1.7e308,
                                     5e-324, 0.0,      -0.0,      0.01,    1e-9};
    static const int32_t states[] = {1, 1, 1, 1, 0, 2, 3, 4, -7, 1000};
    size_t turn = (size_t)iter8_status_of(question->experiment).completed_iterations;
    turn = turn * 7 + question->version_index * 3 + question->metric_index;
    answer->value = numbers[turn % 10];
    answer->state = states[turn / 10 % 10];
    answer->struct_size = 3;
    answer->reserved = -1;
    return turn % 13 == 0 ? -(int32_t)turn : ITER8_OK;
}

static void assert_within_limits(int versions, int32_t cap, int32_t increment,
                                 const int32_t *before)
{
    int32_t sum = 0;
    for (int v = 0; v < versions; v++) {
        sum += host.routes[v];
        cr_assert_geq(host.routes[v], 0);
        if (v == 0) continue;
        cr_assert_leq(host.routes[v], cap);
        cr_assert_leq(host.routes[v], before[v] + increment);
    }
    cr_assert_eq(sum, 100);
}

Test(lifecycle_traffic, hostile_values_never_exceed_the_limits)
{
    static const experiment_plan plans[] = {
        {.cap = 60, .increment = 7, .iterations = 100},
        {.deployment = "BlueGreen",
         .cap = 60,
         .increment = 7,
         .iterations = 100,
         .criteria = "objectives: [{metric: m, upperLimit: 1e308, lowerLimit: -1e308}]"},
        {.testing = "A/B/N",
         .candidates = 3,
         .cap = 60,
         .increment = 7,
         .iterations = 100,
         .criteria = "rewards: [{metric: m, preferredDirection: High}]"}};
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        fixture_teardown();
        fixture_setup();
        fixture_start(&plans[i]);
        host.source = hostile;
        int32_t before[SCRIPTED_VERSIONS];
        for (int n = 1; n <= 100 && !outcome.done; n++) {
            memcpy(before, host.routes, sizeof before);
            (void)scripted_run_until(&host, experiment, n);
            assert_within_limits((int)iter8_spec_of(experiment).version_count, 60, 7, before);
            fixture_reload();
        }
    }
}

Test(lifecycle_traffic, several_candidates_share_what_is_left)
{
    fixture_start(
        &(experiment_plan){.testing = "A/B/N",
                           .candidates = 3,
                           .increment = 5,
                           .criteria = "rewards: [{metric: m, preferredDirection: High}]"});
    fixture_run_until(1); /* a tie of four: 25 wanted for each */
    cr_assert_eq(host.routes[0], 85);
    for (int v = 1; v <= 3; v++)
        cr_assert_eq(host.routes[v], 5);
    fixture_finish();
    for (int v = 0; v <= 3; v++)
        cr_assert_eq(host.routes[v], 25);
}

Test(lifecycle_traffic, blue_green_moves_as_progressive_does)
{
    static const char *const patterns[] = {"Progressive", "BlueGreen"};
    for (int pattern = 0; pattern < 2; pattern++) {
        fixture_start(&(experiment_plan){.deployment = patterns[pattern]});
        host.routes[0] = 100;
        host.routes[1] = 0;
        for (int i = 1; i <= 9; i++) {
            fixture_run_until(i);
            assert_routes(100 - 10 * i, 10 * i);
        }
        fixture_finish();
        assert_routes(5, 95);
    }
}

/* Shares of a sum: what can be scaled is, and it is said once. */
Test(lifecycle_traffic, weights_of_another_sum_are_scaled)
{
    static const struct {
        int32_t found[2];
        int32_t candidate; /* percent */
        const char *told;
    } cases[] = {
        {{1, 1},
         50,
         "baseline 1, candidate 1, do not sum to 100; they count as baseline 50, "
         "candidate 50"},
        {{50, 0},
         0,
         "baseline 50, candidate 0, do not sum to 100; they count as baseline 100, "
         "candidate 0"},
        {{150, 50},
         25,
         "baseline 150, candidate 50, do not sum to 100; they count as baseline 75, "
         "candidate 25"},
        {{0, 0},
         0,
         "baseline 0, candidate 0, do not sum to 100; they count as baseline 100, "
         "candidate 0"},
        {{INT32_MAX, INT32_MAX},
         50,
         "baseline 2147483647, candidate 2147483647, do not sum to "
         "100; they count as baseline 50, candidate 50"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int fixed = 0; fixed < 2; fixed++) {
            char told[200] = "!WeightsScaled: the weights found, ";
            fixture_teardown();
            fixture_setup();
            fixture_start(&(experiment_plan){.deployment = fixed ? "FixedSplit" : "Progressive",
                                             .iterations = 3});
            memcpy(host.routes, cases[i].found, sizeof cases[i].found);
            fixture_run_until(1);
            int32_t candidate = cases[i].candidate + (fixed ? 0 : 10);
            assert_weights(100 - candidate, candidate);
            if (!fixed) assert_routes(100 - candidate, candidate);
            fixture_finish();
            cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, strcat(told, cases[i].told)), 1,
                         "%zu", i);
            cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!"), 1);
        }
    }
}

/* Nobody but the object knows how a split that is not moved is. */
Test(lifecycle_traffic, a_fixed_split_that_nobody_reads_is_not_known)
{
    host.router.read_weights = NULL;
    fixture_start(&(experiment_plan){.deployment = "FixedSplit", .iterations = 2});
    fixture_finish();
    cr_assert_null(strstr(host.saved, "currentWeightDistribution"));
    fixture_start(&(experiment_plan){.testing = "Conformance", .candidates = -1, .iterations = 2});
    fixture_finish();
    cr_assert_not_null(strstr(host.saved, "currentWeightDistribution:\n  - name: baseline\n"
                                          "    value: 100\n"));
}
