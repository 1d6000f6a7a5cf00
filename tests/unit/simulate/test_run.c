/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Whole runs: what came of them. */
#include "simulations.h"

#include "iter8/command.h"
#include "iter8/error.h"
#include "iter8/init.h"

#include <criterion/criterion.h>
#include <string.h>

static const int64_t second = INT64_C(1000000000);

static int64_t seconds(const iter8_run *run)
{
    return (run->end_ns - run->start_ns) / second;
}

Test(simulate_run, a_flawless_candidate_is_promoted)
{
    iter8_simulation *simulation = simulation_of(POLICY(""), SCENARIO("0", ""));
    iter8_run run = run_of(simulation, 1, 5);
    cr_expect_eq(run.number, 5);
    cr_expect_eq(run.verdict, ITER8_RUN_PROMOTED);
    cr_expect_eq(run.ending, ITER8_ENDING_COMPLETED);
    cr_expect_eq(run.version, 1);
    cr_expect_eq(run.iterations, 10);
    cr_expect_eq(run.violated, -1);
    cr_expect_eq(run.errors, 0);
    cr_expect_eq(seconds(&run), 90);
    cr_expect_gt(run.requests, 700);
    cr_expect_lt(run.requests, 1100);
    iter8_simulation_free(simulation);
}

Test(simulate_run, a_broken_candidate_is_for_the_baseline)
{
    iter8_simulation *simulation = simulation_of(POLICY(""), SCENARIO("0.5", ""));
    iter8_run run = run_of(simulation, 1, 5);
    cr_expect_eq(run.verdict, ITER8_RUN_ROLLED_BACK);
    cr_expect_eq(run.ending, ITER8_ENDING_COMPLETED);
    cr_expect_eq(run.version, 0);
    cr_expect_eq(run.iterations, 10);
    cr_expect_eq(run.violated, 0);
    cr_expect_gt(run.errors, 10);
    iter8_simulation_free(simulation);
}

Test(simulate_run, a_rollback_cuts_a_run_short)
{
    iter8_simulation *simulation = simulation_of(STRICT_POLICY, SCENARIO("0.5", ""));
    iter8_run run = run_of(simulation, 1, 5);
    cr_expect_eq(run.verdict, ITER8_RUN_ROLLED_BACK);
    cr_expect_eq(run.ending, ITER8_ENDING_ROLLED_BACK);
    cr_expect_lt(run.iterations, 4);
    cr_expect_lt(seconds(&run), 40);
    iter8_simulation_free(simulation);
}

Test(simulate_run, two_failing_versions_leave_it_undecided)
{
    iter8_simulation *simulation = simulation_of(
        POLICY(""), SCENARIO_HEAD
        "  requestsPerSecond: 10\n  versions:\n  - {name: current, errorRate: 0.5}\n"
        "  - {name: candidate, errorRate: 0.5}\n  metrics: [{metric: errors, from: errorRate}]\n");
    iter8_run run = run_of(simulation, 1, 5);
    cr_expect_eq(run.verdict, ITER8_RUN_UNDECIDED);
    cr_expect_eq(run.ending, ITER8_ENDING_COMPLETED);
    iter8_simulation_free(simulation);
}

Test(simulate_run, a_source_that_fails_decides_nothing)
{
    iter8_simulation *simulation =
        simulation_of(STRICT_POLICY, SCENARIO("0.5", "  faults: [{answer: error}]\n"));
    iter8_run run = run_of(simulation, 1, 5);
    cr_expect_eq(run.verdict, ITER8_RUN_UNDECIDED);
    cr_expect_eq(run.iterations, 10);
    cr_expect_eq(run.violated, -1);
    iter8_simulation_free(simulation);
}

/* What is stale is what was measured when the fault began: a good candidate's first two intervals.
 */
Test(simulate_run, stale_answers_hide_what_comes_later)
{
    iter8_simulation *simulation =
        simulation_of(STRICT_POLICY, SCENARIO_HEAD
                      "  requestsPerSecond: 10\n  versions:\n  - {name: current}\n"
                      "  - {name: candidate, changes: [{atSeconds: 40, errorRate: 0.5}]}\n"
                      "  metrics: [{metric: errors, from: errorRate}]\n"
                      "  faults: [{answer: stale, fromSeconds: 35}]\n");
    iter8_run run = run_of(simulation, 1, 5);
    cr_expect_eq(run.verdict, ITER8_RUN_PROMOTED);
    cr_expect_gt(run.errors, 50);
    iter8_simulation_free(simulation);
}

