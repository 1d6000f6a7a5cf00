/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Memory that runs out anywhere: the linker leads the allocations of this program here, though not
 * those inside of libcurl and libjq. */
#include "callbacks.h"
#include "fake_api_server.h"
#include "fake_haproxy.h"
#include "fake_http_server.h"
#include "iter8/backends/file_sink.h"
#include "iter8/backends/kubernetes_sink.h"
#include "iter8/error.h"
#include "process.h"
#include "questions.h"
#include "routes.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The linker's names for the functions of the C library and for those that stand in for them. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *pointer, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *pointer, size_t size);
char *__wrap_strdup(const char *text);

/* Counts down to the allocation that fails; 0: it has failed, or none is to. */
static _Thread_local int countdown;

static int fails(void)
{
    return countdown > 0 && --countdown == 0;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *pointer, size_t size)
{
    return fails() ? NULL : __real_realloc(pointer, size);
}

char *__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}

/* Lets all succeed again; returns whether one has failed. */
static int disarm(void)
{
    int failed = countdown == 0;
    countdown = 0;
    return failed;
}

static char folder[64];
static char api[80];
static fake_http_server *server;
static fake_haproxy *haproxy;
static iter8_experiment *experiment;

static void start(void)
{
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    cr_assert(process_folder_make(folder, sizeof folder));
    snprintf(api, sizeof api, "%s/api", folder);
}

static void stop(void)
{
    iter8_experiment_free(experiment);
    fake_http_server_stop(server);
    fake_haproxy_stop(haproxy);
    process_folder_remove(folder);
}

TestSuite(backends_memory, .init = start, .fini = stop);

static int32_t look_up(const iter8_secret_key *wanted, iter8_secret_value *value, void *data)
{
    (void)wanted;
    (void)data;
    return iter8_secret_value_set(value, "word", 4);
}

static void observe(const iter8_http_exchange *exchange, void *data)
{
    (void)data;
    cr_expect_not_null(exchange->url);
}

static int measure_failing_at(int number)
{
    char url[64];
    iter8_http_source *source;
    snprintf(url, sizeof url, "http://127.0.0.1:%d", fake_http_server_port(server));
    iter8_http_source_options options = {.struct_size = sizeof options,
                                         .prometheus_url = url,
                                         .ca_file = "/etc/hostname",
                                         .look_up = look_up,
                                         .observe = observe};
    iter8_question question = questions_ask(experiment, 0, 1);
    countdown = number;
    int rc = iter8_http_source_new(&options, &source);
    if (rc != ITER8_OK) {
        cr_expect_eq(rc, ITER8_ERR_NOMEM);
        cr_expect_null(source);
        return disarm();
    }
    iter8_measurement answer = questions_answer(source, &question);
    int failed = disarm();
    /* What the observer is told may lack something and the value be there. */
    cr_expect(answer.state == ITER8_VALUE_PRESENT || failed, "%d", number);
    if (answer.state != ITER8_VALUE_PRESENT)
        cr_expect_str_eq(answer.reason, "out of memory", "%d: %s", number, answer.reason);
    cr_expect_eq(questions_answer(source, &question).value, 1.5, "it works again");
    iter8_http_source_free(source);
    return failed;
}

Test(backends_memory, of_a_source_may_run_out_anywhere)
{
    static const struct fake_answer answers[] = {{.path = "/one", .body = "1.5"}};
    int number = 1;
    server = fake_http_server_start(answers, 1, NULL, NULL);
    cr_assert_not_null(server);
    struct metric_text metric = {.port = 1,
                                 .path = "/one",
                                 .more = "provider: prometheus, method: POST, body: a, "
                                         "authType: Basic, secret: s, "
                                         "headerTemplates: [{name: A, value: b}], "
                                         "params: [{name: query, value: a}]"};
    experiment = questions_experiment(&metric, 1);
    while (measure_failing_at(number))
        number++;
    cr_expect_gt(number, 10, "only %d allocations", number - 1);
}

