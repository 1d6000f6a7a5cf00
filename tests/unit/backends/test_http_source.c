/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "callbacks.h"
#include "fake_http_server.h"
#include "iter8/error.h"
#include "process.h"
#include "questions.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct fake_answer answers[] = {
    {.path = "/one", .body = "{\"value\": 1.5}"},
    {.path = "/held", .body = "{\"value\": 2.5}", .manner = FAKE_HELD},
    {.path = "/held-too", .body = "{\"value\": 3.5}", .manner = FAKE_HELD},
    {.path = "/unavailable", .status = 503, .body = "{\"value\": 1}"},
    {.path = "/moved",
     .status = 302,
     .body = "{\"value\": 1}",
     .location = "http://ann:s3cret@127.0.0.1:1/one?token=s3cret#s3cret"},
    {.path = "/endless", .body = "          ", .manner = FAKE_ENDLESS},
    {.path = "/stalled", .body = "{\"value\": 1}", .manner = FAKE_STALLED},
    {.path = "/html", .body = "<html>secret</html>"},
    {.path = "/prefix/api/v1/query", .body = "{\"value\": 4.5}"},
    {.path = "/empty", .body = ""},
    {.path = "/bad-query",
     .status = 400,
     .body = "{\"status\":\"error\",\"errorType\":\"bad_data\","
             "\"error\":\"1:7: parse error: unclosed left brace\"}"},
    {.path = "/elastic",
     .status = 400,
     .body = "{\"error\":{\"root_cause\":[{\"type\":\"x\"}],\"type\":\"parsing_exception\","
             "\"reason\":\"no [a] there\"},\"status\":400}"},
    {.path = "/list", .status = 403, .body = "{\"errors\": [\"Forbidden resource\", \"b\"]}"},
    {.path = "/text", .status = 429, .body = "slow down\r\nplease"},
    {.path = "/page", .status = 502, .body = "<html>Bad gateway</html>"},
};

static fake_http_server *server;
static int port;
static iter8_http_source *source;
static iter8_experiment *experiment;

static void start(void)
{
    unsetenv("http_proxy");
    unsetenv("https_proxy");
    unsetenv("all_proxy");
    server = fake_http_server_start(answers, sizeof answers / sizeof answers[0], NULL, NULL);
    cr_assert_not_null(server);
    port = fake_http_server_port(server);
}

static void stop(void)
{
    iter8_http_source_free(source);
    iter8_experiment_free(experiment);
    fake_http_server_stop(server);
}

TestSuite(backends_http_source, .init = start, .fini = stop);

static void make_source(const iter8_http_source_options *options)
{
    cr_assert_eq(iter8_http_source_new(options, &source), ITER8_OK);
}

static void make_metric(struct metric_text metric)
{
    if (metric.port == 0) metric.port = port;
    experiment = questions_experiment(&metric, 1);
}

static void expect_reason(const iter8_http_source_options *options, struct metric_text metric,
                          const char *reason)
{
    make_source(options);
    make_metric(metric);
    iter8_question question = questions_ask(experiment, 0, 1);
    iter8_measurement answer = questions_answer(source, &question);
    cr_expect_eq(answer.state, ITER8_VALUE_ERROR);
    cr_expect_str_eq(answer.reason, reason, "%s", answer.reason);
}

Test(backends_http_source, gives_the_value_once)
{
    make_source(NULL);
    make_metric((struct metric_text){.path = "/one", .jq = ".value"});
    iter8_question question = questions_ask(experiment, 0, 1);
    iter8_measurement answer = questions_answer(source, &question);
    cr_expect_eq(answer.state, ITER8_VALUE_PRESENT);
    cr_expect_eq(answer.value, 1.5);
    cr_expect_null(answer.reason);
    cr_expect_eq(questions_answer(source, &question).value, 1.5);
    cr_expect_eq(fake_http_server_requests(server, "/one"), 2, "an answer given is forgotten");
}

