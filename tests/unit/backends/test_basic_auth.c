/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A real Prometheus behind a real HAProxy that wants a user and a password. */
#include "process.h"
#include "prometheus_server.h"
#include "provider.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static char folder[64];
static struct prometheus_server prometheus;
static pid_t haproxy;
static int port;

static void write_configuration(const char *path)
{
    FILE *stream = fopen(path, "w");
    cr_assert_not_null(stream);
    fprintf(stream,
            "defaults\n  mode http\n  timeout connect 5s\n  timeout client 5s\n"
            "  timeout server 5s\n"
            "userlist readers\n  user produser insecure-password t0p-secret\n"
            "frontend guarded\n  bind 127.0.0.1:%d\n"
            "  http-request auth unless { http_auth(readers) }\n  default_backend prometheus\n"
            "backend prometheus\n  server one 127.0.0.1:%d\n",
            port, prometheus.port);
    fclose(stream);
}

static void start(void)
{
    char file[80], log[80];
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    cr_assert(process_folder_make(folder, sizeof folder));
    prometheus = prometheus_server_start(folder);
    port = process_free_port();
    snprintf(file, sizeof file, "%s/haproxy.cfg", folder);
    snprintf(log, sizeof log, "%s/haproxy.log", folder);
    write_configuration(file);
    haproxy = process_start((const char *const[]){HAPROXY, "-db", "-f", file, NULL}, log);
    cr_assert(process_await_tcp(haproxy, port));
}

static void stop(void)
{
    process_stop(haproxy);
    process_stop(prometheus.pid);
    process_folder_remove(folder);
}

TestSuite(backends_basic_auth, .init = start, .fini = stop, .timeout = 120);

#define METRIC(name, secret)                                                                       \
    "apiVersion: iter8.tools/v2alpha2\nkind: Metric\nmetadata: {name: " name                       \
    ", namespace: myns}\n"                                                                         \
    "spec:\n  provider: prometheus\n  " secret "\n"                                                \
    "  params: [{name: query, value: 'vector($elapsedTime)'}]\n"                                   \
    "  jqExpression: '.data.result[0].value[1] | tonumber'\n"                                      \
    "  urlTemplate: http://elsewhere.example/api/v1/query\n---\n"

static const char documents[] =
    METRIC("open", "units: none") METRIC("right", "authType: Basic\n  secret: right") METRIC(
        "wrong",
        "authType: Basic\n  secret: wrong") "kind: Secret\nmetadata: {name: right, namespace: "
                                            "myns}\n"
                                            "data: {username: cHJvZHVzZXI=, password: "
                                            "dDBwLXNlY3JldA==}\n---\n"
                                            "kind: Secret\nmetadata: {name: wrong, namespace: "
                                            "myns}\n"
                                            "stringData: {username: produser, password: guessed}\n";

Test(backends_basic_auth, opens_to_the_user_of_the_secret_alone)
{
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%d", port);
    struct provider provider =
        provider_open(documents, (iter8_http_source_options){.prometheus_url = url});
    cr_expect_str_eq(provider_measure(&provider, 0, 0).reason, "HTTP 401");
    iter8_measurement answer = provider_measure(&provider, 1, 0);
    cr_expect_eq(answer.value, 600, "%s", answer.reason != NULL ? answer.reason : "");
    cr_expect_str_eq(provider_measure(&provider, 2, 0).reason, "HTTP 401");
    provider_close(&provider);
}
