/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment_text.h"
#include "experiments.h"
#include "iter8/command.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "recorded.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static recorded r;
static iter8_experiment *experiment;
static iter8_outcome outcome = ITER8_INIT(iter8_outcome);

static void setup(void)
{
    recorded_init(&r, NULL);
    experiment = experiment_of(&(experiment_plan){.iterations = 3, .actions = "start finish"});
}

static void teardown(void)
{
    iter8_experiment_free(experiment);
    recorded_clear(&r);
}

TestSuite(recorder, .init = setup, .fini = teardown);

static void run(void)
{
    cr_assert_eq(scripted_run(&r.host, experiment, &outcome), ITER8_OK);
    cr_assert(outcome.done);
}

static void expect_logged(const char *part)
{
    cr_expect(strstr(r.log, part) != NULL, "%s is not in\n%s", part, r.log);
}

Test(recorder, a_recorded_run_is_the_same_as_one_that_is_not)
{
    iter8_experiment *other =
        experiment_of(&(experiment_plan){.iterations = 3, .actions = "start finish"});
    scripted_host host;
    scripted_host_init(&host);
    run();
    cr_assert_eq(scripted_run(&host, other, &outcome), ITER8_OK);
    char *recorded_end = experiment_written(experiment, ITER8_FORMAT_JSON);
    char *end = experiment_written(other, ITER8_FORMAT_JSON);
    cr_expect_str_eq(recorded_end, end);
    cr_expect_eq(r.host.log_count, host.log_count);
    cr_expect_eq(r.host.steps, host.steps);
    cr_expect_eq(identical(r.log, NULL), host.steps);
    free(end);
    free(recorded_end);
    scripted_host_clear(&host);
    iter8_experiment_free(other);
}

Test(recorder, a_log_begins_with_the_host_and_the_experiment)
{
    run();
    cr_expect_eq(strncmp(r.log, "{\"kind\":\"DecisionLog\",\"format\":1,\"library\":\"", 44), 0);
    expect_logged("\"seed\":\"0\",\"host\":[\"measure\",\"readWeights\",\"writeWeights\","
                  "\"acquireTarget\",\"runAction\"]}\n{\"kind\":\"Experiment\",\"hash\":");
    cr_expect_eq(times(r.log, "\"kind\":\"Experiment\",\"hash\""), 1);
    cr_expect_eq((size_t)r.lines, 2 + r.host.steps);
}

Test(recorder, what_was_asked_and_answered_stands_in_its_order)
{
    r.host.failing[SCRIPTED_WRITE] = 1;
    run();
    expect_logged("\"inputs\":[{\"ask\":\"acquireTarget\",\"answer\":\"OK\"}],\"result\":\"OK\"");
    expect_logged("\"inputs\":[{\"ask\":\"runAction\",\"action\":\"start\",\"answer\":\"OK\"}]");
    expect_logged("\"inputs\":[{\"ask\":\"readWeights\",\"weights\":[100,0],\"answer\":\"OK\"},"
                  "{\"ask\":\"measure\",\"metric\":\"error-rate\",\"version\":\"baseline\","
                  "\"state\":\"present\",\"value\":0.001,\"answer\":\"OK\"},");
    expect_logged("{\"ask\":\"writeWeights\",\"weights\":[90,10],\"answer\":\"ERR_HOST\"}],"
                  "\"result\":\"ERR_HOST\",");
    expect_logged("\"events\":[{\"reason\":\"WeightRedistributionFailed\",\"message\":"
                  "\"the weights cannot be written\",\"warning\":true}],"
                  "\"diagnostics\":[{\"code\":\"ERR_HOST\",\"path\":\"\",\"message\":");
}

