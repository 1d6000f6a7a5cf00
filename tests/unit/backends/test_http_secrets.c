/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What a source sends with secrets, what its observer is told, and that the two differ. */
#include "callbacks.h"
#include "fake_http_server.h"
#include "iter8/error.h"
#include "questions.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char long_body[9000];
static const struct fake_answer answers[] = {
    {.path = "/one", .body = "{\"value\": 1.5}"},
    {.path = "/refused",
     .status = 401,
     .body = "{\"error\": \"bad key t0p-s3cret for produser, cHJvZHVzZXI6dDBwLXMzY3JldA==\"}"},
    {.path = "/quotes", .body = "{\"error\": \"no access with t0p-s3cret\"}"},
    {.path = "/long", .body = long_body},
};

static fake_http_server *server;
static iter8_http_source *source;
static iter8_experiment *experiment;

/* What the observer was told last. */
static struct {
    char request[600], url[200], body[4000];
    size_t body_length;
    long answer_bytes;
    int status, state, calls, without_query;
} seen;

static void start(void)
{
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    server = fake_http_server_start(answers, sizeof answers / sizeof answers[0], NULL, NULL);
    cr_assert_not_null(server);
}

static void stop(void)
{
    iter8_http_source_free(source);
    iter8_experiment_free(experiment);
    fake_http_server_stop(server);
}

TestSuite(backends_http_secrets, .init = start, .fini = stop);

static int32_t look_up(const iter8_secret_key *wanted, iter8_secret_value *value, void *data)
{
    const char *found = NULL;
    if (strcmp(wanted->name, "gone") == 0) return ITER8_ERR_NO_SECRET;
    if (strcmp(wanted->key, "username") == 0)
        found = strcmp(wanted->name, "short") == 0 ? "0" : "produser";
    if (strcmp(wanted->key, "password") == 0 || strcmp(wanted->key, "mykey") == 0) found = data;
    return found != NULL ? iter8_secret_value_set(value, found, strlen(found)) : ITER8_ERR_NO_KEY;
}

static void observe(const iter8_http_exchange *exchange, void *data)
{
    size_t length;
    cr_expect_eq(data, &seen);
    seen.calls++;
    seen.without_query = exchange->query == NULL;
    if (exchange->query != NULL)
        cr_expect_eq(iter8_query_write(exchange->query, seen.request, sizeof seen.request, &length),
                     0);
    snprintf(seen.url, sizeof seen.url, "%s", exchange->url);
    snprintf(seen.body, sizeof seen.body, "%s", exchange->body != NULL ? exchange->body : "-");
    seen.body_length = exchange->body_length;
    seen.answer_bytes = (long)exchange->answer_bytes;
    seen.status = exchange->status;
    seen.state = exchange->answer->state;
}

static iter8_measurement measure(const char *path, const char *jq, const char *more,
                                 const char *prometheus_url)
{
    static char secret[] = "t0p-s3cret";
    iter8_http_source_options options = {.struct_size = sizeof options,
                                         .prometheus_url = prometheus_url,
                                         .look_up = look_up,
                                         .look_up_data = secret,
                                         .observe = observe,
                                         .observe_data = &seen};
    struct metric_text metric = {fake_http_server_port(server), path, jq, more, NULL};
    cr_assert_eq(iter8_http_source_new(&options, &source), ITER8_OK);
    experiment = questions_experiment(&metric, 1);
    iter8_question question = questions_ask(experiment, 0, 1);
    return questions_answer(source, &question);
}

static void expect_header(const char *line)
{
    struct fake_request last = fake_http_server_last(server);
    cr_expect_not_null(strstr(last.headers, line), "%s is not in %s", line, last.headers);
}

#define BASIC "authType: Basic, secret: s"
#define API_KEY                                                                                    \
    "authType: APIKey, secret: ns/s, headerTemplates: [{name: X-Query-Key, value: \"${mykey}\"}]"

Test(backends_http_secrets, sends_basic_authentication)
{
    cr_expect_eq(measure("/one", ".value", BASIC, NULL).value, 1.5);
    expect_header("Authorization: Basic cHJvZHVzZXI6dDBwLXMzY3JldA==\n");
    cr_expect_not_null(strstr(seen.request, "Authorization: Basic ***\n"), "%s", seen.request);
}

Test(backends_http_secrets, sends_the_headers_of_the_metric)
{
    cr_expect_eq(measure("/one", ".value", API_KEY ", method: POST, body: a", NULL).value, 1.5);
    expect_header("X-Query-Key: t0p-s3cret\n");
    expect_header("Content-Type: application/json\n");
}

Test(backends_http_secrets, sends_its_own_content_type_only_where_the_metric_has_none)
{
    measure("/one", ".value",
            "method: POST, body: a, headerTemplates: [{name: content-type, value: a/b}, "
            "{name: X-Empty, value: \"\"}]",
            NULL);
    cr_expect_str_eq(fake_http_server_last(server).content_type, "a/b");
    expect_header("X-Empty: \n");
    cr_expect_null(strstr(fake_http_server_last(server).headers, "application/json"));
}

Test(backends_http_secrets, sends_keys_in_the_url)
{
    measure("/one?k=${mykey}", ".value", "secret: s", NULL);
    cr_expect_str_eq(fake_http_server_last(server).params, "k=t0p-s3cret\n");
    cr_expect_not_null(strstr(seen.request, "/one?k=***\n"), "%s", seen.request);
    cr_expect_null(strstr(seen.url, "s3cret"), "%s", seen.url);
}

