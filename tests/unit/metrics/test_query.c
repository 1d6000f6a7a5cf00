/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "iter8/query.h"
#include "iter8/snapshots.h"
#include "metrics/query.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#define S INT64_C(1000000000)
/* 2021-05-06T12:00:00Z */
#define START INT64_C(1620302400000000000)

static const char spec[] =
    "spec:\n  criteria: {indicators: [m]}\n"
    "  versionInfo:\n"
    "    baseline: {name: old, variables: [{name: revision, value: 'r 1&2'}]}\n"
    "    candidates: [{name: new}]\n"
    "status: {startTime: '2021-05-06T12:00:00Z'}\n";

/* The experiment with a Metric m whose spec is given. */
static iter8_experiment *with_metric(const char *metric_spec)
{
    char text[1000] =
        "{apiVersion: iter8.tools/v2alpha2, kind: Metric, metadata: {name: m}, spec: {";
    iter8_experiment *experiment = partial_from(spec);
    add_metric_text(experiment, strcat(strcat(text, metric_spec), "}}"));
    return experiment;
}

static iter8_query *rendered(const iter8_experiment *experiment, size_t version, int64_t now_ns)
{
    iter8_query *query;
    cr_assert_eq(iter8_query_render(experiment, 0, version, now_ns, NULL, &query), ITER8_OK);
    return query;
}

Test(metrics_query, params_are_rendered_and_encoded)
{
    iter8_experiment *experiment = with_metric(
        "urlTemplate: 'http://host:9090/api/v1/query', provider: prom, jqExpression: '.data',"
        " params: [{name: query, value: \"sum(rate(x{r='$revision'}[${elapsedTime}s])) or 0\"},"
        " {name: 'a b', value: \"~-._\\u00e9%\"}, {name: empty}]");
    iter8_query *query = rendered(experiment, 0, START + 30 * S);
    cr_expect_str_eq(iter8_request_of(query).method, "GET");
    cr_expect_str_eq(iter8_request_of(query).provider, "prom");
    cr_expect_str_eq(iter8_request_of(query).jq, ".data");
    cr_expect_str_eq(iter8_request_of(query).base_url, "http://host:9090/api/v1/query");
    cr_assert_eq(iter8_request_of(query).param_count, 3);
    cr_expect_str_eq(iter8_param_of(query, 0).name, "query");
    cr_expect_str_eq(iter8_param_of(query, 0).value, "sum(rate(x{r='r 1&2'}[30s])) or 0");
    cr_expect_str_eq(iter8_param_of(query, 1).name, "a b");
    cr_expect_str_eq(iter8_param_of(query, 2).value, "");
    cr_expect_str_eq(iter8_param_of(query, 3).name, "");
    cr_expect_str_eq(iter8_param_of(query, 3).value, "");
    cr_expect_str_eq(iter8_request_of(query).url,
                     "http://host:9090/api/v1/query?query=sum%28rate%28x%7Br%3D%27r%201%262%27%7D"
                     "%5B30s%5D%29%29%20or%200&a%20b=~-._%C3%A9%25&empty=");
    cr_expect_null(iter8_request_of(query).body);
    iter8_query_free(query);
    iter8_experiment_free(experiment);
}

Test(metrics_query, url_may_have_params_of_its_own)
{
    iter8_experiment *experiment =
        with_metric("urlTemplate: 'http://h/q?x=1', params: [{name: v, value: $name}]");
    iter8_query *query = rendered(experiment, 1, START);
    cr_expect_str_eq(iter8_request_of(query).url, "http://h/q?x=1&v=new");
    iter8_query_free(query);
    iter8_experiment_free(experiment);
}

Test(metrics_query, a_fragment_of_the_url_stands_in_no_params_way)
{
    iter8_experiment *experiment =
        with_metric("urlTemplate: 'http://h/q#?x', params: [{name: v, value: $name}]");
    iter8_query *query = rendered(experiment, 1, START);
    cr_expect_str_eq(iter8_request_of(query).url, "http://h/q?v=new");
    iter8_query_free(query);
    iter8_experiment_free(experiment);
}

Test(metrics_query, url_without_params_stays_as_it_is)
{
    iter8_experiment *experiment = with_metric("urlTemplate: 'http://h/$name'");
    iter8_query *query = rendered(experiment, 0, START);
    cr_expect_str_eq(iter8_request_of(query).url, "http://h/$name", "the URL is no template");
    cr_expect_str_eq(iter8_request_of(query).jq, ".", "the whole answer");
    cr_expect_str_eq(iter8_request_of(query).provider, "");
    cr_expect_eq(iter8_request_of(query).param_count, 0);
    iter8_query_free(query);
    iter8_experiment_free(experiment);
}

