/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/wide.h"
#include "simulations.h"

#include "iter8/error.h"
#include "iter8/init.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static iter8_tally *read_tally(const char *text, int wanted)
{
    iter8_documents *documents;
    iter8_tally *tally;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK);
    cr_expect_eq(iter8_tally_read(iter8_documents_at(documents, 0), NULL, NULL, &tally), wanted,
                 "%s", text);
    iter8_documents_free(documents);
    return tally;
}

static void expect_same(const iter8_tally *a, const iter8_tally *b)
{
    char *first = tally_written(a), *second = tally_written(b);
    cr_expect_str_eq(first, second);
    free(first);
    free(second);
}

Test(simulate_tally, parts_add_up_to_the_same_bytes)
{
    iter8_simulation *simulation = simulation_of(STRICT_POLICY, SCENARIO("0.02", ""));
    iter8_simulation *elsewhere = simulation_of(STRICT_POLICY, SCENARIO("0.02", ""));
    iter8_tally *whole = tally_of(simulation, 7, 0, 300);
    iter8_tally *last = tally_of(elsewhere, 7, 211, 89);
    iter8_tally *first = tally_of(elsewhere, 7, 0, 1);
    iter8_tally *middle = tally_of(simulation, 7, 1, 210);
    cr_assert_eq(iter8_tally_add(last, first), ITER8_OK);
    cr_assert_eq(iter8_tally_add(last, middle), ITER8_OK);
    expect_same(whole, last);
    cr_expect_eq(iter8_counts_of(last).runs, 300);
    iter8_tally_free(whole);
    iter8_tally_free(first);
    iter8_tally_free(middle);
    iter8_tally_free(last);
    iter8_simulation_free(simulation);
    iter8_simulation_free(elsewhere);
}

Test(simulate_tally, what_is_written_is_read_again)
{
    iter8_simulation *simulation = simulation_of(STRICT_POLICY, SCENARIO("0.02", ""));
    iter8_tally *tally = tally_of(simulation, UINT64_MAX, 0, 100);
    char *text = tally_written(tally);
    cr_expect_not_null(strstr(text, "\"seed\":\"18446744073709551615\""));
    iter8_tally *again = read_tally(text, ITER8_OK);
    expect_same(tally, again);
    iter8_tally *more = tally_of(simulation, UINT64_MAX, 100, 100);
    cr_expect_eq(iter8_tally_add(again, more), ITER8_OK);
    cr_expect_eq(iter8_counts_of(again).runs, 200);
    free(text);
    iter8_tally_free(tally);
    iter8_tally_free(again);
    iter8_tally_free(more);
    iter8_simulation_free(simulation);
}

Test(simulate_tally, runs_of_several_seeds_have_no_seed)
{
    iter8_simulation *simulation = simulation_of(STRICT_POLICY, SCENARIO("0.02", ""));
    iter8_tally *tally = tally_of(simulation, 1, 0, 10), *other = tally_of(simulation, 2, 0, 10);
    cr_assert_eq(iter8_tally_add(tally, other), ITER8_OK);
    char *text = tally_written(tally);
    cr_expect_null(strstr(text, "seed"));
    iter8_tally *again = read_tally(text, ITER8_OK);
    expect_same(tally, again);
    free(text);
    iter8_tally_free(tally);
    iter8_tally_free(other);
    iter8_tally_free(again);
    iter8_simulation_free(simulation);
}

Test(simulate_tally, tallies_of_other_policies_are_not_added)
{
    iter8_simulation *simulation = simulation_of(STRICT_POLICY, SCENARIO("0.02", ""));
    char longer[2048] = STRICT_POLICY;
    memcpy(strstr(longer, "PerLoop: 10"), "PerLoop: 11", 11);
    iter8_simulation *other = simulation_of(longer, SCENARIO("0.02", ""));
    iter8_tally *tally = tally_of(simulation, 1, 0, 10), *alien = tally_of(other, 1, 0, 10);
    iter8_series series = ITER8_INIT(iter8_series);
    series.count = 1;
    cr_expect_eq(iter8_tally_add(tally, alien), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_simulate(simulation, &series, alien), ITER8_ERR_ARGUMENT);
    series.count = UINT64_C(1) << 32;
    cr_expect_eq(iter8_simulate(simulation, &series, tally), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_counts_of(tally).runs, 10);
    iter8_tally_free(tally);
    iter8_tally_free(alien);
    iter8_simulation_free(simulation);
    iter8_simulation_free(other);
}

