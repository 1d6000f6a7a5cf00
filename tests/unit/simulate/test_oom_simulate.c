/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Every allocation of a simulation and of its tallies, and of jansson, fails once. */
#include "counting_allocator.h"
#include "counting_jansson.h"
#include "simulations.h"

#include "iter8/error.h"
#include "iter8/init.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static counting_allocator counting;
static iter8_documents *experiment;
static iter8_documents *scenario;

static iter8_documents *documents_of(const char *text)
{
    iter8_documents *documents;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK);
    return documents;
}

static void setup(void)
{
    counting_jansson_install();
    counting_allocator_init(&counting);
    experiment = documents_of(STRICT_POLICY);
    scenario = documents_of(
        SCENARIO_HEAD "  requestsPerSecond: 10\n  scrape: {intervalSeconds: 1}\n  versions:\n"
                      "  - {name: current, latency: {mean: 5}}\n"
                      "  - {name: candidate, latency: {mean: 5}, values: [{name: v, mean: 1}],\n"
                      "     changes: [{atSeconds: 5, errorRate: 0.1, latency: {mean: 6}}]}\n"
                      "  metrics: [{metric: errors, from: errorRate}]\n"
                      "  faults: [{metric: other, answer: error}]\n"
                      "  expect: {promoted: '> 0.5'}\n");
}

static void teardown(void)
{
    iter8_documents_free(experiment);
    iter8_documents_free(scenario);
}

TestSuite(simulate_oom, .init = setup, .fini = teardown);

static int write_and_read(const iter8_simulation *simulation, iter8_tally *tally)
{
    static char text[1 << 14];
    size_t length;
    iter8_documents *documents;
    iter8_tally *again = NULL;
    int rc =
        iter8_simulation_write(simulation, tally, ITER8_FORMAT_JSON, text, sizeof text, &length);
    if (rc != ITER8_OK) return rc;
    rc = iter8_documents_read(text, length, NULL, NULL, &documents);
    if (rc != ITER8_OK) return rc;
    rc = iter8_tally_read(iter8_documents_at(documents, 0), &counting.allocator, NULL, &again);
    if (rc == ITER8_OK) rc = iter8_tally_add(tally, again);
    iter8_tally_free(again);
    iter8_documents_free(documents);
    return rc;
}

/* All that a simulation does. Returns what failed first, or 0. */
static int live(void)
{
    iter8_experiment_options options = {.struct_size = sizeof options,
                                        .allocator = &counting.allocator};
    iter8_policy policy = ITER8_INIT(iter8_policy);
    iter8_series series = ITER8_INIT(iter8_series);
    iter8_simulation *simulation;
    iter8_tally *tally = NULL;
    iter8_diagnostics *diagnostics;
    policy.experiment = iter8_documents_at(experiment, 0);
    policy.options = &options;
    series.count = 3;
    int rc = iter8_diagnostics_new(&counting.allocator, &diagnostics);
    if (rc != ITER8_OK) return rc;
    rc = iter8_simulation_new(&policy, iter8_documents_at(scenario, 0), diagnostics, &simulation);
    cr_assert_eq(simulation == NULL, rc != ITER8_OK);
    if (rc == ITER8_OK) rc = iter8_tally_new(simulation, &counting.allocator, &tally);
    if (rc == ITER8_OK) rc = iter8_simulate(simulation, &series, tally);
    if (rc == ITER8_OK) rc = write_and_read(simulation, tally);
    cr_assert(rc != ITER8_OK || iter8_counts_of(tally).runs == 6);
    iter8_tally_free(tally);
    iter8_simulation_free(simulation);
    iter8_diagnostics_free(diagnostics);
    return rc;
}

static void fail_each(size_t *calls, size_t *fail_at)
{
    size_t blocks = jansson_live;
    *calls = 0;
    cr_assert_eq(live(), ITER8_OK);
    size_t all = *calls;
    cr_assert_gt(all, 20);
    for (size_t failing = 1; failing <= all; failing++) {
        *calls = 0;
        *fail_at = failing;
        int rc = live();
        *fail_at = 0;
        cr_assert_eq(rc == ITER8_OK || rc == ITER8_ERR_NOMEM, 1, "call %zu: %d", failing, rc);
        cr_assert_eq(counting.live, 0, "call %zu", failing);
        cr_assert_eq(jansson_live, blocks, "call %zu", failing);
    }
}

Test(simulate_oom, every_allocation_of_the_host_may_fail)
{
    fail_each(&counting.calls, &counting.fail_at);
}

Test(simulate_oom, every_allocation_of_jansson_may_fail)
{
    fail_each(&jansson_calls, &jansson_fail_at);
}

static iter8_simulation *simulation_on_little_memory(void)
{
    iter8_experiment_options options = {.struct_size = sizeof options,
                                        .allocator = &counting.allocator};
    iter8_policy policy = ITER8_INIT(iter8_policy);
    iter8_simulation *simulation;
    policy.experiment = iter8_documents_at(experiment, 0);
    policy.options = &options;
    cr_assert_eq(iter8_simulation_new(&policy, iter8_documents_at(scenario, 0), NULL, &simulation),
                 ITER8_OK);
    return simulation;
}

Test(simulate_oom, a_series_that_was_cut_off_can_be_made_again)
{
    iter8_simulation *simulation = simulation_on_little_memory(), *fresh;
    iter8_series series = ITER8_INIT(iter8_series);
    series.count = 3;
    counting.calls = 0;
    counting.fail_at = 1;
    cr_expect_eq(iter8_simulate(simulation, &series, NULL), ITER8_ERR_NOMEM);
    counting.calls = 0;
    counting.fail_at = 2;
    cr_expect_eq(iter8_simulate(simulation, &series, NULL), ITER8_ERR_NOMEM);
    counting.fail_at = 0;
    fresh = simulation_on_little_memory();
    iter8_tally *after = tally_of(simulation, 1, 0, 20), *wanted = tally_of(fresh, 1, 0, 20);
    char *a = tally_written(after), *b = tally_written(wanted);
    cr_expect_str_eq(a, b);
    free(a);
    free(b);
    iter8_tally_free(after);
    iter8_tally_free(wanted);
    iter8_simulation_free(simulation);
    iter8_simulation_free(fresh);
}

/* Makes a run step by step; what can be read of it. */
static int step_through(iter8_simulation *simulation)
{
    iter8_experiment *of;
    iter8_host host = ITER8_INIT(iter8_host);
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    iter8_run run = ITER8_INIT(iter8_run);
    int64_t now_ns;
    cr_assert_eq(iter8_simulation_begin(simulation, 1, 2, &of, &host, &now_ns), ITER8_OK);
    while (now_ns != ITER8_NEVER) {
        int rc = iter8_reconcile(of, &host, now_ns, NULL, &outcome);
        cr_assert(rc == ITER8_OK || rc == ITER8_ERR_HOST || rc == ITER8_ERR_NOMEM);
        if (rc == ITER8_ERR_NOMEM) return rc;
        now_ns = iter8_simulation_next_ns(simulation, &outcome);
    }
    return iter8_simulation_run(simulation, &run);
}

Test(simulate_oom, a_run_made_step_by_step_tells_that_memory_has_run_out)
{
    iter8_simulation *simulation = simulation_on_little_memory();
    counting.calls = 0;
    counting.fail_at = 1;
    cr_expect_eq(step_through(simulation), ITER8_ERR_NOMEM);
    cr_assert_gt(counting.calls, 0);
    counting.fail_at = 0;
    cr_expect_eq(step_through(simulation), ITER8_OK);
    iter8_simulation_free(simulation);
    cr_expect_eq(counting.live, 0);
}
