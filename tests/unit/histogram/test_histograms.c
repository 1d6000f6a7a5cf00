/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/experiment.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/histograms.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An experiment of the versions a and b, whose status begins in line 9. */
#define HEAD                                                                                       \
    EXPERIMENT_HEAD "  strategy: {testingPattern: Canary}\n"                                       \
                    "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n"
#define HISTS "status:\n  analysis:\n    aggregatedBuiltinHists:\n      data:\n"
#define AT    "status.analysis.aggregatedBuiltinHists.data."

/* 2021-05-06T12:00:00Z */
#define NOW_NS INT64_C(1620302400000000000)

static const char one[] =
    "{Labels: x, DurationHistogram: {Count: 3, Min: 0.1, Max: 0.5, Sum: 0.75, Avg: 0.25, Data:"
    " [{Start: 0.1, End: 0.2, Percent: 66, Count: 2}, {Start: 0.25, End: '500m', Percent: 100,"
    " Count: 1}]}, RetCodes: {'200': 2, '503': 1}}";

static const iter8__histogram *histogram(const iter8_experiment *experiment, size_t version)
{
    cr_assert_not_null(experiment->histograms.of_version);
    return &experiment->histograms.of_version[version];
}

static int set(iter8_experiment *experiment, const char *yaml, char **problems)
{
    iter8_document *document = only_document_of(yaml);
    iter8_diagnostics *list;
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    int rc = iter8_experiment_set_histograms(experiment, document, NOW_NS, list);
    *problems = problems_text(list);
    iter8_diagnostics_free(list);
    iter8_document_free(document);
    return rc;
}

static int add(iter8_experiment *experiment, const char *version, const char *yaml, char **problems)
{
    iter8_document *document = only_document_of(yaml);
    iter8_diagnostics *list;
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    int rc = iter8_experiment_add_histogram(experiment, version, document, NOW_NS, list);
    *problems = problems_text(list);
    iter8_diagnostics_free(list);
    iter8_document_free(document);
    return rc;
}

static void set_well(iter8_experiment *experiment, const char *yaml)
{
    char *problems;
    cr_assert_eq(set(experiment, yaml, &problems), ITER8_OK, "%s", problems);
    free(problems);
}

static void add_well(iter8_experiment *experiment, const char *version, const char *yaml)
{
    char *problems;
    cr_assert_eq(add(experiment, version, yaml, &problems), ITER8_OK, "%s", problems);
    free(problems);
}

static void expect_written(const iter8_experiment *experiment, const char *expected)
{
    char *text = experiment_written(experiment, ITER8_FORMAT_YAML);
    cr_expect(same_tree(text, expected), "%s", text);
    free(text);
}

Test(model_hists, numbers_may_be_texts_and_what_is_not_used_is_passed_over)
{
    char text[2000];
    (void)snprintf(text, sizeof text, HEAD HISTS "        b: %s\n        stranger: 5\n", one);
    expect_problems(text, "");
    iter8_experiment *experiment = experiment_from(text);
    const iter8__histogram *b = histogram(experiment, 1);
    cr_expect(b->known && b->sound && b->has_errors && !histogram(experiment, 0)->known);
    cr_expect(b->count == 3 && b->sum_s == 0.75 && b->errors == 1 && b->bucket_count == 2);
    cr_expect(b->buckets[1].start_s == 0.25 && b->buckets[1].end_s == 0.5);
    cr_expect_eq(b->buckets[1].count, 1);
    expect_written(experiment, text);
    iter8_experiment_free(experiment);
}

Test(model_hists, edges_of_buckets_that_are_not_empty_are_sorted)
{
    char text[4000] = HEAD HISTS "        a: {DurationHistogram: {Count: 99, Sum: 0, Data: [";
    for (int i = 0; i < 100; i++)
        (void)snprintf(text + strlen(text), 80, "{Start: %d, End: %d, Count: %d},", i * 37 % 101,
                       i * 37 % 101 + i % 3, i == 7 ? 0 : 1);
    strcat(text, "]}}\n");
    iter8_experiment *experiment = experiment_from(text);
    const iter8__histogram *a = histogram(experiment, 0);
    cr_expect(a->sound && a->bucket_count == 100);
    cr_expect_eq(a->edge_count, 198);
    for (size_t i = 1; i < a->edge_count; i++)
        cr_expect_leq(a->edges[i - 1], a->edges[i], "%zu", i);
    iter8_experiment_free(experiment);
}

