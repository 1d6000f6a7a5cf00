/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What an API server answers: whether it will pass by itself, and which object is meant. */
#include "cluster.h"
#include "iter8/error.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static iter8_kubernetes_sink *sink;
static iter8_experiment *experiment;

static void start(void)
{
    cluster_start();
    cluster_serve("v1");
    cluster_put(CLUSTER_APP, "v1", "shop", 80, 20);
    experiment = cluster_experiment("name: e, namespace: shop", "v1", "");
}

static void stop(void)
{
    iter8_kubernetes_sink_free(sink);
    iter8_experiment_free(experiment);
    cluster_stop();
}

TestSuite(backends_kubernetes_answers, .init = start, .fini = stop);

static void expect_read(int32_t wanted, const char *said)
{
    int32_t rc = cluster_read(sink, experiment);
    cr_expect_eq(rc, wanted, "%d, not %d", rc, wanted);
    cr_expect_str_eq(iter8_kubernetes_sink_error(sink), said);
}

Test(backends_kubernetes_answers, what_passes_is_told_from_what_does_not)
{
    static const struct {
        unsigned status;
        int32_t reading, writing;
    } cases[] = {{302, ITER8_ERR_REFUSED, ITER8_ERR_REFUSED},
                 {400, ITER8_ERR_REFUSED, ITER8_ERR_REFUSED},
                 {401, ITER8_ERR_REFUSED, ITER8_ERR_REFUSED},
                 {403, ITER8_ERR_REFUSED, ITER8_ERR_REFUSED},
                 {404, ITER8_ERR_NOT_FOUND, ITER8_ERR_NOT_FOUND},
                 {408, ITER8_ERR_REPLY, ITER8_ERR_REPLY},
                 {409, ITER8_ERR_CONFLICT, ITER8_ERR_CONFLICT},
                 {413, ITER8_ERR_REFUSED, ITER8_ERR_REFUSED},
                 {415, ITER8_ERR_REFUSED, ITER8_ERR_REFUSED},
                 {422, ITER8_ERR_CONFLICT, ITER8_ERR_REFUSED},
                 {429, ITER8_ERR_REPLY, ITER8_ERR_REPLY},
                 {500, ITER8_ERR_REPLY, ITER8_ERR_REPLY},
                 {503, ITER8_ERR_REPLY, ITER8_ERR_REPLY},
                 {504, ITER8_ERR_REPLY, ITER8_ERR_REPLY}};
    sink = cluster_sink("");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char said[80];
        snprintf(said, sizeof said, "VirtualService app: HTTP %u: %s", cases[i].status,
                 cases[i].status == 302 ? "redirects are not followed" : "this is refused");
        /* One that is busy is asked three times. */
        fake_api_refuse_gets(cluster_api, cases[i].status == 429 ? 3 : 1, cases[i].status);
        expect_read(cases[i].reading, said);
        cr_expect_eq(cluster_read(sink, experiment), ITER8_OK, "it goes on afterwards");
        fake_api_refuse(cluster_api, 0, 100, cases[i].status);
        cluster_expect_write(sink, experiment, 30, cases[i].writing, said);
        fake_api_refuse(cluster_api, 0, 0, 0);
        cluster_expect_weight(CLUSTER_APP, 20);
    }
}

Test(backends_kubernetes_answers, what_the_schema_refuses_is_not_tried_again)
{
    sink = cluster_sink("");
    fake_api_refuse(cluster_api, 0, 100, 422);
    cr_expect_eq(cluster_write(sink, experiment, 30), ITER8_ERR_REFUSED);
    cr_expect_eq(fake_api_patches(cluster_api), 1);
}

Test(backends_kubernetes_answers, a_server_that_asks_for_patience_gets_it)
{
    sink = cluster_sink("");
    fake_api_retry_after(cluster_api, 30);
    fake_api_refuse(cluster_api, 0, 1, 429);
    cr_expect_eq(cluster_write(sink, experiment, 30), ITER8_ERR_REPLY);
    int gets = fake_api_gets(cluster_api, CLUSTER_APP);
    cr_expect_eq(cluster_write(sink, experiment, 30), ITER8_ERR_REPLY);
    cr_expect_eq(fake_api_gets(cluster_api, CLUSTER_APP), gets, "it is not asked");
    const char *said = iter8_kubernetes_sink_error(sink);
    cr_expect_not_null(strstr(said, "HTTP 429: the server asks to be left alone for "), "%s", said);
}

