/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Every allocation of a simulation and of its tallies, and of jansson, fails once. */
#include "counting_allocator.h"
#include "counting_jansson.h"
#include "simulations.h"

#include "iter8/error.h"
#include "iter8/init.h"

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
    cr_assert(rc != ITER8_OK || iter8_tally_runs(tally) == 6);
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