Test(backends_http_source, stays_pending_until_the_answer_is_there)
{
    iter8_measurement answer = {.struct_size = sizeof answer};
    make_source(NULL);
    make_metric((struct metric_text){.path = "/held", .jq = ".value"});
    iter8_question question = questions_ask(experiment, 0, 1);
    cr_expect_eq(source_measure(iter8_http_source_metrics_source(source), &question, &answer),
                 ITER8_PENDING);
    cr_expect_eq(iter8_http_source_wait(source, 0), 1);
    cr_expect_eq(source_measure(iter8_http_source_metrics_source(source), &question, &answer),
                 ITER8_PENDING);
    fake_http_server_release(server);
    cr_expect_eq(questions_answer(source, &question).value, 2.5);
    cr_expect_eq(fake_http_server_requests(server, "/held"), 1);
    cr_expect_eq(iter8_http_source_wait(source, 1000), 0);
}

Test(backends_http_source, has_all_questions_under_way_at_once_and_sends_equal_ones_once)
{
    iter8_measurement answer = {.struct_size = sizeof answer};
    struct metric_text metrics[] = {{port, "/held", ".value", NULL, NULL},
                                    {port, "/held", ".value * 2", NULL, NULL},
                                    {port, "/held-too", ".value", NULL, NULL},
                                    {port, "/held", ".value", "method: POST, body: a", NULL}};
    static const double values[] = {2.5, 5, 3.5, 2.5};
    make_source(NULL);
    experiment = questions_experiment(metrics, 4);
    for (uint32_t i = 0; i < 4; i++) {
        iter8_question question = questions_ask(experiment, i, 1);
        cr_expect_eq(source_measure(iter8_http_source_metrics_source(source), &question, &answer),
                     ITER8_PENDING);
    }
    cr_expect_eq(iter8_http_source_wait(source, 0), 3);
    fake_http_server_release(server);
    for (uint32_t i = 0; i < 4; i++) {
        iter8_question question = questions_ask(experiment, i, 1);
        cr_expect_eq(questions_answer(source, &question).value, values[i]);
    }
    cr_expect_eq(fake_http_server_requests(server, "/held"), 2, "one GET and one POST");
}

Test(backends_http_source, has_no_more_connections_to_a_server_than_are_kept)
{
    enum { QUESTIONS = 100 };
    static char paths[QUESTIONS][24];
    struct metric_text metrics[QUESTIONS];
    iter8_measurement answer = {.struct_size = sizeof answer};
    for (int i = 0; i < QUESTIONS; i++) {
        snprintf(paths[i], sizeof paths[i], "/held?number=%d", i);
        metrics[i] = (struct metric_text){port, paths[i], ".value", NULL, NULL};
    }
    make_source(NULL);
    experiment = questions_experiment(metrics, QUESTIONS);
    for (uint32_t i = 0; i < QUESTIONS; i++) {
        iter8_question question = questions_ask(experiment, i, 1);
        cr_expect_eq(source_measure(iter8_http_source_metrics_source(source), &question, &answer),
                     ITER8_PENDING);
    }
    cr_expect_eq(iter8_http_source_wait(source, 0), QUESTIONS);
    fake_http_server_release(server);
    for (uint32_t i = 0; i < QUESTIONS; i++) {
        iter8_question question = questions_ask(experiment, i, 1);
        cr_expect_eq(questions_answer(source, &question).value, 2.5);
    }
    cr_expect_leq(fake_http_server_connections(server), 64);
}

Test(backends_http_source, keeps_its_connection_between_iterations)
{
    make_source(NULL);
    make_metric((struct metric_text){.path = "/one", .jq = ".value"});
    for (int64_t now = 1; now <= 5; now++) {
        iter8_question question = questions_ask(experiment, 0, now);
        cr_expect_eq(questions_answer(source, &question).value, 1.5);
    }
    cr_expect_eq(fake_http_server_requests(server, "/one"), 5);
    cr_expect_eq(fake_http_server_connections(server), 1);
}

Test(backends_http_source, sends_params_and_body_as_the_metric_says)
{
    make_source(NULL);
    make_metric((struct metric_text){
        .path = "/one",
        .jq = ".value",
        .more = "method: POST, body: \"{\\\"v\\\": \\\"$name\\\"}\", "
                "params: [{name: query, value: \"sum(up{v=\\\"$name\\\"} + 1)&x\"}]"});
    iter8_question question = questions_ask(experiment, 0, 1);
    cr_expect_eq(questions_answer(source, &question).value, 1.5);
    struct fake_request request = fake_http_server_last(server);
    cr_expect_str_eq(request.method, "POST");
    cr_expect_str_eq(request.body, "{\"v\": \"current\"}", "%s", request.body);
    cr_expect_str_eq(request.query, "sum(up{v=\"current\"} + 1)&x", "%s", request.query);
    cr_expect_str_eq(request.content_type, "application/json");
}

