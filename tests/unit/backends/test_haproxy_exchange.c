/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What a sink makes of servers that are not HAProxy, or not well. */
#include "callbacks.h"
#include "fake_haproxy.h"
#include "iter8/error.h"
#include "process.h"
#include "routes.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define ENDS_EARLY "HAProxy replies: a list of servers that ends early"
#define HEADER     "1\n# be_id be_name srv_id srv_name srv_addr srv_uweight\n"
#define STATE      HEADER "3 b 1 current - 100\n3 b 2 candidate - 0\n\n"

static const char *const versions[] = {"current", "candidate"};
static const int32_t half[] = {50, 50};

static char folder[64];
static char api[80];
static fake_haproxy *server;
static iter8_haproxy_sink *sink;
static iter8_experiment *experiment;

static void start(void)
{
    cr_assert(process_folder_make(folder, sizeof folder));
    snprintf(api, sizeof api, "%s/api", folder);
}

static void end_one(void)
{
    iter8_haproxy_sink_free(sink);
    iter8_experiment_free(experiment);
    fake_haproxy_stop(server);
    sink = NULL;
    experiment = NULL;
    server = NULL;
    remove(api);
}

static void stop(void)
{
    end_one();
    process_folder_remove(folder);
}

TestSuite(backends_haproxy_exchange, .init = start, .fini = stop);

static void make_sink(int64_t timeout_ms)
{
    iter8_haproxy_sink_options options = {
        .struct_size = sizeof options, .socket_path = api, .timeout_ms = timeout_ms};
    cr_assert_eq(iter8_haproxy_sink_new(&options, &sink), ITER8_OK);
    experiment = routes_experiment(versions, 2, NULL);
}

static int32_t write_half(void)
{
    iter8_route route = routes_to(experiment, half);
    return router_write(iter8_haproxy_sink_router(sink), &route);
}

struct sample {
    struct fake_reply replies[3];
    int64_t timeout_ms;
    int32_t rc;
    const char *text;
};

static void check(const struct sample *sample)
{
    server = fake_haproxy_start(api, sample->replies, 3);
    make_sink(sample->timeout_ms);
    int32_t rc = write_half();
    cr_expect_eq(rc, sample->rc, "%s: %d", sample->text, rc);
    cr_expect_str_eq(iter8_haproxy_sink_error(sink), sample->text, "%s instead of %s",
                     iter8_haproxy_sink_error(sink), sample->text);
    end_one();
}

#define CHECK_ALL(samples)                                                                         \
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)                                \
    check(&samples[i])

enum { LONG_MS = 20000, SHORT_MS = 50 };

Test(backends_haproxy_exchange, does_not_wait_longer_than_it_may)
{
    static const char text[] = "HAProxy does not answer in time";
    static const struct sample samples[] = {
        {{{"", FAKE_REPLY_HOLD}}, SHORT_MS, ITER8_ERR_TRANSPORT, text},
        {{{STATE, FAKE_REPLY_HOLD}}, SHORT_MS, ITER8_ERR_TRANSPORT, text},
        {{{STATE, FAKE_REPLY_CLOSE}, {"\n", FAKE_REPLY_HOLD}}, SHORT_MS, ITER8_ERR_TRANSPORT, text},
    };
    CHECK_ALL(samples);
}

Test(backends_haproxy_exchange, does_not_take_in_an_endless_reply)
{
    static const struct sample samples[] = {
        {{{STATE STATE STATE STATE, FAKE_REPLY_REPEAT}},
         LONG_MS,
         ITER8_ERR_REPLY,
         "HAProxy's reply does not end"},
    };
    CHECK_ALL(samples);
}

