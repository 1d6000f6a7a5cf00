/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "cluster.h"
#include "callbacks.h"

#include "iter8/error.h"
#include "routes.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

fake_api *cluster_api;

static char groups[512];

void cluster_start(void)
{
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    scratch_make();
    groups[0] = '\0';
    cluster_api = fake_api_start(CLUSTER_TOKEN, NULL, NULL);
    cr_assert_not_null(cluster_api);
}

void cluster_stop(void)
{
    fake_api_stop(cluster_api);
    cluster_api = NULL;
    scratch_remove();
}

void cluster_serve(const char *version)
{
    char path[128], text[1024];
    size_t length = strlen(groups);
    snprintf(groups + length, sizeof groups - length, "%s{groupVersion: x, version: %s}",
             length > 0 ? ", " : "", version);
    snprintf(text, sizeof text,
             "{groups: [{name: apps, versions: [{version: v7}]},"
             " {name: networking.istio.io, versions: [%s]}]}",
             groups);
    fake_api_put(cluster_api, "/apis", text);
    snprintf(path, sizeof path, CLUSTER_ISTIO "%s", version);
    fake_api_put(cluster_api, path,
                 "{resources: [{name: virtualservices, kind: VirtualService, namespaced: true},"
                 " {name: splits, kind: Split, namespaced: true}]}");
}

void cluster_put(const char *path, const char *version, const char *namespace_, int old, int new)
{
    char text[1024];
    snprintf(text, sizeof text,
             "{apiVersion: networking.istio.io/%s, kind: VirtualService, metadata: {name: app,"
             " namespace: %s, resourceVersion: '7'}, spec: {http: [{route: ["
             "{destination: {host: v1}, weight: %d}, {destination: {host: v2}, weight: %d}]}]}}",
             version, namespace_, old, new);
    fake_api_put(cluster_api, path, text);
}

iter8_experiment *cluster_experiment(const char *metadata, const char *version, const char *more)
{
    char text[2048];
    iter8_experiment *experiment;
    int length = snprintf(
        text, sizeof text,
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {%s}\n"
        "spec:\n  target: t\n  strategy: {testingPattern: Canary}\n"
        "  duration: {intervalSeconds: 10}\n  versionInfo:\n    baseline:\n      name: old\n"
        "      weightObjRef: {apiVersion: networking.istio.io/%s, kind: VirtualService, name: "
        "app%s,"
        " fieldPath: '.spec.http[0].route[destination.host=v1].weight'}\n"
        "    candidates:\n    - name: new\n"
        "      weightObjRef: {apiVersion: networking.istio.io/%s, kind: VirtualService, name: "
        "app%s,"
        " fieldPath: '.spec.http[0].route[destination.host=v2].weight'}\n",
        metadata, version, more, version, more);
    cr_assert_eq(iter8_experiment_read(text, (size_t)length, NULL, NULL, &experiment), 0, "%s",
                 text);
    return experiment;
}

const char *cluster_kubeconfig(const char *context, const char *user)
{
    char text[1024];
    snprintf(text, sizeof text,
             "current-context: here\n"
             "contexts: [{name: here, context: {cluster: c, user: u%s}}]\n"
             "clusters: [{name: c, cluster: {server: 'http://127.0.0.1:%d/'}}]\n"
             "users: [{name: other, user: {}}, {name: u, user: {%s}}]\n",
             context, fake_api_port(cluster_api), user);
    return scratch_write("config", text);
}

iter8_kubernetes_sink *cluster_sink(const char *context)
{
    iter8_kubernetes_sink *sink;
    iter8_kubernetes_sink_options options = {
        .struct_size = sizeof options,
        .kubeconfig = cluster_kubeconfig(context, "token: " CLUSTER_TOKEN)};
    cr_assert_eq(iter8_kubernetes_sink_new(&options, NULL, &sink), ITER8_OK);
    return sink;
}

int32_t cluster_write(iter8_kubernetes_sink *sink, const iter8_experiment *experiment, int new)
{
    const int32_t weights[] = {100 - new, new};
    iter8_route route = routes_to(experiment, weights);
    return router_write(iter8_kubernetes_sink_router(sink), &route);
}

int32_t cluster_read(iter8_kubernetes_sink *sink, const iter8_experiment *experiment)
{
    int32_t weights[2];
    iter8_route route = routes_to(experiment, NULL);
    return router_read(iter8_kubernetes_sink_router(sink), &route, weights);
}

void cluster_expect_write(iter8_kubernetes_sink *sink, const iter8_experiment *experiment, int new,
                          int32_t wanted, const char *said)
{
    int32_t rc = cluster_write(sink, experiment, new);
    cr_expect_eq(rc, wanted, "%d, not %d", rc, wanted);
    cr_expect_str_eq(iter8_kubernetes_sink_error(sink), said);
}

void cluster_expect_weight(const char *path, int new)
{
    char wanted[64];
    char *text = fake_api_get(cluster_api, path);
    snprintf(wanted, sizeof wanted, "{\"host\":\"v2\"},\"weight\":%d}", new);
    cr_expect_not_null(strstr(text, wanted), "%s", text);
    free(text);
}
