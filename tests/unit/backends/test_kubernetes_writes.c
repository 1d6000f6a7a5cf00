/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Writes that came to nothing, and other writers. */
#include "callbacks.h"
#include "cluster.h"
#include "iter8/error.h"
#include "routes.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static iter8_kubernetes_sink *sink;
static iter8_experiment *experiment;

static void start(void)
{
    cluster_start();
    cluster_serve("v1");
    cluster_put(CLUSTER_APP, "v1", "shop", 80, 20);
    experiment = cluster_experiment("name: e, namespace: shop", "v1", "");
    sink = cluster_sink("");
}

static void stop(void)
{
    iter8_kubernetes_sink_free(sink);
    iter8_experiment_free(experiment);
    cluster_stop();
}

TestSuite(backends_kubernetes_writes, .init = start, .fini = stop);

Test(backends_kubernetes_writes, what_the_server_has_not_done_does_not_count)
{
    static const struct {
        unsigned status;
        int with_body;
        const char *said;
    } cases[] = {
        {200, 1, "VirtualService app: HTTP 200, but the weights are not those that were written"},
        {200, 0, "VirtualService app: HTTP 200, but the weights are not those that were written"},
        {202, 0, "VirtualService app: HTTP 202, but the weights are not those that were written"},
        {204, 0, "VirtualService app: HTTP 204, but the weights are not those that were written"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fake_api_ignore(cluster_api, 1, cases[i].status, cases[i].with_body);
        cluster_expect_write(sink, experiment, 30, ITER8_ERR_REPLY, cases[i].said);
        cluster_expect_weight(CLUSTER_APP, 20);
    }
    cluster_expect_write(sink, experiment, 30, ITER8_OK, "");
    cluster_expect_weight(CLUSTER_APP, 30);
}

Test(backends_kubernetes_writes, an_answer_without_the_object_is_looked_into)
{
    fake_api_shorten(cluster_api, 202);
    cluster_expect_write(sink, experiment, 30, ITER8_OK, "");
    cluster_expect_weight(CLUSTER_APP, 30);
}

Test(backends_kubernetes_writes, what_changes_between_reading_and_writing_is_seen)
{
    /* The item that was the candidate's is another's now. */
    fake_api_intrude(cluster_api, 1, CLUSTER_APP,
                     "[{op: replace, path: /spec/http/0/route/1, value:"
                     " {destination: {host: v3}, weight: 0}},"
                     " {op: add, path: /spec/http/0/route/-, value:"
                     " {destination: {host: v2}, weight: 20}}]");
    cluster_expect_write(sink, experiment, 30, ITER8_OK, "");
    cluster_expect_weight(CLUSTER_APP, 30);
    char *object = fake_api_get(cluster_api, CLUSTER_APP);
    cr_expect_not_null(strstr(object, "{\"host\":\"v3\"},\"weight\":0}"), "%s", object);
    free(object);
}

Test(backends_kubernetes_writes, anything_new_in_the_object_is_read_before_it_is_written)
{
    int gets = fake_api_gets(cluster_api, CLUSTER_APP);
    fake_api_intrude(cluster_api, 1, CLUSTER_APP,
                     "[{op: add, path: /metadata/labels, value: {a: b}}]");
    cluster_expect_write(sink, experiment, 30, ITER8_OK, "");
    cr_expect_eq(fake_api_patches(cluster_api), 2);
    cr_expect_eq(fake_api_gets(cluster_api, CLUSTER_APP), gets + 2);
    cluster_expect_weight(CLUSTER_APP, 30);
}

Test(backends_kubernetes_writes, the_other_writer_is_named)
{
    fake_api_intrude(cluster_api, 1, CLUSTER_APP,
                     "[{op: replace, path: /spec/http/0/route/1/weight, value: 0},"
                     " {op: add, path: /metadata/managedFields, value: [{manager: kubectl-edit,"
                     " time: '2026-11-30T22:31:05Z'}, {manager: libiter8, time:"
                     " '2026-11-30T22:31:05Z'}, {manager: old, time: '2020-01-01T00:00:00Z'},"
                     " {manager: istiod, subresource: status, time: '2027-01-01T00:00:00Z'}]}]");
    cluster_expect_write(sink, experiment, 30, ITER8_ERR_CONFLICT,
                         "VirtualService app: another writer has just taken traffic from new (last "
                         "written by kubectl-edit at 2026-11-30T22:31:05Z)");
    cluster_expect_weight(CLUSTER_APP, 0);
}

Test(backends_kubernetes_writes, one_who_writes_all_the_time_is_named)
{
    fake_api_intrude(cluster_api, 100, CLUSTER_APP,
                     "[{op: add, path: /metadata/managedFields, value: [{manager: argocd,"
                     " time: '2026-11-30T22:31:05Z'}]}]");
    cluster_expect_write(sink, experiment, 30, ITER8_ERR_CONFLICT,
                         "VirtualService app: HTTP 422: this is refused (last written by argocd at "
                         "2026-11-30T22:31:05Z)");
    cluster_expect_weight(CLUSTER_APP, 20);
    cr_expect_eq(fake_api_patches(cluster_api), 4);
}

Test(backends_kubernetes_writes, one_who_puts_the_weights_back_is_seen_in_time)
{
    /* The answer to our patch is as it should be; the next reading tells what became of it. */
    fake_api_revert(cluster_api, CLUSTER_APP,
                    "[{op: replace, path: /spec/http/0/route/0/weight, value: 100},"
                    " {op: replace, path: /spec/http/0/route/1/weight, value: 0}]");
    cluster_expect_write(sink, experiment, 30, ITER8_OK, "");
    cluster_expect_weight(CLUSTER_APP, 0);
}

/* An experiment that knows of 10 percent for its candidate, with weights in annotations of "app".
 */
static iter8_experiment *lived_experiment(const char *name)
{
    char text[1024];
    iter8_experiment *lived;
    int length = snprintf(
        text, sizeof text,
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: %s, namespace: "
        "shop}\n"
        "spec:\n  target: %s\n  strategy: {testingPattern: Canary}\n"
        "  duration: {intervalSeconds: 10}\n  versionInfo:\n    baseline: {name: old}\n"
        "    candidates:\n    - name: new\n"
        "      weightObjRef: {apiVersion: networking.istio.io/v1, kind: VirtualService, name: "
        "app,\n"
        "        fieldPath: .metadata.annotations.%s}\n"
        "status:\n  currentWeightDistribution: [{name: old, value: 90}, {name: new, value: 10}]\n",
        name, name, name);
    cr_assert_eq(iter8_experiment_read(text, (size_t)length, NULL, NULL, &lived), 0, "%s", text);
    return lived;
}

static int32_t write_at(const iter8_experiment *lived, uint64_t ticket, int64_t second)
{
    static const int32_t weights[] = {80, 20};
    iter8_route route = routes_at(lived, weights, ticket, second);
    return router_write(iter8_kubernetes_sink_router(sink), &route);
}

Test(backends_kubernetes_writes, two_experiments_on_one_sink_wait_for_themselves_only)
{
    iter8_experiment *a = lived_experiment("a"), *b = lived_experiment("b");
    fake_api_change(cluster_api, CLUSTER_APP,
                    "[{op: add, path: /metadata/annotations, value: {a: '0', b: '0'}}]");
    for (int64_t second = 100; second < 110; second++) {
        cr_expect_eq(write_at(a, 1, second), ITER8_ERR_CONFLICT);
        cr_expect_eq(write_at(b, 2, second), ITER8_ERR_CONFLICT);
    }
    cr_expect_eq(write_at(a, 1, 110), ITER8_OK, "%s", iter8_kubernetes_sink_error(sink));
    cr_expect_eq(write_at(b, 2, 110), ITER8_OK, "%s", iter8_kubernetes_sink_error(sink));
    iter8_experiment_free(a);
    iter8_experiment_free(b);
}
