/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "callbacks.h"
#include "fake_api_server.h"
#include "iter8/backends/kubernetes_sink.h"
#include "iter8/error.h"
#include "routes.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ISTIO   "/apis/networking.istio.io/v1beta1"
#define APP     ISTIO "/namespaces/shop/virtualservices/app"
#define CANARY  "/apis/networking.k8s.io/v1/namespaces/shop/ingresses/canary"
#define SECRET  "s3cr3t-t0k3n"
#define WEIGHTS ".spec.http[0].route[destination.host="

static fake_api *api;
static iter8_kubernetes_sink *sink;
static iter8_experiment *experiment;

/* Two versions in a VirtualService, the third in an Ingress. */
static const char versions[] =
    "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e, namespace: shop}\n"
    "spec:\n  target: t\n  strategy: {testingPattern: A/B/N}\n"
    "  criteria: {rewards: [{metric: m, preferredDirection: High}]}\n  versionInfo:\n"
    "    baseline:\n      name: old\n      weightObjRef: {apiVersion: "
    "networking.istio.io/v1beta1,\n"
    "        kind: VirtualService, name: app, fieldPath: '" WEIGHTS "v1].weight'}\n"
    "    candidates:\n    - name: new\n"
    "      weightObjRef: {apiVersion: networking.istio.io/v1beta1,\n"
    "        kind: VirtualService, name: app, fieldPath: '" WEIGHTS "v2].weight'}\n"
    "    - name: newer\n      weightObjRef: {apiVersion: networking.k8s.io/v1, kind: Ingress,\n"
    "        name: canary, fieldPath: \".metadata.annotations['canary-weight']\"}\n";

static void put_objects(void)
{
    fake_api_put(api, ISTIO,
                 "{kind: APIResourceList, resources: ["
                 "{name: virtualservices/status, kind: VirtualService, namespaced: true},"
                 "{name: gateways, kind: Gateway, namespaced: true},"
                 "{name: virtualservices, kind: VirtualService, namespaced: true}]}");
    fake_api_put(api, "/apis/networking.k8s.io/v1",
                 "{resources: [{name: ingresses, kind: Ingress, namespaced: true}]}");
    fake_api_put(
        api, APP,
        "{apiVersion: networking.istio.io/v1beta1, kind: VirtualService,"
        " metadata: {name: app, namespace: shop}, spec: {http: [{route: ["
        "{destination: {host: v1}, weight: 70}, {destination: {host: v2}, weight: 20}]}]}}");
    fake_api_put(api, CANARY,
                 "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: canary,"
                 " namespace: shop, annotations: {canary-weight: '10'}}}");
}

static void start(void)
{
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    scratch_make();
    api = fake_api_start(SECRET, NULL, NULL);
    cr_assert_not_null(api);
    put_objects();
    cr_assert_eq(iter8_experiment_read(versions, strlen(versions), NULL, NULL, &experiment), 0);
}

static void stop(void)
{
    iter8_kubernetes_sink_free(sink);
    iter8_experiment_free(experiment);
    fake_api_stop(api);
    scratch_remove();
}

TestSuite(backends_kubernetes_sink, .init = start, .fini = stop);

static const char *write_kubeconfig(const char *token, int port)
{
    char text[1024];
    snprintf(text, sizeof text,
             "apiVersion: v1\nkind: Config\ncurrent-context: here\n"
             "contexts: [{name: here, context: {cluster: c, user: u}}]\n"
             "clusters: [{name: c, cluster: {server: 'http://127.0.0.1:%d/'}}]\n"
             "users: [{name: u, user: {token: %s}}]\n",
             port, token);
    return scratch_write("config", text);
}

static void make_sink(const char *token, int64_t timeout_ms)
{
    iter8_kubernetes_sink_options options = {.struct_size = sizeof options,
                                             .kubeconfig =
                                                 write_kubeconfig(token, fake_api_port(api)),
                                             .timeout_ms = timeout_ms};
    cr_assert_eq(iter8_kubernetes_sink_new(&options, NULL, &sink), ITER8_OK);
}

static int32_t write_weights(int32_t old, int32_t new, int32_t newer)
{
    const int32_t weights[] = {old, new, newer};
    iter8_route route = routes_to(experiment, weights);
    return router_write(iter8_kubernetes_sink_router(sink), &route);
}

static int32_t read_weights(int32_t *weights)
{
    iter8_route route = routes_to(experiment, NULL);
    return router_read(iter8_kubernetes_sink_router(sink), &route, weights);
}