static int route_failing_at(int number)
{
    static const char state[] = "1\n# be_name srv_name srv_uweight\nb current 1\nb candidate 3\n\n";
    static const struct fake_reply replies[] = {{state, FAKE_REPLY_CLOSE},
                                                {state, FAKE_REPLY_CLOSE},
                                                {"\n\n", FAKE_REPLY_CLOSE},
                                                {"# pxname,svname,bck,algo\n", FAKE_REPLY_CLOSE},
                                                {"", FAKE_REPLY_HOLD}};
    int32_t weights[2] = {0, 0};
    iter8_haproxy_sink *sink;
    iter8_haproxy_sink_options options = {
        .struct_size = sizeof options, .socket_path = api, .backend = "b", .timeout_ms = 20000};
    iter8_route route = routes_to(experiment, weights);
    haproxy = fake_haproxy_start(api, replies, 5);
    countdown = number;
    int rc = iter8_haproxy_sink_new(&options, &sink);
    if (rc == ITER8_OK) {
        rc = router_read(iter8_haproxy_sink_router(sink), &route, weights);
        if (rc == ITER8_OK) rc = router_write(iter8_haproxy_sink_router(sink), &route);
        const char *text = iter8_haproxy_sink_error(sink);
        cr_expect_str_eq(text, rc == ITER8_OK ? "" : "out of memory", "%d: %s", number, text);
        iter8_haproxy_sink_free(sink);
    }
    int failed = disarm();
    cr_expect_eq(rc, failed ? ITER8_ERR_NOMEM : ITER8_OK, "%d", number);
    fake_haproxy_stop(haproxy);
    haproxy = NULL;
    remove(api);
    return failed;
}

Test(backends_memory, of_a_sink_may_run_out_anywhere)
{
    static const char *const versions[] = {"current", "candidate"};
    int number = 1;
    experiment = routes_experiment(versions, 2, NULL);
    while (route_failing_at(number))
        number++;
    cr_expect_gt(number, 6, "only %d allocations", number - 1);
}

static const char route_text[] = "apiVersion: v1\nkind: Route\nmetadata: {name: r}\nw: [70, 30]\n";

static iter8_experiment *experiment_on_route(void)
{
    static const char text[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e}\nspec:\n"
        "  target: t\n  strategy: {testingPattern: Canary}\n  versionInfo:\n"
        "    baseline:\n      name: old\n"
        "      weightObjRef: {apiVersion: v1, kind: Route, name: r, fieldPath: '.w[0]'}\n"
        "    candidates:\n    - name: new\n"
        "      weightObjRef: {apiVersion: v1, kind: Route, name: r, fieldPath: '.w[1]'}\n";
    iter8_experiment *made;
    cr_assert_eq(iter8_experiment_read(text, sizeof text - 1, NULL, NULL, &made), 0);
    return made;
}

static int file_failing_at(int number, const iter8_file_sink_options *options, const char *file)
{
    int32_t weights[2] = {60, 40}, found[2];
    iter8_file_sink *sink;
    iter8_route route = routes_to(experiment, weights);
    countdown = number;
    int rc = iter8_file_sink_new(options, &sink);
    if (rc == ITER8_OK) {
        rc = router_read(iter8_file_sink_router(sink), &route, found);
        if (rc == ITER8_OK) rc = router_write(iter8_file_sink_router(sink), &route);
        int failed_early = countdown == 0;
        const char *text = iter8_file_sink_error(sink);
        cr_expect_str_eq(text, failed_early && rc != ITER8_OK ? "out of memory" : "", "%d: %s",
                         number, text);
        iter8_file_sink_free(sink);
    }
    int failed = disarm();
    cr_expect(rc == (failed ? ITER8_ERR_NOMEM : ITER8_OK) || (failed && rc == ITER8_OK), "%d: %d",
              number, rc);
    (void)scratch_read(file); /* it is there, whole */
    return failed;
}

