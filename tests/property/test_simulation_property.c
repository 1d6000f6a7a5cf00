/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * What holds for every run of every example policy: it hangs on its seed and number alone, not on
 * the runs that the same simulation has made before; weights keep their limits.
 */
#include "simulations.h"

#include "experiments.h"
#include "iter8/error.h"
#include "iter8/init.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 12 };

static iter8_simulation *simulation_with(const iter8_document *experiment,
                                         const iter8_document *scenario)
{
    iter8_policy policy = ITER8_INIT(iter8_policy);
    iter8_simulation *simulation;
    policy.experiment = experiment;
    cr_assert_eq(iter8_simulation_new(&policy, scenario, NULL, &simulation), ITER8_OK);
    return simulation;
}

/* Whole percent that sum to 100, none negative. */
static void check_weights(const iter8_experiment *experiment)
{
    int32_t sum = 0;
    for (size_t v = 0; v < iter8_spec_of(experiment).version_count; v++) {
        int32_t weight = iter8_version_of(experiment, v).weight;
        cr_assert(weight >= 0 && weight <= 100);
        sum += weight;
    }
    cr_assert_eq(sum, 100);
}

/* The experiment with its status at the end of a run. */
static char *end_of_run(iter8_simulation *simulation, uint64_t number)
{
    iter8_experiment *experiment;
    iter8_host host = ITER8_INIT(iter8_host);
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    int64_t now_ns;
    cr_assert_eq(iter8_simulation_begin(simulation, 11, number, &experiment, &host, &now_ns),
                 ITER8_OK);
    while (now_ns != ITER8_NEVER) {
        int rc = iter8_reconcile(experiment, &host, now_ns, NULL, &outcome);
        cr_assert(rc == ITER8_OK || rc == ITER8_ERR_HOST);
        check_weights(experiment);
        now_ns = iter8_simulation_next_ns(simulation, &outcome);
    }
    return experiment_written(experiment, ITER8_FORMAT_JSON);
}

static void compare_runs(const iter8_document *experiment, const iter8_document *scenario,
                         const char *folder)
{
    iter8_simulation *used = simulation_with(experiment, scenario);
    for (uint64_t number = RUNS; number-- > 0;) {
        iter8_simulation *fresh = simulation_with(experiment, scenario);
        char *after_others = end_of_run(used, number), *alone = end_of_run(fresh, number);
        cr_assert_str_eq(after_others, alone, "%s, run %d: %s instead of %s", folder, (int)number,
                         after_others, alone);
        free(after_others);
        free(alone);
        iter8_simulation_free(fresh);
    }
    iter8_simulation_free(used);
}

Test(simulation_property, a_run_hangs_on_its_number_alone)
{
    for (size_t i = 0; i < POLICY_FOLDERS; i++) {
        iter8_documents *experiment = policy_file(policy_folders[i], "experiment.yaml");
        iter8_documents *scenarios = policy_file(policy_folders[i], "scenarios.yaml");
        for (size_t s = 0; s < iter8_documents_count(scenarios); s++)
            compare_runs(iter8_documents_at(experiment, 0), iter8_documents_at(scenarios, s),
                         policy_folders[i]);
        iter8_documents_free(scenarios);
        iter8_documents_free(experiment);
    }
}

/* The series in parts of all sizes, added in the wrong order. */
Test(simulation_property, any_split_of_a_series_adds_up)
{
    iter8_documents *experiment = policy_file("metric-outage", "experiment.yaml");
    iter8_documents *scenarios = policy_file("metric-outage", "scenarios.yaml");
    iter8_simulation *simulation =
        simulation_with(iter8_documents_at(experiment, 0), iter8_documents_at(scenarios, 3));
    iter8_tally *whole = tally_of(simulation, 5, 100, 97);
    char *expected = tally_written(whole);
    for (uint64_t part = 1; part <= 97; part += 13) {
        iter8_tally *sum = tally_of(simulation, 5, 100, 0);
        for (uint64_t first = (97 - 1) / part * part;; first -= part) {
            uint64_t count = first + part > 97 ? 97 - first : part;
            iter8_tally *one = tally_of(simulation, 5, 100 + first, count);
            cr_assert_eq(iter8_tally_add(sum, one), ITER8_OK);
            iter8_tally_free(one);
            if (first == 0) break;
        }
        char *found = tally_written(sum);
        cr_expect_str_eq(found, expected, "parts of %d", (int)part);
        free(found);
        iter8_tally_free(sum);
    }
    free(expected);
    iter8_tally_free(whole);
    iter8_simulation_free(simulation);
    iter8_documents_free(scenarios);
    iter8_documents_free(experiment);
}