static void expect_weights(int32_t old, int32_t new, int32_t newer)
{
    int32_t weights[3] = {-7, -7, -7};
    cr_expect_eq(read_weights(weights), ITER8_OK, "%s", iter8_kubernetes_sink_error(sink));
    cr_expect(weights[0] == old && weights[1] == new &&weights[2] == newer, "%d %d %d", weights[0],
              weights[1], weights[2]);
}

static void expect_error(int32_t rc, int32_t wanted, const char *text)
{
    cr_expect_eq(rc, wanted, "%d", rc);
    cr_expect_str_eq(iter8_kubernetes_sink_error(sink), text);
}

Test(backends_kubernetes_sink, weights_are_read_and_written)
{
    make_sink(SECRET, 0);
    expect_weights(70, 20, 10);
    cr_expect_eq(write_weights(50, 30, 20), ITER8_OK);
    cr_expect_str_eq(iter8_kubernetes_sink_error(sink), "");
    expect_weights(50, 30, 20);
    char *text = fake_api_get(api, CANARY);
    cr_expect_not_null(strstr(text, "\"canary-weight\":\"20\""), "%s", text);
    free(text);
}

Test(backends_kubernetes_sink, an_object_is_patched_once_and_kinds_are_asked_for_once)
{
    make_sink(SECRET, 0);
    cr_expect_eq(write_weights(50, 30, 20), ITER8_OK);
    cr_expect_eq(write_weights(40, 40, 20), ITER8_OK);
    cr_expect_eq(write_weights(40, 40, 20), ITER8_OK);
    cr_expect_str_eq(fake_api_patched(api), APP " " CANARY " " APP " ");
    cr_expect_eq(fake_api_gets(api, ISTIO), 1);
}

Test(backends_kubernetes_sink, traffic_is_taken_before_it_is_given)
{
    make_sink(SECRET, 0);
    cr_expect_eq(write_weights(50, 30, 20), ITER8_OK); /* the first object gives 10 */
    cr_expect_eq(write_weights(80, 20, 0), ITER8_OK);  /* the second gives 20 */
    cr_expect_str_eq(fake_api_patched(api), APP " " CANARY " " CANARY " " APP " ");
}

Test(backends_kubernetes_sink, a_write_that_fails_half_way_has_only_taken)
{
    make_sink(SECRET, 0);
    fake_api_refuse(api, 1, 1, 500);
    expect_error(write_weights(80, 20, 0), ITER8_ERR_REPLY,
                 "VirtualService app: HTTP 500: this is refused");
    expect_weights(70, 20, 0);
    cr_expect_eq(write_weights(80, 20, 0), ITER8_OK);
    expect_weights(80, 20, 0);
}

Test(backends_kubernetes_sink, conflicts_are_tried_again_a_few_times)
{
    make_sink(SECRET, 0);
    fake_api_refuse(api, 0, 3, 409);
    cr_expect_eq(write_weights(50, 40, 10), ITER8_OK);
    cr_expect_str_eq(iter8_kubernetes_sink_error(sink), "");
    expect_weights(50, 40, 10);
    fake_api_refuse(api, 0, 4, 409);
    expect_error(write_weights(60, 30, 10), ITER8_ERR_CONFLICT,
                 "VirtualService app: HTTP 409: this is refused");
    cr_expect_eq(fake_api_patches(api), 9, "and our mark in the other object");
}

Test(backends_kubernetes_sink, another_writer_of_something_else_does_not_matter)
{
    make_sink(SECRET, 0);
    fake_api_intrude(api, 1, APP, "[{op: add, path: /metadata/labels, value: {a: b}}]");
    cr_expect_eq(write_weights(50, 40, 10), ITER8_OK);
    expect_weights(50, 40, 10);
    cr_expect_eq(fake_api_patches(api), 2, "one for each object");
}

Test(backends_kubernetes_sink, when_the_list_has_moved_the_right_item_is_found_anew)
{
    make_sink(SECRET, 0);
    fake_api_intrude(api, 1, APP,
                     "[{op: move, from: /spec/http/0/route/1, path: /spec/http/0/route/0}]");
    cr_expect_eq(write_weights(50, 40, 10), ITER8_OK);
    expect_weights(50, 40, 10);
    cr_expect_eq(fake_api_patches(api), 3, "and one for the other object");
}

Test(backends_kubernetes_sink, what_another_writer_has_given_is_overwritten)
{
    make_sink(SECRET, 0);
    fake_api_intrude(api, 1, APP, "[{op: replace, path: /spec/http/0/route/1/weight, value: 25}]");
    cr_expect_eq(write_weights(50, 40, 10), ITER8_OK);
    expect_weights(50, 40, 10);
}