Test(backends_http_source, asks_prometheus_where_it_is_told)
{
    char url[64];
    snprintf(url, sizeof url, "http://user:word@127.0.0.1:%d/prefix/", port);
    make_source(&(iter8_http_source_options){.struct_size = sizeof(iter8_http_source_options),
                                             .prometheus_url = url});
    make_metric((struct metric_text){
        .port = 1,
        .path = "/api/v1/query",
        .scheme = "https",
        .jq = ".value",
        .more = "provider: prometheus, params: [{name: query, value: \"a b\"}]"});
    iter8_question question = questions_ask(experiment, 0, 1);
    iter8_measurement answer = questions_answer(source, &question);
    cr_expect_eq(answer.value, 4.5, "%s", answer.reason != NULL ? answer.reason : "");
    cr_expect_str_eq(fake_http_server_last(server).query, "a b");
}

Test(backends_http_source, asks_other_providers_where_they_are)
{
    make_source(&(iter8_http_source_options){.struct_size = sizeof(iter8_http_source_options),
                                             .prometheus_url = "http://127.0.0.1:1"});
    make_metric((struct metric_text){.path = "/one", .jq = ".value", .more = "provider: newrelic"});
    iter8_question question = questions_ask(experiment, 0, 1);
    cr_expect_eq(questions_answer(source, &question).value, 1.5);
}

Test(backends_http_source, says_which_status_was_answered)
{
    expect_reason(NULL, (struct metric_text){.path = "/unavailable"}, "HTTP 503");
}

Test(backends_http_source, says_that_nothing_is_there)
{
    expect_reason(NULL, (struct metric_text){.path = "/nowhere"}, "HTTP 404: not here");
}

Test(backends_http_source, does_not_follow_redirects)
{
    static const char wanted[] = "HTTP 302: redirects are not followed: to http://127.0.0.1:1/one";
    make_source(NULL);
    make_metric((struct metric_text){.path = "/moved"});
    iter8_question question = questions_ask(experiment, 0, 1);
    iter8_measurement answer = questions_answer(source, &question);
    cr_expect_eq(strncmp(answer.reason, wanted, sizeof wanted - 1), 0, "%s", answer.reason);
    cr_expect_not_null(strstr(answer.reason, "/one"), "%s", answer.reason);
    cr_expect_null(strstr(answer.reason, "s3cret"), "%s", answer.reason);
    cr_expect_eq(fake_http_server_requests(server, "/one"), 0);
}

