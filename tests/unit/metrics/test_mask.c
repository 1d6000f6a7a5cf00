/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "keys.h"

#include <stdlib.h>

static iter8_experiment *experiment;
static iter8_query *query;

static void teardown(void)
{
    iter8_query_free(query);
    iter8_experiment_free(experiment);
}

TestSuite(metrics_mask, .fini = teardown);

static void render(const char *metric, int masked)
{
    iter8_query_options options = {
        .struct_size = sizeof options, .look_up = hold_key, .masked = masked};
    experiment = experiment_of_metric(metric);
    cr_assert_eq(iter8_query_render(experiment, 0, 0, 0, &options, &query), 0);
}

static void expect_masked(const char *text, const char *expected)
{
    char masked[300];
    size_t length, needed;
    int rc = iter8_query_mask(query, text, strlen(text), NULL, 0, &needed);
    cr_expect_eq(rc, ITER8_ERR_BUFFER);
    cr_assert_eq(iter8_query_mask(query, text, strlen(text), masked, sizeof masked, &length), 0);
    cr_expect_str_eq(masked, expected, "%s", masked);
    cr_expect_eq(length, strlen(expected));
    cr_expect_eq(length, needed);
}

#define KEY                                                                                        \
    "urlTemplate: 'https://h/q?a=$mykey', authType: APIKey, secret: token, "                       \
    "headerTemplates: [{name: X-Key, value: '${mykey}'}]"

Test(metrics_mask, a_value_is_hidden_in_each_form)
{
    render(KEY, 0);
    expect_masked("k\"1&2", "***");
    expect_masked("bad key k\"1&2, k\"1&2k\"1&2.", "bad key ***, ******.");
    expect_masked("{\"key\": \"k\\\"1&2\"}", "{\"key\": \"***\"}");
    expect_masked("GET /q?a=k%221%262 failed", "GET /q?a=*** failed");
    expect_masked("base64 ayIxJjI= of it", "base64 *** of it");
    expect_masked("k\"1&", "k\"1&");
    expect_masked("", "");
}

/* Every writer of JSON, URLs and HTML has its own taste in what to escape and how. */
Test(metrics_mask, a_value_is_hidden_however_it_is_escaped)
{
    render("urlTemplate: 'http://h/q', authType: APIKey, secret: odd, "
           "headerTemplates: [{name: X-Key, value: '${mykey}'}]",
           0);
    expect_masked(".<\xc3\xa4 \xf0\x9f\x94\x91/%+\\'>.", ".***.");
    expect_masked("\"<\xc3\xa4 \xf0\x9f\x94\x91\\/%+\\\\'>\"", "\"***\"");
    expect_masked("\\u003c\\u00e4 \\ud83d\\udd11/%+\\\\\\u0027\\u003E", "***");
    expect_masked("%3c%C3%a4+%F0%9F%94%91/%25%2b%5C%27%3E", "***");
    expect_masked("%3C%C3%A4%20%F0%9F%94%91%2F%25+%5C'%3E", "***");
    expect_masked("<b>&lt;\xc3\xa4 \xf0\x9f\x94\x91/%&#43;\\&#39;&gt;</b>", "<b>***</b>");
    expect_masked("PMOkIPCflJEvJStcJz4=", "***");
    expect_masked("PMOkIPCflJEvJStcJz4%3D", "***");
    expect_masked("\\u003c\\u00e4 \\ud83d/%+", "\\u003c\\u00e4 \\ud83d/%+");
    expect_masked("%3c%C3%a4+%F", "%3c%C3%a4+%F");
    expect_masked("\\u003", "\\u003");
    expect_masked("&", "&");
}

Test(metrics_mask, what_authenticates_is_hidden_whole_and_in_parts)
{
    render("urlTemplate: 'http://h/q', authType: Basic, secret: basic", 0);
    expect_masked("produser t0p:s/cret", "*** ***");
    expect_masked("Authorization: Basic cHJvZHVzZXI6dDBwOnMvY3JldA==", "Authorization: ***");
    expect_masked("auth=cHJvZHVzZXI6dDBwOnMvY3JldA==", "auth=***");
}

Test(metrics_mask, the_longest_of_several_is_hidden)
{
    render("urlTemplate: 'http://h/q', authType: Basic, secret: alike", 0);
    expect_masked("ab abc abcd", "*** *** ***d");
}

Test(metrics_mask, a_key_that_stands_in_the_metric_is_hidden)
{
    render("urlTemplate: 'http://user:word@h', headerTemplates: "
           "[{name: Authorization, value: Bearer 87-65}, {name: Accept, value: text}]",
           0);
    expect_masked("Bearer 87-65, 87-65, text", "***, ***, text");
    expect_masked("user:word, word", "***, ***");
}

Test(metrics_mask, a_value_too_short_for_a_key_makes_no_holes)
{
    render("urlTemplate: 'http://h', headerTemplates: [{name: X-Scope-OrgID, value: '101'}, "
           "{name: Authorization, value: Key 1}]",
           0);
    expect_masked("HTTP 101, 1, Key 1", "HTTP 101, 1, ***");
}

Test(metrics_mask, of_a_masked_query_nothing_is_known)
{
    render(KEY, 1);
    expect_masked("k\"1&2", "k\"1&2");
}

Test(metrics_mask, arguments_are_checked)
{
    size_t length = 5;
    render(KEY, 1);
    cr_expect_eq(iter8_query_mask(NULL, "", 0, NULL, 0, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_query_mask(query, NULL, 1, NULL, 0, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_query_mask(query, "", 0, NULL, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_query_write(NULL, NULL, 0, &length), ITER8_ERR_ARGUMENT);
}
