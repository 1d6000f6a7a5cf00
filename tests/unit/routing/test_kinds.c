/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Objects as the projects' own documentation writes them, with the paths that lead to the weights.
 */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/routing.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char istio[] = "apiVersion: networking.istio.io/v1beta1\n"
                            "kind: VirtualService\n"
                            "metadata: {name: app}\n"
                            "spec:\n"
                            "  hosts: [reviews]\n"
                            "  http:\n"
                            "  - name: canary-header\n"
                            "    match: [{headers: {x-canary: {exact: 'yes'}}}]\n"
                            "    route: [{destination: {host: reviews, subset: v2}}]\n"
                            "  - name: primary\n"
                            "    route:\n"
                            "    - destination: {host: reviews, subset: v1}\n"
                            "      weight: 90\n"
                            "    - destination: {host: reviews, subset: v2}\n"
                            "      weight: 10\n";

/* Written by a client of Istio's that leaves out zeros. */
static const char istio_without_zero[] = "apiVersion: networking.istio.io/v1\n"
                                         "kind: VirtualService\n"
                                         "metadata: {name: app}\n"
                                         "spec:\n"
                                         "  http:\n"
                                         "  - route:\n"
                                         "    - destination: {host: v1}\n"
                                         "      weight: 100\n"
                                         "    - destination: {host: v2}\n";

static const char knative[] = "apiVersion: serving.knative.dev/v1\n"
                              "kind: Service\n"
                              "metadata: {name: app}\n"
                              "spec:\n"
                              "  template: {metadata: {name: app-v2}}\n"
                              "  traffic:\n"
                              "  - {tag: current, revisionName: app-v1, percent: 100}\n"
                              "  - {tag: candidate, latestRevision: true}\n";

static const char knative_null[] =
    "apiVersion: serving.knative.dev/v1\n"
    "kind: Service\n"
    "metadata: {name: app}\n"
    "spec:\n"
    "  traffic:\n"
    "  - {revisionName: app-v1, latestRevision: false, percent: 100}\n"
    "  - {latestRevision: true, percent: null}\n";

static const char kfserving[] = "apiVersion: serving.kubeflow.org/v1alpha2\n"
                                "kind: InferenceService\n"
                                "metadata: {name: app}\n"
                                "spec:\n"
                                "  default: {predictor: {tensorflow: {storageUri: 'gs://a'}}}\n"
                                "  canary: {predictor: {tensorflow: {storageUri: 'gs://b'}}}\n";

static const char kserve[] = "apiVersion: serving.kserve.io/v1beta1\n"
                             "kind: InferenceService\n"
                             "metadata: {name: app}\n"
                             "spec: {predictor: {canaryTrafficPercent: 20, model: {}}}\n";

static const char smi[] = "apiVersion: split.smi-spec.io/v1alpha2\n"
                          "kind: TrafficSplit\n"
                          "metadata: {name: app}\n"
                          "spec:\n"
                          "  service: app\n"
                          "  backends:\n"
                          "  - {service: app-v1, weight: 3}\n"
                          "  - {service: app-v2, weight: 1}\n";

static const char smi_quantities[] = "apiVersion: split.smi-spec.io/v1alpha1\n"
                                     "kind: TrafficSplit\n"
                                     "metadata: {name: app}\n"
                                     "spec:\n"
                                     "  service: app\n"
                                     "  backends:\n"
                                     "  - {service: app-v1, weight: 900m}\n"
                                     "  - {service: app-v2, weight: 100m}\n";

static const char gateway[] = "apiVersion: gateway.networking.k8s.io/v1\n"
                              "kind: HTTPRoute\n"
                              "metadata: {name: app}\n"
                              "spec:\n"
                              "  parentRefs: [{name: gateway}]\n"
                              "  rules:\n"
                              "  - backendRefs:\n"
                              "    - {name: app-v1, port: 8080, weight: 9}\n"
                              "    - {name: app-v2, port: 8080}\n";

static const char seldon[] = "apiVersion: machinelearning.seldon.io/v1\n"
                             "kind: SeldonDeployment\n"
                             "metadata: {name: app}\n"
                             "spec:\n"
                             "  predictors:\n"
                             "  - {name: main, traffic: 75, graph: {name: a}}\n"
                             "  - {name: canary, traffic: 25, graph: {name: b}}\n";

static const char ingress[] = "apiVersion: networking.k8s.io/v1\n"
                              "kind: Ingress\n"
                              "metadata:\n"
                              "  name: app\n"
                              "  annotations: {nginx.ingress.kubernetes.io/canary: 'true',\n"
                              "                nginx.ingress.kubernetes.io/canary-weight: '15'}\n";

