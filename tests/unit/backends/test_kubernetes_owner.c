/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Weights belong to one process at a time. The linker leads the clock here: a test says how much
 * time has passed. */
#include "cluster.h"
#include "iter8/error.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int __real_clock_gettime(clockid_t clock, struct timespec *out);
int __wrap_clock_gettime(clockid_t clock, struct timespec *out);

static time_t passed_s, wall_s;

int __wrap_clock_gettime(clockid_t clock, struct timespec *out)
{
    int rc = __real_clock_gettime(clock, out);
    out->tv_sec += clock == CLOCK_MONOTONIC ? passed_s : wall_s;
    return rc;
}

static iter8_kubernetes_sink *one, *two, *three;
static iter8_experiment *experiment;

static iter8_kubernetes_sink *make_sink(const char *holder)
{
    iter8_kubernetes_sink *sink;
    iter8_kubernetes_sink_options options = {.struct_size = sizeof options,
                                             .kubeconfig =
                                                 cluster_kubeconfig("", "token: " CLUSTER_TOKEN),
                                             .holder = holder};
    cr_assert_eq(iter8_kubernetes_sink_new(&options, NULL, &sink), ITER8_OK);
    return sink;
}

static void start(void)
{
    cluster_start();
    cluster_serve("v1");
    cluster_put(CLUSTER_APP, "v1", "shop", 80, 20);
    experiment = cluster_experiment("name: e, namespace: shop", "v1", "");
    one = make_sink("pod-1");
    two = make_sink("pod-2");
    three = make_sink("pod-3");
}

static void stop(void)
{
    iter8_kubernetes_sink_free(one);
    iter8_kubernetes_sink_free(two);
    iter8_kubernetes_sink_free(three);
    iter8_experiment_free(experiment);
    cluster_stop();
}

TestSuite(backends_kubernetes_owner, .init = start, .fini = stop);

static int mark_holds(const char *text)
{
    char *object = fake_api_get(cluster_api, CLUSTER_APP);
    int found = strstr(object, text) != NULL;
    free(object);
    return found;
}

/* Puts a mark into the object, renewed long ago by the clock on the wall. */
static void put_mark(const char *holder, const char *renewed)
{
    char patch[512], *object = fake_api_get(cluster_api, CLUSTER_APP);
    int bare = strstr(object, "annotations") == NULL;
    snprintf(patch, sizeof patch,
             "[{op: add, path: /metadata/annotations%s, value: %s'[{\"holder\":\"%s\","
             "\"target\":\"t\",\"experiment\":\"shop/x\",\"seconds\":60,\"renewed\":\"%s\","
             "\"fields\":[\"/spec/http/0/route/1/weight\"]}]'%s}]",
             bare ? "" : "/iter8.tools~1owner", bare ? "{iter8.tools/owner: " : "", holder, renewed,
             bare ? "}" : "");
    free(object);
    fake_api_change(cluster_api, CLUSTER_APP, patch);
}

static void expect_refused(iter8_kubernetes_sink *sink, const char *holder)
{
    cr_expect_eq(cluster_write(sink, experiment, 30), ITER8_ERR_REFUSED);
    cr_expect_str_eq(iter8_kubernetes_sink_holder(sink), holder);
    const char *said = iter8_kubernetes_sink_error(sink);
    cr_expect_not_null(strstr(said, holder), "%s", said);
}

Test(backends_kubernetes_owner, the_mark_comes_with_the_weights)
{
    cr_expect_eq(cluster_read(one, experiment), ITER8_OK);
    cr_expect_eq(fake_api_patches(cluster_api), 0, "who reads only needs no mark");
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    cr_expect_eq(fake_api_patches(cluster_api), 1);
    cr_expect(mark_holds("\\\"holder\\\":\\\"pod-1\\\",\\\"process\\\":\\\""));
    cr_expect(mark_holds("\\\"target\\\":\\\"t\\\",\\\"experiment\\\":\\\"shop/e\\\""));
    cr_expect(mark_holds("\\\"seconds\\\":60,\\\"fields\\\":[\\\"/spec/http/0/route/0/weight\\\","
                         "\\\"/spec/http/0/route/1/weight\\\"]"));
}