Test(recorder, a_sink_s_words_are_recorded_and_replayed)
{
    r.host.failing[SCRIPTED_READ] = 1;
    r.host.failing[SCRIPTED_WRITE] = 1;
    r.host.failing_reason = "no\x1b[31m such\nserver \xc2\x9b!";
    run();
    expect_logged("{\"ask\":\"readWeights\",\"reason\":\"no [31m such server   !\","
                  "\"answer\":\"ERR_HOST\"}");
    expect_logged("{\"ask\":\"writeWeights\",\"weights\":[90,10],\"reason\":"
                  "\"no [31m such server   !\",\"answer\":\"ERR_HOST\"}");
    expect_logged("\"message\":\"the weights cannot be written: no [31m such server   !\"");
    (void)identical(r.log, NULL);
}

static int32_t odd_values(const iter8_question *question, iter8_measurement *answer,
                          scripted_host *host)
{
    static const double values[] = {NAN, INFINITY, -INFINITY};
    (void)host;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = values[question->now_ns / SCRIPTED_SECOND % 3];
    if (question->version_index == 0) return -1234567;
    return ITER8_OK;
}

Test(recorder, numbers_and_codes_without_a_name_are_recorded_too)
{
    r.host.source = odd_values;
    run();
    expect_logged("\"value\":\"NaN\"");
    expect_logged("\"value\":\"Infinity\"");
    expect_logged("\"value\":\"-Infinity\"");
    expect_logged("\"answer\":-1234567}");
    (void)identical(r.log, NULL);
}

static int32_t server_talk(const iter8_question *question, iter8_measurement *answer,
                           scripted_host *host)
{
    (void)question;
    (void)host;
    answer->reason = "line\none \xC3\x28 \"quoted\"";
    return ITER8_ERR_TRANSPORT;
}

Test(recorder, a_reason_is_recorded_as_one_line_of_utf_8)
{
    r.host.source = server_talk;
    run();
    expect_logged("\"reason\":\"line one ?( \\\"quoted\\\"\",\"answer\":\"ERR_TRANSPORT\"}");
    (void)identical(r.log, NULL);
}

Test(recorder, an_experiment_is_written_again_after_a_command)
{
    cr_assert_eq(scripted_run_until(&r.host, experiment, 1), ITER8_OK);
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_PAUSE, NULL), ITER8_OK);
    cr_assert_eq(scripted_step(&r.host, experiment, &outcome), ITER8_OK);
    cr_expect_eq(times(r.log, "\"kind\":\"Experiment\",\"hash\""), 2);
    cr_assert_eq(scripted_step(&r.host, experiment, &outcome), ITER8_OK);
    cr_expect_eq(times(r.log, "\"kind\":\"Experiment\",\"hash\""), 2);
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_RESUME, NULL), ITER8_OK);
    run();
    cr_expect_eq(times(r.log, "\"kind\":\"Experiment\",\"hash\""), 3);
    (void)identical(r.log, NULL);
}

/* An answer that only the process knows of: the status says nothing. */
Test(recorder, a_step_that_was_not_recorded_is_noticed)
{
    cr_assert_eq(scripted_run_until(&r.host, experiment, 1), ITER8_OK);
    r.host.now_ns += 10 * SCRIPTED_SECOND;
    r.host.pending[SCRIPTED_MEASURE] = 2;
    cr_assert_eq(scripted_step(&r.host, experiment, &outcome), ITER8_OK);
    cr_assert(outcome.pending);
    r.host.pending[SCRIPTED_MEASURE] = 0;
    r.host.failing[SCRIPTED_MEASURE] = 1;
    r.host.wait_count = 0;
    iter8_recorder *recorder = r.host.recorder;
    r.host.recorder = NULL;
    r.host.hook = NULL;
    r.host.pending[SCRIPTED_READ] = 0;
    iter8_host silent = r.host.host;
    silent.metrics_source = NULL;
    r.host.recorder = recorder;
    size_t before = times(r.log, "\"kind\":\"Experiment\",\"hash\"");
    cr_assert_eq(iter8_reconcile(experiment, &silent, r.host.now_ns + 1, NULL, &outcome), ITER8_OK);
    r.host.now_ns += 2;
    run();
    cr_expect_eq(times(r.log, "\"kind\":\"Experiment\",\"hash\""), before + 1);
    (void)identical(r.log, NULL);
}