Test(backends_memory, of_a_sink_of_files_may_run_out_anywhere)
{
    const char *const reload[] = {"true", NULL};
    int number = 1;
    scratch_make();
    char route[80];
    snprintf(route, sizeof route, "%s", scratch_path("route"));
    const char *const files[] = {route};
    iter8_file_sink_options options = {
        .struct_size = sizeof options, .files = files, .file_count = 1, .reload = reload};
    experiment = experiment_on_route();
    do {
        scratch_write("route", route_text);
    } while (file_failing_at(number++, &options, "route"));
    cr_expect_gt(number, 20, "only %d allocations", number - 1);
    scratch_remove();
}

Test(backends_memory, of_a_sink_with_a_template_may_run_out_anywhere)
{
    int number = 1;
    char template[80], output[80];
    scratch_make();
    snprintf(template, sizeof template, "%s", scratch_write("template", "${new}"));
    snprintf(output, sizeof output, "%s", scratch_path("output"));
    iter8_file_sink_options options = {
        .struct_size = sizeof options, .template_file = template, .output_file = output};
    experiment = experiment_on_route();
    do {
        scratch_write("output", "7");
    } while (file_failing_at(number++, &options, "output"));
    cr_expect_gt(number, 8, "only %d allocations", number - 1);
    scratch_remove();
}

static int kubernetes_failing_at(int number, const char *kubeconfig)
{
    int32_t weights[2] = {60, 40}, found[2];
    iter8_kubernetes_sink *sink;
    iter8_route route = routes_to(experiment, weights);
    iter8_kubernetes_sink_options options = {
        .struct_size = sizeof options, .kubeconfig = kubeconfig, .timeout_ms = 20000};
    int failed;
    countdown = number;
    int rc = iter8_kubernetes_sink_new(&options, NULL, &sink);
    if (rc == ITER8_OK) {
        rc = router_read(iter8_kubernetes_sink_router(sink), &route, found);
        if (rc == ITER8_OK) rc = router_write(iter8_kubernetes_sink_router(sink), &route);
        const char *text = iter8_kubernetes_sink_error(sink);
        cr_expect_str_eq(text, rc == ITER8_OK ? "" : "out of memory", "%d: %s", number, text);
        failed = countdown == 0;
        iter8_kubernetes_sink_free(sink); /* what it cannot give back is taken from it later */
    } else {
        failed = countdown == 0;
    }
    int failed_at_all = disarm();
    cr_expect_eq(rc, failed ? ITER8_ERR_NOMEM : ITER8_OK, "%d: %d", number, rc);
    return failed_at_all;
}

Test(backends_memory, of_a_sink_for_kubernetes_may_run_out_anywhere)
{
    char text[512];
    int number = 1;
    scratch_make();
    fake_api *kubernetes = fake_api_start("abc", NULL, NULL);
    cr_assert_not_null(kubernetes);
    fake_api_put(kubernetes, "/api/v1", "{resources: [{name: routes, kind: Route}]}");
    snprintf(text, sizeof text,
             "current-context: a\ncontexts: [{name: a, context: {cluster: a, user: a}}]\n"
             "clusters: [{name: a, cluster: {certificate-authority-data: YQ==,"
             " server: 'http://127.0.0.1:%d'}}]\nusers: [{name: a, user: {token: abc}}]\n",
             fake_api_port(kubernetes));
    char kubeconfig[80];
    snprintf(kubeconfig, sizeof kubeconfig, "%s", scratch_write("config", text));
    experiment = experiment_on_route();
    do {
        fake_api_put(kubernetes, "/api/v1/namespaces/default/routes/r", route_text);
    } while (kubernetes_failing_at(number++, kubeconfig));
    cr_expect_gt(number, 40, "only %d allocations", number - 1);
    fake_api_stop(kubernetes);
    scratch_remove();
}