Test(backends_kubernetes_owner, a_second_process_is_refused_and_changes_nothing)
{
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    expect_refused(two, "pod-1");
    cr_expect_eq(iter8_kubernetes_sink_claim(two, experiment), ITER8_ERR_REFUSED);
    const char *said = iter8_kubernetes_sink_error(two);
    cr_expect_not_null(strstr(said, "VirtualService app: its weights belong to pod-1 for the "
                                    "experiment shop/e, renewed 20"),
                       "%s", said);
    cr_expect_eq(fake_api_patches(cluster_api), 1);
    cr_expect_eq(cluster_read(two, experiment), ITER8_ERR_REFUSED, "nor does it judge");
    cr_expect_str_eq(iter8_kubernetes_sink_holder(two), "pod-1");
    cr_expect_eq(cluster_write(one, experiment, 40), ITER8_OK);
    cluster_expect_weight(CLUSTER_APP, 40);
}

Test(backends_kubernetes_owner, who_only_watches_is_in_nobodys_way)
{
    iter8_experiment *watcher;
    static const char text[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: w, namespace: shop}\n"
        "spec:\n  target: w\n  strategy: {testingPattern: Canary, deploymentPattern: FixedSplit}\n"
        "  versionInfo:\n"
        "    baseline: {name: old, weightObjRef: {apiVersion: networking.istio.io/v1,\n"
        "      kind: VirtualService, name: app, fieldPath: '.spec.http[0].route[0].weight'}}\n"
        "    candidates: [{name: new, weightObjRef: {apiVersion: networking.istio.io/v1,\n"
        "      kind: VirtualService, name: app, fieldPath: '.spec.http[0].route[1].weight'}}]\n";
    cr_assert_eq(iter8_experiment_read(text, sizeof text - 1, NULL, NULL, &watcher), 0);
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    cr_expect_eq(cluster_read(two, watcher), ITER8_OK, "%s", iter8_kubernetes_sink_error(two));
    cr_expect_null(iter8_kubernetes_sink_holder(two));
    cr_expect_eq(cluster_write(two, watcher, 0), ITER8_ERR_REFUSED);
    iter8_experiment_free(watcher);
}

Test(backends_kubernetes_owner, a_claim_comes_before_the_first_write)
{
    cr_expect_eq(iter8_kubernetes_sink_claim(one, experiment), ITER8_OK);
    cluster_expect_weight(CLUSTER_APP, 20);
    expect_refused(two, "pod-1");
    cr_expect_eq(iter8_kubernetes_sink_claim(NULL, experiment), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_kubernetes_sink_claim(one, NULL), ITER8_ERR_ARGUMENT);
}

Test(backends_kubernetes_owner, what_is_given_back_is_free_at_once)
{
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    iter8_kubernetes_sink_release(one, experiment);
    cr_expect_not(mark_holds("iter8.tools/owner"));
    cr_expect_eq(cluster_write(two, experiment, 40), ITER8_OK);
    iter8_kubernetes_sink_free(two);
    two = NULL;
    cr_expect_not(mark_holds("iter8.tools/owner"), "freeing a sink gives back what it has");
    cr_expect_eq(cluster_write(three, experiment, 50), ITER8_OK);
    iter8_kubernetes_sink_free(one);
    one = NULL;
    cr_expect(mark_holds("pod-3"), "but not what others have");
    iter8_kubernetes_sink_release(NULL, experiment);
}

Test(backends_kubernetes_owner, giving_back_survives_another_writer)
{
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    fake_api_refuse(cluster_api, 0, 2, 409);
    iter8_kubernetes_sink_release(one, experiment);
    cr_expect_not(mark_holds("iter8.tools/owner"));
}

