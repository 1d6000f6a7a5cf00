/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment_text.h"
#include "experiments.h"
#include "iter8/algorithm.h"
#include "iter8/error.h"
#include "iter8/version.h"
#include "recorded.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static recorded r;

static void setup(void)
{
    recorded_init(&r, NULL);
}

static void teardown(void)
{
    recorded_clear(&r);
}

TestSuite(replay, .init = setup, .fini = teardown);

static void run(iter8_experiment *experiment)
{
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    cr_assert_not_null(experiment);
    cr_assert_eq(scripted_run(&r.host, experiment, &outcome), ITER8_OK);
    iter8_experiment_free(experiment);
}

/* Expects the first difference of a log in which @p before is @p after. */
static void expect_difference(const char *before, const char *after, const char *wanted)
{
    iter8_replay *replay = NULL;
    iter8_difference found = ITER8_INIT(iter8_difference);
    char *at = strstr(r.log, before);
    cr_assert_not_null(at, "%s is not in\n%s", before, r.log);
    cr_assert_eq(strlen(before), strlen(after));
    memcpy(at, after, strlen(after));
    cr_assert_eq(iter8_replay_log(r.log, r.length, NULL, NULL, &replay), ITER8_OK);
    cr_assert_eq(iter8_replay_difference(replay, &found), ITER8_OK);
    char text[400];
    (void)snprintf(text, sizeof text, "%d/%d %s: %s, %s", (int)found.line, (int)found.step,
                   found.member, found.recorded, found.now);
    cr_expect_str_eq(text, wanted);
    cr_expect_eq(iter8_replay_steps(replay), found.step > 0 ? found.step - 1 : 0);
    iter8_replay_free(replay);
    memcpy(at, before, strlen(before));
    (void)identical(r.log, NULL);
}

Test(replay, the_first_difference_is_told_with_its_place)
{
    run(experiment_of(&(experiment_plan){.iterations = 2}));
    expect_difference("\"decided\":80", "\"decided\":70",
                      "8/6 iteration.weights[0].decided: 70, 80");
    expect_difference("\"satisfied\":true", "\"satisfied\": 999",
                      "6/4 iteration.verdicts[0].satisfied: 999, true");
    expect_difference("\"answer\":\"OK\"", "\"answer\":\"O?\"",
                      "3/1 inputs[0].answer: \"O?\", \"ERR_HOST\"");
    expect_difference("\"stage\":\"Running\",\"changed\":true",
                      "\"stage\":\"Running\",\"changed\":null", "5/3 outcome.changed: null, true");
}

Test(replay, other_requests_than_the_recorded_ones_are_a_difference)
{
    run(experiment_of(&(experiment_plan){.iterations = 1}));
    expect_difference("\"ask\":\"measure\"", "\"ask\":\"deplore\"",
                      "6/4 inputs[1].ask: \"deplore\", \"measure\"");
    expect_difference("\"version\":\"candidate\",\"state\"", "\"version\":\"candidatf\",\"state\"",
                      "6/4 inputs[2].version: \"candidatf\", \"candidate\"");
    expect_difference("\"weights\":[100,0],", "\"weights\":[10 ,0],",
                      "6/4 events[0].reason: \"IterationUpdate\", \"WeightsScaled\"");
}

Test(replay, a_step_that_cannot_be_tried_is_a_difference)
{
    run(experiment_of(&(experiment_plan){.iterations = 1}));
    expect_difference("\"time\":\"2020-", "\"time\":\"2260-", "3/1 result: \"OK\", \"ERR_CLOCK\"");
}

static int32_t half(const iter8_weight_facts *facts, double *shares, void *user_data)
{
    for (size_t v = 0; v < facts->version_count; v++)
        shares[v] = v > 0 ? *(double *)user_data : 50.0;
    return 0;
}

Test(replay, a_hosts_own_algorithms_are_given_again)
{
    double share = 50.0;
    iter8_weight_algorithm algorithm = {
        .struct_size = sizeof algorithm, .name = "half", .want = half, .user_data = &share};
    iter8_experiment_options options = {
        .struct_size = sizeof options, .algorithms = &algorithm, .algorithm_count = 1};
    char text[EXPERIMENT_TEXT_BYTES];
    experiment_text(&(experiment_plan){.iterations = 2,
                                       .increment = 100,
                                       .annotations = "iter8.tools/weight-algorithm: half"},
                    text);
    iter8_experiment *experiment = NULL;
    cr_assert_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &experiment), ITER8_OK);
    run(experiment);
    (void)identical(r.log, &options);
    share = 10.0;
    iter8_replay *replay = NULL;
    iter8_difference found = ITER8_INIT(iter8_difference);
    cr_assert_eq(iter8_replay_log(r.log, r.length, &options, NULL, &replay), ITER8_OK);
    cr_assert_eq(iter8_replay_difference(replay, &found), ITER8_OK);
    cr_expect_str_eq(found.member, "iteration.weights[0].wanted");
    iter8_replay_free(replay);
    cr_expect_eq(iter8_replay_log(r.log, r.length, NULL, NULL, &replay), ITER8_ERR_INVALID);
    cr_expect_null(replay);
}

