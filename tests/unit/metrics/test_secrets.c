/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Secrets and headers of queries. */
#include "keys.h"

#include "counting_allocator.h"
#include "iter8/snapshots.h"

#include <stdlib.h>

static iter8_experiment *experiment;
static iter8_query *query;
static iter8_diagnostics *diagnostics;

static void setup(void)
{
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), 0);
}

static void teardown(void)
{
    iter8_query_free(query);
    iter8_experiment_free(experiment);
    iter8_diagnostics_free(diagnostics);
}

TestSuite(metrics_secrets, .init = setup, .fini = teardown);

static int render(const char *metric, iter8_query_options options)
{
    iter8_query_free(query);
    iter8_experiment_free(experiment);
    iter8_diagnostics_clear(diagnostics);
    experiment = experiment_of_metric(metric);
    options.struct_size = sizeof options;
    options.diagnostics = diagnostics;
    return iter8_query_render(experiment, 0, 0, 0, &options, &query);
}

static void expect_text(const char *metric, iter8_query_options options, const char *expected)
{
    cr_assert_eq(render(metric, options), ITER8_OK, "%s", metric);
    char *text = text_of_query(query);
    cr_expect_str_eq(text, expected, "%s", text);
    free(text);
}

static void expect_request(const char *metric, const char *expected)
{
    expect_text(metric, (iter8_query_options){.look_up = hold_key}, expected);
}

static void expect_shown(const char *metric, const char *expected)
{
    expect_text(metric, (iter8_query_options){.masked = 1}, expected);
}

static void expect_problem(const char *metric, iter8_query_options options, int code,
                           const char *expected)
{
    iter8_diagnostic one = {.struct_size = sizeof one};
    char line[400];
    cr_expect_eq(render(metric, options), code, "%s", metric);
    cr_expect_null(query);
    cr_assert_eq(iter8_diagnostics_count(diagnostics), 1, "%s", metric);
    cr_assert_eq(iter8_diagnostics_get(diagnostics, 0, &one), 0);
    snprintf(line, sizeof line, "%s: %s", one.path, one.message);
    cr_expect_str_eq(line, expected, "%s", line);
    cr_expect_eq(one.code, code);
}

#define BASIC "urlTemplate: 'http://h/q', authType: Basic, secret: basic"
#define KEY                                                                                        \
    "urlTemplate: 'https://h/q', authType: APIKey, secret: token, "                                \
    "headerTemplates: [{name: X-Query-Key, value: '${mykey}'}, {name: Accept, value: a/b}], "      \
    "params: [{name: nrql, value: \"SELECT '$name'\"}]"

Test(metrics_secrets, basic_is_an_authorization_header)
{
    /* printf produser:t0p:s/cret | base64 */
    expect_request(BASIC, "GET http://h/q\nAuthorization: Basic cHJvZHVzZXI6dDBwOnMvY3JldA==\n");
    expect_shown(BASIC, "GET http://h/q\nAuthorization: Basic ***\n");
}

Test(metrics_secrets, basic_wins_over_a_template_and_templates_nothing)
{
    expect_request(BASIC ", headerTemplates: [{name: AUTHORIZATION, value: x}, "
                         "{name: Accept, value: '$username'}]",
                   "GET http://h/q\nAuthorization: Basic cHJvZHVzZXI6dDBwOnMvY3JldA==\n"
                   "Accept: $username\n");
}

Test(metrics_secrets, headers_use_the_keys_of_the_secret)
{
    expect_request(KEY, "GET https://h/q?nrql=SELECT%20%27old%27\nX-Query-Key: k\"1&2\n"
                        "Accept: a/b\n");
    expect_shown(KEY, "GET https://h/q?nrql=SELECT%20%27old%27\nX-Query-Key: ***\nAccept: a/b\n");
}

Test(metrics_secrets, what_is_around_a_key_is_shown)
{
#define BEARER                                                                                     \
    "method: POST, body: '{\"v\": \"$name\"}', urlTemplate: 'http://h', authType: Bearer, "        \
    "secret: shop/token, headerTemplates: [{name: Authorization, value: Bearer $mykey $$1}]"
    expect_request(BEARER, "POST http://h\nAuthorization: Bearer k\"1&2 $1\n\n{\"v\": \"old\"}\n");
    expect_shown(BEARER, "POST http://h\nAuthorization: Bearer *** $1\n\n{\"v\": \"old\"}\n");
}

Test(metrics_secrets, the_url_uses_the_secret_whatever_the_authentication)
{
#define IN_URL "urlTemplate: 'https://$host/q?api_key=${mykey}', secret: token"
    expect_request(IN_URL, "GET https://api.example.com/q?api_key=k\"1&2\n");
    expect_shown(IN_URL, "GET https://***/q?api_key=***\n");
}

