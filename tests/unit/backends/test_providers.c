/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The requests that providers want and the answers that they give, in tests/golden/providers. */
#include "fake_http_server.h"
#include "iter8/backends/secrets.h"
#include "iter8/error.h"
#include "provider.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct recorded {
    const char *name;
    const char *server; /* in the Metric */
    const char *path;
    const char *header; /* that must arrive */
    double value;
} providers[] = {
    {"newrelic", "https://insights-api.newrelic.com", "/v1/accounts/4711/query",
     "X-Query-Key: t0p-secret-api-key\n", 80275388},
    {"sysdig", "https://secure.sysdig.com", "/api/data",
     "Authorization: Bearer 87654321-1234-1234-1234-123456789012\n", 6.481},
    {"elastic", "https://secure.elastic.com", "/my/sales/_search",
     "Authorization: Basic cHJvZHVzZXI6dDBwLXNlY3JldA==\n", 128.33333333333334},
    {"datadog", "https://api.datadoghq.com", "/api/v1/query",
     "DD-APPLICATION-KEY: fedcba9876543210\n", 0.5},
    {"influxdb", "http://influxdb.monitoring:8086", "/query",
     "Authorization: Token reader:t0p-secret\n", 12.5},
    {"prometheus", "https://my.secure.prometheus.service.com", "/api/v1/query",
     "Authorization: Basic cHJvZHVzZXI6dDBwLXNlY3JldA==\n", 21.7639},
};

enum { PROVIDERS = sizeof providers / sizeof providers[0], FILE_BYTES = 4096 };

static void read_golden(const struct recorded *recorded, const char *file, char *text)
{
    char path[512];
    snprintf(path, sizeof path, ITER8_SOURCE_DIR "/tests/golden/providers/%s/%s", recorded->name,
             file);
    FILE *stream = fopen(path, "r");
    cr_assert_not_null(stream, "%s", path);
    text[fread(text, 1, FILE_BYTES - 1, stream)] = '\0';
    fclose(stream);
}

/* Puts another server into the text of a Metric. */
static void replace_server(char *text, const char *server, int port)
{
    char rest[FILE_BYTES];
    char *at = strstr(text, server);
    cr_assert_not_null(at, "%s", server);
    snprintf(rest, sizeof rest, "%s", at + strlen(server));
    snprintf(at, (size_t)(text + FILE_BYTES - at), "http://127.0.0.1:%d%s", port, rest);
}

Test(backends_providers, are_asked_as_they_want_it)
{
    for (size_t i = 0; i < PROVIDERS; i++) {
        char text[FILE_BYTES], expected[FILE_BYTES], written[FILE_BYTES];
        size_t length;
        iter8_query *query;
        read_golden(&providers[i], "metric.yaml", text);
        read_golden(&providers[i], "request.txt", expected);
        struct provider provider = provider_open(text, (iter8_http_source_options){0});
        iter8_query_options options = {.struct_size = sizeof options,
                                       .look_up = iter8_secrets_in_documents,
                                       .user_data = provider.documents};
        cr_assert_eq(iter8_query_render(provider.experiment, 0, 0, PROVIDER_NOW, &options, &query),
                     0, "%s", providers[i].name);
        cr_assert_eq(iter8_query_write(query, written, sizeof written, &length), 0);
        cr_expect_str_eq(written, expected, "%s", written);
        iter8_query_free(query);
        provider_close(&provider);
    }
}

static void measure(const struct recorded *recorded)
{
    char text[FILE_BYTES], body[FILE_BYTES];
    read_golden(recorded, "metric.yaml", text);
    read_golden(recorded, "answer.json", body);
    struct fake_answer answer = {.path = recorded->path, .body = body};
    fake_http_server *server = fake_http_server_start(&answer, 1, NULL, NULL);
    cr_assert_not_null(server);
    replace_server(text, recorded->server, fake_http_server_port(server));
    struct provider provider = provider_open(text, (iter8_http_source_options){0});
    iter8_measurement value = provider_measure(&provider, 0, 0);
    cr_expect_eq(value.state, ITER8_VALUE_PRESENT, "%s: %s", recorded->name, value.reason);
    cr_expect_eq(value.value, recorded->value, "%s: %g", recorded->name, value.value);
    struct fake_request request = fake_http_server_last(server);
    cr_expect_not_null(strstr(request.headers, recorded->header), "%s", request.headers);
    provider_close(&provider);
    fake_http_server_stop(server);
}

Test(backends_providers, are_understood)
{
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    for (size_t i = 0; i < PROVIDERS; i++)
        measure(&providers[i]);
}

/* What each says when it has nothing. */
Test(backends_providers, that_have_nothing_give_no_value)
{
    static const char *const nothing[] = {
        "{\"results\": []}",
        "{\"data\": [], \"start\": 1, \"end\": 2}",
        "{\"aggregations\": {\"items_to_sell\": {\"avg_sales\": {\"value\": null}}}}",
        "{\"status\": \"ok\", \"series\": []}",
        "{\"results\": [{\"statement_id\": 0}]}",
        "{\"status\": \"success\", \"data\": {\"result\": []}}"};
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    for (size_t i = 0; i < PROVIDERS; i++) {
        char text[FILE_BYTES];
        struct fake_answer answer = {.path = providers[i].path, .body = nothing[i]};
        fake_http_server *server = fake_http_server_start(&answer, 1, NULL, NULL);
        read_golden(&providers[i], "metric.yaml", text);
        replace_server(text, providers[i].server, fake_http_server_port(server));
        struct provider provider = provider_open(text, (iter8_http_source_options){0});
        iter8_measurement value = provider_measure(&provider, 0, 0);
        cr_expect_eq(value.state, ITER8_VALUE_ABSENT, "%s: %d %s", providers[i].name, value.state,
                     value.reason);
        cr_expect_not_null(value.reason);
        provider_close(&provider);
        fake_http_server_stop(server);
    }
}