Test(simulate_run, gaps_and_what_is_no_number_hold_the_candidate)
{
    static const char *const answers[] = {"missing", "NaN"};
    for (size_t i = 0; i < 2; i++) {
        char scenario[1024] =
            SCENARIO("0", "  faults: [{metric: errors, version: candidate, answer: ");
        strcat(scenario, answers[i]);
        strcat(scenario, "}]\n");
        iter8_simulation *simulation = simulation_of(POLICY(""), scenario);
        iter8_tally *tally = tally_of(simulation, 1, 0, 20);
        iter8_spread spread = ITER8_INIT(iter8_spread);
        cr_expect_eq(figure_of(tally, ITER8_FIGURE_PROMOTED), 0, "%s", answers[i]);
        cr_assert_eq(iter8_tally_spread(tally, 9, 1, &spread), ITER8_OK);
        cr_expect_eq(spread.max, 5, "%s", answers[i]);
        iter8_tally_free(tally);
        iter8_simulation_free(simulation);
    }
}

Test(simulate_run, a_slow_source_takes_time)
{
    iter8_simulation *simulation =
        simulation_of(POLICY(""), SCENARIO("0", "  faults: [{answer: slow, delaySeconds: 4}]\n"));
    iter8_run run = run_of(simulation, 1, 5);
    cr_expect_eq(run.verdict, ITER8_RUN_PROMOTED);
    cr_expect_eq(run.iterations, 10);
    cr_expect_eq(seconds(&run), 130); /* each interval begins when the last iteration is complete */
    iter8_simulation_free(simulation);
}

Test(simulate_run, faults_strike_as_often_as_they_are_said_to)
{
    iter8_simulation *simulation = simulation_of(
        POLICY("    strength: {sourceErrors: {consecutiveFailures: 1, onSpent: rollback}}\n"),
        SCENARIO("0", "  faults: [{answer: error, probability: 0.1, version: candidate}]\n"));
    iter8_tally *tally = tally_of(simulation, 1, 0, 4000);
    /* ten questions, each of which rolls back one time in ten */
    cr_expect_float_eq(figure_of(tally, ITER8_FIGURE_PROMOTED), 0.3487, 0.025);
    iter8_tally_free(tally);
    iter8_simulation_free(simulation);
}

Test(simulate_run, a_sink_that_fails_holds_the_weights)
{
    iter8_simulation *simulation = simulation_of(
        POLICY(""),
        SCENARIO("0", "  sinkFaults: [{answer: error, fromSeconds: 15, untilSeconds: 45}]\n"));
    iter8_tally *tally = tally_of(simulation, 1, 0, 20);
    iter8_spread spread = ITER8_INIT(iter8_spread);
    static const int32_t expected[] = {5, 15, 15, 15, 15, 25};
    for (int32_t i = 0; i < 6; i++) {
        cr_assert_eq(iter8_tally_spread(tally, i + 1, 1, &spread), ITER8_OK);
        cr_expect_eq(spread.median, expected[i], "iteration %d: %d", (int)i + 1,
                     (int)spread.median);
    }
    iter8_tally_free(tally);
    iter8_simulation_free(simulation);
}

Test(simulate_run, a_slow_sink_is_waited_for)
{
    iter8_simulation *simulation = simulation_of(
        POLICY(""), SCENARIO("0", "  sinkFaults: [{answer: slow, delaySeconds: 3}]\n"));
    iter8_run run = run_of(simulation, 1, 5);
    cr_expect_eq(run.verdict, ITER8_RUN_PROMOTED);
    iter8_simulation_free(simulation);
}

/* No answer ever comes. */
Test(simulate_run, a_run_that_does_not_end_is_given_up)
{
    iter8_simulation *simulation = simulation_of(
        POLICY(""), SCENARIO("0", "  faults: [{answer: slow, delaySeconds: 1000000}]\n"));
    iter8_run run = run_of(simulation, 1, 5);
    cr_expect_eq(run.verdict, ITER8_RUN_UNDECIDED);
    cr_expect_eq(run.ending, ITER8_ENDING_NONE);
    cr_expect_eq(run.iterations, 0);
    iter8_simulation_free(simulation);
}