Test(backends_kubernetes_sink, what_another_writer_has_taken_from_a_candidate_is_not_given_back)
{
    make_sink(SECRET, 0);
    fake_api_intrude(api, 1, APP, "[{op: replace, path: /spec/http/0/route/1/weight, value: 0}]");
    expect_error(write_weights(50, 40, 10), ITER8_ERR_CONFLICT,
                 "VirtualService app: another writer has just taken traffic from new");
    expect_weights(70, 0, 10);
}

Test(backends_kubernetes_sink, what_is_taken_anyway_may_have_been_taken)
{
    make_sink(SECRET, 0);
    fake_api_intrude(api, 1, APP, "[{op: replace, path: /spec/http/0/route/1/weight, value: 5}]");
    cr_expect_eq(write_weights(100, 0, 0), ITER8_OK);
    expect_weights(100, 0, 0);
}

Test(backends_kubernetes_sink, answers_of_the_server_are_told)
{
    int32_t weights[3];
    make_sink("wrong", 0);
    expect_error(read_weights(weights), ITER8_ERR_REFUSED,
                 "VirtualService app: HTTP 401: this is refused");
    iter8_kubernetes_sink_free(sink);
    make_sink(SECRET, 0);
    fake_api_put(api, ISTIO, "{resources: [{name: gateways, kind: Gateway}]}");
    expect_error(read_weights(weights), ITER8_ERR_NOT_FOUND,
                 "VirtualService app: the server does not know the kind VirtualService of "
                 "networking.istio.io/v1beta1");
    put_objects();
    fake_api_put(api, APP, "{kind: VirtualService, apiVersion: networking.istio.io/v1beta1}");
    expect_error(read_weights(weights), ITER8_ERR_REPLY,
                 "VirtualService app: the server's answer is another object");
    fake_api_put(api, APP,
                 "{apiVersion: networking.istio.io/v1beta1, kind: VirtualService,"
                 " metadata: {name: app, namespace: shop}, spec: {http: [{route: ["
                 "{destination: {host: v1}, weight: 700}, {destination: {host: v2}}]}]}}");
    cr_expect_eq(write_weights(50, 40, 10), ITER8_ERR_NO_FIELD);
}

Test(backends_kubernetes_sink, a_server_that_does_not_answer_is_not_waited_for_for_ever)
{
    int32_t weights[3];
    make_sink(SECRET, 100);
    fake_api_hold(api);
    cr_expect_eq(read_weights(weights), ITER8_ERR_TRANSPORT);
    cr_expect_not_null(strstr(iter8_kubernetes_sink_error(sink), "no answer in time"), "%s",
                       iter8_kubernetes_sink_error(sink));
}

Test(backends_kubernetes_sink, a_server_that_is_not_there_is_told)
{
    int32_t weights[3];
    make_sink(SECRET, 0);
    fake_api_stop(api);
    api = NULL;
    cr_expect_eq(read_weights(weights), ITER8_ERR_TRANSPORT);
    const char *text = iter8_kubernetes_sink_error(sink);
    cr_expect_not_null(strstr(text, "VirtualService app: no connection: "), "%s", text);
}

Test(backends_kubernetes_sink, the_token_of_a_service_account_is_read_for_each_request)
{
    char server[64];
    int32_t weights[3];
    snprintf(server, sizeof server, "http://127.0.0.1:%d", fake_api_port(api));
    scratch_write("token", "old-token\n");
    scratch_write("ca.crt", "");
    iter8_kubernetes_sink_options options = {
        .struct_size = sizeof options, .service_account = scratch_path("."), .server = server};
    cr_assert_eq(iter8_kubernetes_sink_new(&options, NULL, &sink), ITER8_OK);
    cr_expect_eq(read_weights(weights), ITER8_ERR_REPLY, "the file may get another one");
    scratch_write("token", SECRET "\n");
    expect_weights(70, 20, 10);
}

Test(backends_kubernetes_sink, names_that_lead_elsewhere_are_refused)
{
    static const char *const bad[] = {"name: ../x", "name: 'a/b'", "name: 'a?b'", "name: '..'"};
    int32_t weights[3];
    make_sink(SECRET, 0);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[2048];
        const char *place = strstr(versions, "name: app");
        snprintf(text, sizeof text, "%.*s%s%s", (int)(place - versions), versions, bad[i],
                 place + strlen("name: app"));
        iter8_experiment_free(experiment);
        cr_assert_eq(iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment), 0);
        cr_expect_eq(read_weights(weights), ITER8_ERR_ARGUMENT, "%s", bad[i]);
        cr_expect_not_null(
            strstr(iter8_kubernetes_sink_error(sink), "cannot be one in Kubernetes"));
    }
}

