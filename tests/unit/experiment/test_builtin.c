/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/builtin_values.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/query.h"
#include "iter8/reconcile.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An experiment of one version whose histogram is given, with a metric to ask for. */
static iter8_experiment *with(const char *metric, const char *result)
{
    char text[4000];
    (void)snprintf(text, sizeof text,
                   "spec: {criteria: {indicators: [%s]}, versionInfo: {baseline: {name: a}}}\n"
                   "status: {analysis: {aggregatedBuiltinHists: {data: {a: %s}}}}\n",
                   metric, result);
    return partial_from(text);
}

static iter8_measurement measured(const char *metric, const char *result)
{
    iter8_experiment *experiment = with(metric, result);
    iter8_measurement answer = {.struct_size = sizeof answer};
    cr_assert(iter8__is_builtin(experiment, 0), "%s", metric);
    iter8__builtin_measure(experiment, 0, 0, &answer);
    iter8_experiment_free(experiment); /* reasons are literals */
    return answer;
}

static void expect_value(const char *metric, const char *result, double expected)
{
    iter8_measurement answer = measured(metric, result);
    cr_expect_eq(answer.state, ITER8_VALUE_PRESENT, "%s: %s", metric, answer.reason);
    cr_expect_float_eq(answer.value, expected, 1e-12 * fabs(expected), "%s: %.17g", metric,
                       answer.value);
}

static void expect_absent(const char *metric, const char *result, const char *reason)
{
    iter8_measurement answer = measured(metric, result);
    cr_expect_eq(answer.state, ITER8_VALUE_ABSENT, "%s: %g", metric, answer.value);
    cr_assert_not_null(answer.reason);
    cr_expect_str_eq(answer.reason, reason);
}

#define NAME(name)    "iter8-system/" name
#define PERCENTILE(p) NAME("latency-" p "-percentile")
#define DURATIONS(count, buckets)                                                                  \
    "{DurationHistogram: {Count: " count ", Sum: 1, Data: [" buckets "]}}"

/* Ten requests of 10 to 20 ms, none of 20 to 40 ms, thirty of 40 to 80 ms. */
static const char two_hills[] = DURATIONS("40", "{Start: 0.01, End: 0.02, Count: 10},"
                                                "{Start: 0.04, End: 0.08, Count: 30}");

/* What a real run of Fortio looks like, in Iter8's own writing. */
static const char real[] =
    "{DurationHistogram: {Count: 40, Min: '0.004469869', Max: '0.021380331', Sum: '0.529958375',"
    " Data: [{Start: '0.004469869', End: '0.005', Count: 1}, {Start: '0.006', End: '0.007', Count:"
    " 1}, {Start: '0.007', End: '0.008', Count: 1}, {Start: '0.008', End: '0.009000000000000001',"
    " Count: 1}, {Start: '0.009000000000000001', End: '0.01', Count: 4}, {Start: '0.01', End:"
    " '0.011', Count: 4}, {Start: '0.011', End: '0.012', Count: 3}, {Start: '0.012', End: '0.014',"
    " Count: 8}, {Start: '0.014', End: '0.016', Count: 8}, {Start: '0.016', End:"
    " '0.018000000000000002', Count: 4}, {Start: '0.018000000000000002', End: '0.02', Count: 3},"
    " {Start: '0.02', End: '0.021380331', Count: 2}]}, RetCodes: {'200': 36, '404': 3, '503': 1}}";

Test(metrics_builtin, counts_rate_and_mean_are_those_of_the_histogram)
{
    expect_value(NAME("request-count"), real, 40);
    expect_value(NAME("error-count"), real, 4);
    expect_value(NAME("error-rate"), real, 0.1);
    expect_value(NAME("mean-latency"), real, 13.248959375);
}