Test(backends_kubernetes_owner, one_that_comes_back_under_its_name_goes_on_at_once)
{
    put_mark("pod-1", "2001-01-01T00:00:00.5Z");
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    iter8_kubernetes_sink *again = make_sink("pod-1");
    cr_expect_eq(cluster_write(again, experiment, 40), ITER8_OK);
    iter8_kubernetes_sink_free(again);
}

Test(backends_kubernetes_owner, of_two_processes_of_one_name_the_last_to_come_has_the_weights)
{
    iter8_kubernetes_sink *again = make_sink("pod-1");
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    cr_expect_eq(iter8_kubernetes_sink_claim(again, experiment), ITER8_OK);
    expect_refused(one, "pod-1");
    const char *said = iter8_kubernetes_sink_error(one);
    cr_expect_not_null(strstr(said, "another process that goes by the name pod-1"), "%s", said);
    cr_expect_eq(cluster_read(one, experiment), ITER8_ERR_REFUSED, "it is alive, and stops");
    cr_expect_eq(iter8_kubernetes_sink_claim(one, experiment), ITER8_ERR_REFUSED);
    cluster_expect_weight(CLUSTER_APP, 30);
    iter8_kubernetes_sink_release(again, experiment);
    expect_refused(one, "pod-1");
    cr_expect_eq(iter8_kubernetes_sink_claim(again, experiment), ITER8_OK);
    iter8_kubernetes_sink_free(one);
    one = NULL;
    cr_expect(mark_holds("pod-1"), "it gives back nothing that is not its own");
    cr_expect_eq(cluster_write(again, experiment, 40), ITER8_OK, "%s",
                 iter8_kubernetes_sink_error(again));
    iter8_kubernetes_sink_free(again);
    cr_expect_not(mark_holds("iter8.tools/owner"));
}

Test(backends_kubernetes_owner, a_stale_mark_is_one_that_was_seen_unchanged_for_its_time)
{
    put_mark("dead", "2001-01-01T00:00:00.5Z");
    cr_expect_eq(cluster_write(two, experiment, 30), ITER8_ERR_CONFLICT, "it may be a slow clock");
    cr_expect_null(iter8_kubernetes_sink_holder(two));
    const char *said = iter8_kubernetes_sink_error(two);
    cr_expect_not_null(strstr(said, "dead"), "%s", said);
    passed_s += 59;
    cr_expect_eq(cluster_read(two, experiment), ITER8_ERR_CONFLICT, "no iteration goes by");
    cr_expect_eq(cluster_write(two, experiment, 30), ITER8_ERR_CONFLICT);
    cluster_expect_weight(CLUSTER_APP, 20);
    passed_s += 2;
    cr_expect_eq(cluster_read(two, experiment), ITER8_OK);
    cr_expect_eq(cluster_write(two, experiment, 30), ITER8_OK, "%s",
                 iter8_kubernetes_sink_error(two));
    cluster_expect_weight(CLUSTER_APP, 30);
    cr_expect_not(mark_holds("dead"));
}

Test(backends_kubernetes_owner, of_several_contenders_one_takes_a_stale_mark)
{
    put_mark("dead", "2001-01-01T00:00:00.5Z");
    cr_expect_eq(cluster_write(two, experiment, 30), ITER8_ERR_CONFLICT);
    cr_expect_eq(cluster_write(three, experiment, 30), ITER8_ERR_CONFLICT);
    passed_s += 61;
    cr_expect_eq(cluster_write(two, experiment, 30), ITER8_OK);
    expect_refused(three, "pod-2");
}

Test(backends_kubernetes_owner, of_two_who_have_read_the_same_one_gets_it)
{
    /* Another takes the mark between our reading and our patch. */
    static const char taken[] =
        "[{op: add, path: /metadata/annotations, value: {iter8.tools/owner: "
        "'[{\"holder\":\"pod-9\",\"target\":\"t\",\"experiment\":\"shop/x\",\"seconds\":60,"
        "\"renewed\":\"2999-01-01T00:00:00.000000Z\",\"fields\":"
        "[\"/spec/http/0/route/1/weight\"]}]'}}]";
    fake_api_intrude(cluster_api, 1, CLUSTER_APP, taken);
    cr_expect_lt(cluster_write(two, experiment, 30), 0);
    cluster_expect_weight(CLUSTER_APP, 20);
    cr_expect(mark_holds("pod-9"));
    cr_expect_not(mark_holds("pod-2"));
}

