/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "callbacks.h"
#include "common/deadline.h"
#include "haproxy/exchange.h"
#include "iter8/error.h"
#include "process.h"
#include "routes.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The situation of the tutorial, and two backends that only a name can tell apart. */
static const char configuration[] = "global\n"
                                    "  stats socket %s/api mode 600 level admin\n"
                                    "defaults\n"
                                    "  mode http\n"
                                    "  timeout connect 1s\n"
                                    "  timeout client 1s\n"
                                    "  timeout server 1s\n"
                                    "frontend web\n"
                                    "  bind unix@%s/web\n"
                                    "  default_backend wakanda\n"
                                    "backend wakanda\n"
                                    "  server current 127.0.0.1:1 weight 100\n"
                                    "  server candidate 127.0.0.1:2 weight 0\n"
                                    "backend left\n"
                                    "  server a 127.0.0.1:1 weight 1\n"
                                    "  server b 127.0.0.1:2 weight 1\n"
                                    "  server c 127.0.0.1:3 weight 1\n"
                                    "backend right\n"
                                    "  server c 127.0.0.1:3 weight 0\n"
                                    "  server b 127.0.0.1:2 weight 0\n"
                                    "  server a 127.0.0.1:1 weight 0\n"
                                    "  server spare 127.0.0.1:4 weight 7\n"
                                    "backend fixed\n"
                                    "  balance static-rr\n"
                                    "  server old 127.0.0.1:1 weight 100\n"
                                    "  server new 127.0.0.1:2 weight 0\n"
                                    "backend reserve\n"
                                    "  option httpchk GET /a,b\n"
                                    "  server main 127.0.0.1:1 weight 100\n"
                                    "  server spare 127.0.0.1:2 weight 0 backup\n"
                                    "backend filled\n"
                                    "  balance first\n"
                                    "  server v1 127.0.0.1:1 weight 100\n"
                                    "  server v2 127.0.0.1:2 weight 0\n";

static const char *const wakanda[] = {"current", "candidate"};
static const char *const three[] = {"a", "b", "c"};

static char folder[64];
static char api[80];
static pid_t haproxy;
static iter8_haproxy_sink *sink;
static iter8_experiment *experiment;

static void start(void)
{
    char file[80], log[80];
    cr_assert(process_folder_make(folder, sizeof folder));
    snprintf(file, sizeof file, "%s/cfg", folder);
    snprintf(log, sizeof log, "%s/log", folder);
    snprintf(api, sizeof api, "%s/api", folder);
    FILE *stream = fopen(file, "w");
    cr_assert_not_null(stream);
    fprintf(stream, configuration, folder, folder);
    fclose(stream);
    haproxy = process_start((const char *const[]){HAPROXY, "-db", "-f", file, NULL}, log);
    cr_assert(process_await_unix(haproxy, api));
}

static void stop(void)
{
    iter8_haproxy_sink_free(sink);
    iter8_experiment_free(experiment);
    process_stop(haproxy);
    process_folder_remove(folder);
}

TestSuite(backends_haproxy_sink, .init = start, .fini = stop);

static void make_sink(const char *backend)
{
    iter8_haproxy_sink_options options = {
        .struct_size = sizeof options, .socket_path = api, .backend = backend, .timeout_ms = 20000};
    cr_assert_eq(iter8_haproxy_sink_new(&options, &sink), ITER8_OK);
}

static void expect_write(const int32_t *weights)
{
    iter8_route route = routes_to(experiment, weights);
    int32_t rc = router_write(iter8_haproxy_sink_router(sink), &route);
    cr_expect_eq(rc, ITER8_OK, "%s", iter8_haproxy_sink_error(sink));
    cr_expect_str_eq(iter8_haproxy_sink_error(sink), "");
}

static void expect_read(const int32_t *weights)
{
    int32_t read[8];
    iter8_route route = routes_to(experiment, NULL);
    int32_t rc = router_read(iter8_haproxy_sink_router(sink), &route, read);
    cr_assert_eq(rc, ITER8_OK, "%s", iter8_haproxy_sink_error(sink));
    for (size_t i = 0; i < route.count; i++) {
        cr_expect_eq(read[i], weights[i], "%zu: %d instead of %d", i, read[i], weights[i]);
    }
}