/* Who moves no weights needs none. */
Test(backends_kubernetes_sink, an_experiment_without_references_is_told_if_it_moves_weights)
{
    static const char *const names[] = {"old", "new"};
    static const char moving[] = "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
                                 "metadata: {name: e}\nspec:\n  target: t\n"
                                 "  strategy: {testingPattern: Canary}\n  versionInfo:\n"
                                 "    baseline: {name: old}\n    candidates: [{name: new}]\n";
    int32_t weights[2] = {-7, -7};
    make_sink(SECRET, 0);
    iter8_experiment_free(experiment);
    experiment = routes_experiment(names, 2, NULL);
    expect_error(read_weights(weights), ITER8_OK, "");
    cr_expect(weights[0] < 0 && weights[1] < 0, "%d %d", weights[0], weights[1]);
    iter8_experiment_free(experiment);
    cr_assert_eq(iter8_experiment_read(moving, strlen(moving), NULL, NULL, &experiment), ITER8_OK);
    expect_error(read_weights(weights), ITER8_ERR_NOT_FOUND, "no version has a weightObjRef");
}

Test(backends_kubernetes_sink, options_are_checked)
{
    const iter8_kubernetes_sink_options bad[] = {
        {.struct_size = sizeof bad[0]},
        {.struct_size = sizeof bad[0], .kubeconfig = "a", .service_account = "b"},
        {.struct_size = sizeof bad[0], .kubeconfig = "a", .server = "http://b"},
        {.struct_size = sizeof bad[0], .kubeconfig = "a", .timeout_ms = -1},
        {.struct_size = sizeof bad[0], .kubeconfig = "a", .retries = -1},
        {.struct_size = 1, .kubeconfig = "a"}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cr_expect_eq(iter8_kubernetes_sink_new(&bad[i], NULL, &sink), ITER8_ERR_ARGUMENT, "%zu", i);
        cr_expect_null(sink);
    }
    cr_expect_eq(iter8_kubernetes_sink_new(NULL, NULL, &sink), ITER8_ERR_ARGUMENT);
    cr_expect_eq(router_write(iter8_kubernetes_sink_router(NULL), NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(router_read(iter8_kubernetes_sink_router(NULL), NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_str_eq(iter8_kubernetes_sink_error(NULL), "");
    iter8_kubernetes_sink_free(NULL);
}

/* An experiment that has decided on 20 percent and knows of 10. */
static void read_lived_experiment(void)
{
    static const char text[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e, namespace: shop}\n"
        "spec:\n  target: t\n  strategy: {testingPattern: Canary}\n"
        "  duration: {intervalSeconds: 10}\n  versionInfo:\n    baseline: {name: old}\n"
        "    candidates:\n    - name: new\n"
        "      weightObjRef: {apiVersion: networking.k8s.io/v1, kind: Ingress,\n"
        "        name: canary, fieldPath: \".metadata.annotations['canary-weight']\"}\n"
        "status:\n  currentWeightDistribution: [{name: old, value: 90}, {name: new, value: 10}]\n";
    iter8_experiment_free(experiment);
    cr_assert_eq(iter8_experiment_read(text, sizeof text - 1, NULL, NULL, &experiment), 0);
}

static int32_t write_at(uint64_t ticket, int64_t second, int32_t candidate)
{
    const int32_t weights[] = {100 - candidate, candidate};
    iter8_route route = routes_to(experiment, weights);
    route.ticket = ticket;
    route.now_ns = second * 1000000000;
    return router_write(iter8_kubernetes_sink_router(sink), &route);
}

Test(backends_kubernetes_sink, what_was_taken_since_the_decision_waits_for_the_next_one)
{
    make_sink(SECRET, 0);
    read_lived_experiment();
    fake_api_put(api, CANARY,
                 "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: canary,"
                 " namespace: shop, annotations: {canary-weight: '0'}}}");
    expect_error(write_at(1, 100, 20), ITER8_ERR_CONFLICT,
                 "another writer has taken traffic from new");
    cr_expect_eq(write_at(1, 109, 20), ITER8_ERR_CONFLICT, "the same write again");
    cr_expect_eq(write_at(2, 111, 20), ITER8_ERR_CONFLICT, "another write");
    cr_expect_eq(fake_api_patches(api), 0);
    cr_expect_eq(write_at(3, 112, 0), ITER8_OK, "nothing is given back");
    cr_expect_eq(write_at(4, 113, 20), ITER8_ERR_CONFLICT);
    cr_expect_eq(write_at(4, 123, 20), ITER8_OK, "no decision has come within the interval");
}
