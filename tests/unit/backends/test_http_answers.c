/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Answers that are packed, broken off, or none of HTTP's. */
#include "fake_http_server.h"
#include "iter8/error.h"
#include "questions.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* {"value": 1.5} and 20000 blanks. */
static const char packed[] = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x2a\x4b\xcc\x29\x4d"
                             "\x55\xb2\x52\x30\xd4\x33\xad\x05\x00\xe5\xb6\xc4\xde\x0e\x00\x00\x00";
static const char packed_blanks[] =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xed\xc1\x31\x01\x00\x00\x00\xc2\xa0\x2a\xeb\x9f\xd2"
    "\x1a\x1e\x40\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xf0"
    "\x60\x28\xc4\x08\x85\x20\x4e\x00\x00";

static const struct fake_answer answers[] = {
    {.path = "/packed", .body = packed, .length = sizeof packed - 1, .encoding = "gzip"},
    {.path = "/blanks",
     .body = packed_blanks,
     .length = sizeof packed_blanks - 1,
     .encoding = "gzip"},
    {.path = "/mispacked", .body = "{\"value\": 1.5}", .encoding = "gzip"},
};

static fake_http_server *server;
static iter8_http_source *source;
static iter8_experiment *experiment;

static void start(void)
{
    unsetenv("http_proxy");
    unsetenv("all_proxy");
}

static void stop(void)
{
    iter8_http_source_free(source);
    iter8_experiment_free(experiment);
    fake_http_server_stop(server);
}

TestSuite(backends_http_answers, .init = start, .fini = stop);

static iter8_measurement ask(int port, const char *path)
{
    iter8_http_source_options options = {.struct_size = sizeof options, .max_answer_bytes = 1000};
    struct metric_text metric = {.port = port, .path = path, .jq = ".value"};
    cr_assert_eq(iter8_http_source_new(&options, &source), ITER8_OK);
    experiment = questions_experiment(&metric, 1);
    iter8_question question = questions_ask(experiment, 0, 1);
    return questions_answer(source, &question);
}

static iter8_measurement ask_fake(const char *path)
{
    server = fake_http_server_start(answers, sizeof answers / sizeof answers[0], NULL, NULL);
    cr_assert_not_null(server);
    return ask(fake_http_server_port(server), path);
}

Test(backends_http_answers, packed_ones_are_unpacked)
{
    iter8_measurement answer = ask_fake("/packed");
    cr_expect_eq(answer.value, 1.5, "%s", answer.reason);
    cr_expect_not_null(strstr(fake_http_server_last(server).headers, "Accept-Encoding: "));
}

Test(backends_http_answers, packed_ones_count_as_what_they_unpack_to)
{
    cr_expect_str_eq(ask_fake("/blanks").reason, "the answer is longer than 1000 bytes");
}

Test(backends_http_answers, what_cannot_be_unpacked_is_told)
{
    static const char expected[] = "the answer cannot be unpacked: ";
    iter8_measurement answer = ask_fake("/mispacked");
    cr_expect_eq(answer.state, ITER8_VALUE_ERROR);
    cr_expect_eq(strncmp(answer.reason, expected, sizeof expected - 1), 0, "%s", answer.reason);
}

/* A server that says one thing to its first client, whatever that wants, and leaves. */
struct raw_server {
    int listening;
    const char *text;
};

static void *say(void *data)
{
    const struct raw_server *raw = data;
    char request[1000];
    int client = accept(raw->listening, NULL, NULL);
    /* Closing with something unread would reset the connection. */
    if (client >= 0 && read(client, request, sizeof request) > 0)
        (void)!write(client, raw->text, strlen(raw->text));
    (void)close(client);
    return NULL;
}

static void expect_reason(const char *text, const char *expected)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    struct raw_server raw = {socket(AF_INET, SOCK_STREAM, 0), text};
    pthread_t thread;
    cr_assert_eq(bind(raw.listening, (struct sockaddr *)&address, size), 0);
    cr_assert_eq(listen(raw.listening, 1), 0);
    cr_assert_eq(getsockname(raw.listening, (struct sockaddr *)&address, &size), 0);
    cr_assert_eq(pthread_create(&thread, NULL, say, &raw), 0);
    iter8_measurement answer = ask(ntohs(address.sin_port), "/");
    pthread_join(thread, NULL);
    close(raw.listening);
    cr_expect_eq(answer.state, ITER8_VALUE_ERROR);
    cr_expect_eq(strncmp(answer.reason, expected, strlen(expected)), 0, "%s", answer.reason);
}

Test(backends_http_answers, what_is_not_http_is_told)
{
    expect_reason("220 mail.example ESMTP\r\n", "the answer is not HTTP: ");
}

Test(backends_http_answers, what_breaks_off_is_told)
{
    expect_reason("HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"value\": 1.",
                  "the connection broke: ");
}

Test(backends_http_answers, a_part_is_no_answer)
{
    expect_reason("HTTP/1.1 206 Partial Content\r\nContent-Length: 14\r\n\r\n{\"value\": 1.5}",
                  "HTTP 206: it is only a part of the answer");
}
