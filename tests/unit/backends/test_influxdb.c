/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The source and a real InfluxDB, which knows users and answers in a form of its own. */
#include "process.h"
#include "provider.h"

#include <criterion/criterion.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[64];
static int port;
static pid_t influxd;

static void write_configuration(const char *path)
{
    FILE *stream = fopen(path, "w");
    cr_assert_not_null(stream);
    fprintf(stream,
            "reporting-disabled = true\nbind-address = \"127.0.0.1:%d\"\n"
            "[meta]\n  dir = \"%s/meta\"\n[data]\n  dir = \"%s/data\"\n  wal-dir = \"%s/wal\"\n"
            "[http]\n  bind-address = \"127.0.0.1:%d\"\n  auth-enabled = true\n"
            "[monitor]\n  store-enabled = false\n",
            process_free_port(), folder, folder, folder, port);
    fclose(stream);
}

static size_t ignore(char *bytes, size_t size, size_t count, void *data)
{
    (void)bytes;
    (void)data;
    return size * count;
}

/* Posts to the server; the HTTP status. */
static long post(const char *path, const char *user, const char *body)
{
    char url[128];
    long status = 0;
    CURL *easy = curl_easy_init();
    snprintf(url, sizeof url, "http://127.0.0.1:%d%s", port, path);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore);
    if (user != NULL) curl_easy_setopt(easy, CURLOPT_USERPWD, user);
    cr_assert_eq(curl_easy_perform(easy), CURLE_OK, "%s", url);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(easy);
    return status;
}

static void start(void)
{
    char file[80], log[80];
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    cr_assert(process_folder_make(folder, sizeof folder));
    port = process_free_port();
    snprintf(file, sizeof file, "%s/influxdb.conf", folder);
    snprintf(log, sizeof log, "%s/log", folder);
    write_configuration(file);
    influxd = process_start((const char *const[]){INFLUXD, "-config", file, NULL}, log);
    cr_assert(process_await_tcp(influxd, port));
    cr_assert_eq(
        post("/query", NULL, "q=CREATE USER reader WITH PASSWORD 't0p-secret' WITH ALL PRIVILEGES"),
        200);
    cr_assert_eq(post("/query", "reader:t0p-secret", "q=CREATE DATABASE shop"), 200);
    cr_assert_eq(post("/write?db=shop", "reader:t0p-secret",
                      "requests,version=sample-app-v1 ms=10\n"
                      "requests,version=sample-app-v2,host=a ms=20\n"
                      "requests,version=sample-app-v2,host=b ms=30\n"),
                 204);
}

static void stop(void)
{
    process_stop(influxd);
    process_folder_remove(folder);
}

TestSuite(backends_influxdb, .init = start, .fini = stop, .timeout = 120);

#define METRIC(name, database, secret)                                                             \
    "apiVersion: iter8.tools/v2alpha2\nkind: Metric\nmetadata: {name: " name                       \
    ", namespace: myns}\n"                                                                         \
    "spec:\n  provider: influxdb\n  authType: Basic\n  secret: " secret "\n"                       \
    "  params:\n  - {name: db, value: " database "}\n"                                             \
    "  - {name: q, value: \"SELECT mean(ms) FROM requests WHERE version='$revision'\"}\n"          \
    "  jqExpression: '.results[0].series[0].values[0][1]'\n"                                       \
    "  urlTemplate: http://127.0.0.1:%d/query\n---\n"

static const char documents[] = METRIC("latency", "shop", "reader") METRIC("lost", "none", "reader")
    METRIC("closed", "shop",
           "stranger") "kind: Secret\nmetadata: {name: reader, namespace: myns}\n"
                       "stringData: {username: reader, password: t0p-secret}\n---\n"
                       "kind: Secret\nmetadata: {name: stranger, namespace: myns}\n"
                       "stringData: {username: stranger, password: t0p-secret}\n";

Test(backends_influxdb, gives_the_mean_of_each_version)
{
    char text[4096];
    snprintf(text, sizeof text, documents, port, port, port);
    struct provider provider = provider_open(text, (iter8_http_source_options){0});
    iter8_measurement answer = provider_measure(&provider, 0, 0);
    cr_expect_eq(answer.value, 10, "%s", answer.reason != NULL ? answer.reason : "");
    cr_expect_eq(provider_measure(&provider, 0, 1).value, 25);
    answer = provider_measure(&provider, 1, 0);
    cr_expect_eq(answer.state, ITER8_VALUE_ABSENT);
    cr_expect_str_eq(answer.reason, "the jq program gives null, not a number");
    cr_expect_str_eq(provider_measure(&provider, 2, 0).reason, "HTTP 401: authorization failed");
    provider_close(&provider);
}