Test(metrics_query, post_has_a_body)
{
    iter8_experiment *experiment =
        with_metric("urlTemplate: 'http://h', method: POST, body: '{\"v\": \"$name\", \"s\": "
                    "$elapsedTime, \"d\": \"$$5\"}'");
    iter8_query *query = rendered(experiment, 1, START + 2 * S);
    cr_expect_str_eq(iter8_request_of(query).method, "POST");
    cr_expect_str_eq(iter8_request_of(query).body, "{\"v\": \"new\", \"s\": 2, \"d\": \"$5\"}");
    iter8_query_free(query);
    iter8_experiment_free(experiment);
}

Test(metrics_query, get_has_no_body)
{
    iter8_experiment *experiment = with_metric("urlTemplate: 'http://h', body: text");
    iter8_query *query = rendered(experiment, 0, START);
    cr_expect_null(iter8_request_of(query).body);
    iter8_query_free(query);
    iter8_experiment_free(experiment);
}

Test(metrics_query, elapsed_time_is_whole_seconds_and_at_least_one)
{
    static const struct {
        int64_t now_ns;
        int64_t elapsed_s;
    } cases[] = {{START - 50 * S, 1}, {START, 1},
                 {START + 1, 1},      {START + 2 * S - 1, 1},
                 {START + 2 * S, 2},  {START + 100 * S + 999999999, 100},
                 {INT64_MIN, 1},      {INT64_MAX, 7603069636}};
    iter8_experiment *experiment = partial_from(spec);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(iter8__elapsed_s(experiment, cases[i].now_ns), cases[i].elapsed_s, "%zu", i);
    iter8_experiment_free(experiment);
    experiment = partial_from("spec: {}");
    cr_expect_eq(iter8__elapsed_s(experiment, START), 1, "it has not started");
    iter8_experiment_free(experiment);
}

Test(metrics_query, nothing_is_rendered_without_a_url)
{
    iter8_experiment *experiment = with_metric("mock: [{name: old, level: 1}]");
    iter8_query *query = (iter8_query *)&query;
    cr_expect_eq(iter8_query_render(experiment, 0, 0, 0, NULL, &query), ITER8_ERR_NO_METRIC);
    cr_expect_null(query);
    cr_expect_eq(iter8_query_render(experiment, 1, 0, 0, NULL, &query), ITER8_ERR_NO_METRIC);
    cr_expect_eq(iter8_query_render(experiment, 0, 2, 0, NULL, &query), ITER8_ERR_NO_VERSION);
    cr_expect_eq(iter8_query_render(experiment, 0, 0, 0, NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_query_render(NULL, 0, 0, 0, NULL, &query), ITER8_ERR_ARGUMENT);
    iter8_experiment_free(experiment);
    experiment = partial_from(spec);
    cr_expect_eq(iter8_query_render(experiment, 0, 0, 0, NULL, &query), ITER8_ERR_NO_METRIC);
    iter8_experiment_free(experiment);
}

Test(metrics_query, no_query_has_nothing)
{
    cr_expect_str_eq(iter8_request_of(NULL).method, "");
    cr_expect_str_eq(iter8_request_of(NULL).base_url, "");
    cr_expect_str_eq(iter8_request_of(NULL).url, "");
    cr_expect_str_eq(iter8_request_of(NULL).jq, "");
    cr_expect_str_eq(iter8_request_of(NULL).provider, "");
    cr_expect_null(iter8_request_of(NULL).body);
    cr_expect_eq(iter8_request_of(NULL).param_count, 0);
    cr_expect_str_eq(iter8_param_of(NULL, 0).name, "");
    cr_expect_str_eq(iter8_param_of(NULL, 0).value, "");
    iter8_query_free(NULL);
}

/* A line break in an address would begin another line of the request. */
Test(metrics_query, an_address_has_no_control_characters)
{
    static const char *const addresses[] = {"http://h/\\r\\nX: y", "http://h/\\n",
                                            "\\thttp://h",         "http://h/\\u007f",
                                            "http://u\\n@h",       "http://h/#\\n"};
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        char metric[100];
        snprintf(metric, sizeof metric, "urlTemplate: \"%s\"", addresses[i]);
        iter8_experiment *experiment = with_metric(metric);
        iter8_diagnostics *list;
        iter8_query *query;
        cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
        iter8_query_options options = {.struct_size = sizeof options, .diagnostics = list};
        cr_expect_eq(iter8_query_render(experiment, 0, 0, START, &options, &query),
                     ITER8_ERR_INVALID, "%s", metric);
        cr_expect_null(query);
        char *problems = problems_text(list);
        cr_expect_str_eq(problems, "E INVALID 0:0 spec.urlTemplate: the address has a line break "
                                   "or another control character");
        free(problems);
        iter8_diagnostics_free(list);
        iter8_experiment_free(experiment);
    }
}

Test(metrics_query, a_param_may_have_several_lines)
{
    iter8_experiment *experiment =
        with_metric("urlTemplate: 'http://h', params: [{name: q, value: \"a\\nb\"}]");
    iter8_query *query = rendered(experiment, 0, START);
    cr_expect_str_eq(iter8_request_of(query).url, "http://h?q=a%0Ab");
    iter8_query_free(query);
    iter8_experiment_free(experiment);
}
