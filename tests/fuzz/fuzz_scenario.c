/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * A Scenario that is accepted can be simulated, and each run keeps what runs promise; one that is
 * refused is refused with a diagnostic. A Tally that can be read is written as it was read.
 */
#include "iter8/iter8.h"
#include "iter8/snapshots.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RUNS = 3 };

static const char experiment_text[] =
    "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e}\nspec:\n"
    "  target: t\n  strategy: {testingPattern: Canary, weights: {maxCandidateWeight: 60}}\n"
    "  criteria:\n    objectives:\n"
    "    - {metric: errors, upperLimit: '0.02', rollback_on_failure: true}\n"
    "    - {metric: latency, upperLimit: 50}\n"
    "  duration: {intervalSeconds: 10, iterationsPerLoop: 4}\n"
    "  versionInfo: {baseline: {name: current}, candidates: [{name: candidate}]}\n";

static void require(int holds)
{
    if (!holds) abort();
}

static iter8_documents *read(const void *text, size_t length)
{
    iter8_documents *documents;
    return iter8_documents_read(text, length, NULL, NULL, &documents) == ITER8_OK ? documents
                                                                                  : NULL;
}

/* A sum of weights, which are what the experiment believes them to be. */
static void check_weights(const iter8_experiment *experiment)
{
    int32_t sum = 0;
    for (size_t v = 0; v < iter8_spec_of(experiment).version_count; v++) {
        int32_t weight = iter8_version_of(experiment, v).weight;
        require(weight >= 0 && weight <= (v == 0 ? 100 : 60));
        sum += weight;
    }
    require(sum == 100);
}

static void step_through(iter8_simulation *simulation)
{
    iter8_experiment *experiment;
    iter8_host host = ITER8_INIT(iter8_host);
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    int64_t now_ns;
    require(iter8_simulation_begin(simulation, 1, 0, &experiment, &host, &now_ns) == ITER8_OK);
    while (now_ns != ITER8_NEVER) {
        int rc = iter8_reconcile(experiment, &host, now_ns, NULL, &outcome);
        require(rc == ITER8_OK || rc == ITER8_ERR_HOST);
        check_weights(experiment);
        int64_t next_ns = iter8_simulation_next_ns(simulation, &outcome);
        require(next_ns >= now_ns);
        now_ns = next_ns;
    }
}

static void check_run(const iter8_run *run, void *user_data)
{
    (void)user_data;
    require(run->end_ns >= run->start_ns);
    require(run->errors >= 0 && run->errors <= run->requests);
    require(run->slow >= 0 && run->slow <= run->requests);
    require(run->iterations >= 0 && run->iterations <= 4);
    require(run->verdict >= ITER8_RUN_PROMOTED && run->verdict <= ITER8_RUN_UNDECIDED);
}

static void check_expectations(const iter8_simulation *simulation, const iter8_tally *tally)
{
    iter8_expectation one = ITER8_INIT(iter8_expectation);
    size_t count = iter8_scenario_of(simulation).expectation_count;
    for (size_t i = 0; i < count; i++) {
        require(iter8_simulation_expectation(simulation, tally, i, &one) == ITER8_OK);
        require(one.expected >= ITER8_EXPECTED_MET &&
                one.expected <= ITER8_EXPECTED_NOT_ENOUGH_RUNS);
    }
}

static void simulate(iter8_simulation *simulation)
{
    iter8_series series = ITER8_INIT(iter8_series);
    iter8_tally *tally;
    size_t length;
    series.count = RUNS;
    series.each = check_run;
    require(iter8_tally_new(simulation, NULL, &tally) == ITER8_OK);
    require(iter8_simulate(simulation, &series, tally) == ITER8_OK);
    require(iter8_counts_of(tally).runs == RUNS);
    check_expectations(simulation, tally);
    require(iter8_simulation_write(simulation, tally, ITER8_FORMAT_JSON, NULL, 0, &length) ==
            ITER8_ERR_BUFFER);
    iter8_tally_free(tally);
    step_through(simulation);
}

static void try_scenario(const iter8_document *experiment, const iter8_document *scenario)
{
    iter8_policy policy = ITER8_INIT(iter8_policy);
    iter8_diagnostics *diagnostics;
    iter8_simulation *simulation;
    require(iter8_diagnostics_new(NULL, &diagnostics) == ITER8_OK);
    policy.experiment = experiment;
    int alone = iter8_scenario_check(scenario, NULL);
    int rc = iter8_simulation_new(&policy, scenario, diagnostics, &simulation);
    require((simulation != NULL) == (rc == ITER8_OK));
    require(rc == ITER8_OK || rc == ITER8_ERR_KIND || iter8_diagnostics_count(diagnostics) > 0);
    require(rc != ITER8_OK || alone == ITER8_OK);
    if (simulation != NULL) simulate(simulation);
    iter8_simulation_free(simulation);
    iter8_diagnostics_free(diagnostics);
}

static char *written(const iter8_tally *tally)
{
    size_t length;
    require(iter8_tally_write(tally, ITER8_FORMAT_JSON, NULL, 0, &length) == ITER8_ERR_BUFFER);
    char *text = malloc(length + 1);
    require(text != NULL);
    require(iter8_tally_write(tally, ITER8_FORMAT_JSON, text, length + 1, &length) == ITER8_OK);
    return text;
}

static void try_tally(const iter8_document *document)
{
    iter8_tally *tally, *again;
    if (iter8_tally_read(document, NULL, NULL, &tally) != ITER8_OK) return;
    char *first = written(tally);
    iter8_documents *documents = read(first, strlen(first));
    require(documents != NULL);
    require(iter8_tally_read(iter8_documents_at(documents, 0), NULL, NULL, &again) == ITER8_OK);
    char *second = written(again);
    require(strcmp(first, second) == 0);
    (void)!iter8_tally_add(tally, again);
    iter8_tally_free(again);
    iter8_documents_free(documents);
    free(first);
    free(second);
    iter8_tally_free(tally);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    iter8_documents *documents = read(data, size);
    if (documents == NULL) return 0;
    iter8_documents *experiment = read(experiment_text, sizeof experiment_text - 1);
    require(experiment != NULL);
    for (size_t i = 0; i < iter8_documents_count(documents); i++) {
        try_scenario(iter8_documents_at(experiment, 0), iter8_documents_at(documents, i));
        try_tally(iter8_documents_at(documents, i));
    }
    iter8_documents_free(experiment);
    iter8_documents_free(documents);
    return 0;
}