Test(model_hists, problems_of_a_status_are_warnings_each_in_its_place)
{
    expect_problems(
        HEAD HISTS "        a: {DurationHistogram: {Count: -1, Data: [\n"
                   "          5,\n"
                   "          {Start: x, End: 1, Count: 1},\n"
                   "          {Start: 2, End: 1, Count: 1},\n"
                   "          {Start: 1, End: 2e15, Count: 1e17},\n"
                   "          {Start: 1}]}, RetCodes: {'200': x}}\n"
                   "        b: 7\n",
        "W REQUIRED 12:32 " AT "a.DurationHistogram.Sum: required field is missing\n"
        "W RANGE 12:40 " AT "a.DurationHistogram.Count: a count is not negative and at most 2^53\n"
        "W TYPE 13:11 " AT "a.DurationHistogram.Data[0]: a mapping is wanted, not an integer\n"
        "W QUANTITY 14:19 " AT "a.DurationHistogram.Data[1].Start: \"x\" is not a quantity such as"
        " 50, \"0.01\", \"10m\" or \"3Mi\"\n"
        "W LIMITS 15:27 " AT "a.DurationHistogram.Data[2].End: less than Start\n"
        "W RANGE 16:27 " AT "a.DurationHistogram.Data[3].End: a duration is at most 1e15 seconds\n"
        "W RANGE 16:40 " AT "a.DurationHistogram.Data[3].Count: a count is not negative and at"
        " most 2^53\n"
        "W REQUIRED 17:11 " AT "a.DurationHistogram.Data[4].End: required field is missing\n"
        "W REQUIRED 17:11 " AT "a.DurationHistogram.Data[4].Count: required field is missing\n"
        "W QUANTITY 17:43 " AT "a.RetCodes.200: \"x\" is not a quantity such as 50, \"0.01\","
        " \"10m\" or \"3Mi\"\n"
        "W TYPE 18:12 " AT "b: a mapping is wanted, not an integer");
}

Test(model_hists, codes_that_are_no_http_status_are_warnings)
{
    expect_problems(HEAD HISTS "        a:\n"
                               "          DurationHistogram: {Count: 4, Sum: 1, Data: null}\n"
                               "          RetCodes:\n"
                               "            '-1': 2\n"
                               "            SERVING: 1\n"
                               "            '20x': 1\n",
                    "W TYPE 16:22 " AT "a.RetCodes.SERVING: not an HTTP status, so the errors are"
                    " not known\n"
                    "W TYPE 17:20 " AT "a.RetCodes.20x: not an HTTP status, so the errors are not"
                    " known");
}

Test(model_hists, count_that_the_buckets_do_not_hold_is_a_warning)
{
    expect_problems(HEAD HISTS "        a:\n"
                               "          DurationHistogram:\n"
                               "            Count: 4\n"
                               "            Sum: 1\n"
                               "            Data: [{Start: 1, End: 2, Count: 3}]\n",
                    "W RANGE 14:20 " AT "a.DurationHistogram.Count: the buckets do not hold as"
                    " many observations");
}

Test(model_hists, more_return_codes_than_observations_are_a_warning)
{
    expect_problems(HEAD HISTS "        a:\n"
                               "          DurationHistogram: {Count: 4, Sum: 1}\n"
                               "          RetCodes: {200: 4, -1: 1}\n",
                    "W RANGE 14:21 " AT "a.RetCodes: there are more return codes than"
                    " observations");
    expect_problems(HEAD HISTS "        a:\n"
                               "          DurationHistogram: {Count: 5, Sum: 1}\n"
                               "          RetCodes: {200: 4, -1: 1}\n",
                    "");
}

Test(model_hists, other_kinds_of_values_are_no_histograms)
{
    expect_problems(HEAD HISTS "        a: {DurationHistogram: 1, RetCodes: 1}\n        b: null\n",
                    "W TYPE 12:32 " AT "a.DurationHistogram: a mapping is wanted, not an integer\n"
                    "W TYPE 12:45 " AT "a.RetCodes: a mapping is wanted, not an integer\n"
                    "W TYPE 13:12 " AT "b: a mapping is wanted, not null");
    expect_problems(HEAD "status: {analysis: {aggregatedBuiltinHists: {data: 5}}}\n",
                    "W TYPE 8:52 status.analysis.aggregatedBuiltinHists.data: a mapping is wanted,"
                    " not an integer");
    expect_problems(HEAD "status: {analysis: {aggregatedBuiltinHists: 1}}\n",
                    "W TYPE 8:45 status.analysis.aggregatedBuiltinHists: a mapping is wanted, not"
                    " an integer");
    expect_problems(HEAD "status: {analysis: {aggregatedBuiltinHists: {data: null}}}\n", "");
    expect_problems(HEAD "status: {analysis: {aggregatedBuiltinHists: null}}\n", "");
}