Test(backends_http_source, says_what_the_provider_says)
{
    static const char *const cases[][2] = {
        {"/bad-query", "HTTP 400: bad_data: 1:7: parse error: unclosed left brace"},
        {"/elastic", "HTTP 400: parsing_exception: no [a] there"},
        {"/list", "HTTP 403: Forbidden resource"},
        {"/text", "HTTP 429: slow down  please"},
        {"/page", "HTTP 502"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expect_reason(NULL, (struct metric_text){.path = cases[i][0]}, cases[i][1]);
        iter8_http_source_free(source);
        iter8_experiment_free(experiment);
        source = NULL;
        experiment = NULL;
    }
}

Test(backends_http_source, does_not_take_in_an_endless_answer)
{
    expect_reason(&(iter8_http_source_options){.struct_size = sizeof(iter8_http_source_options),
                                               .max_answer_bytes = 5000},
                  (struct metric_text){.path = "/endless"}, "the answer is longer than 5000 bytes");
}

Test(backends_http_source, waits_for_no_answer_longer_than_it_may)
{
    expect_reason(&(iter8_http_source_options){.struct_size = sizeof(iter8_http_source_options),
                                               .timeout_ms = 50},
                  (struct metric_text){.path = "/held"}, "no answer in time: Timeout was reached");
}

Test(backends_http_source, takes_in_no_more_than_a_mebibyte_unless_told_to)
{
    expect_reason(NULL, (struct metric_text){.path = "/endless"},
                  "the answer is longer than 1048576 bytes");
}

Test(backends_http_source, ends_an_iteration_in_time_whatever_its_servers_do)
{
    struct metric_text metrics[] = {{port, "/held", NULL, NULL, NULL},
                                    {port, "/stalled", NULL, NULL, NULL},
                                    {port, "/endless", NULL, NULL, NULL}};
    iter8_measurement answer = {.struct_size = sizeof answer};
    make_source(&(iter8_http_source_options){.struct_size = sizeof(iter8_http_source_options),
                                             .timeout_ms = INT32_MAX,
                                             .iteration_timeout_ms = 50,
                                             .max_answer_bytes = INT32_MAX});
    experiment = questions_experiment(metrics, 3);
    for (uint32_t i = 0; i < 3; i++) {
        iter8_question question = questions_ask(experiment, i, 1);
        cr_expect_eq(source_measure(iter8_http_source_metrics_source(source), &question, &answer),
                     ITER8_PENDING);
    }
    for (uint32_t i = 0; i < 3; i++) {
        iter8_question question = questions_ask(experiment, i, 1);
        answer = questions_answer(source, &question);
        cr_expect_str_eq(answer.reason, "no answer in time: Timeout was reached");
    }
    iter8_question next = questions_ask(experiment, 0, 2);
    cr_expect_eq(source_measure(iter8_http_source_metrics_source(source), &next, &answer),
                 ITER8_PENDING, "the next iteration has time of its own");
}

Test(backends_http_source, gives_all_programs_of_an_iteration_no_more_than_its_time)
{
    struct metric_text metrics[] = {{port, "/one", "def f: f; f", NULL, NULL},
                                    {port, "/one", "def g: g; g", NULL, NULL}};
    iter8_measurement answer = {.struct_size = sizeof answer};
    int ended = 0, left_out = 0;
    make_source(&(iter8_http_source_options){.struct_size = sizeof(iter8_http_source_options),
                                             .iteration_timeout_ms = 300});
    experiment = questions_experiment(metrics, 2);
    for (uint32_t i = 0; i < 2; i++) {
        iter8_question question = questions_ask(experiment, i, 1);
        cr_expect_eq(source_measure(iter8_http_source_metrics_source(source), &question, &answer),
                     ITER8_PENDING);
    }
    for (uint32_t i = 0; i < 2; i++) {
        iter8_question question = questions_ask(experiment, i, 1);
        answer = questions_answer(source, &question);
        ended += strcmp(answer.reason, "the jq program takes too long") == 0;
        left_out += strcmp(answer.reason, "the time of the iteration is used up") == 0;
    }
    cr_expect_eq(ended + left_out, 2);
    cr_expect_geq(left_out, 1, "one program must not have the time of two");
}

Test(backends_http_source, waits_for_no_rest_of_an_answer_longer_than_it_may)
{
    expect_reason(&(iter8_http_source_options){.struct_size = sizeof(iter8_http_source_options),
                                               .timeout_ms = 50},
                  (struct metric_text){.path = "/stalled"},
                  "no answer in time: Timeout was reached");
}

Test(backends_http_source, says_that_nobody_listens_but_not_what_was_asked)
{
    expect_reason(NULL,
                  (struct metric_text){.port = process_free_port(), .path = "/a?token=hidden"},
                  "no connection: Couldn't connect to server");
}

/* A label of more than 63 characters is in no DNS, so none is asked. */
#define TEN        "abcdefghij"
#define LONG_LABEL TEN TEN TEN TEN TEN TEN TEN

Test(backends_http_source, says_that_a_name_is_not_known)
{
    expect_reason(&(iter8_http_source_options){.struct_size = sizeof(iter8_http_source_options),
                                               .prometheus_url = "http://" LONG_LABEL ".invalid"},
                  (struct metric_text){.path = "/a", .more = "provider: prometheus"},
                  "the host's name is not known: Couldn't resolve host name");
}

Test(backends_http_source, speaks_no_other_protocols)
{
    expect_reason(NULL, (struct metric_text){.path = "/etc/passwd", .scheme = "file"},
                  "the metric's URL is malformed, or not one of http or https");
}

Test(backends_http_source, says_that_the_answer_is_not_json)
{
    expect_reason(NULL, (struct metric_text){.path = "/html"},
                  "the answer is HTML or XML, not JSON");
}

Test(backends_http_source, says_that_an_empty_answer_is_not_json)
{
    expect_reason(NULL, (struct metric_text){.path = "/empty"}, "the answer is empty, not JSON");
}

Test(backends_http_source, says_that_no_metric_was_added)
{
    make_source(NULL);
    make_metric((struct metric_text){.path = "/one"});
    iter8_question question = questions_ask(experiment, 0, 1);
    question.metric_index = 7;
    iter8_measurement answer = questions_answer(source, &question);
    cr_expect_eq(answer.state, ITER8_VALUE_ERROR);
    cr_expect_str_eq(answer.reason, "no Metric says how to measure this");
}

/* Each question is asked once and never again; each iteration forgets what the one before has left
 * over. Leak detection tells whether free() gets the rest. */
Test(backends_http_source, forgets_answers_that_nobody_comes_for)
{
    make_source(NULL);
    make_metric((struct metric_text){.path = "/one", .jq = ".value"});
    iter8_measurement answer = {.struct_size = sizeof answer};
    for (int64_t now = 1; now <= 3; now++) {
        iter8_question question = questions_ask(experiment, 0, now);
        (void)source_measure(iter8_http_source_metrics_source(source), &question, &answer);
        while (iter8_http_source_wait(source, 1000) > 0) {
        }
    }
    iter8_question first = questions_ask(experiment, 0, 1);
    cr_expect_eq(questions_answer(source, &first).value, 1.5);
    cr_expect_eq(fake_http_server_requests(server, "/one"), 4, "the first was asked anew");
}

Test(backends_http_source, can_be_freed_with_requests_under_way)
{
    iter8_measurement answer = {.struct_size = sizeof answer};
    make_source(NULL);
    make_metric((struct metric_text){.path = "/held"});
    iter8_question question = questions_ask(experiment, 0, 1);
    cr_expect_eq(source_measure(iter8_http_source_metrics_source(source), &question, &answer),
                 ITER8_PENDING);
    cr_expect_eq(iter8_http_source_wait(source, 0), 1);
    iter8_http_source_free(source);
    source = NULL;
    iter8_http_source_free(NULL);
}

Test(backends_http_source, checks_its_arguments)
{
    iter8_http_source *none = NULL;
    iter8_measurement answer = {.struct_size = sizeof answer};
    iter8_question question = {.struct_size = sizeof question};
    struct {
        iter8_http_source_options known;
        int64_t later;
    } longer = {{.struct_size = sizeof longer}, 0};
    cr_expect_eq(iter8_http_source_new(NULL, NULL), ITER8_ERR_ARGUMENT);
    static const iter8_http_source_options wrong[] = {
        {.struct_size = sizeof wrong[0], .prometheus_url = "file:///tmp"},
        {.struct_size = sizeof wrong[0], .prometheus_url = "127.0.0.1:9090"},
        {.struct_size = sizeof wrong[0], .prometheus_url = ""},
        {.struct_size = sizeof wrong[0], .timeout_ms = -1},
        {.struct_size = sizeof wrong[0], .max_answer_bytes = -1},
        {.struct_size = sizeof wrong[0], .iteration_timeout_ms = -1},
        {.struct_size = sizeof wrong[0], .max_answer_bytes = INT64_MAX},
        {.struct_size = 0},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        cr_expect_eq(iter8_http_source_new(&wrong[i], &none), ITER8_ERR_ARGUMENT, "%zu", i);
        cr_expect_null(none);
    }
    longer.later = 1;
    cr_expect_eq(iter8_http_source_new(&longer.known, &none), ITER8_ERR_STRUCT_SIZE);
    longer.later = 0;
    make_source(&longer.known);
    cr_expect_eq(source_measure(iter8_http_source_metrics_source(source), NULL, &answer),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(source_measure(iter8_http_source_metrics_source(source), &question, NULL),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(source_measure(iter8_http_source_metrics_source(NULL), &question, &answer),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(source_measure(iter8_http_source_metrics_source(source), &question, &answer),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_http_source_wait(NULL, 0), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_http_source_wait(source, -1), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_http_source_wait(source, 1000), 0);
}