static const char plain[] = "apiVersion: v1\n"
                            "kind: ConfigMap\n"
                            "metadata: {name: app}\n"
                            "data: {'v1.weight': '60', 'v2.weight': '40'}\n";

static const struct route_case {
    const char *object;
    const char *baseline; /* path, or NULL: not in the object */
    const char *candidate;
    int32_t found[2];
    const char *patch; /* for 30 percent */
} cases[] = {
    {istio,
     ".spec.http[1].route[0].weight",
     ".spec.http[1].route[1].weight",
     {90, 10},
     "[{\"op\":\"test\",\"path\":\"/spec/http/1/route/0/weight\",\"value\":90},"
     "{\"op\":\"test\",\"path\":\"/spec/http/1/route/1/weight\",\"value\":10},"
     "{\"op\":\"replace\",\"path\":\"/spec/http/1/route/0/weight\",\"value\":70},"
     "{\"op\":\"replace\",\"path\":\"/spec/http/1/route/1/weight\",\"value\":30}]"},
    {istio,
     ".spec.http[name=primary].route[destination.subset=v1].weight",
     ".spec.http[name=primary].route[destination.subset=v2].weight",
     {90, 10},
     "[{\"op\":\"test\",\"path\":\"/spec/http/1/name\",\"value\":\"primary\"},"
     "{\"op\":\"test\",\"path\":\"/spec/http/1/route/0/destination/subset\",\"value\":\"v1\"},"
     "{\"op\":\"test\",\"path\":\"/spec/http/1/route/0/weight\",\"value\":90},"
     "{\"op\":\"test\",\"path\":\"/spec/http/1/route/1/destination/subset\",\"value\":\"v2\"},"
     "{\"op\":\"test\",\"path\":\"/spec/http/1/route/1/weight\",\"value\":10},"
     "{\"op\":\"replace\",\"path\":\"/spec/http/1/route/0/weight\",\"value\":70},"
     "{\"op\":\"replace\",\"path\":\"/spec/http/1/route/1/weight\",\"value\":30}]"},
    {istio_without_zero,
     ".spec.http[0].route[0].weight",
     ".spec.http[0].route[1].weight",
     {100, 0},
     "[{\"op\":\"test\",\"path\":\"/spec/http/0/route/0/weight\",\"value\":100},"
     "{\"op\":\"test\",\"path\":\"/spec/http/0/route/1\","
     "\"value\":{\"destination\":{\"host\":\"v2\"}}},"
     "{\"op\":\"replace\",\"path\":\"/spec/http/0/route/0/weight\",\"value\":70},"
     "{\"op\":\"add\",\"path\":\"/spec/http/0/route/1/weight\",\"value\":30}]"},
    {knative,
     ".spec.traffic[tag=current].percent",
     ".spec.traffic[latestRevision=true].percent",
     {100, 0},
     "[{\"op\":\"test\",\"path\":\"/spec/traffic/0/tag\",\"value\":\"current\"},"
     "{\"op\":\"test\",\"path\":\"/spec/traffic/0/percent\",\"value\":100},"
     "{\"op\":\"test\",\"path\":\"/spec/traffic/1/latestRevision\",\"value\":true},"
     "{\"op\":\"test\",\"path\":\"/spec/traffic/1\","
     "\"value\":{\"tag\":\"candidate\",\"latestRevision\":true}},"
     "{\"op\":\"replace\",\"path\":\"/spec/traffic/0/percent\",\"value\":70},"
     "{\"op\":\"add\",\"path\":\"/spec/traffic/1/percent\",\"value\":30}]"},
    {knative_null,
     ".spec.traffic[0].percent",
     ".spec.traffic[1].percent",
     {100, 0},
     "[{\"op\":\"test\",\"path\":\"/spec/traffic/0/percent\",\"value\":100},"
     "{\"op\":\"test\",\"path\":\"/spec/traffic/1/percent\",\"value\":null},"
     "{\"op\":\"replace\",\"path\":\"/spec/traffic/0/percent\",\"value\":70},"
     "{\"op\":\"replace\",\"path\":\"/spec/traffic/1/percent\",\"value\":30}]"},
    {kfserving,
     NULL,
     ".spec.canaryTrafficPercent",
     {-1, 0},
     "[{\"op\":\"test\",\"path\":\"/spec\",\"value\":"
     "{\"default\":{\"predictor\":{\"tensorflow\":{\"storageUri\":\"gs://a\"}}},"
     "\"canary\":{\"predictor\":{\"tensorflow\":{\"storageUri\":\"gs://b\"}}}}},"
     "{\"op\":\"add\",\"path\":\"/spec/canaryTrafficPercent\",\"value\":30}]"},
    {kserve,
     NULL,
     ".spec.predictor.canaryTrafficPercent",
     {-1, 20},
     "[{\"op\":\"test\",\"path\":\"/spec/predictor/canaryTrafficPercent\",\"value\":20},"
     "{\"op\":\"replace\",\"path\":\"/spec/predictor/canaryTrafficPercent\",\"value\":30}]"},
    {smi,
     ".spec.backends[service=app-v1].weight",
     ".spec.backends[service='app-v2'].weight",
     {75, 25},
     "[{\"op\":\"test\",\"path\":\"/spec/backends/0/service\",\"value\":\"app-v1\"},"
     "{\"op\":\"test\",\"path\":\"/spec/backends/0/weight\",\"value\":3},"
     "{\"op\":\"test\",\"path\":\"/spec/backends/1/service\",\"value\":\"app-v2\"},"
     "{\"op\":\"test\",\"path\":\"/spec/backends/1/weight\",\"value\":1},"
     "{\"op\":\"replace\",\"path\":\"/spec/backends/0/weight\",\"value\":70},"
     "{\"op\":\"replace\",\"path\":\"/spec/backends/1/weight\",\"value\":30}]"},
    {smi_quantities,
     ".spec.backends[0].weight",
     ".spec.backends[1].weight",
     {90, 10},
     "[{\"op\":\"test\",\"path\":\"/spec/backends/0/weight\",\"value\":\"900m\"},"
     "{\"op\":\"test\",\"path\":\"/spec/backends/1/weight\",\"value\":\"100m\"},"
     "{\"op\":\"replace\",\"path\":\"/spec/backends/0/weight\",\"value\":\"70\"},"
     "{\"op\":\"replace\",\"path\":\"/spec/backends/1/weight\",\"value\":\"30\"}]"},
    {gateway,
     ".spec.rules[0].backendRefs[name=app-v1].weight",
     ".spec.rules[0].backendRefs[name=app-v2].weight",
     {90, 10},
     "[{\"op\":\"test\",\"path\":\"/spec/rules/0/backendRefs/0/name\",\"value\":\"app-v1\"},"
     "{\"op\":\"test\",\"path\":\"/spec/rules/0/backendRefs/0/weight\",\"value\":9},"
     "{\"op\":\"test\",\"path\":\"/spec/rules/0/backendRefs/1/name\",\"value\":\"app-v2\"},"
     "{\"op\":\"test\",\"path\":\"/spec/rules/0/backendRefs/1\","
     "\"value\":{\"name\":\"app-v2\",\"port\":8080}},"
     "{\"op\":\"replace\",\"path\":\"/spec/rules/0/backendRefs/0/weight\",\"value\":70},"
     "{\"op\":\"add\",\"path\":\"/spec/rules/0/backendRefs/1/weight\",\"value\":30}]"},
    {seldon,
     ".spec.predictors[0].traffic",
     ".spec.predictors[1].traffic",
     {75, 25},
     "[{\"op\":\"test\",\"path\":\"/spec/predictors/0/traffic\",\"value\":75},"
     "{\"op\":\"test\",\"path\":\"/spec/predictors/1/traffic\",\"value\":25},"
     "{\"op\":\"replace\",\"path\":\"/spec/predictors/0/traffic\",\"value\":70},"
     "{\"op\":\"replace\",\"path\":\"/spec/predictors/1/traffic\",\"value\":30}]"},
    {ingress,
     NULL,
     ".metadata.annotations['nginx.ingress.kubernetes.io/canary-weight']",
     {-1, 15},
     "[{\"op\":\"test\",\"path\":\"/metadata/annotations/"
     "nginx.ingress.kubernetes.io~1canary-weight\",\"value\":\"15\"},"
     "{\"op\":\"replace\",\"path\":\"/metadata/annotations/"
     "nginx.ingress.kubernetes.io~1canary-weight\",\"value\":\"30\"}]"},
    {plain,
     ".data['v1.weight']",
     ".data['v2.weight']",
     {60, 40},
     "[{\"op\":\"test\",\"path\":\"/data/v1.weight\",\"value\":\"60\"},"
     "{\"op\":\"test\",\"path\":\"/data/v2.weight\",\"value\":\"40\"},"
     "{\"op\":\"replace\",\"path\":\"/data/v1.weight\",\"value\":\"70\"},"
     "{\"op\":\"replace\",\"path\":\"/data/v2.weight\",\"value\":\"30\"}]"},
};