Test(metrics_builtin, percentiles_are_linear_within_a_bucket)
{
    /* 20 of 40 is the 5th of 8 in 12..14 ms; 38 of 40 is the end of the one before the last. */
    expect_value(PERCENTILE("50th"), real, 13.25);
    expect_value(PERCENTILE("95th"), real, 20);
    /* 39.6 of 40: 1.6 of 2 in 20..21.380331 ms. */
    expect_value(PERCENTILE("99th"), real, 20 + 0.8 * 1.380331);
    expect_value(PERCENTILE("75th"), real, 14 + 2 * 7.0 / 8.0);
    expect_value(PERCENTILE("90th"), real, 18 + 2 * 1.0 / 3.0);
}

Test(metrics_builtin, percentile_on_a_gap_is_its_lower_end)
{
    expect_value(PERCENTILE("25th"), two_hills, 20);
    expect_value(PERCENTILE("12.5th"), two_hills, 15);
    expect_value(PERCENTILE("50th"), two_hills, 40 + 40 / 3.0);
}

Test(metrics_builtin, ends_are_the_ends_of_the_buckets)
{
    expect_value(PERCENTILE("0th"), two_hills, 10);
    expect_value(PERCENTILE("100th"), two_hills, 80);
}

Test(metrics_builtin, any_percentile_is_known_by_its_ordinal)
{
    expect_value(PERCENTILE("1st"), two_hills, 10.4);
    expect_value(PERCENTILE("2nd"), two_hills, 10.8);
    expect_value(PERCENTILE("3rd"), two_hills, 11.2);
    expect_value(PERCENTILE("99.9th"), two_hills, 80 - 40 * 0.04 / 30);
}

Test(metrics_builtin, empty_buckets_make_no_difference)
{
    static const char result[] =
        DURATIONS("4", "{Start: 0, End: 9, Count: 0}, {Start: 1, End: 2, Count: 4},"
                       "{Start: 7, End: 8, Count: 0}");
    expect_value(PERCENTILE("0th"), result, 1000);
    expect_value(PERCENTILE("50th"), result, 1500);
    expect_value(PERCENTILE("100th"), result, 2000);
}

/* F rises by 1/s from 1 to 2, by 3/s from 2 to 3, by 2/s from 3 to 4. */
Test(metrics_builtin, buckets_may_overlap_in_any_order)
{
    static const char result[] =
        DURATIONS("6", "{Start: 2, End: 4, Count: 4}, {Start: 1, End: 3, Count: 2}");
    expect_value(PERCENTILE("25th"), result, 1000 * (2 + 0.5 / 3));
    expect_value(PERCENTILE("50th"), result, 1000 * (2 + 2 / 3.0));
    expect_value(PERCENTILE("100th"), result, 4000);
}

Test(metrics_builtin, bucket_without_width_is_one_value)
{
    static const char result[] =
        DURATIONS("4", "{Start: 1, End: 3, Count: 2}, {Start: 2, End: 2, Count: 2}");
    expect_value(PERCENTILE("25th"), result, 2000);
    expect_value(PERCENTILE("12.5th"), result, 1500);
    expect_value(PERCENTILE("75th"), result, 2000);
    expect_value(PERCENTILE("87.5th"), result, 2500);
    expect_value(PERCENTILE("99th"), DURATIONS("1", "{Start: 2, End: 2, Count: 1}"), 2000);
}

Test(metrics_builtin, percentiles_go_by_the_buckets_and_the_mean_by_the_count)
{
    static const char result[] = DURATIONS("10", "{Start: 1, End: 2, Count: 4}");
    expect_value(PERCENTILE("50th"), result, 1500);
    expect_value(NAME("mean-latency"), result, 100);
    expect_value(NAME("request-count"), result, 10);
}

Test(metrics_builtin, codes_from_400_and_missing_answers_are_errors)
{
    static const char result[] = "{DurationHistogram: {Count: 64, Sum: 1, Data: []}, RetCodes:"
                                 " {'200': 1, '399': 2, '400': 4, '0599': 8, '1000': 16,"
                                 " '-1': 32, '-500': 1}}";
    expect_value(NAME("error-count"), result, 61);
    expect_value(NAME("error-rate"), result, 61.0 / 64);
}