Test(simulate_run, slow_requests_are_counted)
{
    iter8_simulation *simulation = simulation_of(
        POLICY(""), SCENARIO_HEAD "  requestsPerSecond: 10\n  slowMilliseconds: 60\n  versions:\n"
                                  "  - {name: current, latency: {mean: 20, p95: 60}}\n"
                                  "  - {name: candidate, latency: {mean: 20, p95: 60}}\n"
                                  "  metrics: [{metric: errors, from: errorRate}]\n");
    iter8_tally *tally = tally_of(simulation, 1, 0, 500);
    cr_expect_float_eq(figure_of(tally, ITER8_FIGURE_REQUESTS), 900, 6);
    cr_expect_float_eq(figure_of(tally, ITER8_FIGURE_SLOW), 45, 1.5);
    iter8_tally_free(tally);
    iter8_simulation_free(simulation);
}

Test(simulate_run, a_run_made_step_by_step_is_the_same)
{
    iter8_simulation *simulation = simulation_of(STRICT_POLICY, SCENARIO("0.02", ""));
    for (uint64_t number = 0; number < 50; number++) {
        iter8_run whole = run_of(simulation, 4, number), stepped = ITER8_INIT(iter8_run);
        iter8_experiment *experiment;
        iter8_host host = ITER8_INIT(iter8_host);
        iter8_outcome outcome = ITER8_INIT(iter8_outcome);
        int64_t now_ns;
        cr_assert_eq(iter8_simulation_begin(simulation, 4, number, &experiment, &host, &now_ns),
                     ITER8_OK);
        while (now_ns != ITER8_NEVER) {
            cr_assert_eq(iter8_reconcile(experiment, &host, now_ns, NULL, &outcome), ITER8_OK);
            now_ns = iter8_simulation_next_ns(simulation, &outcome);
        }
        cr_assert_eq(iter8_simulation_run(simulation, &stepped), ITER8_OK);
        cr_expect_arr_eq(&whole, &stepped, sizeof whole);
    }
    iter8_simulation_free(simulation);
}

static void simulate_again(const iter8_run *run, void *user_data)
{
    iter8_simulation *simulation = user_data;
    iter8_series series = ITER8_INIT(iter8_series);
    iter8_experiment *experiment;
    iter8_host host = ITER8_INIT(iter8_host);
    int64_t start_ns;
    (void)run;
    series.count = 1;
    cr_expect_eq(iter8_simulate(simulation, &series, NULL), ITER8_ERR_BUSY);
    cr_expect_eq(iter8_simulation_begin(simulation, 0, 0, &experiment, &host, &start_ns),
                 ITER8_ERR_BUSY);
}

Test(simulate_run, a_simulation_makes_one_series_at_a_time)
{
    iter8_simulation *simulation = simulation_of(POLICY(""), SCENARIO("0", ""));
    iter8_series series = ITER8_INIT(iter8_series);
    series.count = 1;
    series.each = simulate_again;
    series.user_data = simulation;
    cr_expect_eq(iter8_simulate(simulation, &series, NULL), ITER8_OK);
    cr_expect_eq(iter8_simulate(NULL, &series, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_simulate(simulation, NULL, NULL), ITER8_ERR_ARGUMENT);
    iter8_simulation_free(simulation);
    iter8_simulation_free(NULL);
}

Test(simulate_run, a_status_is_passed_over)
{
    static const char lived[] =
        POLICY("") "status:\n  stage: Completed\n  completedIterations: 10\n"
                   "  versionRecommendedForPromotion: candidate\n"
                   "  conditions: [{type: Completed, status: 'True'}]\n";
    iter8_simulation *simulation = simulation_of(lived, SCENARIO("0.5", ""));
    iter8_run run = run_of(simulation, 1, 5);
    cr_expect_eq(run.verdict, ITER8_RUN_ROLLED_BACK);
    cr_expect_eq(run.iterations, 10);
    iter8_simulation_free(simulation);
}