Test(metrics_secrets, a_namespace_in_the_metric_counts)
{
    expect_request("urlTemplate: 'http://h/$mykey', secret: other/token",
                   "GET http://h/of another\n");
}

Test(metrics_secrets, headers_are_no_templates_without_a_secret_or_its_kind_of_authentication)
{
#define LITERAL "urlTemplate: 'http://h', headerTemplates: [{name: X-Query-Key, value: 'a $b'}]"
    expect_request(LITERAL, "GET http://h\nX-Query-Key: a $b\n");
    expect_request(LITERAL ", secret: token", "GET http://h\nX-Query-Key: a $b\n");
    expect_request(LITERAL ", authType: APIKey", "GET http://h\nX-Query-Key: a $b\n");
}

Test(metrics_secrets, a_placeholder_that_was_not_filled_in_is_shown)
{
    expect_shown("urlTemplate: 'http://h', secret: token, headerTemplates: "
                 "[{name: X-Query-Key, value: '${mykey}'}, "
                 "{name: Authorization, value: 'Bearer ${token}'}]",
                 "GET http://h\nX-Query-Key: ${mykey}\nAuthorization: Bearer ${token}\n");
}

Test(metrics_secrets, a_key_that_stands_in_the_metric_is_not_shown)
{
    expect_shown(LITERAL, "GET http://h\nX-Query-Key: ***\n");
    expect_shown("urlTemplate: 'http://h', authType: Bearer, secret: token, headerTemplates: "
                 "[{name: Authorization, value: Bearer 123}, {name: content-type, value: a}]",
                 "GET http://h\nAuthorization: ***\ncontent-type: a\n");
    expect_shown("urlTemplate: 'http://h', headerTemplates: [{name: A, value: 'a${b}'}, "
                 "{name: B, value: '${b}c'}, {name: C, value: '${}'}]",
                 "GET http://h\nA: ***\nB: ***\nC: ***\n");
    expect_shown("urlTemplate: 'http://user:word@h:1/a@b'", "GET http://***@h:1/a@b\n");
    expect_request("urlTemplate: 'http://user:word@h:1/a@b'", "GET http://user:word@h:1/a@b\n");
}

Test(metrics_secrets, what_is_missing_is_named)
{
    iter8_query_options with = {.look_up = hold_key};
    expect_problem(
        BASIC, (iter8_query_options){.look_up = NULL}, ITER8_ERR_NO_SECRET,
        "spec.secret: the secret shop/basic is wanted, and no source of secrets is given");
    expect_problem("urlTemplate: u, authType: Basic, secret: none", with, ITER8_ERR_NO_SECRET,
                   "spec.secret: there is no secret shop/none");
    expect_problem("urlTemplate: u, authType: Basic, secret: half", with, ITER8_ERR_NO_KEY,
                   "spec.secret: the secret shop/half has no key password");
    expect_problem("urlTemplate: u, authType: Basic", with, ITER8_ERR_NO_SECRET,
                   "spec.secret: authType Basic needs a secret");
    expect_problem("urlTemplate: 'http://$nokey', secret: other/token", with, ITER8_ERR_NO_KEY,
                   "spec.urlTemplate: the secret other/token has no key nokey");
    expect_problem("urlTemplate: u, authType: Bearer, secret: token, headerTemplates: "
                   "[{name: A, value: '${mykey} ${b} ${c}'}]",
                   with, ITER8_ERR_NO_KEY,
                   "spec.headerTemplates: the secret shop/token has no key b");
}

Test(metrics_secrets, a_secret_is_named_by_one_name_and_a_namespace)
{
    static const char *const wrong[] = {"'a/b/c'", "'/b'", "'a/'", "''", "'../a/b'"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char metric[100];
        snprintf(metric, sizeof metric, "urlTemplate: u, secret: %s", wrong[i]);
        expect_problem(metric, (iter8_query_options){.look_up = hold_key}, ITER8_ERR_SECRET,
                       "spec.secret: NAME or NAMESPACE/NAME is wanted");
    }
}

Test(metrics_secrets, nothing_can_begin_another_header)
{
    iter8_query_options with = {.look_up = hold_key};
    expect_problem(
        "urlTemplate: u, authType: APIKey, secret: lines, headerTemplates: "
        "[{name: A, value: '$mykey'}]",
        with, ITER8_ERR_SECRET,
        "spec.headerTemplates: the key mykey of the secret shop/lines has a line break or "
        "another control character");
    expect_problem("urlTemplate: u, headerTemplates: [{name: A, value: \"a\\nB: c\"}]", with,
                   ITER8_ERR_INVALID,
                   "spec.headerTemplates: the value of A is not one line of text");
    expect_problem("urlTemplate: u, headerTemplates: [{name: 'A: b', value: c}]", with,
                   ITER8_ERR_INVALID,
                   "spec.headerTemplates: 'A: b' cannot be the name of a header");
}

