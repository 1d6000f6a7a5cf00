/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiments.h"
#include "iter8/command.h"
#include "iter8/error.h"
#include "iter8/history.h"
#include "iter8/report.h"
#include "iter8/snapshots.h"
#include "scripted_host.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char canary[] = EXPERIMENT_HEAD
    "  strategy: {testingPattern: Canary}\n"
    "  criteria: {objectives: [{metric: errors, upperLimit: 0.01}]}\n"
    "  duration: {intervalSeconds: 10, iterationsPerLoop: 6}\n"
    "  versionInfo:\n"
    "    baseline: {name: old, weightObjRef: {apiVersion: v1, kind: K, name: r, fieldPath: .a}}\n"
    "    candidates: [{name: new, weightObjRef: {apiVersion: v1, kind: K, name: r, fieldPath: "
    ".b}}]\n";

static char *page_of(const iter8_experiment *experiment)
{
    size_t length;
    cr_assert_eq(iter8_report_experiment(experiment, NULL, 0, &length), ITER8_ERR_BUFFER);
    char *page = malloc(length + 1);
    cr_assert_eq(iter8_report_experiment(experiment, page, length + 1, &length), ITER8_OK);
    return page;
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

static void expect_part(const char *page, const char *part)
{
    cr_expect_not_null(strstr(page, part), "%s is not in\n%s", part, page);
}

/* The candidate fails from the 40th second on. */
static int32_t fail_late(const iter8_question *question, iter8_measurement *answer,
                         struct scripted_host *host)
{
    (void)host;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = question->version_index == 1 && question->elapsed_s >= 40 ? 0.05 : 0.001;
    return ITER8_OK;
}

static const char beside_baseline[] = EXPERIMENT_HEAD
    "  strategy: {testingPattern: Canary}\n"
    "  criteria: {objectives: [{metric: errors}],\n"
    "    strength: {relativeLimits: [{metric: errors, upperLimit: 2}]}}\n"
    "  duration: {intervalSeconds: 10, iterationsPerLoop: 6}\n"
    "  versionInfo:\n"
    "    baseline: {name: old, weightObjRef: {apiVersion: v1, kind: K, name: r, fieldPath: .a}}\n"
    "    candidates: [{name: new, weightObjRef: {apiVersion: v1, kind: K, name: r, fieldPath: "
    ".b}}]\n";

static iter8_experiment *run_of(const char *text, uint32_t history)
{
    iter8_experiment_options options = {.struct_size = sizeof options, .history = history};
    iter8_experiment *experiment;
    cr_assert_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &experiment), ITER8_OK);
    scripted_host host;
    scripted_host_init(&host);
    host.source = fail_late;
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    cr_assert_eq(scripted_run(&host, experiment, &outcome), ITER8_OK);
    scripted_host_clear(&host);
    return experiment;
}

static iter8_experiment *run(uint32_t history)
{
    return run_of(canary, history);
}

Test(report_html_page, history_is_told_in_charts_and_tables)
{
    iter8_experiment *experiment = run(100);
    char *page = page_of(experiment);
    cr_expect_eq(count_of(page, "class=plot role=img"), 2);
    cr_expect_eq(count_of(page, "<caption>"), 3);
    cr_expect_eq(count_of(page, "<tr><th scope=row>"), 1 + 6 + 6);
    expect_part(page, "old: from 100 to 95. new: from 0 to 5.");
    expect_part(page, "met in 4 of 6");
    expect_part(page, "errors is 0.05, above its upper limit 0.01");
    expect_part(page, "keep <b>old</b>.");
    free(page);
    iter8_experiment_free(experiment);
}

Test(report_html_page, limits_that_hang_on_the_baseline_are_told)
{
    for (uint32_t history = 0; history < 7; history += 6) {
        iter8_experiment *experiment = run_of(beside_baseline, history);
        char *page = page_of(experiment);
        expect_part(page, "errors, at most 2 times the baseline");
        expect_part(page, "errors is 0.05, above 2 times the baseline&#39;s 0.001");
        expect_part(page,
                    history > 0 ? ">limit 2 \xC3\x97 baseline</text>" : "<line class=limit x1=");
        expect_part(page, "\xE2\x9C\x97 not met</b> 0.05");
        if (history > 0) expect_part(page, "met in 4 of 6");
        if (history > 0) expect_part(page, "met in 6 of 6");
        free(page);
        iter8_experiment_free(experiment);
    }
}

/* What an algorithm would have liked is not what anybody got. */
Test(report_html_page, fixed_split_is_told_without_decisions)
{
    char text[2000] = "";
    const char *pattern = strstr(beside_baseline, "Canary");
    size_t before = (size_t)(pattern - beside_baseline) + strlen("Canary");
    (void)snprintf(text, sizeof text, "%.*s, deploymentPattern: FixedSplit%s", (int)before,
                   beside_baseline, beside_baseline + before);
    iter8_experiment *experiment = run_of(text, 6);
    char *page = page_of(experiment);
    char *told = described(experiment);
    expect_part(page, "Share of traffic in percent over 6 iterations. old: from 100 to 100.");
    cr_expect_null(strstr(told, "Weight decided"), "%s", told);
    free(told);
    free(page);
    iter8_experiment_free(experiment);
}