Test(recorder, lines_that_are_refused_are_missing_and_the_rest_is_replayed)
{
    r.taken = 5;
    r.refused = 2;
    run();
    cr_expect_eq(iter8_recorder_error(r.host.recorder), ITER8_ERR_REFUSED);
    cr_expect_eq(times(r.log, "\"kind\":\"Experiment\",\"hash\""), 2);
    cr_expect_eq(identical(r.log, NULL), r.host.steps - 2);
}

Test(recorder, a_header_that_is_refused_is_written_with_the_next_step)
{
    r.refused = 1;
    run();
    cr_expect_eq(strncmp(r.log, "{\"kind\":\"DecisionLog\"", 21), 0);
    cr_expect_eq(identical(r.log, NULL), r.host.steps - 1);
}

Test(recorder, another_log_is_begun_with_another_host)
{
    run();
    size_t first = r.length;
    iter8_host host = r.host.host;
    iter8_router blind = r.host.router;
    host.seed = UINT64_MAX;
    host.router = &blind;
    blind.read_weights = NULL;
    cr_assert_eq(iter8_recorder_restart(r.host.recorder, &host), ITER8_OK);
    iter8_experiment_free(experiment);
    experiment = experiment_of(&(experiment_plan){.iterations = 1});
    outcome.done = 0;
    run();
    cr_expect_not_null(strstr(r.log + first,
                              "\"seed\":\"18446744073709551615\",\"host\":[\"measure\","
                              "\"writeWeights\""));
    cr_expect_not_null(strstr(r.log + first, "\"step\":1,"));
    (void)identical(r.log + first, NULL);
    (void)identical(r.log, NULL);
}

Test(recorder, a_call_that_does_nothing_is_not_recorded)
{
    cr_assert_eq(iter8_recorder_reconcile(NULL, experiment, 0, NULL, &outcome), ITER8_ERR_ARGUMENT);
    cr_assert_eq(iter8_recorder_reconcile(r.host.recorder, NULL, 0, NULL, &outcome),
                 ITER8_ERR_ARGUMENT);
    cr_assert_eq(iter8_recorder_reconcile(r.host.recorder, experiment, 0, NULL, NULL),
                 ITER8_ERR_ARGUMENT);
    cr_assert_eq(iter8_recorder_reconcile(r.host.recorder, experiment, INT64_MIN, NULL, &outcome),
                 ITER8_ERR_CLOCK);
    cr_expect_eq(r.lines, 0);
    cr_expect_eq(iter8_recorder_error(r.host.recorder), ITER8_OK);
}

static void step_in(scripted_host *host, enum scripted_kind kind)
{
    iter8_outcome inner = ITER8_INIT(iter8_outcome);
    iter8_experiment *other = experiment_of(&(experiment_plan){.iterations = 1});
    if (kind == SCRIPTED_EVENT) {
        cr_expect_eq(iter8_recorder_reconcile(host->recorder, other, host->now_ns, NULL, &inner),
                     ITER8_ERR_BUSY);
        cr_expect_eq(
            iter8_recorder_reconcile(host->recorder, experiment, host->now_ns, NULL, &inner),
            ITER8_ERR_BUSY);
        cr_expect_eq(iter8_recorder_restart(host->recorder, NULL), ITER8_ERR_BUSY);
    }
    iter8_experiment_free(other);
}

Test(recorder, a_callback_cannot_use_the_recorder)
{
    r.host.hook = step_in;
    run();
    (void)identical(r.log, NULL);
}