Test(backends_haproxy_exchange, believes_no_garbage)
{
#define GARBAGE(reply, message)                                                                    \
    {                                                                                              \
        {{reply, FAKE_REPLY_CLOSE}}, LONG_MS, ITER8_ERR_REPLY, message                             \
    }
    static const struct sample samples[] = {
        GARBAGE("", "HAProxy replies nothing"),
        GARBAGE("\n", "HAProxy replies: nothing"),
        GARBAGE("HTTP/1.1 400 Bad\xc3\xa9\r\n\r\n", "HAProxy replies: HTTP/1.1 400 Bad?? "),
        GARBAGE("2\n", "HAProxy replies: 2"),
        GARBAGE("1\n", "HAProxy replies: a list of servers without their names or weights"),
        GARBAGE("1\nbe_name srv_name srv_uweight\n",
                "HAProxy replies: a list of servers without their names or weights"),
        GARBAGE("1\n# be_name srv_name\n",
                "HAProxy replies: a list of servers without their names or weights"),
        GARBAGE(HEADER "3 b\n", "HAProxy replies: a server without name or weight"),
        GARBAGE(HEADER "3 b 1 current - x\n", "HAProxy replies: a server without name or weight"),
        GARBAGE(HEADER "3 b 1 current - -1\n", "HAProxy replies: a server without name or weight"),
        GARBAGE(HEADER "3 b 1 current - 257\n", "HAProxy replies: a server without name or weight"),
        GARBAGE(HEADER "3 b 1 current - 9999999999\n",
                "HAProxy replies: a server without name or weight"),
        /* 12 percent must not be read as 1. */
        GARBAGE(HEADER "3 b 1 current - 88\n3 b 2 candidate - 1", ENDS_EARLY),
        GARBAGE(HEADER "3 b 1 current - 88\n3 b 2 candidate - 12", ENDS_EARLY),
        GARBAGE(HEADER "3 b 1 current - 88\n3 b 2 candidate - 12\n", ENDS_EARLY),
        GARBAGE(HEADER, ENDS_EARLY),
    };
    CHECK_ALL(samples);
}

Test(backends_haproxy_exchange, what_is_not_permitted_will_not_be)
{
    static const struct sample samples[] = {
        {{{"Permission denied\n\n", FAKE_REPLY_CLOSE}},
         LONG_MS,
         ITER8_ERR_REFUSED,
         "HAProxy replies: Permission denied"},
    };
    CHECK_ALL(samples);
}

Test(backends_haproxy_exchange, finds_no_servers_where_there_are_none)
{
    static const struct sample samples[] = {
        {{{HEADER "\n", FAKE_REPLY_CLOSE}},
         LONG_MS,
         ITER8_ERR_NOT_FOUND,
         "no backend of HAProxy has a server for each version"},
        {{{HEADER "3 b 1 current - 1\n4 c 1 candidate - 1\n\n", FAKE_REPLY_CLOSE}},
         LONG_MS,
         ITER8_ERR_NOT_FOUND,
         "no backend of HAProxy has a server for each version"},
    };
    CHECK_ALL(samples);
}

Test(backends_haproxy_exchange, counts_no_command_as_done_that_was_not_replied_to)
{
    static const char some[] = "HAProxy has not replied to all commands";
    static const struct sample samples[] = {
        {{{STATE, FAKE_REPLY_CLOSE}, {"", FAKE_REPLY_CLOSE}}, LONG_MS, ITER8_ERR_REPLY, some},
        {{{STATE, FAKE_REPLY_CLOSE}, {"\n", FAKE_REPLY_CLOSE}}, LONG_MS, ITER8_ERR_REPLY, some},
        {{{STATE, FAKE_REPLY_CLOSE}, {"\n\n\n", FAKE_REPLY_CLOSE}}, LONG_MS, ITER8_ERR_REPLY, some},
        {{{STATE, FAKE_REPLY_CLOSE}, {"\nNo such server.\n\n", FAKE_REPLY_CLOSE}},
         LONG_MS,
         ITER8_ERR_REFUSED,
         "HAProxy replies: No such server."},
        {{{STATE, FAKE_REPLY_CLOSE}, {"\n\n", FAKE_REPLY_CLOSE}, {"", FAKE_REPLY_CLOSE}},
         LONG_MS,
         ITER8_OK,
         ""},
    };
    CHECK_ALL(samples);
}