/* One thing after the other in a sound tally is made wrong. */
Test(simulate_tally, what_does_not_add_up_is_refused)
{
    static const struct {
        const char *right, *wrong;
    } faults[] = {{"\"runs\":40", "\"runs\":41"},
                  {"\"runs\":40", "\"runs\":-1"},
                  {"\"cutShort\":40", "\"cutShort\":41"},
                  {"\"rolledBack\":40,\"undecided\"", "\"rolledBack\":39,\"undecided\""},
                  {"\"violatedObjectives\":[40]", "\"violatedObjectives\":[40,0]"},
                  {"[[5,40]", "[[5,39]"},
                  {"[[5,40]", "[[105,40]"},
                  {"\"iterations\":10}", "\"iterations\":0}"},
                  {"\"versions\":[\"current\",\"candidate\"]", "\"versions\":[\"current\"]"},
                  {"\"versions\":[\"current\",\"candidate\"]", "\"versions\":[\"current\",7]"}};
    iter8_simulation *simulation = simulation_of(STRICT_POLICY, SCENARIO("1", ""));
    iter8_tally *tally = tally_of(simulation, 1, 0, 40);
    char *text = tally_written(tally);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        char broken[1 << 14];
        char *at = strstr(text, faults[i].right);
        if (at == NULL && (i == 5 || i == 6)) continue;
        cr_assert_not_null(at, "%s in %s", faults[i].right, text);
        (void)snprintf(broken, sizeof broken, "%.*s%s%s", (int)(at - text), text, faults[i].wrong,
                       at + strlen(faults[i].right));
        cr_expect_null(read_tally(broken, ITER8_ERR_INVALID), "%s", faults[i].wrong);
    }
    cr_expect_null(
        read_tally("{apiVersion: iter8.tools/v2alpha2, kind: Scenario}", ITER8_ERR_KIND));
    cr_expect_null(read_tally("[]", ITER8_ERR_INVALID));
    cr_expect_null(
        read_tally("{apiVersion: iter8.tools/v2alpha2, kind: Tally}", ITER8_ERR_INVALID));
    free(text);
    iter8_tally_free(tally);
    iter8_simulation_free(simulation);
}

Test(simulate_tally, estimates_have_their_intervals)
{
    iter8_simulation *simulation = simulation_of(POLICY(""), SCENARIO("0", ""));
    iter8_tally *tally = tally_of(simulation, 1, 0, 100);
    iter8_estimate estimate = ITER8_INIT(iter8_estimate);
    cr_assert_eq(iter8_tally_estimate(tally, ITER8_FIGURE_PROMOTED, 0.95, &estimate), ITER8_OK);
    cr_expect_eq(estimate.value, 1);
    cr_expect_float_eq(estimate.low, 0.96378331, 1e-8); /* 0.025^(1/100) */
    cr_expect_eq(estimate.high, 1);
    cr_assert_eq(iter8_tally_estimate(tally, ITER8_FIGURE_SECONDS, 0.95, &estimate), ITER8_OK);
    cr_expect_eq(estimate.value, 90);
    cr_expect_eq(estimate.low, 90);
    cr_assert_eq(iter8_tally_estimate(tally, ITER8_FIGURE_REQUESTS, 0.95, &estimate), ITER8_OK);
    /* 900 requests, whose deviation is 30, over 100 runs */
    cr_expect_float_eq(estimate.high - estimate.low, 2 * 1.96 * 3.0, 2.5);
    cr_expect_eq(iter8_tally_estimate(tally, 0, 0.95, &estimate), ITER8_ERR_RANGE);
    cr_expect_eq(iter8_tally_estimate(tally, 11, 0.95, &estimate), ITER8_ERR_RANGE);
    cr_expect_eq(iter8_tally_estimate(tally, 1, 1, &estimate), ITER8_ERR_RANGE);
    iter8_tally_free(tally);
    iter8_simulation_free(simulation);
}

Test(simulate_tally, an_empty_tally_estimates_nothing)
{
    iter8_simulation *simulation = simulation_of(POLICY(""), SCENARIO("0", ""));
    iter8_tally *tally = tally_of(simulation, 1, 0, 0);
    iter8_spread spread = ITER8_INIT(iter8_spread);
    cr_expect(isnan(figure_of(tally, ITER8_FIGURE_PROMOTED)));
    cr_expect(isnan(figure_of(tally, ITER8_FIGURE_ERRORS)));
    cr_expect_eq(iter8_tally_spread(tally, 1, 1, &spread), ITER8_ERR_NOT_FOUND);
    char *text = tally_written(tally);
    iter8_tally *again = read_tally(text, ITER8_OK);
    expect_same(tally, again);
    free(text);
    iter8_tally_free(again);
    iter8_tally_free(tally);
    iter8_tally_free(NULL);
    iter8_simulation_free(simulation);
}