Test(replay, defaults_are_in_the_log)
{
    iter8_document *defaults =
        only_document_of("metadata: {annotations: {iter8.tools/weight-steps: 7 20 60}}");
    iter8_recorder_options recording = ITER8_INIT(iter8_recorder_options);
    recording.defaults = defaults;
    recorded_clear(&r);
    recorded_init(&r, &recording);
    iter8_experiment_options options = {.struct_size = sizeof options, .defaults = defaults};
    char text[EXPERIMENT_TEXT_BYTES];
    experiment_text(&(experiment_plan){.iterations = 2}, text);
    iter8_experiment *experiment = NULL;
    cr_assert_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &experiment), ITER8_OK);
    run(experiment);
    cr_expect_not_null(strstr(r.log, "\"weights\":[93,7],\"answer\":\"OK\""));
    iter8_document_free(defaults);
    (void)identical(r.log, NULL);
}

static void expect_problem(const char *log, int code, const char *wanted)
{
    iter8_replay *replay = NULL;
    iter8_diagnostics *diagnostics = NULL;
    iter8_diagnostic problem = ITER8_INIT(iter8_diagnostic);
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
    cr_expect_eq(iter8_replay_log(log, strlen(log), NULL, diagnostics, &replay), code, "%s", log);
    cr_assert_eq(iter8_diagnostics_get(diagnostics, 0, &problem), ITER8_OK, "%s", log);
    char text[400];
    (void)snprintf(text, sizeof text, "%u: %s", (unsigned)problem.line, problem.message);
    cr_expect_str_eq(text, wanted);
    iter8_diagnostics_free(diagnostics);
}

#define HEADER(library)                                                                            \
    "{\"kind\":\"DecisionLog\",\"format\":1,\"library\":" library ",\"seed\":\"0\"}\n"

Test(replay, what_is_no_log_is_refused_with_its_line)
{
    expect_problem("", ITER8_ERR_KIND, "0: this is no decision log: it is empty");
    expect_problem("[]\n", ITER8_ERR_KIND,
                   "1: this is no decision log: the first line is no JSON object");
    expect_problem(HEADER("\"0.1\""), ITER8_ERR_INVALID,
                   "1: the line does not say format and library as a decision log does");
    expect_problem(HEADER("\"0.1.0.0\""), ITER8_ERR_INVALID,
                   "1: the line does not say format and library as a decision log does");
    expect_problem(HEADER("\"0.999.0\""), ITER8_ERR_VERSION,
                   "1: the log was written by a newer version, 0.999.0; this is " ITER8_VERSION);
    expect_problem(HEADER("\"0.1.0\"") "{}", ITER8_ERR_SYNTAX, "2: the last line is cut off");
    expect_problem(HEADER("\"0.1.0\"") "{}\n", ITER8_ERR_INVALID, "2: a line of an unknown kind");
    expect_problem(HEADER("\"0.1.0\"") "\n", ITER8_ERR_SYNTAX, "2: the line is no JSON object");
    expect_problem(
        HEADER("\"0.1.0\"") "{\"kind\":\"Experiment\",\"experiment\":{\"kind\":\"Experiment\","
                            "\"apiVersion\":\"iter8.tools/v2alpha2\"}}\n",
        ITER8_ERR_INVALID, "2: experiment: metadata: required field is missing");
}

Test(replay, arguments_are_checked)
{
    iter8_replay *replay = NULL;
    iter8_difference found = ITER8_INIT(iter8_difference);
    cr_expect_eq(iter8_replay_log(NULL, 1, NULL, NULL, &replay), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_replay_log("", 0, NULL, NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_replay_log(NULL, 0, NULL, NULL, &replay), ITER8_ERR_KIND);
    cr_expect_eq(iter8_replay_difference(NULL, &found), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_replay_steps(NULL), 0);
    iter8_replay_free(NULL);
}