static void expect_failure(int32_t expected, const char *text)
{
    int32_t weights[] = {40, 30, 30};
    int32_t read[8] = {-7};
    iter8_route route = routes_to(experiment, weights);
    cr_expect_eq(router_read(iter8_haproxy_sink_router(sink), &route, read), expected);
    cr_expect_str_eq(iter8_haproxy_sink_error(sink), text, "%s", iter8_haproxy_sink_error(sink));
    cr_expect_eq(read[0], -7);
    cr_expect_eq(router_write(iter8_haproxy_sink_router(sink), &route), expected);
    cr_expect_str_eq(iter8_haproxy_sink_error(sink), text, "%s", iter8_haproxy_sink_error(sink));
}

Test(backends_haproxy_sink, moves_traffic_as_the_tutorial_does)
{
    static const int32_t steps[][2] = {{95, 5}, {85, 15}, {75, 25}, {75, 25}, {0, 100}, {100, 0}};
    make_sink(NULL);
    experiment = routes_experiment(wakanda, 2, NULL);
    expect_read((const int32_t[]){100, 0});
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        expect_write(steps[i]);
        expect_read(steps[i]);
    }
}

Test(backends_haproxy_sink, takes_the_backend_of_the_annotation)
{
    make_sink(NULL);
    experiment = routes_experiment(three, 3, "left");
    expect_write((const int32_t[]){20, 30, 50});
    expect_read((const int32_t[]){20, 30, 50});
}

Test(backends_haproxy_sink, takes_the_backend_of_the_option_first)
{
    make_sink("right");
    experiment = routes_experiment(three, 3, "left");
    expect_write((const int32_t[]){1, 2, 97});
    iter8_haproxy_sink_free(sink);
    make_sink("left");
    expect_read((const int32_t[]){34, 33, 33});
}

Test(backends_haproxy_sink, knows_no_shares_where_nobody_gets_anything)
{
    int32_t read[] = {-7, -7, -7};
    make_sink("right");
    experiment = routes_experiment(three, 3, NULL);
    iter8_route route = routes_to(experiment, NULL);
    cr_expect_eq(router_read(iter8_haproxy_sink_router(sink), &route, read), ITER8_ERR_REPLY);
    cr_expect_str_eq(iter8_haproxy_sink_error(sink),
                     "all servers have weight 0, or get no traffic");
    cr_expect_eq(read[0], -7);
}

Test(backends_haproxy_sink, leaves_other_servers_and_the_order_of_servers_alone)
{
    make_sink("right");
    experiment = routes_experiment(three, 3, NULL);
    expect_write((const int32_t[]){60, 10, 30});
    expect_read((const int32_t[]){60, 10, 30});
}

Test(backends_haproxy_sink, scales_what_does_not_sum_to_a_hundred)
{
    make_sink("left");
    experiment = routes_experiment(three, 3, NULL);
    expect_read((const int32_t[]){34, 33, 33});
    expect_write((const int32_t[]){256, 128, 128});
    expect_read((const int32_t[]){50, 25, 25});
    expect_write((const int32_t[]){1, 200, 0});
    expect_read((const int32_t[]){0, 100, 0});
    expect_write((const int32_t[]){1, 1, 4});
    expect_read((const int32_t[]){17, 17, 66});
}

Test(backends_haproxy_sink, asks_which_of_several_backends)
{
    make_sink(NULL);
    experiment = routes_experiment(three, 3, NULL);
    expect_failure(ITER8_ERR_NOT_FOUND,
                   "several backends of HAProxy have these servers: left, right");
}

Test(backends_haproxy_sink, says_that_no_backend_has_the_servers)
{
    static const char *const names[] = {"current", "spare"};
    make_sink(NULL);
    experiment = routes_experiment(names, 2, NULL);
    expect_failure(ITER8_ERR_NOT_FOUND, "no backend of HAProxy has a server for each version");
}

Test(backends_haproxy_sink, says_which_server_a_backend_has_not)
{
    make_sink("wakanda");
    experiment = routes_experiment(three, 3, NULL);
    expect_failure(ITER8_ERR_NOT_FOUND, "HAProxy's backend wakanda has no server a");
}

Test(backends_haproxy_sink, says_that_a_backend_is_not_there)
{
    make_sink("nowhere");
    experiment = routes_experiment(three, 3, NULL);
    expect_failure(ITER8_ERR_NOT_FOUND, "HAProxy has no servers in a backend nowhere");
}

