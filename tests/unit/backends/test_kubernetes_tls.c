/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* API servers that prove to be who they are, and others. */
#include "certificate.h"
#include "fake_api_server.h"
#include "iter8/error.h"
#include "kubernetes/client.h"
#include "process.h"

#include "common/deadline.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[64];
static struct certificate certificate;
static fake_api *api;
static iter8__client client;
static iter8__line problem;

static void start(void)
{
    unsetenv("https_proxy");
    unsetenv("all_proxy");
    /* What the system trusts is not to depend on whose machine this is. */
    unsetenv("SSL_CERT_FILE");
    unsetenv("SSL_CERT_DIR");
    unsetenv("CURL_CA_BUNDLE");
    cr_assert(process_folder_make(folder, sizeof folder));
}

static void stop(void)
{
    iter8__client_close(&client);
    fake_api_stop(api);
    process_folder_remove(folder);
}

TestSuite(backends_kubernetes_tls, .init = start, .fini = stop);

/* Asks a server for a path; its certificate says it is @p who. */
static int ask(const char *who, int trusting, int insecure)
{
    char url[64];
    certificate_make(&certificate, folder, who);
    api = fake_api_start("abc", certificate.text, certificate.key);
    cr_assert_not_null(api);
    fake_api_put(api, "/one", "{a: 1}");
    snprintf(url, sizeof url, "https://127.0.0.1:%d", fake_api_port(api));
    iter8__cluster_init(&client.cluster);
    cr_assert_eq(iter8__client_open(&client, &problem), 0);
    cr_assert_eq(iter8__cluster_set_server(&client.cluster, url), 0);
    client.cluster.token = strdup("abc");
    client.cluster.insecure = insecure;
    if (trusting) cr_assert_eq(iter8__buffer_add_text(&client.cluster.ca, certificate.text), 0);
    client.deadline_ms = iter8__deadline_in(20000);
    return iter8__client_get(&client, "/one");
}

static void expect_no_trust(int rc)
{
    const char expected[] = "the server's certificate is not trusted: ";
    cr_expect_eq(rc, ITER8_ERR_REFUSED, "%d", rc); /* it does not pass by itself */
    cr_expect_eq(strncmp(problem.bytes, expected, sizeof expected - 1), 0, "%s", problem.bytes);
    cr_expect_eq(fake_api_gets(api, "/one"), 0);
}

Test(backends_kubernetes_tls, believes_the_certificate_of_the_cluster)
{
    cr_expect_eq(ask("subjectAltName=IP:127.0.0.1", 1, 0), 0, "%s", problem.bytes);
    cr_expect_str_eq(client.answer.bytes, "{\"a\":1}");
}

Test(backends_kubernetes_tls, believes_no_certificate_that_nobody_vouches_for)
{
    expect_no_trust(ask("subjectAltName=IP:127.0.0.1", 0, 0));
}

Test(backends_kubernetes_tls, believes_no_certificate_of_someone_else)
{
    expect_no_trust(ask("subjectAltName=DNS:elsewhere.example", 1, 0));
}

Test(backends_kubernetes_tls, believes_anything_where_it_is_told_to)
{
    cr_expect_eq(ask("subjectAltName=DNS:elsewhere.example", 0, 1), 0, "%s", problem.bytes);
}

Test(backends_kubernetes_tls, a_certificate_of_the_client_that_is_none_is_told)
{
    cr_expect_eq(ask("subjectAltName=IP:127.0.0.1", 1, 0), 0);
    cr_assert_eq(iter8__buffer_add_text(&client.cluster.certificate, "certificate"), 0);
    cr_assert_eq(iter8__buffer_add_text(&client.cluster.key, "SECRET"), 0);
    iter8__client again = {.cluster = client.cluster};
    cr_assert_eq(iter8__client_open(&again, &problem), 0);
    again.deadline_ms = iter8__deadline_in(20000);
    cr_expect_eq(iter8__client_get(&again, "/one"), ITER8_ERR_REFUSED);
    cr_expect_null(strstr(problem.bytes, "SECRET"));
    iter8__cluster_init(&again.cluster);
    iter8__client_close(&again);
}

Test(backends_kubernetes_tls, presents_the_certificate_of_the_client)
{
    cr_expect_eq(ask("subjectAltName=IP:127.0.0.1", 1, 0), 0);
    cr_assert_eq(iter8__buffer_add_text(&client.cluster.certificate, certificate.text), 0);
    cr_assert_eq(iter8__buffer_add_text(&client.cluster.key, certificate.key), 0);
    cr_expect_eq(iter8__client_get(&client, "/one"), 0, "%s", problem.bytes);
}

static int get_from(const char *url)
{
    iter8__cluster_init(&client.cluster);
    cr_assert_eq(iter8__client_open(&client, &problem), 0);
    cr_assert_eq(iter8__cluster_set_server(&client.cluster, url), 0);
    client.deadline_ms = iter8__deadline_in(20000);
    return iter8__client_get(&client, "/one");
}

Test(backends_kubernetes_tls, authorities_that_are_none_do_not_become_some)
{
    certificate_make(&certificate, folder, "subjectAltName=IP:127.0.0.1");
    api = fake_api_start("abc", certificate.text, certificate.key);
    cr_assert_not_null(api);
    char url[64];
    snprintf(url, sizeof url, "https://127.0.0.1:%d", fake_api_port(api));
    iter8__cluster_init(&client.cluster);
    cr_assert_eq(iter8__buffer_add_text(&client.cluster.ca, "no certificate"), 0);
    cr_assert_eq(iter8__client_open(&client, &problem), 0);
    cr_assert_eq(iter8__cluster_set_server(&client.cluster, url), 0);
    client.deadline_ms = iter8__deadline_in(20000);
    cr_expect_eq(iter8__client_get(&client, "/one"), ITER8_ERR_REFUSED, "%s", problem.bytes);
}

Test(backends_kubernetes_tls, a_server_that_is_not_there_yet_may_come)
{
    cr_expect_eq(get_from("http://127.0.0.1:1"), ITER8_ERR_TRANSPORT, "%s", problem.bytes);
}

Test(backends_kubernetes_tls, a_url_that_is_none_does_not_become_one)
{
    cr_expect_eq(get_from("http://127.0.0.1:port"), ITER8_ERR_REFUSED, "%s", problem.bytes);
}