#define STATISTICS(text)                                                                           \
    {{STATE, FAKE_REPLY_CLOSE}, {"\n\n", FAKE_REPLY_CLOSE}, {text, FAKE_REPLY_CLOSE}}, LONG_MS
#define COLUMN_NAMES "# pxname,words,svname,bck,algo,\n"

Test(backends_haproxy_exchange, asks_whether_the_configuration_heeds_the_weights)
{
    static const char first[] =
        "HAProxy's backend b is balanced by \"first\", which heeds no weights";
    static const char backup[] =
        "HAProxy's server b/candidate is only a backup: it gets no traffic, whatever its weight";
    static const struct sample samples[] = {
        {STATISTICS("Unknown command\n"), ITER8_OK, ""},
        {STATISTICS("# pxname,svname\nb,candidate\n"), ITER8_OK, ""},
        {STATISTICS(COLUMN_NAMES "b,,current,0,,\nb,,candidate,0,,\nb,,BACKEND,1,roundrobin,\n"),
         ITER8_OK, ""},
        {STATISTICS(COLUMN_NAMES "c,,candidate,1,,\nc,,BACKEND,1,first,\nb,,spare,1,,\nb,"),
         ITER8_OK, ""},
        {STATISTICS(COLUMN_NAMES "b,\"a, b\",candidate,1,,\n"), ITER8_ERR_REFUSED, backup},
        {STATISTICS(COLUMN_NAMES "b,,candidate,0,,\nb,\"a,1\",BACKEND,0,first,\n"),
         ITER8_ERR_REFUSED, first},
    };
    CHECK_ALL(samples);
}

Test(backends_haproxy_exchange, survives_a_connection_that_ends_at_once)
{
    static const struct fake_reply replies[] = {{"", FAKE_REPLY_DEAF}};
    server = fake_haproxy_start(api, replies, 1);
    make_sink(LONG_MS);
    /* Whether the request still fits in depends on who is faster, so the text may be either. */
    int32_t rc = write_half();
    cr_expect(rc == ITER8_ERR_TRANSPORT || rc == ITER8_ERR_REPLY);
    cr_expect_str_neq(iter8_haproxy_sink_error(sink), "");
}

Test(backends_haproxy_exchange, finds_columns_by_name_and_shrinks_before_it_grows)
{
    static const struct fake_reply replies[] = {
        {"1\n# srv_uweight later srv_name be_name\n20 x current b\n70 x candidate b\n10 x c b\n\n",
         FAKE_REPLY_CLOSE},
        {"\n\n\n", FAKE_REPLY_CLOSE},
        {"", FAKE_REPLY_CLOSE}};
    static const char *const names[] = {"current", "candidate", "c"};
    static const int32_t weights[] = {75, 20, 5};
    iter8_haproxy_sink_options options = {
        .struct_size = sizeof options, .socket_path = api, .timeout_ms = LONG_MS};
    server = fake_haproxy_start(api, replies, 3);
    cr_assert_eq(iter8_haproxy_sink_new(&options, &sink), ITER8_OK);
    experiment = routes_experiment(names, 3, NULL);
    iter8_route route = routes_to(experiment, weights);
    cr_expect_eq(router_write(iter8_haproxy_sink_router(sink), &route), ITER8_OK);
    fake_haproxy_finish(server);
    cr_expect_str_eq(fake_haproxy_received(server),
                     "show servers state|set server b/candidate weight 20;set server b/c weight 5;"
                     "set server b/current weight 75|show stat -1 6 -1\n",
                     "%s", fake_haproxy_received(server));
}

/* Fills the queue of a listener that accepts nobody, then the sink has to wait for a place in it.
 */
Test(backends_haproxy_exchange, does_not_wait_for_ever_to_be_let_in)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int waiting[16];
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", api);
    cr_assert_eq(bind(listener, (const struct sockaddr *)&address, sizeof address), 0);
    cr_assert_eq(listen(listener, 0), 0);
    for (size_t i = 0; i < 16; i++) {
        waiting[i] = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
        (void)connect(waiting[i], (const struct sockaddr *)&address, sizeof address);
    }
    make_sink(SHORT_MS);
    cr_expect_eq(write_half(), ITER8_ERR_TRANSPORT);
    cr_expect_str_eq(iter8_haproxy_sink_error(sink), "HAProxy does not answer in time");
    for (size_t i = 0; i < 16; i++)
        close(waiting[i]);
    close(listener);
}

