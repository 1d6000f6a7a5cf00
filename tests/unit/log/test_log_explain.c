/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment_text.h"
#include "iter8/error.h"
#include "iter8/version.h"
#include "recorded.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static char *explained(const char *lines)
{
    size_t length;
    int rc = iter8_log_explain(lines, strlen(lines), NULL, 0, &length);
    if (rc != ITER8_ERR_BUFFER) return NULL;
    char *text = malloc(length + 1);
    cr_assert_eq(iter8_log_explain(lines, strlen(lines), text, length + 1, &length), ITER8_OK);
    return text;
}

static int32_t too_many_errors(const iter8_question *question, iter8_measurement *answer,
                               scripted_host *host)
{
    (void)host;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = question->version_index > 0 ? 0.048 : 0.001;
    if (question->version_index > 0 || question->elapsed_s < 10) return ITER8_OK;
    answer->state = ITER8_VALUE_ABSENT;
    answer->reason = "no requests";
    return ITER8_OK;
}

Test(log_explain, a_run_is_told_step_by_step)
{
    recorded r;
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    recorded_init(&r, NULL);
    r.host.source = too_many_errors;
    r.host.failing[SCRIPTED_WRITE] = 1;
    r.host.failing_reason = "no route to host";
    iter8_experiment *experiment = experiment_of(&(experiment_plan){.iterations = 2});
    cr_assert_eq(scripted_run(&r.host, experiment, &outcome), ITER8_OK);
    char *text = explained(r.log);
    cr_expect_str_eq(
        text,
        "decision log of libiter8 " ITER8_VERSION "\n"
        "experiment tests/test\n"
        "2020-09-13T12:26:40Z  step 1\n"
        "  acquireTarget: OK\n"
        "  ExperimentInitialized: Experiment status initialized\n"
        "  TargetAcquired\n"
        "2020-09-13T12:26:40Z  step 2\n"
        "  StageAdvanced: Advanced to Initializing\n"
        "2020-09-13T12:26:40Z  step 3\n"
        "  StageAdvanced: Advanced to Running\n"
        "2020-09-13T12:26:40Z  step 4\n"
        "  iteration 1: winner baseline (baselineOnly)\n"
        "  baseline: 100 -> 95 %, as wanted\n"
        "  candidate: 0 -> 5 %, as wanted\n"
        "  candidate: error-rate is 0.048: above (at most 0.01)\n"
        "  IterationUpdate: Completed Iteration 1\n"
        "2020-09-13T12:26:40Z  step 5\n"
        "  writeWeights 95 5: ERR_HOST, no route to host\n"
        "  warning WeightRedistributionFailed: the weights cannot be written: no route to host\n"
        "2020-09-13T12:26:40.842Z  step 6\n"
        "  writeWeights 95 5: OK\n"
        "  RouterAvailable: the weights can be read and written again\n"
        "2020-09-13T12:26:50Z  step 7\n"
        "  iteration 2: winner baseline (baselineOnly)\n"
        "  baseline: 95 -> 95 %, as wanted\n"
        "  candidate: 5 -> 5 %, as wanted\n"
        "  candidate: error-rate is 0.048: above (at most 0.01)\n"
        "  baseline: error-rate has no fresh value (age in iterations: 1): no requests\n"
        "  IterationUpdate: Completed Iteration 2\n"
        "  IterationUpdate: Completed Loop 1\n"
        "2020-09-13T12:26:50Z  step 8\n"
        "  StageAdvanced: Advanced to Completed\n"
        "  ExperimentCompleted: Experiment completed successfully\n");
    free(text);
    iter8_experiment_free(experiment);
    recorded_clear(&r);
}

Test(log_explain, lines_can_be_told_one_by_one)
{
    char *text = explained("{\"kind\":\"Step\",\"step\":7,\"time\":\"T\",\"inputs\":[{\"ask\":"
                           "\"measure\",\"metric\":\"m\",\"version\":\"v\",\"answer\":-7}]}\n");
    cr_expect_str_eq(text, "T  step 7\n  measure m v: -7\n");
    free(text);
}

Test(log_explain, limits_that_hang_on_the_baseline_are_told)
{
    char *text = explained(
        "{\"kind\":\"Step\",\"step\":7,\"time\":\"T\",\"iteration\":{\"number\":1,\"verdicts\":[{"
        "\"version\":\"v2\",\"metric\":\"m\",\"satisfied\":false,\"reason\":\"aboveBaseline\","
        "\"counts\":true,\"value\":5,\"upper\":9,\"lowerTimes\":0.5,\"upperTimes\":1.1}]}}\n");
    cr_expect_neq(strstr(text, "  v2: m is 5: aboveBaseline (at most 9)"
                               " (at least 0.5 times the baseline's)"
                               " (at most 1.1 times the baseline's)\n"),
                  NULL, "%s", text);
    free(text);
}

Test(log_explain, what_is_no_json_is_refused_and_the_unknown_passed_over)
{
    size_t length;
    cr_expect_eq(iter8_log_explain("x\n", 2, NULL, 0, &length), ITER8_ERR_SYNTAX);
    cr_expect_eq(iter8_log_explain("{}\n{", 4, NULL, 0, &length), ITER8_ERR_SYNTAX);
    cr_expect_eq(iter8_log_explain(NULL, 1, NULL, 0, &length), ITER8_ERR_ARGUMENT);
    char *text =
        explained("{\"kind\":\"Other\"}\n{\"kind\":\"Step\",\"inputs\":3,\"iteration\":[]}\n"
                  "{\"kind\":\"Experiment\",\"experiment\":{\"metadata\":{\"name\":\"e\"}}}\n");
    cr_expect_str_eq(text, "experiment e\n");
    free(text);
}
