/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Unit tests of deployment policies. Each folder beside this file holds a policy, experiment.yaml,
 * and what may happen to it, scenarios.yaml; a scenario says itself what it expects. A test may ask
 * for more.
 */
#include <criterion/criterion.h>
#include <iter8/iter8.h>

#include <stdio.h>
#include <stdlib.h>

enum { RUNS = 1000, SEED = 0, TEXT_BYTES = 1 << 16 };

/* A policy under a scenario, after all its runs. */
struct trial {
    iter8_simulation *simulation;
    iter8_tally *tally;
};

static iter8_documents *read_file(const char *folder, const char *name)
{
    char path[1024];
    static char text[TEXT_BYTES];
    const char *root = getenv("POLICIES");
    (void)snprintf(path, sizeof path, "%s/%s/%s", root != NULL ? root : ".", folder, name);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s cannot be read", path);
    size_t length = fread(text, 1, sizeof text, file);
    (void)fclose(file);
    iter8_documents *documents;
    cr_assert_eq(iter8_documents_read(text, length, NULL, NULL, &documents), ITER8_OK, "%s", path);
    return documents;
}

static struct trial try_policy(const iter8_document *experiment, const iter8_document *scenario)
{
    struct trial trial;
    iter8_policy policy = ITER8_INIT(iter8_policy);
    iter8_series series = ITER8_INIT(iter8_series);
    policy.experiment = experiment;
    series.seed = SEED;
    series.count = RUNS;
    cr_assert_eq(iter8_simulation_new(&policy, scenario, NULL, &trial.simulation), ITER8_OK);
    cr_assert_eq(iter8_tally_new(trial.simulation, NULL, &trial.tally), ITER8_OK);
    cr_assert_eq(iter8_simulate(trial.simulation, &series, trial.tally), ITER8_OK);
    return trial;
}

/* All that the scenario expects is met. */
static void assert_expectations(const struct trial *trial)
{
    for (size_t i = 0; i < iter8_scenario_of(trial->simulation).expectation_count; i++) {
        iter8_expectation one = ITER8_INIT(iter8_expectation);
        cr_assert_eq(iter8_simulation_expectation(trial->simulation, trial->tally, i, &one),
                     ITER8_OK);
        cr_expect_eq(one.expected, ITER8_EXPECTED_MET, "%s: %s %s, but it is %g (%g to %g)",
                     iter8_scenario_of(trial->simulation).name, one.name, one.wanted, one.value,
                     one.low, one.high);
    }
}

/* Tries a folder's policy under each of its scenarios; the last one is handed to @p ask too. */
static void test_folder(const char *folder, void (*ask)(const struct trial *trial))
{
    iter8_documents *experiment = read_file(folder, "experiment.yaml");
    iter8_documents *scenarios = read_file(folder, "scenarios.yaml");
    size_t count = iter8_documents_count(scenarios);
    for (size_t i = 0; i < count; i++) {
        struct trial trial =
            try_policy(iter8_documents_at(experiment, 0), iter8_documents_at(scenarios, i));
        assert_expectations(&trial);
        if (ask != NULL && i + 1 == count) ask(&trial);
        iter8_tally_free(trial.tally);
        iter8_simulation_free(trial.simulation);
    }
    iter8_documents_free(scenarios);
    iter8_documents_free(experiment);
}

static iter8_spread weights_after(const struct trial *trial, int32_t iteration)
{
    iter8_spread spread = ITER8_INIT(iter8_spread);
    cr_assert_eq(iter8_tally_spread(trial->tally, iteration, 1, &spread), ITER8_OK);
    return spread;
}

/* The candidate begins to fail after six iterations, when it may have 65 % of the traffic: three
 * iterations later most runs have taken it away again. */
static void falls_quickly(const struct trial *trial)
{
    cr_expect_eq(weights_after(trial, 7).median, 65);
    cr_expect_eq(weights_after(trial, 10).median, 5);
}

Test(policies, tutorial)
{
    test_folder("tutorial", falls_quickly);
}

/* Even the unluckiest run has given a broken candidate no more than the first steps. */
static void never_gets_far(const struct trial *trial)
{
    cr_expect_leq(weights_after(trial, 24).p95, 20);
}

Test(policies, low_traffic)
{
    test_folder("low-traffic", never_gets_far);
}

Test(policies, late_degradation)
{
    test_folder("late-degradation", NULL);
}

Test(policies, metric_outage)
{
    test_folder("metric-outage", NULL);
}

/* "stories" sells best and fails: it is never promoted. */
static void is_never_promoted(const struct trial *trial)
{
    cr_assert_str_eq(iter8_version_tally_of(trial->tally, 3).name, "stories");
    cr_expect_eq(iter8_version_tally_of(trial->tally, 3).promoted, 0);
}

Test(policies, three_candidates)
{
    test_folder("three-candidates", is_never_promoted);
}