Test(recorder, the_callers_diagnostics_get_what_is_found)
{
    iter8_diagnostics *diagnostics = NULL;
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
    r.host.failing[SCRIPTED_ACQUIRE] = 1;
    for (int i = 0; i < 2; i++)
        (void)!iter8_recorder_reconcile(r.host.recorder, experiment, r.host.now_ns, diagnostics,
                                        &outcome);
    cr_expect_eq(iter8_diagnostics_count(diagnostics), 1);
    iter8_diagnostics_free(diagnostics);
}

Test(recorder, what_a_metric_holds_of_secrets_is_masked)
{
    add_metric_text(experiment, "apiVersion: iter8.tools/v2alpha2\nkind: Metric\nmetadata: {name: "
                                "error-rate, namespace: tests}\n"
                                "spec:\n  provider: p\n  jqExpression: .x\n"
                                "  urlTemplate: 'https://me:word@there.example:80/q@x'\n"
                                "  headerTemplates: [{name: A, value: 'Bearer sesame'}]\n");
    run();
    expect_logged("https://***@there.example:80/q@x");
    expect_logged("{\"name\":\"A\",\"value\":\"***\"}");
    cr_expect_null(strstr(r.log, "sesame"));
    cr_expect_null(strstr(r.log, "word"));
    (void)identical(r.log, NULL);
}

Test(recorder, options_are_checked)
{
    iter8_recorder *recorder = r.host.recorder;
    iter8_recorder_options options = ITER8_INIT(iter8_recorder_options);
    cr_expect_eq(iter8_recorder_new(&options, &r.host.host, &recorder), ITER8_ERR_ARGUMENT);
    cr_expect_null(recorder);
    options.write = recorded_write;
    cr_expect_eq(iter8_recorder_new(&options, NULL, &recorder), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_recorder_new(NULL, &r.host.host, &recorder), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_recorder_new(&options, &r.host.host, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_recorder_restart(NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_recorder_error(NULL), ITER8_ERR_ARGUMENT);
    iter8_recorder_free(NULL);
}

Test(recorder, a_host_with_other_callbacks_begins_the_log_anew)
{
    iter8_host other = r.host.host;
    int64_t now_ns = SCRIPTED_START_NS;
    other.acquire_target = NULL;
    other.run_action = NULL;
    for (int i = 0; i < 6; i++) {
        cr_assert_eq(iter8_recorder_reconcile_with(r.host.recorder, experiment,
                                                   i < 2 || i == 5 ? &r.host.host : &other, now_ns,
                                                   NULL, &outcome),
                     ITER8_OK);
        now_ns = outcome.next_ns;
    }
    cr_expect_eq(times(r.log, "\"kind\":\"DecisionLog\""), 3u);
    cr_expect_eq(identical(r.log, NULL), 6u);
}

Test(recorder, a_host_with_the_same_callbacks_goes_on_with_the_log)
{
    recorded another;
    recorded_init(&another, NULL);
    for (int i = 0; i < 4; i++)
        cr_assert_eq(iter8_recorder_reconcile_with(r.host.recorder, experiment,
                                                   i < 2 ? &r.host.host : &another.host.host,
                                                   SCRIPTED_START_NS, NULL, &outcome),
                     ITER8_OK);
    cr_expect_eq(times(r.log, "\"kind\":\"DecisionLog\""), 1u);
    cr_expect_gt(another.host.calls, 0u);
    cr_expect_eq(identical(r.log, NULL), 4u);
    recorded_clear(&another);
}

Test(recorder, without_a_host_for_the_step_there_is_none)
{
    iter8_host small = r.host.host;
    small.struct_size = 4;
    cr_expect_eq(
        iter8_recorder_reconcile_with(r.host.recorder, experiment, NULL, 0, NULL, &outcome),
        ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_recorder_reconcile_with(NULL, experiment, &small, 0, NULL, &outcome),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(
        iter8_recorder_reconcile_with(r.host.recorder, experiment, &small, 0, NULL, &outcome),
        ITER8_ERR_ARGUMENT);
    cr_expect_eq(r.lines, 0);
}