Test(backends_kubernetes_owner, clocks_that_differ_take_nothing_from_one_who_lives)
{
    /* The owner's clock is years behind ours; it renews all the time. */
    wall_s = -400000000;
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    wall_s = 0;
    cr_expect_eq(cluster_write(two, experiment, 30), ITER8_ERR_CONFLICT);
    for (int i = 0; i < 5; i++) {
        passed_s += 50;
        wall_s = -400000000;
        cr_expect_eq(cluster_read(one, experiment), ITER8_OK);
        wall_s = 0;
        expect_refused(two, "pod-1");
    }
    /* One whose clock is ahead is dead like any other when it does not renew. */
    put_mark("pod-8", "2999-01-01T00:00:00.000000Z");
    cr_expect_eq(cluster_write(two, experiment, 30), ITER8_ERR_REFUSED, "it has changed just now");
    passed_s += 61;
    cr_expect_eq(cluster_write(two, experiment, 30), ITER8_OK);
}

Test(backends_kubernetes_owner, reading_renews_in_time)
{
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    passed_s += 10;
    cr_expect_eq(cluster_read(one, experiment), ITER8_OK);
    cr_expect_eq(fake_api_patches(cluster_api), 1, "not yet");
    passed_s += 11;
    cr_expect_eq(cluster_read(one, experiment), ITER8_OK);
    cr_expect_eq(fake_api_patches(cluster_api), 2, "a third of its time has passed");
    passed_s += 21;
    fake_api_refuse(cluster_api, 0, 1, 503);
    cr_expect_eq(cluster_read(one, experiment), ITER8_OK, "the weights were read");
    cr_expect_str_eq(iter8_kubernetes_sink_error(one), "");
}

Test(backends_kubernetes_owner, who_has_lost_the_weights_is_told)
{
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    put_mark("pod-7", "2999-01-01T00:00:00.000000Z");
    passed_s += 30;
    cr_expect_lt(cluster_write(one, experiment, 40), 0);
    cluster_expect_weight(CLUSTER_APP, 30);
}

Test(backends_kubernetes_owner, a_mark_that_somebody_removed_is_put_back)
{
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    cluster_put(CLUSTER_APP, "v1", "shop", 70, 30);
    cr_expect_eq(cluster_read(one, experiment), ITER8_OK);
    cr_expect(mark_holds("pod-1"));
}

static iter8_experiment *other_experiment(const char *name, const char *target, int first)
{
    char text[1024];
    iter8_experiment *other;
    int length = snprintf(
        text, sizeof text,
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
        "metadata: {name: %s, namespace: shop}\nspec:\n  target: %s\n"
        "  strategy: {testingPattern: Canary}\n  versionInfo:\n"
        "    baseline: {name: old, weightObjRef: {apiVersion: networking.istio.io/v1,\n"
        "      kind: VirtualService, name: app, fieldPath: '.spec.http[0].route[%d].weight'}}\n"
        "    candidates: [{name: new, weightObjRef: {apiVersion: networking.istio.io/v1,\n"
        "      kind: VirtualService, name: app, fieldPath: '.spec.http[0].route[%d].weight'}}]\n",
        name, target, first, first + 1);
    cr_assert_eq(iter8_experiment_read(text, (size_t)length, NULL, NULL, &other), 0, "%s", text);
    return other;
}