static int32_t misbehave(const iter8_secret_key *wanted, iter8_secret_value *value, void *data)
{
    const int *what = data;
    (void)wanted;
    switch (*what) {
    case 1: return iter8_secret_value_set(value, "a\0b", 3);
    case 2: return iter8_secret_value_set_base64(value, "****", 4);
    case 3: return iter8_secret_value_set_base64(value, "AGE=", 4);
    case 4: return ITER8_ERR_TRANSPORT;
    case 5: return 7;
    default: return ITER8_OK;
    }
}

Test(metrics_secrets, a_callback_may_fail)
{
    static const struct {
        int code;
        const char *says;
    } cases[] = {
        {ITER8_ERR_NO_KEY, "the secret shop/s has no key a"},
        {ITER8_ERR_SECRET, "the key a of the secret shop/s cannot be read, or is no base64 "
                           "of a text"},
        {ITER8_ERR_SECRET, "the key a of the secret shop/s cannot be read, or is no base64 "
                           "of a text"},
        {ITER8_ERR_SECRET, "the key a of the secret shop/s cannot be read, or is no base64 "
                           "of a text"},
        {ITER8_ERR_HOST, "the secret shop/s cannot be looked up: the server cannot be "
                         "reached or does not answer"},
        {ITER8_ERR_HOST, "the secret shop/s cannot be looked up: a callback of the host "
                         "failed"}};
    for (int what = 0; what < (int)(sizeof cases / sizeof *cases); what++) {
        char expected[200];
        snprintf(expected, sizeof expected, "spec.urlTemplate: %s", cases[what].says);
        expect_problem("urlTemplate: $a, secret: s",
                       (iter8_query_options){.look_up = misbehave, .user_data = &what},
                       cases[what].code, expected);
    }
}

static int32_t from_base64(const iter8_secret_key *wanted, iter8_secret_value *value, void *data)
{
    (void)data;
    cr_expect_str_eq(wanted->name_space, "shop");
    cr_expect_eq(wanted->has_name_space, 0);
    cr_expect_eq(iter8_secret_value_set(value, "the last one counts", 5), ITER8_OK);
    return iter8_secret_value_set_base64(value, "Zm9v", 4);
}

Test(metrics_secrets, a_value_may_come_in_base64)
{
    expect_text("urlTemplate: http://$a, secret: s", (iter8_query_options){.look_up = from_base64},
                "GET http://foo\n");
    cr_expect_eq(iter8_secret_value_set(NULL, "", 0), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_secret_value_set_base64(NULL, "", 0), ITER8_ERR_ARGUMENT);
}

Test(metrics_secrets, each_key_is_looked_up_once_and_none_for_a_masked_query)
{
    int calls = 0;
    const char *metric = "urlTemplate: 'http://$host/$mykey/$mykey', authType: Bearer, "
                         "secret: token, headerTemplates: [{name: A, value: $mykey}]";
    cr_assert_eq(render(metric, (iter8_query_options){.look_up = hold_key, .user_data = &calls}),
                 0);
    cr_expect_eq(calls, 2);
    cr_assert_eq(
        render(metric,
               (iter8_query_options){.look_up = hold_key, .user_data = &calls, .masked = 1}),
        0);
    cr_expect_eq(calls, 2);
}

Test(metrics_secrets, elapsed_time_may_be_given)
{
    expect_text("urlTemplate: 'http://h', params: [{name: t, value: $elapsedTime}]",
                (iter8_query_options){.elapsed_s = 600}, "GET http://h?t=600\n");
    cr_expect_eq(render("urlTemplate: u", (iter8_query_options){.elapsed_s = -1}),
                 ITER8_ERR_ARGUMENT);
}

Test(metrics_secrets, headers_end)
{
    cr_assert_eq(render(KEY, (iter8_query_options){.masked = 1}), 0);
    cr_expect_eq(iter8_request_of(query).header_count, 2);
    cr_expect_str_eq(iter8_header_of(query, 1).name, "Accept");
    cr_expect_str_eq(iter8_header_of(query, 1).value, "a/b");
    cr_expect_str_eq(iter8_header_of(query, 2).name, "");
    cr_expect_str_eq(iter8_header_of(query, 2).value, "");
    cr_expect_eq(iter8_request_of(NULL).header_count, 0);
    cr_expect_str_eq(iter8_header_of(NULL, 0).name, "");
    cr_expect_str_eq(iter8_header_of(NULL, 0).value, "");
}
