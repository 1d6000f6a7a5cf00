/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The source and a real Prometheus that measures itself. */
#include "process.h"
#include "prometheus_server.h"
#include "questions.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char folder[64];
static struct prometheus_server prometheus;
static iter8_http_source *source;
static iter8_experiment *experiment;

static void start(void)
{
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    cr_assert(process_folder_make(folder, sizeof folder));
    prometheus = prometheus_server_start(folder);
}

static void stop(void)
{
    iter8_http_source_free(source);
    iter8_experiment_free(experiment);
    process_stop(prometheus.pid);
    process_folder_remove(folder);
}

TestSuite(backends_prometheus, .init = start, .fini = stop, .timeout = 120);

#define QUERY(text) "provider: prometheus, params: [{name: query, value: \"" text "\"}]"

enum { UP, ABSENT, ZERO_BY_ZERO, ONE_BY_ZERO, MALFORMED, METRICS };

static iter8_measurement measure(uint32_t metric, int64_t now)
{
    iter8_question question = questions_ask(experiment, metric, now);
    return questions_answer(source, &question);
}

/* The first scrape takes a moment; until then the series is simply absent. */
static iter8_measurement measure_when_scraped(void)
{
    const struct timespec step = {0, 100000000};
    iter8_measurement answer = measure(UP, 1);
    for (int64_t now = 2; now < 300 && answer.state != ITER8_VALUE_PRESENT; now++) {
        nanosleep(&step, NULL);
        answer = measure(UP, now);
    }
    return answer;
}

Test(backends_prometheus, answers_with_typed_values)
{
    static const char path[] = "/api/v1/query";
    static const char value[] = ".data.result[0].value[1] | tonumber";
    const struct metric_text metrics[METRICS] = {
        [UP] = {1, path, value, QUERY("sum(up{job=\\\"self\\\"})"), NULL},
        [ABSENT] = {1, path, value, QUERY("sum(nothing_of_this_name)"), NULL},
        [ZERO_BY_ZERO] = {1, path, value, QUERY("vector(0) / vector(0)"), NULL},
        [ONE_BY_ZERO] = {1, path, value, QUERY("vector(1) / vector(0)"), NULL},
        [MALFORMED] = {1, path, value, QUERY("sum("), NULL}};
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%d", prometheus.port);
    iter8_http_source_options options = {.struct_size = sizeof options, .prometheus_url = url};
    cr_assert_eq(iter8_http_source_new(&options, &source), 0);
    experiment = questions_experiment(metrics, METRICS);

    iter8_measurement answer = measure_when_scraped();
    cr_expect_eq(answer.state, ITER8_VALUE_PRESENT, "%s", answer.reason ? answer.reason : "");
    cr_expect_eq(answer.value, 1);
    answer = measure(ABSENT, 1000);
    cr_expect_eq(answer.state, ITER8_VALUE_ABSENT);
    cr_expect_str_eq(answer.reason, "the result is empty");
    cr_expect_eq(measure(ZERO_BY_ZERO, 1000).state, ITER8_VALUE_NAN);
    cr_expect_eq(measure(ONE_BY_ZERO, 1000).state, ITER8_VALUE_INFINITE);
    answer = measure(MALFORMED, 1000);
    cr_expect_eq(answer.state, ITER8_VALUE_ERROR);
    cr_expect_not_null(strstr(answer.reason, "HTTP 400: bad_data: "), "%s", answer.reason);
    cr_expect_not_null(strstr(answer.reason, "parse error"), "%s", answer.reason);
}