enum { CASES = sizeof cases / sizeof cases[0] };

static void add_reference(char *text, size_t size, const iter8_document *object, const char *path)
{
    size_t had = strlen(text);
    if (path == NULL) return;
    snprintf(text + had, size - had,
             "\n      weightObjRef: {apiVersion: %s, kind: %s, name: %s, fieldPath: \"%s\"}",
             iter8_document_api_version(object), iter8_document_kind(object),
             iter8_document_name(object), path);
}

static iter8_experiment *experiment_on(const iter8_document *object, const char *baseline,
                                       const char *candidate)
{
    char text[2048] = EXPERIMENT_HEAD "  strategy: {testingPattern: Canary}\n"
                                      "  versionInfo:\n    baseline:\n      name: current";
    add_reference(text, sizeof text, object, baseline);
    strcat(text, "\n    candidates:\n    - name: candidate");
    add_reference(text, sizeof text, object, candidate);
    char *namespace = strstr(text, ", namespace: ns");
    memset(namespace, ' ', strlen(", namespace: ns"));
    return experiment_from(text);
}

Test(routing_kinds, weights_are_found_in_each_kind)
{
    for (size_t i = 0; i < CASES; i++) {
        iter8_document *object = only_document_of(cases[i].object);
        iter8_experiment *experiment = experiment_on(object, cases[i].baseline, cases[i].candidate);
        int32_t weights[2] = {-1, -1};
        cr_expect_eq(iter8_route_read(object, experiment, weights, NULL), ITER8_OK, "%s",
                     cases[i].object);
        cr_expect(weights[0] == cases[i].found[0] && weights[1] == cases[i].found[1], "%s%d and %d",
                  cases[i].object, weights[0], weights[1]);
        iter8_experiment_free(experiment);
        iter8_document_free(object);
    }
}

