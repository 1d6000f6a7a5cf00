/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Experiments on built-in metrics: the host collects, the library measures. */
#include "fixture.h"
#include "iter8/error.h"
#include "iter8/histograms.h"
#include "iter8/metric.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

TestSuite(lifecycle_builtin_run, .init = fixture_setup, .fini = fixture_teardown);

static const experiment_plan plan = {
    .criteria = "objectives: [{metric: iter8-system/error-rate, upperLimit: '0.2'},"
                " {metric: iter8-system/latency-50th-percentile, upperLimit: 200}]",
    .actions = "start loop",
    .iterations = 2,
    .loops = 2};

static iter8_document *document_of(const char *text)
{
    iter8_documents *documents;
    iter8_document *copy;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK);
    cr_assert_eq(iter8_document_copy(iter8_documents_at(documents, 0), NULL, &copy), ITER8_OK);
    iter8_documents_free(documents);
    return copy;
}

/* Ten requests, of which some were errors, between 0.1 s and the end. */
static void collect(const char *version, int errors, double end_s)
{
    char text[400];
    (void)snprintf(text, sizeof text,
                   "{DurationHistogram: {Count: 10, Sum: 1, Data: [{Start: 0.1, End: %g, Count:"
                   " 10}]}, RetCodes: {'200': %d, '500': %d}}",
                   end_s, 10 - errors, errors);
    iter8_document *document = document_of(text);
    cr_assert_eq(iter8_experiment_add_histogram(experiment, version, document, host.now_ns, NULL),
                 ITER8_OK);
    iter8_document_free(document);
}

static iter8_value value_at(size_t metric, size_t version)
{
    iter8_value value = {.struct_size = sizeof value};
    cr_assert_eq(iter8_experiment_value(experiment, metric, version, &value), ITER8_OK);
    return value;
}

Test(lifecycle_builtin_run, values_come_from_the_histograms_and_no_question_is_asked)
{
    fixture_start(&plan);
    collect("baseline", 0, 0.3);
    collect("candidate", 1, 0.2);
    fixture_run_until(1);
    iter8_value rate = value_at(0, 1);
    cr_expect(rate.value == 0.1 && rate.min == 0.1 && rate.max == 0.1 && rate.sample_size == 10);
    cr_expect_float_eq(value_at(1, 1).value, 150, 1e-9);
    cr_expect_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 0);
    cr_expect_eq(iter8_status_of(experiment).winner, 1);
    fixture_finish();
    cr_expect_str_eq(iter8_status_of(experiment).recommended, "candidate");
}

static void collect_in_actions(scripted_host *unused, enum scripted_kind kind)
{
    (void)unused;
    static int runs;
    if (kind != SCRIPTED_ACTION) return;
    collect("baseline", 0, 0.3);
    collect("candidate", 4 * runs++, 0.2);
}

Test(lifecycle_builtin_run, actions_may_collect_and_what_they_collect_adds_up)
{
    fixture_start(&plan);
    host.hook = collect_in_actions;
    fixture_run_until(2);
    cr_expect(value_at(0, 1).value == 0 && value_at(0, 1).sample_size == 10);
    fixture_run_until(3);
    iter8_value rate = value_at(0, 1);
    cr_expect(rate.value == 0.2 && rate.min == 0 && rate.max == 0.2, "%g", rate.value);
    cr_expect_eq(rate.sample_size, 20);
}

Test(lifecycle_builtin_run, histograms_survive_a_reload)
{
    fixture_start(&plan);
    collect("candidate", 1, 0.2);
    fixture_run_until(1);
    fixture_reload();
    fixture_run_until(2);
    cr_expect_eq(value_at(0, 1).value, 0.1);
    cr_expect_eq(value_at(0, 1).sample_size, 10);
    cr_expect_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 0);
}

Test(lifecycle_builtin_run, without_histograms_the_values_are_missing_with_the_reason)
{
    fixture_start(&plan);
    collect("baseline", 0, 0.1);
    fixture_run_until(1);
    iter8_value value = value_at(0, 1);
    cr_expect(isnan(value.value) && isnan(value.sample_size));
    cr_expect_str_eq(value.reason, "no histogram of this version was collected");
    cr_expect_eq(value_at(0, 0).value, 0);
    fixture_finish();
    cr_expect_str_eq(iter8_status_of(experiment).recommended, "baseline");
}

Test(lifecycle_builtin_run, mock_of_the_name_wins)
{
    fixture_start(&plan);
    collect("candidate", 1, 0.2);
    iter8_document *metric =
        document_of("{apiVersion: iter8.tools/v2alpha2, kind: Metric, metadata: {name: error-rate,"
                    " namespace: iter8-system}, spec: {provider: iter8, type: Counter, mock: [{"
                    "name: candidate, level: 5}]}}");
    cr_assert_eq(iter8_experiment_add_metric(experiment, metric, NULL), ITER8_OK);
    iter8_document_free(metric);
    fixture_run_until(1);
    cr_expect_eq(value_at(0, 1).value, 5);
}