Test(backends_kubernetes_answers, one_that_is_busy_is_asked_again)
{
    sink = cluster_sink("");
    fake_api_refuse(cluster_api, 0, 2, 429);
    cluster_expect_write(sink, experiment, 30, ITER8_OK, "");
    cr_expect_eq(fake_api_patches(cluster_api), 3);
    fake_api_refuse(cluster_api, 0, 100, 429);
    cr_expect_eq(cluster_write(sink, experiment, 40), ITER8_ERR_REPLY);
    cr_expect_eq(fake_api_patches(cluster_api), 6, "but not for ever");
}

Test(backends_kubernetes_answers, a_token_in_a_file_may_become_a_good_one)
{
    scratch_write("token", "old\n");
    iter8_kubernetes_sink_options options = {
        .struct_size = sizeof options, .kubeconfig = cluster_kubeconfig("", "tokenFile: token")};
    cr_assert_eq(iter8_kubernetes_sink_new(&options, NULL, &sink), ITER8_OK);
    expect_read(ITER8_ERR_REPLY, "VirtualService app: HTTP 401: this is refused");
    scratch_write("token", CLUSTER_TOKEN "\n");
    expect_read(ITER8_OK, "");
}

Test(backends_kubernetes_answers, an_empty_token_file_is_said)
{
    static const char *const empty[] = {"", "\n", " \t\r\n"};
    char said[300];
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
        snprintf(said, sizeof said, "VirtualService app: %s: the token file is empty",
                 scratch_write("token", empty[i]));
        iter8_kubernetes_sink_options options = {.struct_size = sizeof options,
                                                 .kubeconfig =
                                                     cluster_kubeconfig("", "tokenFile: token")};
        iter8_kubernetes_sink_free(sink);
        cr_assert_eq(iter8_kubernetes_sink_new(&options, NULL, &sink), ITER8_OK);
        expect_read(ITER8_ERR_REFUSED, said);
        cr_expect_eq(fake_api_gets(cluster_api, CLUSTER_APP), 0);
    }
}

Test(backends_kubernetes_answers, the_namespace_of_the_context_counts)
{
    static const char in_default[] = CLUSTER_ISTIO "v1/namespaces/default/virtualservices/app";
    cluster_put(in_default, "v1", "default", 100, 0);
    iter8_experiment_free(experiment);
    experiment = cluster_experiment("name: e", "v1", "");
    sink = cluster_sink(", namespace: shop");
    cr_expect_eq(cluster_write(sink, experiment, 30), ITER8_OK, "%s",
                 iter8_kubernetes_sink_error(sink));
    cluster_expect_weight(CLUSTER_APP, 30);
    cluster_expect_weight(in_default, 0);
    /* What a reference says counts more. */
    iter8_experiment_free(experiment);
    experiment = cluster_experiment("name: e", "v1", ", namespace: default");
    cr_expect_eq(cluster_write(sink, experiment, 40), ITER8_OK);
    cluster_expect_weight(in_default, 40);
    iter8_experiment_free(experiment);
    experiment = cluster_experiment("name: e, namespace: shop", "v1", "");
    cr_expect_eq(cluster_write(sink, experiment, 10), ITER8_OK);
    cluster_expect_weight(CLUSTER_APP, 10);
}

Test(backends_kubernetes_answers, the_namespace_of_a_pod_counts)
{
    char server[64];
    snprintf(server, sizeof server, "http://127.0.0.1:%d", fake_api_port(cluster_api));
    scratch_write("token", CLUSTER_TOKEN);
    scratch_write("ca.crt", "");
    scratch_write("namespace", "shop\n");
    iter8_kubernetes_sink_options options = {
        .struct_size = sizeof options, .service_account = scratch_path("."), .server = server};
    cr_assert_eq(iter8_kubernetes_sink_new(&options, NULL, &sink), ITER8_OK);
    iter8_experiment_free(experiment);
    experiment = cluster_experiment("name: e", "v1", "");
    cr_expect_eq(cluster_write(sink, experiment, 30), ITER8_OK);
    cluster_expect_weight(CLUSTER_APP, 30);
}