Test(routing_kinds, one_patch_moves_all_weights_of_an_object)
{
    for (size_t i = 0; i < CASES; i++) {
        iter8_document *object = only_document_of(cases[i].object);
        iter8_experiment *experiment = experiment_on(object, cases[i].baseline, cases[i].candidate);
        iter8_document *patch;
        int32_t weights[2] = {70, 30};
        cr_assert_eq(iter8_route_patch(object, experiment, weights, NULL, &patch), ITER8_OK);
        char *text = document_written(patch, ITER8_FORMAT_JSON_COMPACT);
        cr_expect_str_eq(text, cases[i].patch, "%s\n%s", cases[i].object, text);
        free(text);
        cr_assert_eq(iter8_document_patch(object, patch, NULL), ITER8_OK, "%s", cases[i].object);
        iter8_document_free(patch);
        weights[0] = cases[i].found[0] < 0 ? 70 : -1;
        weights[1] = -1;
        cr_assert_eq(iter8_route_read(object, experiment, weights, NULL), ITER8_OK);
        cr_expect(weights[0] == 70 && weights[1] == 30, "%s", cases[i].object);
        cr_assert_eq(iter8_route_patch(object, experiment, weights, NULL, &patch), ITER8_OK);
        text = document_written(patch, ITER8_FORMAT_JSON_COMPACT);
        cr_expect_str_eq(text, "[]");
        free(text);
        iter8_document_free(patch);
        iter8_experiment_free(experiment);
        iter8_document_free(object);
    }
}