Test(metrics_builtin, to_iter8_a_request_without_an_answer_is_a_success)
{
    static const char text[] =
        "metadata: {annotations: {iter8.tools/as-iter8: unanswered-succeed}}\n"
        "spec: {criteria: {indicators: [iter8-system/error-count]},"
        " versionInfo: {baseline: {name: a}}}\n"
        "status: {analysis: {aggregatedBuiltinHists: {data: {a: {DurationHistogram:"
        " {Count: 64, Sum: 1, Data: []}, RetCodes: {'500': 4, '-1': 32}}}}}}";
    iter8_experiment *experiment = partial_from(text);
    iter8_measurement answer = {.struct_size = sizeof answer};
    iter8__builtin_measure(experiment, 0, 0, &answer);
    cr_expect_eq(answer.value, 4);
    iter8_experiment_free(experiment);
}

Test(metrics_builtin, without_requests_there_are_counts_but_no_rate_and_no_latency)
{
    static const char result[] =
        "{DurationHistogram: {Count: 0, Sum: 0, Data: null}, RetCodes: {}}";
    expect_value(NAME("request-count"), result, 0);
    expect_value(NAME("error-count"), result, 0);
    expect_absent(NAME("error-rate"), result, "no requests yet");
    expect_absent(NAME("mean-latency"), result, "no requests yet");
    expect_absent(PERCENTILE("50th"), result, "no requests yet");
}

Test(metrics_builtin, what_cannot_be_told_is_absent_with_the_reason)
{
    expect_absent(PERCENTILE("50th"), DURATIONS("3", ""), "the histogram has no buckets");
    expect_absent(NAME("error-rate"), DURATIONS("3", ""),
                  "the histogram's return codes do not tell errors");
    expect_absent(NAME("error-count"),
                  "{DurationHistogram: {Count: 1, Sum: 1}, RetCodes: {SERVING: 1}}",
                  "the histogram's return codes do not tell errors");
    expect_absent(NAME("request-count"), "{}", "the histogram of this version is malformed");
    iter8_experiment *experiment =
        partial_from("spec: {criteria: {indicators: [iter8-system/mean-latency]},"
                     " versionInfo: {baseline: {name: a}}}");
    iter8_measurement answer = {.struct_size = sizeof answer};
    iter8__builtin_measure(experiment, 0, 0, &answer);
    cr_expect_str_eq(answer.reason, "no histogram of this version was collected");
    iter8_experiment_free(experiment);
}