Test(report_html_page, without_history_the_last_iteration_is_told)
{
    iter8_experiment *experiment = run(0);
    char *page = page_of(experiment);
    expect_part(page, "<th scope=row>6</th>");
    expect_part(page, "Share of traffic: old 95 % , new 5 % ");
    cr_expect_eq(count_of(page, "class=plot role=img"), 0);
    cr_expect_eq(count_of(page, "class=\"bars levels\" role=img"), 1);
    expect_part(page, "\xE2\x9C\x97 not met</b> 0.05");
    free(page);
    iter8_experiment_free(experiment);
}

Test(report_html_page, same_experiment_gives_the_same_page)
{
    iter8_experiment *experiment = run(100);
    char *a = page_of(experiment);
    char *b = page_of(experiment);
    cr_expect_str_eq(a, b);
    free(a);
    free(b);
    iter8_experiment_free(experiment);
}

Test(report_html_page, partial_experiment_is_told_as_far_as_it_goes)
{
    static const char *const texts[] = {
        "{}", "status: {completedIterations: 3}",
        ("spec: {criteria: {objectives: [{}], rewards: [{}]}, versionInfo: {baseline: {}}}\n"
         "status: {completedIterations: 3, analysis: {aggregatedMetrics: {data: {}}}}")};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        iter8_experiment *experiment = partial_from(texts[i]);
        char *page = page_of(experiment);
        expect_part(page, "</html>");
        free(page);
        iter8_experiment_free(experiment);
    }
}

