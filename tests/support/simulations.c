/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulations.h"

#include "experiments.h"
#include "iter8/error.h"
#include "iter8/init.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int make(const char *policy_text, const char *scenario_text, iter8_diagnostics *diagnostics,
                iter8_simulation **out)
{
    iter8_documents *experiment, *scenario;
    iter8_policy policy = ITER8_INIT(iter8_policy);
    cr_assert_eq(iter8_documents_read(policy_text, strlen(policy_text), NULL, NULL, &experiment),
                 ITER8_OK);
    cr_assert_eq(
        iter8_documents_read(scenario_text, strlen(scenario_text), NULL, diagnostics, &scenario),
        ITER8_OK);
    policy.experiment = iter8_documents_at(experiment, 0);
    int rc = iter8_simulation_new(&policy, iter8_documents_at(scenario, 0), diagnostics, out);
    iter8_documents_free(experiment);
    iter8_documents_free(scenario);
    return rc;
}

const char *const policy_folders[POLICY_FOLDERS] = {"tutorial", "low-traffic", "late-degradation",
                                                    "metric-outage", "three-candidates"};

iter8_documents *policy_file(const char *folder, const char *name)
{
    char path[512];
    (void)snprintf(path, sizeof path, ITER8_SOURCE_DIR "/examples/policy-tests/%s/%s", folder,
                   name);
    char *text = file_text(path);
    cr_assert_not_null(text, "%s", path);
    iter8_documents *documents;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK);
    free(text);
    return documents;
}

iter8_simulation *simulation_of(const char *policy, const char *scenario)
{
    iter8_simulation *simulation;
    iter8_diagnostics *diagnostics;
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
    int rc = make(policy, scenario, diagnostics, &simulation);
    char *problems = problems_text(diagnostics);
    cr_assert_eq(rc, ITER8_OK, "%s", problems);
    free(problems);
    iter8_diagnostics_free(diagnostics);
    return simulation;
}

iter8_tally *tally_of(iter8_simulation *simulation, uint64_t seed, uint64_t first, uint64_t count)
{
    iter8_tally *tally;
    iter8_series series = ITER8_INIT(iter8_series);
    series.seed = seed;
    series.first = first;
    series.count = count;
    cr_assert_eq(iter8_tally_new(simulation, NULL, &tally), ITER8_OK);
    cr_assert_eq(iter8_simulate(simulation, &series, tally), ITER8_OK);
    return tally;
}

static void keep(const iter8_run *run, void *user_data)
{
    *(iter8_run *)user_data = *run;
}

iter8_run run_of(iter8_simulation *simulation, uint64_t seed, uint64_t number)
{
    iter8_run run = ITER8_INIT(iter8_run);
    iter8_series series = ITER8_INIT(iter8_series);
    series.seed = seed;
    series.first = number;
    series.count = 1;
    series.each = keep;
    series.user_data = &run;
    cr_assert_eq(iter8_simulate(simulation, &series, NULL), ITER8_OK);
    return run;
}

double figure_of(const iter8_tally *tally, int32_t figure)
{
    iter8_estimate estimate = ITER8_INIT(iter8_estimate);
    cr_assert_eq(iter8_tally_estimate(tally, figure, 0.99, &estimate), ITER8_OK);
    return estimate.value;
}

char *tally_written(const iter8_tally *tally)
{
    size_t length;
    cr_assert_eq(iter8_tally_write(tally, ITER8_FORMAT_JSON_COMPACT, NULL, 0, &length),
                 ITER8_ERR_BUFFER);
    char *text = malloc(length + 1);
    cr_assert_eq(iter8_tally_write(tally, ITER8_FORMAT_JSON_COMPACT, text, length + 1, &length),
                 ITER8_OK);
    return text;
}

char *simulation_problems(const char *policy, const char *scenario)
{
    iter8_simulation *simulation;
    iter8_diagnostics *diagnostics;
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
    int rc = make(policy, scenario, diagnostics, &simulation);
    char *problems = problems_text(diagnostics);
    int has_error = problems[0] == 'E' || strstr(problems, "\nE ") != NULL;
    cr_assert_eq(rc, has_error ? ITER8_ERR_INVALID : ITER8_OK, "%d: %s", rc, problems);
    cr_assert_eq(simulation == NULL, rc != ITER8_OK);
    iter8_simulation_free(simulation);
    iter8_diagnostics_free(diagnostics);
    return problems;
}