Test(metrics_builtin, requests_are_the_sample_of_rates_and_latencies_alone)
{
    static const struct {
        const char *metric;
        double expected;
    } cases[] = {{NAME("error-rate"), 40},
                 {NAME("mean-latency"), 40},
                 {PERCENTILE("75th"), 40},
                 {NAME("request-count"), -1},
                 {NAME("error-count"), -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8_experiment *experiment = with(cases[i].metric, real);
        cr_expect_eq(iter8__builtin_sample_size(experiment, 0, 0), cases[i].expected, "%s",
                     cases[i].metric);
        iter8_experiment_free(experiment);
    }
}

Test(metrics_builtin, other_names_are_not_built_in)
{
    static const char *const names[] = {"request-count",
                                        "iter8-knative/error-rate",
                                        NAME("requests"),
                                        NAME("latency-percentile"),
                                        PERCENTILE("95"),
                                        PERCENTILE("101st"),
                                        PERCENTILE("-5th"),
                                        PERCENTILE("9.9.9th"),
                                        NAME("latency-95th-percentiles"),
                                        NAME("tail-latency-95th-percentile")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        iter8_experiment *experiment = with(names[i], real);
        cr_expect_not(iter8__is_builtin(experiment, 0), "%s", names[i]);
        cr_expect_eq(iter8_experiment_has_metric(experiment, 0), 0);
        iter8_experiment_free(experiment);
    }
}

/* Whether a metric is built in once it has this resource. */
static int is_builtin_as(const char *metric, const char *name, const char *namespace_,
                         const char *spec)
{
    char text[400];
    (void)snprintf(text, sizeof text,
                   "{apiVersion: iter8.tools/v2alpha2, kind: Metric, metadata: {name: %s,"
                   " namespace: %s}, spec: {%s}}",
                   name, namespace_, spec);
    iter8_experiment *experiment = with(metric, real);
    add_metric_text(experiment, text);
    cr_expect(experiment->metrics[0].resource != NULL);
    int found = iter8__is_builtin(experiment, 0);
    iter8_experiment_free(experiment);
    return found;
}

Test(metrics_builtin, resource_that_says_how_to_measure_decides)
{
    cr_expect(is_builtin_as(NAME("error-rate"), "error-rate", "iter8-system", "type: Gauge"));
    cr_expect(is_builtin_as(NAME("error-rate"), "error-rate", "iter8-system", "provider: iter8"));
    cr_expect(is_builtin_as("shop/error-rate", "error-rate", "shop", "provider: iter8"));
    cr_expect_not(is_builtin_as("shop/error-rate", "error-rate", "shop", "type: Gauge"));
    cr_expect_not(
        is_builtin_as(NAME("error-rate"), "error-rate", "iter8-system", "provider: prometheus"));
    cr_expect_not(
        is_builtin_as(NAME("error-rate"), "error-rate", "iter8-system", "urlTemplate: 'http://h'"));
    cr_expect_not(is_builtin_as(NAME("error-rate"), "error-rate", "iter8-system",
                                "mock: [{name: a, level: 1}]"));
}

Test(metrics_builtin, resource_of_an_unknown_name_has_no_value)
{
    iter8_experiment *experiment = with("shop/sales", real);
    add_metric_text(experiment, "{apiVersion: iter8.tools/v2alpha2, kind: Metric, metadata: {name:"
                                " sales, namespace: shop}, spec: {provider: iter8}}");
    iter8_measurement answer = {.struct_size = sizeof answer};
    iter8__builtin_measure(experiment, 0, 0, &answer);
    cr_expect_eq(answer.state, ITER8_VALUE_ABSENT);
    cr_expect_str_eq(answer.reason, "no built-in metric has this name");
    iter8_experiment_free(experiment);
}

Test(metrics_builtin, there_is_no_query_for_one)
{
    iter8_experiment *experiment = with(NAME("error-rate"), real);
    iter8_query *query;
    cr_expect_eq(iter8_query_render(experiment, 0, 0, 0, NULL, &query), ITER8_ERR_NO_METRIC);
    cr_expect_eq(iter8_experiment_has_metric(experiment, 0), 1);
    iter8_experiment_free(experiment);
}

Test(metrics_builtin, a_host_may_ask_for_one)
{
    iter8_experiment *experiment = with(NAME("request-count"), two_hills);
    iter8_measurement answer = {.struct_size = sizeof answer};
    iter8_question question = {
        .struct_size = sizeof question, .experiment = experiment, .elapsed_s = 1};
    cr_expect_eq(iter8_question_builtin(&question, &answer), ITER8_OK);
    cr_expect_eq(answer.value, 40);
    cr_expect_eq(iter8_question_mock(&question, 0, &answer), ITER8_ERR_NO_METRIC);
    question.version_index = 1;
    cr_expect_eq(iter8_question_builtin(&question, &answer), ITER8_ERR_NO_VERSION);
    cr_expect_eq(iter8_question_builtin(NULL, &answer), ITER8_ERR_ARGUMENT);
    iter8_experiment_free(experiment);
    experiment = with("shop/sales", two_hills);
    question =
        (iter8_question){.struct_size = sizeof question, .experiment = experiment, .elapsed_s = 1};
    cr_expect_eq(iter8_question_builtin(&question, &answer), ITER8_ERR_NO_METRIC);
    iter8_experiment_free(experiment);
}