Test(report_html_page, nothing_that_an_experiment_says_becomes_markup)
{
    static const char hostile[] =
        "metadata: {name: '<script>1</script>', namespace: '\"><img src=x>'}\n"
        "spec:\n  target: '</title><b onclick=2>'\n"
        "  strategy: {testingPattern: A/B}\n"
        "  criteria:\n    rewards: [{metric: \"'><svg onload=3>\", preferredDirection: High}]\n"
        "    objectives: [{metric: '<!--', upperLimit: 1}]\n"
        "  versionInfo: {baseline: {name: '<i>\"'}, candidates: [{name: \"&'\\x01\"}]}\n"
        "status: {completedIterations: 1, message: '<u>: <s>', stage: Running,\n"
        "  versionRecommendedForPromotion: '<q>', analysis: {aggregatedMetrics: {data: {\n"
        "  '<!--': {data: {'<i>\"': {value: 2}, \"&'\\x01\": {reason: '<p>'}}}}}}}\n";
    iter8_experiment *experiment = partial_from(hostile);
    char *page = page_of(experiment);
    static const char *const bad[] = {"<script", "<img", "<b on", "<svg on", "<i>",  "<u>",
                                      "<s>",     "<!--", "<q>",   "\x01",    "=\"'", "\">\"&gt;"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_null(strstr(page, bad[i]), "%s is in\n%s", bad[i], page);
    expect_part(page, "&lt;script&gt;1&lt;/script&gt;");
    expect_part(page, "&amp;&#39;\xEF\xBF\xBD");
    free(page);
    iter8_experiment_free(experiment);
}

Test(report_html_page, arguments_are_checked)
{
    iter8_experiment *experiment = partial_from("{}");
    size_t length = 1;
    char buffer[8];
    cr_expect_eq(iter8_report_experiment(NULL, NULL, 0, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_report_experiment(experiment, NULL, 8, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_report_experiment(experiment, buffer, 8, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_report_log(NULL, 0, NULL, buffer, 8, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_report_simulations(NULL, 1, NULL, buffer, 8, &length), ITER8_ERR_ARGUMENT);
    const iter8_document *none[] = {NULL};
    cr_expect_eq(iter8_report_simulations(none, 1, NULL, buffer, 8, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_report_simulations(none, 0, NULL, buffer, 8, &length), ITER8_ERR_ARGUMENT);
    iter8_experiment_free(experiment);
}

static void expect_refused(const char *text, int wanted)
{
    iter8_document *document = only_document_of(text);
    const iter8_document *list[] = {document};
    iter8_diagnostics *diagnostics;
    size_t length;
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
    const iter8_report_options options = {.struct_size = sizeof options,
                                          .diagnostics = diagnostics};
    cr_expect_eq(iter8_report_simulations(list, 1, &options, NULL, 0, &length), wanted);
    if (wanted == ITER8_ERR_INVALID) cr_expect_gt(iter8_diagnostics_count(diagnostics), 0);
    iter8_diagnostics_free(diagnostics);
    iter8_document_free(document);
}

Test(report_html_page, what_is_no_tally_is_refused)
{
    expect_refused("kind: Experiment", ITER8_ERR_KIND);
    expect_refused("[{kind: Tally}]", ITER8_ERR_INVALID);
    expect_refused("kind: Tally\nruns: -1", ITER8_ERR_INVALID);
}

static const char with_budget[] = EXPERIMENT_HEAD
    "  strategy: {testingPattern: Canary}\n"
    "  criteria: {objectives: [{metric: errors, upperLimit: 0.01}],\n"
    "    strength: {budgets: [{consecutiveFailures: 9}]}}\n"
    "  duration: {intervalSeconds: 10, iterationsPerLoop: 6}\n"
    "  versionInfo:\n"
    "    baseline: {name: old, weightObjRef: {apiVersion: v1, kind: K, name: r, fieldPath: .a}}\n"
    "    candidates: [{name: new, weightObjRef: {apiVersion: v1, kind: K, name: r, fieldPath: "
    ".b}}]\n";

/* The candidate has missed its limit, and still wins: the page must not say otherwise. */
Test(report_html_page, failures_within_a_budget_are_told_as_such)
{
    for (uint32_t history = 0; history < 7; history += 6) {
        iter8_experiment *experiment = run_of(with_budget, history);
        cr_assert_eq(iter8_status_of(experiment).winner, 1);
        char *page = page_of(experiment);
        expect_part(page, "not met, but does not count yet</b> 0.05");
        expect_part(page, "promote <b>new</b>.");
        free(page);
        iter8_experiment_free(experiment);
    }
}

Test(report_html_page, a_history_keeps_the_verdicts_of_its_time)
{
    iter8_experiment *experiment = run_of(with_budget, 6);
    for (size_t age = 0; age < 6; age++) {
        iter8_verdict verdict = ITER8_INIT(iter8_verdict);
        cr_assert_eq(iter8_history_verdict(experiment, age, 1, 0, &verdict), ITER8_OK);
        int is_late = age < 2;
        cr_expect_eq(verdict.satisfied, !is_late, "%zu", age);
        cr_expect_eq(verdict.within_budget, is_late, "%zu", age);
        cr_expect_eq(verdict.reason, is_late ? ITER8_VERDICT_ABOVE : ITER8_VERDICT_WITHIN);
        cr_expect_float_eq(verdict.value, is_late ? 0.05 : 0.001, 1e-12);
    }
    iter8_verdict verdict = ITER8_INIT(iter8_verdict);
    cr_expect_eq(iter8_history_verdict(experiment, 6, 1, 0, &verdict), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_history_verdict(experiment, 0, 2, 0, &verdict), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_history_verdict(experiment, 0, 1, 1, &verdict), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_history_verdict(experiment, 0, 1, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_history_verdict(NULL, 0, 1, 0, &verdict), ITER8_ERR_ARGUMENT);
    iter8_experiment_free(experiment);
}

/* Runs three iterations, gives a command, and runs to the end. */
static iter8_experiment *commanded(int32_t command, scripted_host *host)
{
    iter8_experiment *experiment = experiment_from(canary);
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    while (iter8_status_of(experiment).completed_iterations < 3)
        cr_assert_eq(scripted_step(host, experiment, &outcome), ITER8_OK);
    cr_assert_eq(iter8_command(experiment, command, NULL), ITER8_OK);
    cr_assert_eq(scripted_run(host, experiment, &outcome), ITER8_OK);
    return experiment;
}

Test(report_html_page, an_aborted_experiment_has_no_green_badge)
{
    scripted_host host;
    scripted_host_init(&host);
    iter8_experiment *experiment = commanded(ITER8_COMMAND_ABORT, &host);
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_ABORTED);
    char *page = page_of(experiment);
    expect_part(page, "<span class=\"badge bad\">\xE2\x9C\x97 Aborted</span>");
    cr_expect_null(strstr(page, "badge good\">Completed"));
    expect_part(page, "keep <b>old</b>.");
    free(page);
    char *written = experiment_written(experiment, ITER8_FORMAT_YAML);
    iter8_experiment_free(experiment);
    experiment = experiment_from(written); /* in another process */
    cr_expect_eq(iter8_experiment_ending(experiment), ITER8_ENDING_ABORTED);
    page = page_of(experiment);
    expect_part(page, "Aborted</span>");
    free(page);
    free(written);
    iter8_experiment_free(experiment);
    scripted_host_clear(&host);
}

Test(report_html_page, a_promoted_experiment_is_completed)
{
    scripted_host host;
    scripted_host_init(&host);
    iter8_experiment *experiment = commanded(ITER8_COMMAND_PROMOTE, &host);
    char *page = page_of(experiment);
    expect_part(page, "<span class=\"badge good\">Completed</span>");
    free(page);
    iter8_experiment_free(experiment);
    scripted_host_clear(&host);
}