Test(backends_http_secrets, observer_sees_the_answer_without_secrets)
{
    iter8_measurement answer = measure("/refused", ".value", BASIC, NULL);
    cr_expect_str_eq(answer.reason, "HTTP 401: bad key *** for ***, ***");
    cr_expect_eq(seen.calls, 1);
    cr_expect_eq(seen.status, 401);
    cr_expect_eq(seen.state, ITER8_VALUE_ERROR);
    cr_expect_str_eq(seen.body, "{\"error\": \"bad key *** for ***, ***\"}", "%s", seen.body);
    cr_expect_eq(seen.answer_bytes, (long)strlen(answers[1].body));
}

Test(backends_http_secrets, reason_quotes_no_secret)
{
    iter8_measurement answer = measure("/quotes", "error(.error)", API_KEY, NULL);
    cr_expect_eq(answer.state, ITER8_VALUE_ABSENT);
    cr_expect_str_eq(answer.reason, "jq: no access with ***", "%s", answer.reason);
}

/* A short secret makes holes in what a server says, but not in words of ours. */
Test(backends_http_secrets, a_short_one_makes_no_holes_in_our_words)
{
    iter8_measurement answer =
        measure("/refused", ".value", "authType: Basic, secret: short", NULL);
    cr_expect_eq(strncmp(answer.reason, "HTTP 401: bad key *** for ", 26), 0, "%s", answer.reason);
    cr_expect_not_null(strstr(seen.body, "bad key *** for"), "%s", seen.body);
}

Test(backends_http_secrets, no_cut_leaves_half_a_secret)
{
    memset(long_body, 'x', sizeof long_body - 1);
    memcpy(long_body + 2044, "t0p-s3cret", 10);
    measure("/long", ".value", API_KEY, NULL);
    cr_expect_eq(seen.body_length, 2048);
    cr_expect_eq(seen.answer_bytes, 8999);
    cr_expect_str_eq(seen.body + 2043, "x***x");
}

Test(backends_http_secrets, what_is_missing_is_named_and_nothing_sent)
{
    iter8_measurement answer = measure("/one", ".value", "authType: Basic, secret: a/gone", NULL);
    cr_expect_eq(answer.state, ITER8_VALUE_ERROR);
    cr_expect_str_eq(answer.reason, "there is no secret a/gone");
    cr_expect_eq(fake_http_server_requests(server, "/one"), 0);
    cr_expect_eq(seen.calls, 1);
    cr_expect_eq(seen.status, 0);
    cr_expect_not_null(strstr(seen.request, "/one\nAuthorization: Basic ***\n"), "%s",
                       seen.request);
}

Test(backends_http_secrets, the_user_of_the_server_is_not_shown)
{
    char url[80], shown[80];
    int port = fake_http_server_port(server);
    snprintf(url, sizeof url, "http://produser:word@127.0.0.1:%d", port);
    snprintf(shown, sizeof shown, "http://***@127.0.0.1:%d/one?query=a", port);
    measure("/one", ".value", "provider: prometheus, params: [{name: query, value: a}]", url);
    expect_header("Authorization: Basic cHJvZHVzZXI6d29yZA==\n");
    cr_expect_str_eq(seen.url, shown, "%s", seen.url);
}

Test(backends_http_secrets, requests_with_other_headers_are_others)
{
    iter8_measurement answer = {.struct_size = sizeof answer};
    int port = fake_http_server_port(server);
    struct metric_text metrics[] = {
        {port, "/one", ".value", "headerTemplates: [{name: A, value: \"1\"}]", NULL},
        {port, "/one", ".value", "headerTemplates: [{name: A, value: \"2\"}]", NULL},
        {port, "/one", ".value + 1", "headerTemplates: [{name: A, value: \"2\"}]", NULL}};
    cr_assert_eq(iter8_http_source_new(NULL, &source), ITER8_OK);
    experiment = questions_experiment(metrics, 3);
    for (uint32_t i = 0; i < 3; i++) {
        iter8_question question = questions_ask(experiment, i, 1);
        cr_expect_eq(source_measure(iter8_http_source_metrics_source(source), &question, &answer),
                     ITER8_PENDING);
    }
    for (uint32_t i = 0; i < 3; i++) {
        iter8_question question = questions_ask(experiment, i, 1);
        cr_expect_eq(questions_answer(source, &question).value, i < 2 ? 1.5 : 2.5);
    }
    cr_expect_eq(fake_http_server_requests(server, "/one"), 2);
}

Test(backends_http_secrets, a_metric_without_a_url_has_nothing_to_show)
{
    iter8_http_source_options options = {
        .struct_size = sizeof options, .observe = observe, .observe_data = &seen};
    struct metric_text metric = {fake_http_server_port(server), "/one", NULL, NULL, NULL};
    cr_assert_eq(iter8_http_source_new(&options, &source), ITER8_OK);
    experiment = questions_experiment(&metric, 1);
    iter8_question question = questions_ask(experiment, 0, 1);
    question.metric_index = 7;
    (void)questions_answer(source, &question);
    cr_expect_eq(seen.calls, 1);
    cr_expect_eq(seen.without_query, 1);
    cr_expect_str_eq(seen.url, "");
    cr_expect_str_eq(seen.body, "-");
}