Test(model_hists, one_malformed_histogram_does_not_harm_another)
{
    char text[2000];
    (void)snprintf(text, sizeof text, HEAD HISTS "        a: {}\n        b: %s\n", one);
    iter8_experiment *experiment = experiment_from(text);
    cr_expect(histogram(experiment, 0)->known && !histogram(experiment, 0)->sound);
    cr_expect(histogram(experiment, 1)->sound);
    iter8_experiment_free(experiment);
}

Test(model_hists, set_histograms_stand_in_the_status)
{
    static const char data[] =
        "{b: {DurationHistogram: {Count: 0, Sum: 0, odd: [1]}, RetCodes: {}}}";
    iter8_experiment *experiment = experiment_from(HEAD);
    set_well(experiment, data);
    cr_expect(histogram(experiment, 1)->sound && !histogram(experiment, 0)->known);
    char expected[2000];
    (void)snprintf(expected, sizeof expected,
                   HEAD "status: {analysis: {aggregatedBuiltinHists: {data: %s, provenance:"
                        " libiter8, timestamp: '2021-05-06T12:00:00Z'}}}\n",
                   data);
    expect_written(experiment, expected);
    iter8_experiment_free(experiment);
}

Test(model_hists, set_histograms_replace_all_and_leave_the_rest)
{
    char text[2000];
    (void)snprintf(text, sizeof text,
                   HEAD "status: {mood: good, analysis: {other: 1, aggregatedBuiltinHists: {extra:"
                        " 2, data: {a: %s}}}}\n",
                   one);
    iter8_experiment *experiment = experiment_from(text);
    set_well(experiment, "{b: {DurationHistogram: {Count: 0, Sum: 0}}}");
    cr_expect(!histogram(experiment, 0)->known && histogram(experiment, 1)->sound);
    expect_written(experiment,
                   HEAD "status: {mood: good, analysis: {other: 1, aggregatedBuiltinHists: {extra:"
                        " 2, data: {b: {DurationHistogram: {Count: 0, Sum: 0}}}, provenance:"
                        " libiter8, timestamp: '2021-05-06T12:00:00Z'}}}\n");
    set_well(experiment, "{}");
    cr_expect(!histogram(experiment, 0)->known && !histogram(experiment, 1)->known);
    iter8_experiment_free(experiment);
}

Test(model_hists, malformed_ones_are_refused_and_change_nothing)
{
    iter8_experiment *experiment = experiment_from(HEAD);
    set_well(experiment, "{a: {DurationHistogram: {Count: 5, Sum: 0}}}");
    char *before = experiment_written(experiment, ITER8_FORMAT_YAML);
    char *problems;
    cr_expect_eq(set(experiment,
                     "{a: {DurationHistogram: {Count: 6, Sum: 0}}, c: {},\n"
                     " b: {DurationHistogram: {Count: x, Sum: 0}}}",
                     &problems),
                 ITER8_ERR_INVALID);
    cr_expect_str_eq(problems,
                     "E NO_VERSION 0:0 c: the experiment has no version of this name\n"
                     "E QUANTITY 0:0 b.DurationHistogram.Count: \"x\" is not a quantity such as"
                     " 50, \"0.01\", \"10m\" or \"3Mi\"",
                     "%s", problems);
    free(problems);
    cr_expect_eq(add(experiment, "b", "{DurationHistogram: {Count: 1}}", &problems),
                 ITER8_ERR_INVALID);
    cr_expect_str_eq(problems, "E REQUIRED 0:0 DurationHistogram.Sum: required field is missing",
                     "%s", problems);
    free(problems);
    cr_expect_eq(set(experiment, "[]", &problems), ITER8_ERR_INVALID);
    free(problems);
    cr_expect_eq(histogram(experiment, 0)->count, 5);
    expect_written(experiment, before);
    free(before);
    iter8_experiment_free(experiment);
}