Test(backends_haproxy_sink, passes_on_what_haproxy_refuses)
{
    static const char *const names[] = {"old", "new"};
    static const int32_t weights[] = {90, 10};
    make_sink(NULL);
    experiment = routes_experiment(names, 2, NULL);
    iter8_route route = routes_to(experiment, weights);
    cr_expect_eq(router_write(iter8_haproxy_sink_router(sink), &route), ITER8_ERR_REFUSED);
    cr_expect_str_eq(iter8_haproxy_sink_error(sink),
                     "HAProxy replies: Backend is using a static LB algorithm and only accepts "
                     "weights '0%' and '100%'.",
                     "%s", iter8_haproxy_sink_error(sink));
}

/* Says a command to HAProxy itself. */
static void tell(const char *command)
{
    iter8__buffer line = {.limit = 1000}, reply = {.limit = 1000};
    iter8__line problem = {.length = 0};
    cr_assert_eq(iter8__buffer_add_text(&line, command), ITER8_OK);
    cr_assert_eq(iter8__haproxy_exchange(api, &line, iter8__deadline_in(20000), &reply, &problem),
                 ITER8_OK, "%s", problem.bytes);
    iter8__buffer_clear(&line);
    iter8__buffer_clear(&reply);
}

static void expect_unserved(const char *words)
{
    int32_t read[2] = {-7, -7};
    iter8_route route = routes_to(experiment, (const int32_t[]){70, 30});
    cr_expect_eq(router_write(iter8_haproxy_sink_router(sink), &route), ITER8_ERR_REPLY);
    cr_expect_str_eq(iter8_haproxy_sink_error(sink), words, "%s", iter8_haproxy_sink_error(sink));
    cr_expect_eq(router_read(iter8_haproxy_sink_router(sink), &route, read), ITER8_OK);
    cr_expect(read[0] == 100 && read[1] == 0, "%d and %d", read[0], read[1]);
}

/* The weight is there, but the server gets no traffic by it. */
Test(backends_haproxy_sink, a_server_that_serves_nothing_is_not_counted_as_done)
{
    make_sink(NULL);
    experiment = routes_experiment(wakanda, 2, NULL);
    tell("set server wakanda/candidate state maint\n");
    expect_unserved("HAProxy's server wakanda/candidate is in maintenance: it gets no traffic, "
                    "whatever its weight");
    tell("set server wakanda/candidate state drain\n");
    expect_unserved("HAProxy's server wakanda/candidate drains: it gets no traffic, whatever its "
                    "weight");
    expect_write((const int32_t[]){100, 0});
    tell("set server wakanda/candidate state ready\n");
    expect_read((const int32_t[]){100, 0});
    expect_write((const int32_t[]){70, 30});
    expect_read((const int32_t[]){70, 30});
}

static void expect_unheeded(const char *backend, const char *const *names, const char *words)
{
    make_sink(backend);
    experiment = routes_experiment(names, 2, NULL);
    iter8_route route = routes_to(experiment, (const int32_t[]){70, 30});
    cr_expect_eq(router_write(iter8_haproxy_sink_router(sink), &route), ITER8_ERR_REFUSED);
    cr_expect_str_eq(iter8_haproxy_sink_error(sink), words, "%s", iter8_haproxy_sink_error(sink));
    expect_write((const int32_t[]){100, 0});
}

Test(backends_haproxy_sink, weights_that_the_configuration_does_not_heed_are_not_counted_as_done)
{
    static const char *const reserve[] = {"main", "spare"};
    static const char *const filled[] = {"v1", "v2"};
    expect_unheeded("reserve", reserve,
                    "HAProxy's server reserve/spare is only a backup: it gets no traffic, whatever "
                    "its weight");
    iter8_haproxy_sink_free(sink);
    iter8_experiment_free(experiment);
    expect_unheeded("filled", filled,
                    "HAProxy's backend filled is balanced by \"first\", which heeds no weights");
}

Test(backends_haproxy_sink, beside_other_servers_the_versions_share_what_they_hold)
{
    make_sink("right");
    experiment = routes_experiment(three, 3, NULL);
    tell("set server right/a weight 200\n");
    expect_write((const int32_t[]){50, 25, 25});
    expect_read((const int32_t[]){50, 25, 25});
    tell(
        "set server right/a weight 93; set server right/b weight 0; set server right/c weight 0\n");
    expect_failure(ITER8_ERR_RANGE,
                   "beside other servers of HAProxy's backend right the versions share a weight of "
                   "93, of which a percent cannot be set; let it be 100 or 200");
}