/* What another writer may do to an object between reading and writing it. */
Test(routing_kinds, a_patch_is_refused_when_another_writer_was_there)
{
    static const struct {
        size_t number; /* of the case */
        const char *change;
    } writers[] = {
        {0, "[{op: replace, path: /spec/http/1/route/0/weight, value: 91}]"},
        {1, "[{op: move, from: /spec/http/1, path: /spec/http/0}]"},
        {1, "[{op: move, from: /spec/http/1/route/1, path: /spec/http/1/route/0}]"},
        {1, "[{op: remove, path: /spec/http/0}]"},
        {2, "[{op: add, path: /spec/http/0/route/1/weight, value: 5}]"},
        {3, "[{op: move, from: /spec/traffic/1, path: /spec/traffic/0}]"},
        {4, "[{op: replace, path: /spec/traffic/1/percent, value: 0}]"},
        {5, "[{op: add, path: /spec/canaryTrafficPercent, value: 1}]"},
        {9, "[{op: add, path: /spec/rules/0/backendRefs/1/weight, value: 1}]"},
    };
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        const struct route_case *one = &cases[writers[i].number];
        iter8_document *object = only_document_of(one->object);
        iter8_document *change = only_document_of(writers[i].change);
        iter8_experiment *experiment = experiment_on(object, one->baseline, one->candidate);
        iter8_document *patch;
        cr_assert_eq(iter8_route_patch(object, experiment, (const int32_t[]){70, 30}, NULL, &patch),
                     0);
        cr_assert_eq(iter8_document_patch(object, change, NULL), ITER8_OK, "%zu", i);
        cr_expect_eq(iter8_document_patch(object, patch, NULL), ITER8_ERR_PATCH, "%zu", i);
        iter8_document_free(patch);
        iter8_document_free(change);
        iter8_document_free(object);
        iter8_experiment_free(experiment);
    }
}

Test(routing_kinds, weights_that_cannot_be_understood_are_located)
{
    static const struct {
        const char *object;
        const char *baseline;
        const char *candidate;
        int result;
        const char *problems;
    } bad[] = {
        {istio_without_zero, NULL, ".spec.http[0].route[1].weight", ITER8_ERR_NO_FIELD,
         "E NO_FIELD 9:7 .spec.http[0].route[1].weight: there is no such field in VirtualService "
         "app"},
        {istio_without_zero, ".spec.http[0].route[0].weight", ".spec.http[0].route[2].weight",
         ITER8_ERR_NO_FIELD,
         "E NO_FIELD 7:5 .spec.http[0].route[2].weight: there is no such field in VirtualService "
         "app"},
        {istio, NULL, ".spec.http[name=main].route[1].weight", ITER8_ERR_NO_FIELD,
         "E NO_FIELD 7:3 .spec.http[name=main].route[1].weight: there is no such field in "
         "VirtualService app"},
        {istio, NULL, ".spec.http[1].route[destination.host=reviews].weight", ITER8_ERR_AMBIGUOUS,
         "E AMBIGUOUS 12:5 .spec.http[1].route[destination.host=reviews].weight: the filter fits "
         "several items in VirtualService app"},
        {gateway, NULL, ".spec.rules[0].backendRefs[1].weight", ITER8_ERR_NO_FIELD,
         "E NO_FIELD 9:7 .spec.rules[0].backendRefs[1].weight: there is no such field in HTTPRoute "
         "app"},
        {smi_quantities, NULL, ".spec.backends[1].weight", ITER8_ERR_TYPE,
         "E TYPE 8:31 .spec.backends[1].weight: the weight is not an integer in TrafficSplit app"},
        {ingress, NULL, ".metadata.annotations['nginx.ingress.kubernetes.io/canary']",
         ITER8_ERR_TYPE,
         "E TYPE 5:53 .metadata.annotations['nginx.ingress.kubernetes.io/canary']: the weight is "
         "not an integer in Ingress app"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        iter8_documents *documents;
        iter8_diagnostics *list;
        int32_t weights[2] = {-7, -7};
        cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
        cr_assert_eq(
            iter8_documents_read(bad[i].object, strlen(bad[i].object), NULL, NULL, &documents), 0);
        iter8_document *object = iter8_documents_at(documents, 0);
        iter8_experiment *experiment = experiment_on(object, bad[i].baseline, bad[i].candidate);
        cr_expect_eq(iter8_route_read(object, experiment, weights, list), bad[i].result, "%zu", i);
        char *problems = problems_text(list);
        cr_expect_str_eq(problems, bad[i].problems, "%s", problems);
        cr_expect(weights[0] == -7 && weights[1] == -7);
        free(problems);
        iter8_experiment_free(experiment);
        iter8_documents_free(documents);
        iter8_diagnostics_free(list);
    }
}

Test(routing_kinds, shares_of_nothing_are_an_error)
{
    iter8_document *object = only_document_of(
        "apiVersion: split.smi-spec.io/v1alpha2\nkind: TrafficSplit\nmetadata: {name: app}\n"
        "spec: {backends: [{weight: 0}, {weight: 0}]}\n");
    iter8_experiment *experiment =
        experiment_on(object, ".spec.backends[0].weight", ".spec.backends[1].weight");
    int32_t weights[2];
    cr_expect_eq(iter8_route_read(object, experiment, weights, NULL), ITER8_ERR_RANGE);
    iter8_document_free(object);
    iter8_experiment_free(experiment);
}