Test(backends_haproxy_exchange, sends_no_name_that_could_be_a_command)
{
    static const char *const names[] = {"a b", "a;b", "a/b", "a\\b", "a#b", "a%b"};
    make_sink(LONG_MS);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *pair[] = {"current", names[i]};
        char text[80];
        iter8_experiment *odd = routes_experiment(pair, 2, NULL);
        iter8_route route = routes_to(odd, half);
        cr_expect_eq(router_write(iter8_haproxy_sink_router(sink), &route), ITER8_ERR_ARGUMENT);
        snprintf(text, sizeof text, "the version \"%s\" cannot be a name in HAProxy", names[i]);
        cr_expect_str_eq(iter8_haproxy_sink_error(sink), text, "%s",
                         iter8_haproxy_sink_error(sink));
        iter8_experiment_free(odd);
        odd = routes_experiment(versions, 2, names[i]);
        route.experiment = odd;
        cr_expect_eq(router_write(iter8_haproxy_sink_router(sink), &route), ITER8_ERR_ARGUMENT);
        snprintf(text, sizeof text, "the backend \"%s\" cannot be a name in HAProxy", names[i]);
        cr_expect_str_eq(iter8_haproxy_sink_error(sink), text, "%s",
                         iter8_haproxy_sink_error(sink));
        iter8_experiment_free(odd);
    }
}

Test(backends_haproxy_exchange, checks_its_arguments)
{
    static const int32_t weights[] = {50, 50, 50};
    static const int32_t wrong[][2] = {{-1, 101}, {0, 257}};
    int32_t read[2];
    make_sink(LONG_MS);
    iter8_route route = routes_to(experiment, weights);
    cr_expect_eq(router_write(iter8_haproxy_sink_router(NULL), &route), ITER8_ERR_ARGUMENT);
    cr_expect_eq(router_read(iter8_haproxy_sink_router(NULL), &route, read), ITER8_ERR_ARGUMENT);
    cr_expect_eq(router_write(iter8_haproxy_sink_router(sink), NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(router_read(iter8_haproxy_sink_router(sink), &route, NULL), ITER8_ERR_ARGUMENT);
    route.count = 3;
    cr_expect_eq(router_write(iter8_haproxy_sink_router(sink), &route), ITER8_ERR_ARGUMENT);
    cr_expect_str_eq(iter8_haproxy_sink_error(sink), "more weights than versions");
    for (size_t i = 0; i < 2; i++) {
        route = routes_to(experiment, wrong[i]);
        cr_expect_eq(router_write(iter8_haproxy_sink_router(sink), &route), ITER8_ERR_ARGUMENT);
        cr_expect_str_eq(iter8_haproxy_sink_error(sink), "a weight lies outside of 0 to 256");
    }
    cr_expect_str_eq(iter8_haproxy_sink_error(NULL), "");
    iter8_haproxy_sink_free(NULL);
}

Test(backends_haproxy_exchange, checks_its_options)
{
    char path[200];
    iter8_haproxy_sink *none;
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    const iter8_haproxy_sink_options wrong[] = {
        {.struct_size = sizeof wrong[0]},
        {.struct_size = sizeof wrong[0], .socket_path = ""},
        {.struct_size = sizeof wrong[0], .socket_path = path},
        {.struct_size = sizeof wrong[0], .socket_path = "/a", .timeout_ms = -1},
        {.struct_size = sizeof(size_t)},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        cr_expect_eq(iter8_haproxy_sink_new(&wrong[i], &none), ITER8_ERR_ARGUMENT, "%zu", i);
        cr_expect_null(none);
    }
    cr_expect_eq(iter8_haproxy_sink_new(NULL, &none), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_haproxy_sink_new(&wrong[3], NULL), ITER8_ERR_ARGUMENT);
}
