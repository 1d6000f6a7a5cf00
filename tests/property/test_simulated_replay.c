/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Simulated runs of the example policies, recorded and decided again: 1,000 of them. */
#include "iter8/iter8.h"
#include "simulations.h"

#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

enum { RUNS = 1000 };

/* A log in memory. */
struct lines {
    char *bytes;
    size_t length;
    size_t capacity;
};

static int32_t take_line(const char *line, size_t length, void *user_data)
{
    struct lines *lines = user_data;
    if (lines->length + length > lines->capacity) {
        lines->capacity = 2 * (lines->length + length);
        lines->bytes = realloc(lines->bytes, lines->capacity);
        cr_assert_not_null(lines->bytes);
    }
    memcpy(lines->bytes + lines->length, line, length);
    lines->length += length;
    return ITER8_OK;
}

static void record(iter8_simulation *simulation, iter8_recorder **recorder, uint64_t run,
                   struct lines *lines)
{
    iter8_experiment *experiment;
    iter8_host host = ITER8_INIT(iter8_host);
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    int64_t now_ns;
    lines->length = 0;
    cr_assert_eq(iter8_simulation_begin(simulation, 3, run, &experiment, &host, &now_ns), ITER8_OK);
    if (*recorder == NULL) {
        iter8_recorder_options options = ITER8_INIT(iter8_recorder_options);
        options.write = take_line;
        options.user_data = lines;
        cr_assert_eq(iter8_recorder_new(&options, &host, recorder), ITER8_OK);
    }
    cr_assert_eq(iter8_recorder_restart(*recorder, &host), ITER8_OK);
    while (now_ns != ITER8_NEVER) {
        int rc = iter8_recorder_reconcile(*recorder, experiment, now_ns, NULL, &outcome);
        cr_assert(rc == ITER8_OK || rc == ITER8_ERR_HOST);
        now_ns = iter8_simulation_next_ns(simulation, &outcome);
    }
    cr_assert_eq(iter8_recorder_error(*recorder), ITER8_OK);
}

static void assert_identical(const struct lines *lines, const char *folder, uint64_t run)
{
    iter8_replay *replay;
    iter8_difference difference = ITER8_INIT(iter8_difference);
    cr_assert_eq(iter8_replay_log(lines->bytes, lines->length, NULL, NULL, &replay), ITER8_OK);
    if (iter8_replay_difference(replay, &difference) == ITER8_OK)
        cr_assert_fail("%s, run %llu, line %llu: %s: recorded %s, now %s", folder,
                       (unsigned long long)run, (unsigned long long)difference.line,
                       difference.member, difference.recorded, difference.now);
    cr_assert_gt(iter8_replay_steps(replay), 4);
    iter8_replay_free(replay);
}

/* A folder's policy under its scenarios, in turn. */
static void replay_folder(const char *folder, uint64_t runs)
{
    iter8_documents *experiment = policy_file(folder, "experiment.yaml");
    iter8_documents *scenarios = policy_file(folder, "scenarios.yaml");
    size_t count = iter8_documents_count(scenarios);
    struct lines lines = {NULL, 0, 0};
    for (size_t s = 0; s < count; s++) {
        iter8_simulation *simulation;
        iter8_recorder *recorder = NULL;
        iter8_policy policy = ITER8_INIT(iter8_policy);
        policy.experiment = iter8_documents_at(experiment, 0);
        cr_assert_eq(
            iter8_simulation_new(&policy, iter8_documents_at(scenarios, s), NULL, &simulation),
            ITER8_OK);
        for (uint64_t run = s; run < runs; run += count) {
            record(simulation, &recorder, run, &lines);
            assert_identical(&lines, folder, run);
        }
        iter8_recorder_free(recorder);
        iter8_simulation_free(simulation);
    }
    free(lines.bytes);
    iter8_documents_free(scenarios);
    iter8_documents_free(experiment);
}

Test(simulated_replay, a_thousand_runs_are_decided_again_alike)
{
    for (size_t i = 0; i < POLICY_FOLDERS; i++)
        replay_folder(policy_folders[i], RUNS / POLICY_FOLDERS);
}