static int32_t write_at(uint64_t ticket, int64_t second, int32_t candidate)
{
    const int32_t weights[] = {100 - candidate, candidate};
    iter8_route route = routes_at(experiment, weights, ticket, second);
    return router_write(iter8_haproxy_sink_router(sink), &route);
}

Test(backends_haproxy_sink, a_backend_has_one_writer)
{
    char words[120];
    iter8_haproxy_sink *other;
    int32_t weights[2] = {-7, -7};
    make_sink(NULL);
    experiment = routes_experiment(wakanda, 2, NULL);
    expect_write((const int32_t[]){70, 30});
    iter8_haproxy_sink_options options = {.struct_size = sizeof options, .socket_path = api};
    cr_assert_eq(iter8_haproxy_sink_new(&options, &other), ITER8_OK);
    iter8_route route = routes_to(experiment, (const int32_t[]){10, 90});
    snprintf(words, sizeof words,
             "process %ld is setting the weights of HAProxy's backend wakanda already",
             (long)getpid());
    cr_expect_eq(router_read(iter8_haproxy_sink_router(other), &route, weights), ITER8_ERR_REFUSED);
    cr_expect_eq(router_write(iter8_haproxy_sink_router(other), &route), ITER8_ERR_REFUSED);
    cr_expect_str_eq(iter8_haproxy_sink_error(other), words, "%s", iter8_haproxy_sink_error(other));
    expect_read((const int32_t[]){70, 30});
    iter8_haproxy_sink_free(sink);
    sink = other;
    expect_write((const int32_t[]){10, 90});
}

/* Each of two experiments on one sink has its own time to wait. */
Test(backends_haproxy_sink, experiments_on_one_sink_wait_each_for_itself)
{
    make_sink(NULL);
    experiment = routes_lived_experiment(wakanda, 30);
    for (int64_t second = 100; second < 110; second++) {
        cr_expect_eq(write_at(7, second, 40), ITER8_ERR_CONFLICT);
        cr_expect_eq(write_at(8, second, 50), ITER8_ERR_CONFLICT);
    }
    cr_expect_eq(write_at(7, 110, 40), ITER8_OK);
    expect_read((const int32_t[]){60, 40});
}

/* As after a restart: the candidate, which had 30 percent, has none again. */
Test(backends_haproxy_sink, what_was_lost_since_the_decision_waits_for_the_next_one)
{
    make_sink(NULL);
    experiment = routes_lived_experiment(wakanda, 30);
    cr_expect_eq(write_at(1, 100, 40), ITER8_ERR_CONFLICT);
    cr_expect_str_eq(iter8_haproxy_sink_error(sink),
                     "another writer has taken traffic from candidate");
    expect_read((const int32_t[]){100, 0});
    cr_expect_eq(write_at(2, 101, 0), ITER8_OK, "nothing is given back");
    cr_expect_eq(write_at(3, 110, 40), ITER8_ERR_CONFLICT);
    cr_expect_eq(write_at(3, 120, 40), ITER8_OK, "no decision has come within the interval");
    expect_read((const int32_t[]){60, 40});
}

Test(backends_haproxy_sink, weights_that_are_all_0_are_no_reason_to_wait)
{
    static const char *const names[] = {"c", "b"};
    make_sink("right");
    experiment = routes_lived_experiment(names, 30);
    cr_expect_eq(write_at(1, 100, 40), ITER8_OK, "%s", iter8_haproxy_sink_error(sink));
    expect_read((const int32_t[]){60, 40});
}

Test(backends_haproxy_sink, says_that_haproxy_is_gone)
{
    char text[200];
    make_sink(NULL);
    experiment = routes_experiment(wakanda, 2, NULL);
    process_stop(haproxy);
    haproxy = 0;
    snprintf(text, sizeof text, "nobody listens at the socket %s", api);
    expect_failure(ITER8_ERR_TRANSPORT, text);
    remove(api);
    snprintf(text, sizeof text, "there is no such socket: %s", api);
    expect_failure(ITER8_ERR_NOT_FOUND, text);
    fclose(fopen(api, "w"));
    snprintf(text, sizeof text, "this is no socket: %s", api);
    expect_failure(ITER8_ERR_REFUSED, text);
}