Test(model_hists, first_result_of_a_version_is_taken_without_what_is_not_used)
{
    iter8_experiment *experiment = experiment_from(HEAD);
    add_well(experiment, "b", one);
    cr_expect(!histogram(experiment, 0)->known && histogram(experiment, 1)->count == 3);
    expect_written(experiment,
                   HEAD "status: {analysis: {aggregatedBuiltinHists: {data: {b: {DurationHistogram:"
                        " {Count: 3, Max: 0.5, Sum: 0.75, Data: [{Start: 0.1, End: 0.2, Count: 2},"
                        " {Start: 0.25, End: '500m', Count: 1}]}, RetCodes: {'200': 2, '503':"
                        " 1}}}, provenance: libiter8, timestamp: '2021-05-06T12:00:00Z'}}}\n");
    iter8_experiment_free(experiment);
}

Test(model_hists, later_results_are_added_to_those_before)
{
    iter8_experiment *experiment = experiment_from(HEAD);
    add_well(experiment, "b", one);
    add_well(experiment, "a", one);
    add_well(experiment, "b",
             "{DurationHistogram: {Count: '1', Sum: '0.25', Max: '0.25', Data: [{Start: 0.25, End:"
             " 0.25, Count: 1}]}, RetCodes: {'503': 1, '404': '2'}}");
    const iter8__histogram *b = histogram(experiment, 1);
    cr_expect(b->count == 4 && b->sum_s == 1 && b->errors == 4 && b->bucket_count == 3);
    cr_expect(b->edge_count == 6 && b->edges[5] == 0.5 && b->edges[4] == 0.25);
    cr_expect_eq(histogram(experiment, 0)->count, 3);
    char *text = experiment_written(experiment, ITER8_FORMAT_JSON_COMPACT);
    cr_expect_not_null(strstr(text,
                              "\"b\":{\"DurationHistogram\":{\"Count\":4,\"Max\":0.5,\"Sum\":1,"
                              "\"Data\":[{\"Start\":0.1,\"End\":0.2,\"Count\":2},{\"Start\":"
                              "0.25,\"End\":\"500m\",\"Count\":1},{\"Start\":0.25,\"End\":"
                              "0.25,\"Count\":1}]},\"RetCodes\":{\"200\":2,\"503\":2,"
                              "\"404\":2}}"),
                       "%s", text);
    free(text);
    iter8_experiment_free(experiment);
}

Test(model_hists, nothing_is_added_to_what_is_malformed_or_would_become_so)
{
    char *problems;
    iter8_experiment *experiment = experiment_from(HEAD HISTS "        a: {}\n");
    cr_expect_eq(add(experiment, "a", one, &problems), ITER8_ERR_INVALID);
    cr_expect_str_eq(problems, "E INVALID 0:0 the histogram of a that is there is malformed");
    free(problems);
    add_well(experiment, "b", "{DurationHistogram: {Count: 9e15, Sum: 1}}");
    cr_expect_eq(add(experiment, "b", "{DurationHistogram: {Count: 9e15, Sum: 1}}", &problems),
                 ITER8_ERR_INVALID);
    cr_expect_str_eq(problems, "E INVALID 0:0 too large together with what is there");
    free(problems);
    cr_expect_eq(histogram(experiment, 1)->count, 9e15);
    iter8_experiment_free(experiment);
}

Test(model_hists, what_was_set_is_read_again)
{
    iter8_experiment *experiment = experiment_from(HEAD);
    add_well(experiment, "b", one);
    char *text = experiment_written(experiment, ITER8_FORMAT_YAML);
    iter8_experiment *again = experiment_from(text);
    cr_expect_eq(histogram(again, 1)->sum_s, 0.75);
    cr_expect_eq(histogram(again, 1)->errors, 1);
    iter8_experiment_free(again);
    iter8_experiment_free(experiment);
    free(text);
}

Test(model_hists, missing_arguments_are_refused)
{
    iter8_experiment *experiment = experiment_from(HEAD);
    iter8_document *document = only_document_of("{}");
    cr_expect_eq(iter8_experiment_set_histograms(NULL, document, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_set_histograms(experiment, NULL, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_add_histogram(NULL, "a", document, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_add_histogram(experiment, NULL, document, 0, NULL),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_add_histogram(experiment, "a", NULL, 0, NULL),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_add_histogram(experiment, "c", document, 0, NULL),
                 ITER8_ERR_NO_VERSION);
    iter8_document_free(document);
    iter8_experiment_free(experiment);
}