Test(backends_kubernetes_answers, one_object_written_with_and_without_its_namespace_is_refused)
{
    static const char text[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e}\n"
        "spec:\n  target: t\n  strategy: {testingPattern: Canary}\n  versionInfo:\n"
        "    baseline: {name: old, weightObjRef: {apiVersion: networking.istio.io/v1,\n"
        "      kind: VirtualService, name: app, fieldPath: '.spec.http[0].route[0].weight'}}\n"
        "    candidates: [{name: new, weightObjRef: {apiVersion: networking.istio.io/v1,\n"
        "      kind: VirtualService, name: app, namespace: shop,\n"
        "      fieldPath: '.spec.http[0].route[1].weight'}}]\n";
    iter8_experiment_free(experiment);
    cr_assert_eq(iter8_experiment_read(text, sizeof text - 1, NULL, NULL, &experiment), 0);
    sink = cluster_sink(", namespace: shop");
    expect_read(ITER8_ERR_INVALID, "VirtualService app: the namespace is to be written in every "
                                   "weightObjRef to it, or in none");
}

Test(backends_kubernetes_answers, a_version_that_says_the_same_is_taken)
{
    iter8_experiment_free(experiment);
    experiment = cluster_experiment("name: e, namespace: shop", "v1alpha3", "");
    sink = cluster_sink("");
    cr_expect_eq(cluster_write(sink, experiment, 30), ITER8_OK, "%s",
                 iter8_kubernetes_sink_error(sink));
    cluster_expect_weight(CLUSTER_APP, 30);
    cr_expect_eq(cluster_read(sink, experiment), ITER8_OK);
    cr_expect_eq(fake_api_gets(cluster_api, CLUSTER_ISTIO "v1"), 1, "it is found once");
}

Test(backends_kubernetes_answers, a_version_that_may_say_something_else_is_named)
{
    cluster_serve("v1beta9");
    iter8_experiment_free(experiment);
    experiment = cluster_experiment("name: e, namespace: shop", "v2", "");
    sink = cluster_sink("");
    expect_read(ITER8_ERR_NOT_FOUND,
                "VirtualService app: the server does not know the kind VirtualService of "
                "networking.istio.io/v2, but in v1, v1beta9");
}

Test(backends_kubernetes_answers, what_is_metadata_is_the_same_in_every_version)
{
    static const char text[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e, namespace: shop}\n"
        "spec:\n  target: t\n  strategy: {testingPattern: Canary}\n  versionInfo:\n"
        "    baseline: {name: old}\n    candidates:\n    - name: new\n"
        "      weightObjRef: {apiVersion: networking.istio.io/v2, kind: Split, name: s,\n"
        "        fieldPath: \".metadata.annotations['w']\"}\n";
    fake_api_put(cluster_api, CLUSTER_ISTIO "v1/namespaces/shop/splits/s",
                 "{apiVersion: networking.istio.io/v1, kind: Split, metadata: {name: s, namespace:"
                 " shop, annotations: {w: '20'}}}");
    iter8_experiment_free(experiment);
    cr_assert_eq(iter8_experiment_read(text, sizeof text - 1, NULL, NULL, &experiment), 0);
    sink = cluster_sink("");
    expect_read(ITER8_OK, "");
}

Test(backends_kubernetes_answers, an_upgrade_that_drops_a_version_is_followed)
{
    static const char old_path[] = CLUSTER_ISTIO "v1beta1/namespaces/shop/virtualservices/app";
    cluster_serve("v1beta1");
    cluster_put(old_path, "v1beta1", "shop", 80, 20);
    iter8_experiment_free(experiment);
    experiment = cluster_experiment("name: e, namespace: shop", "v1beta1", "");
    sink = cluster_sink("");
    expect_read(ITER8_OK, "");
    fake_api_remove(cluster_api, old_path);
    fake_api_remove(cluster_api, CLUSTER_ISTIO "v1beta1");
    cr_expect_eq(cluster_read(sink, experiment), ITER8_ERR_NOT_FOUND);
    expect_read(ITER8_OK, "");
}

Test(backends_kubernetes_answers, a_page_of_a_proxy_is_no_object)
{
    sink = cluster_sink("");
    cr_expect_eq(cluster_read(sink, experiment), ITER8_OK);
    fake_api_put(cluster_api, CLUSTER_APP, "[this, is, a, list]");
    cr_expect_eq(cluster_read(sink, experiment), ITER8_ERR_REPLY);
}