Test(simulate_tally, it_is_read_by_name_and_number)
{
    iter8_simulation *simulation = simulation_of(STRICT_POLICY, SCENARIO("0.5", ""));
    iter8_tally *tally = tally_of(simulation, 1, 0, 50);
    iter8_spread spread = ITER8_INIT(iter8_spread);
    cr_expect_eq(iter8_counts_of(tally).version_count, 2);
    cr_expect_str_eq(iter8_version_tally_of(tally, 1).name, "candidate");
    cr_expect_null(iter8_version_tally_of(tally, 2).name);
    cr_expect_eq(iter8_counts_of(tally).objective_count, 1);
    cr_expect_str_eq(iter8_objective_tally_of(tally, 0).metric, "errors");
    cr_expect_null(iter8_objective_tally_of(tally, 1).metric);
    cr_expect_eq(iter8_counts_of(tally).iterations, 10);
    cr_expect_eq(iter8_objective_tally_of(tally, 0).violated, 50);
    cr_expect_eq(iter8_version_tally_of(tally, 1).promoted, 0);
    uint64_t ended = 0;
    for (int32_t i = 0; i <= 10; i++)
        ended += iter8_tally_ended(tally, i);
    cr_expect_eq(ended, 50);
    cr_expect_eq(iter8_tally_ended(tally, 10), 0);
    cr_assert_eq(iter8_tally_spread(tally, 10, 1, &spread), ITER8_OK);
    cr_expect_eq(spread.max, 0); /* all are over, and their last weight was 0 */
    cr_assert_eq(iter8_tally_spread(tally, 1, 1, &spread), ITER8_OK);
    cr_expect_eq(spread.min, 5);
    cr_expect_eq(spread.mean, 5);
    cr_expect_eq(iter8_tally_spread(tally, 0, 1, &spread), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_tally_spread(tally, 11, 1, &spread), ITER8_ERR_NOT_FOUND);
    iter8_tally_free(tally);
    iter8_simulation_free(simulation);
}

Test(simulate_tally, sums_of_squares_do_not_overflow)
{
    iter8__wide sum = {0, 0}, other = {0, 0};
    iter8__wide_add_square(&sum, INT64_C(3000000000));
    iter8__wide_add_square(&sum, INT64_C(999999999));
    cr_expect_eq(sum.high, 9);
    cr_expect_eq(sum.low, INT64_C(999999998000000001));
    iter8__wide_add_square(&other, INT64_C(1000000001));
    iter8__wide_add(&sum, &other);
    cr_expect_eq(sum.high, 11);
    cr_expect_eq(sum.low, INT64_C(2));
    cr_expect_eq(iter8__wide_value(&sum), 11e18 + 2);
}

/* Expectations. */

static int32_t expected(const char *limits, uint64_t runs)
{
    char scenario[1024] = SCENARIO("0.01", "  expect: {");
    strcat(scenario, limits);
    strcat(scenario, "}\n");
    iter8_simulation *simulation = simulation_of(STRICT_POLICY, scenario);
    iter8_tally *tally = tally_of(simulation, 1, 0, runs);
    iter8_expectation one = ITER8_INIT(iter8_expectation);
    cr_assert_eq(iter8_scenario_of(simulation).expectation_count, 1);
    cr_assert_eq(iter8_simulation_expectation(simulation, tally, 0, &one), ITER8_OK);
    cr_expect_eq(iter8_simulation_expectation(simulation, tally, 1, &one), ITER8_ERR_NOT_FOUND);
    iter8_tally_free(tally);
    iter8_simulation_free(simulation);
    return one.expected;
}

Test(simulate_expectation, it_is_met_missed_or_not_to_be_told)
{
    cr_expect_eq(expected("promoted: '>= 0'", 10), ITER8_EXPECTED_MET);
    cr_expect_eq(expected("promoted: '>= 0'", 0), ITER8_EXPECTED_NOT_ENOUGH_RUNS);
    cr_expect_eq(expected("promoted: '<= 1 %'", 1000), ITER8_EXPECTED_MISSED);
    cr_expect_eq(expected("promoted: '<= 99 %'", 1000), ITER8_EXPECTED_MET);
    cr_expect_eq(expected("seconds: '<= 100'", 1000), ITER8_EXPECTED_MET);
    cr_expect_eq(expected("seconds: '> 100'", 1000), ITER8_EXPECTED_MISSED);
    cr_expect_eq(expected("seconds: '< 1'", 1000), ITER8_EXPECTED_MISSED);
    cr_expect_eq(expected("errorsServed: '> 0.0001'", 1000), ITER8_EXPECTED_MET);
}

/* A limit that is just what is estimated lies within every interval. */
Test(simulate_expectation, near_its_limit_there_are_never_enough_runs)
{
    iter8_simulation *simulation = simulation_of(STRICT_POLICY, SCENARIO("0.01", ""));
    iter8_tally *tally = tally_of(simulation, 1, 0, 1000);
    char limit[64];
    (void)snprintf(limit, sizeof limit, "promoted: '<= %.3f'",
                   figure_of(tally, ITER8_FIGURE_PROMOTED));
    cr_expect_eq(expected(limit, 1000), ITER8_EXPECTED_NOT_ENOUGH_RUNS, "%s", limit);
    iter8_tally_free(tally);
    iter8_simulation_free(simulation);
}
