/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Servers that prove to be who they are, and others. */
#include "certificate.h"
#include "fake_http_server.h"
#include "iter8/error.h"
#include "process.h"
#include "questions.h"

#include <criterion/criterion.h>
#include <curl/curl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct fake_answer answers[] = {{.path = "/one", .body = "1.5"}};

static char folder[64];
static struct certificate certificate;
static fake_http_server *server;
static iter8_http_source *source;
static iter8_experiment *experiment;

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
    iter8_http_source_free(source);
    iter8_experiment_free(experiment);
    fake_http_server_stop(server);
    process_folder_remove(folder);
}

TestSuite(backends_http_tls, .init = start, .fini = stop);

/* Starts a server whose certificate is its own issuer and says it is @p who. */
static void start_server(const char *who)
{
    certificate_make(&certificate, folder, who);
    server = fake_http_server_start(answers, 1, certificate.text, certificate.key);
    cr_assert_not_null(server);
}

static iter8_measurement ask(int trusting)
{
    iter8_http_source_options options = {.struct_size = sizeof options,
                                         .ca_file = trusting ? certificate.file : NULL};
    struct metric_text metric = {
        .port = fake_http_server_port(server), .path = "/one", .scheme = "https"};
    cr_assert_eq(iter8_http_source_new(&options, &source), 0);
    experiment = questions_experiment(&metric, 1);
    iter8_question question = questions_ask(experiment, 0, 1);
    return questions_answer(source, &question);
}

/* A folder of trusted certificates that is the system's cannot be filled by a test, so it is seen
 * to that libcurl is told to look into none. */
static int folders_set = -1;

CURLcode __real_curl_easy_setopt(CURL *easy, CURLoption option, ...);
CURLcode __wrap_curl_easy_setopt(CURL *easy, CURLoption option, ...);

CURLcode __wrap_curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
    va_list rest;
    va_start(rest, option);
    void *value = va_arg(rest, void *);
    va_end(rest);
    if (option == CURLOPT_CAPATH) folders_set = value != NULL;
    return __real_curl_easy_setopt(easy, option, value);
}

Test(backends_http_tls, believes_nobody_but_those_it_was_told_to_trust)
{
    start_server("subjectAltName=IP:127.0.0.1");
    (void)ask(1);
    cr_expect_eq(folders_set, 0);
}

Test(backends_http_tls, believes_a_certificate_that_it_was_told_to_trust)
{
    start_server("subjectAltName=IP:127.0.0.1");
    iter8_measurement answer = ask(1);
    cr_expect_eq(answer.state, ITER8_VALUE_PRESENT, "%s", answer.reason ? answer.reason : "");
    cr_expect_eq(answer.value, 1.5);
}

Test(backends_http_tls, believes_no_certificate_that_nobody_vouches_for)
{
    start_server("subjectAltName=IP:127.0.0.1");
    iter8_measurement answer = ask(0);
    cr_expect_eq(answer.state, ITER8_VALUE_ERROR);
    const char expected[] = "the server's certificate is not trusted: ";
    cr_expect_eq(strncmp(answer.reason, expected, sizeof expected - 1), 0, "%s", answer.reason);
    cr_expect_eq(fake_http_server_requests(server, "/one"), 0);
}

Test(backends_http_tls, believes_no_certificate_of_someone_else)
{
    start_server("subjectAltName=DNS:elsewhere.example");
    iter8_measurement answer = ask(1);
    cr_expect_eq(answer.state, ITER8_VALUE_ERROR);
    const char expected[] = "the server's certificate is not trusted: ";
    cr_expect_eq(strncmp(answer.reason, expected, sizeof expected - 1), 0, "%s", answer.reason);
    cr_expect_eq(fake_http_server_requests(server, "/one"), 0);
}

static void expect_no_source(const char *ca_file, int rc)
{
    iter8_http_source_options options = {.struct_size = sizeof options, .ca_file = ca_file};
    cr_expect_eq(iter8_http_source_new(&options, &source), rc);
    cr_expect_null(source);
}

Test(backends_http_tls, certificates_to_trust_are_in_a_file_that_can_be_read)
{
    char path[100];
    snprintf(path, sizeof path, "%s/pipe", folder);
    expect_no_source(path, ITER8_ERR_NOT_FOUND);
    cr_assert_eq(mkfifo(path, 0600), 0);
    expect_no_source(path, ITER8_ERR_REFUSED);
    expect_no_source(folder, ITER8_ERR_REFUSED);
}