Test(backends_kubernetes_owner, experiments_on_other_fields_do_not_block_each_other)
{
    fake_api_put(cluster_api, CLUSTER_APP,
                 "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: app,"
                 " namespace: shop, resourceVersion: '7'}, spec: {http: [{route: ["
                 "{destination: {host: v1}, weight: 80}, {destination: {host: v2}, weight: 20},"
                 "{destination: {host: v3}, weight: 80}, {destination: {host: v4}, weight: 20}"
                 "]}]}}");
    iter8_experiment *same = other_experiment("f", "u", 0);
    iter8_experiment *shared = other_experiment("g", "v", 1);
    iter8_experiment *apart = other_experiment("h", "w", 2);
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    cr_expect_eq(cluster_write(two, apart, 30), ITER8_OK, "%s", iter8_kubernetes_sink_error(two));
    cr_expect(mark_holds("pod-1"));
    cr_expect(mark_holds("pod-2"));
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    cr_expect_eq(cluster_write(three, same, 50), ITER8_ERR_REFUSED, "other words, the same field");
    cr_expect_eq(cluster_write(three, shared, 50), ITER8_ERR_REFUSED, "one field in common");
    /* Of one process as well: nothing else keeps two targets apart. */
    cr_expect_eq(cluster_write(one, same, 50), ITER8_ERR_REFUSED);
    cr_expect_str_eq(iter8_kubernetes_sink_holder(one), "pod-1");
    iter8_kubernetes_sink_release(one, experiment);
    cr_expect_not(mark_holds("pod-1"));
    cr_expect(mark_holds("pod-2"));
    iter8_experiment_free(same);
    iter8_experiment_free(shared);
    iter8_experiment_free(apart);
}

Test(backends_kubernetes_owner, experiments_on_one_target_follow_each_other)
{
    iter8_experiment *next = other_experiment("f", "t", 0);
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
    cr_expect_eq(cluster_write(one, next, 40), ITER8_OK);
    cr_expect(mark_holds("shop/f"));
    cr_expect_not(mark_holds("shop/e"));
    iter8_experiment_free(next);
}

Test(backends_kubernetes_owner, sinks_without_a_name_have_one_of_their_own)
{
    iter8_kubernetes_sink *a = make_sink(NULL), *b = make_sink(NULL);
    cr_expect_eq(cluster_write(a, experiment, 30), ITER8_OK);
    cr_expect_eq(cluster_write(b, experiment, 30), ITER8_ERR_REFUSED);
    iter8_kubernetes_sink_free(a);
    cr_expect_eq(cluster_write(b, experiment, 40), ITER8_OK);
    iter8_kubernetes_sink_free(b);
}

Test(backends_kubernetes_owner, a_mark_that_means_nothing_is_not_passed_over)
{
    static const char *const bad[] = {"'{'",
                                      "'5'",
                                      "''",
                                      "'{\"a\": 1}'",
                                      "'[1]'",
                                      "'[{\"target\":\"t\"}]'",
                                      "'[{\"holder\": 5}]'",
                                      "5"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char patch[256];
        snprintf(patch, sizeof patch,
                 "[{op: add, path: /metadata/annotations, value: {iter8.tools/owner: %s}}]",
                 bad[i]);
        fake_api_change(cluster_api, CLUSTER_APP, patch);
        cluster_expect_write(one, experiment, 30, ITER8_ERR_INVALID,
                             "VirtualService app: the annotation iter8.tools/owner cannot be "
                             "understood");
    }
    fake_api_change(cluster_api, CLUSTER_APP,
                    "[{op: add, path: /metadata/annotations, value: {iter8.tools/owner: '[]'}}]");
    cr_expect_eq(cluster_write(one, experiment, 30), ITER8_OK);
}

Test(backends_kubernetes_owner, any_name_can_be_a_holder)
{
    iter8_kubernetes_sink *odd = make_sink("a\"b\\c\n'\xc3\xa4[]~/ ");
    cr_expect_eq(cluster_write(odd, experiment, 30), ITER8_OK);
    passed_s += 30;
    cr_expect_eq(cluster_write(odd, experiment, 40), ITER8_OK, "it knows its own");
    expect_refused(two, "a\"b\\c '??[]~/ ");
    iter8_kubernetes_sink_free(odd);
    cr_expect_not(mark_holds("iter8.tools/owner"));
}
