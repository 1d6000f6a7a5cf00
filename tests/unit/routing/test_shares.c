/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What the versions share where others have weights too, and splits that stand in several places.
 */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/routing.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GATEWAY   "gateway.networking.k8s.io/v1", "HTTPRoute"
#define ISTIO     "networking.istio.io/v1", "VirtualService"
#define KNATIVE   "serving.knative.dev/v1", "Service"
#define SMI       "split.smi-spec.io/v1alpha1", "TrafficSplit"
#define TRAEFIK   "traefik.io/v1alpha1", "TraefikService"
#define INGRESS   "networking.k8s.io/v1", "Ingress"
#define OWN       "example.com/v1", "Router"
#define REFS(...) "spec: {rules: [{backendRefs: [" __VA_ARGS__ "]}]}"
#define OF(name)  ".spec.rules[0].backendRefs[name=" name "].weight"
#define CANARY    ".metadata.annotations['nginx.ingress.kubernetes.io/canary-weight']"

struct kind {
    const char *api, *kind;
};

static iter8_document *make_object(const struct kind *kind, const char *body)
{
    char text[2048];
    const char *metadata = strstr(body, "metadata:") != NULL ? "" : "metadata: {name: app}\n";
    snprintf(text, sizeof text, "apiVersion: %s\nkind: %s\n%s%s\n", kind->api, kind->kind, metadata,
             body);
    return only_document_of(text);
}

static void add_reference(char *text, size_t size, const struct kind *kind, const char *path)
{
    size_t had = strlen(text);
    if (path != NULL)
        snprintf(text + had, size - had,
                 "\n      weightObjRef: {apiVersion: %s, kind: %s, name: app, fieldPath: \"%s\"}",
                 kind->api, kind->kind, path);
}

static iter8_experiment *make_experiment(const struct kind *kind, const char *baseline,
                                         const char *candidate)
{
    char text[4096] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e}\nspec:\n"
        "  target: t\n  strategy: {testingPattern: Canary}\n"
        "  versionInfo:\n    baseline:\n      name: old";
    add_reference(text, sizeof text, kind, baseline);
    strcat(text, "\n    candidates:\n    - name: new");
    add_reference(text, sizeof text, kind, candidate);
    return experiment_from(text);
}

/* Writes a candidate's weight and compares the object's body. */
static void expect_write(iter8_document *object, const iter8_experiment *experiment,
                         int32_t candidate, const struct kind *kind, const char *body)
{
    int32_t weights[2] = {100 - candidate, candidate}, read[2] = {-1, -1};
    cr_assert_eq(iter8_route_write(object, experiment, weights, NULL), ITER8_OK, "%s", body);
    iter8_document *wanted = make_object(kind, body);
    char *text = document_written(object, ITER8_FORMAT_JSON_COMPACT);
    char *other = document_written(wanted, ITER8_FORMAT_JSON_COMPACT);
    cr_expect_str_eq(text, other);
    cr_expect_eq(iter8_route_read(object, experiment, read, NULL), ITER8_OK);
    cr_expect_eq(read[1], candidate);
    free(text);
    free(other);
    iter8_document_free(wanted);
}

static const struct share {
    struct kind kind;
    const char *body, *baseline, *candidate;
    int32_t found, written;
    const char *after;
} shares[] = {
    /* Others keep their numbers, and so their shares. */
    {{GATEWAY},
     REFS("{name: other, weight: 100}, {name: old, weight: 400}, {name: new, weight: 0}"),
     OF("old"),
     OF("new"),
     0,
     40,
     REFS("{name: other, weight: 100}, {name: old, weight: 240}, {name: new, weight: 160}")},
    {{GATEWAY},
     REFS("{name: other}, {name: old, weight: 75}, {name: new, weight: 25}"),
     OF("old"),
     OF("new"),
     25,
     30,
     REFS("{name: other}, {name: old, weight: 70}, {name: new, weight: 30}")},
    /* Who has no weight shares nothing. */
    {{GATEWAY},
     REFS("{name: other, weight: 0}, {name: old, weight: 3}, {name: new, weight: 1}"),
     OF("old"),
     OF("new"),
     25,
     30,
     REFS("{name: other, weight: 0}, {name: old, weight: 70}, {name: new, weight: 30}")},
    {{ISTIO},
     "spec: {http: [{route: [{id: other}, {id: old, weight: 100}, {id: new}]}]}",
     ".spec.http[0].route[id=old].weight",
     ".spec.http[0].route[id=new].weight",
     0,
     30,
     "spec: {http: [{route: [{id: other}, {id: old, weight: 70}, {id: new, weight: 30}]}]}"},
    {{SMI},
     "spec: {backends: [{service: other, weight: 500m}, {service: old, weight: 500m},"
     " {service: new, weight: 0m}]}",
     ".spec.backends[service=old].weight",
     ".spec.backends[service=new].weight",
     0,
     3,
     "spec: {backends: [{service: other, weight: 500m}, {service: old, weight: 485m},"
     " {service: new, weight: 15m}]}"},
    {{TRAEFIK},
     "spec: {weighted: {services: [{name: other, weight: 50}, {name: old, weight: 200},"
     " {name: new, weight: 0}]}}",
     ".spec.weighted.services[name=old].weight",
     ".spec.weighted.services[name=new].weight",
     0,
     10,
     "spec: {weighted: {services: [{name: other, weight: 50}, {name: old, weight: 180},"
     " {name: new, weight: 20}]}}"},
    {{OWN},
     "to: [{id: other, w: 100}, {id: old, w: 100}, {id: new, w: 0}]",
     ".to[1].w",
     ".to[2].w",
     0,
     7,
     "to: [{id: other, w: 100}, {id: old, w: 93}, {id: new, w: 7}]"},
    /* A total that the object declares. */
    {{INGRESS},
     "metadata: {name: app, annotations: {nginx.ingress.kubernetes.io/canary-weight: '150',"
     " nginx.ingress.kubernetes.io/canary-weight-total: '1000'}}",
     NULL,
     CANARY,
     15,
     20,
     "metadata: {name: app, annotations: {nginx.ingress.kubernetes.io/canary-weight: '200',"
     " nginx.ingress.kubernetes.io/canary-weight-total: '1000'}}"},
    /* Several places; those without all versions are left alone. */
    {{ISTIO},
     "spec: {http: [{route: [{id: new}]}, {route: [{id: old, weight: 90}, {id: new, weight: 10}]},"
     " {redirect: {}}, {route: [{id: new, weight: 10}, {id: old, weight: 90}]}]}",
     ".spec.http[*].route[id=old].weight",
     ".spec.http[*].route[id=new].weight",
     10,
     20,
     "spec: {http: [{route: [{id: new}]}, {route: [{id: old, weight: 80}, {id: new, weight: 20}]},"
     " {redirect: {}}, {route: [{id: new, weight: 20}, {id: old, weight: 80}]}]}"},
    /* Each split has its own others, and its own total. */
    {{GATEWAY},
     "spec: {rules: [{backendRefs: [{name: old, weight: 9}, {name: new, weight: 1}]},"
     " {backendRefs: [{name: old, weight: 180}, {name: new, weight: 20}, {name: other}]}]}",
     OF("old") ",\\n .spec.rules[1].backendRefs[name=old].weight",
     OF("new") " .spec.rules[1].backendRefs[name=new].weight",
     10,
     50,
     "spec: {rules: [{backendRefs: [{name: old, weight: 50}, {name: new, weight: 50}]},"
     " {backendRefs: [{name: old, weight: 100}, {name: new, weight: 100}, {name: other}]}]}"},
};

Test(routing_shares, versions_share_what_they_held_together)
{
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        const struct share *one = &shares[i];
        iter8_document *object = make_object(&one->kind, one->body);
        iter8_experiment *experiment = make_experiment(&one->kind, one->baseline, one->candidate);
        int32_t weights[2] = {-1, -1};
        cr_assert_eq(iter8_route_read(object, experiment, weights, NULL), ITER8_OK, "%s",
                     one->body);
        cr_expect_eq(weights[1], one->found, "%s%d", one->body, weights[1]);
        expect_write(object, experiment, one->written, &one->kind, one->after);
        iter8_experiment_free(experiment);
        iter8_document_free(object);
    }
}

static const struct refusal {
    struct kind kind;
    const char *body, *baseline, *candidate, *problem;
} refusals[] = {
    {{GATEWAY},
     REFS("{name: other, weight: 20}, {name: old, weight: 80}, {name: new, weight: 0}"),
     OF("old"),
     OF("new"),
     "beside weights of others, 20, the versions share 80, of which a percent cannot be written; "
     "all weights of this list times 5 say the same and can be shared"},
    {{ISTIO},
     "spec: {http: [{route: [{id: other, weight: 20}, {id: old, weight: 80}, {id: new}]}]}",
     ".spec.http[0].route[id=old].weight",
     ".spec.http[0].route[id=new].weight",
     "beside weights of others, 20, the versions share 80, of which a percent cannot be written"},
    {{KNATIVE},
     "spec: {traffic: [{tag: x, percent: 1}, {tag: old, percent: 99}, {tag: new}]}",
     ".spec.traffic[tag=old].percent",
     ".spec.traffic[tag=new].percent",
     "beside weights of others, 1, the versions share 99, of which a percent cannot be written"},
    {{KNATIVE},
     "spec: {traffic: [{tag: old, percent: 100}, {tag: new}]}",
     NULL,
     ".spec.traffic[tag=new].percent",
     "beside it stand weights that no version names: name all versions, so that it is known what "
     "they share"},
    {{INGRESS},
     "metadata: {name: app, annotations: {nginx.ingress.kubernetes.io/canary-weight: '1',"
     " nginx.ingress.kubernetes.io/canary-weight-total: '250'}}",
     NULL,
     CANARY,
     "all traffic is 250, of which a percent cannot be written"},
    {{INGRESS},
     "metadata: {name: app, annotations: {nginx.ingress.kubernetes.io/canary-weight: '1',"
     " nginx.ingress.kubernetes.io/canary-weight-total: all}}",
     NULL,
     CANARY,
     "the total of weights is not in 1..1000000"},
    {{INGRESS},
     "metadata: {name: app, annotations: {nginx.ingress.kubernetes.io/canary-weight: '101'}}",
     NULL,
     CANARY,
     "the weight is more than all traffic"},
    {{GATEWAY},
     "spec: {rules: [{backendRefs: [{name: old}]}, {backendRefs: [{name: new}]}]}",
     OF("old"),
     ".spec.rules[1].backendRefs[0].weight",
     "the weights of the versions do not stand in one list"},
    {{GATEWAY},
     REFS("{name: other, weight: x}, {name: old, weight: 80}, {name: new, weight: 0}"),
     OF("old"),
     OF("new"),
     "beside it stands something that is no weight"},
    {{GATEWAY},
     REFS("{name: other, weight: 1}, {name: old, weight: 0}, {name: new, weight: 0}"),
     OF("old"),
     OF("new"),
     "all weights are 0"},
    {{ISTIO},
     "spec: {http: [{route: [{id: old}]}, {route: [{id: new}]}]}",
     ".spec.http[*].route[id=old].weight",
     ".spec.http[*].route[id=new].weight",
     "no item holds the weights of all versions"},
    {{OWN},
     "to: [{id: old, w: 100}, {id: new, w: 0}, {id: old, w: 100}]",
     ".to[0].w, .to[2].w",
     ".to[1].w",
     "these are not as many places as those of version old"},
    {{OWN},
     "to: [{id: old, w: 100}, {id: new, w: 0}]",
     ".to[0].w, .to[id=old].w",
     ".to[1].w, .to[id=new].w",
     "the field is named twice"},
};

/* Reading and writing agree, so that a run is refused before it begins. */
Test(routing_shares, what_cannot_be_shared_is_refused)
{
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        const struct refusal *one = &refusals[i];
        iter8_document *object = make_object(&one->kind, one->body);
        iter8_experiment *experiment = make_experiment(&one->kind, one->baseline, one->candidate);
        iter8_diagnostics *list;
        int32_t weights[2] = {50, 50};
        cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
        int rc = iter8_route_read(object, experiment, weights, list);
        char *problems = problems_text(list);
        cr_expect(rc < 0 && strstr(problems, one->problem) != NULL, "%s%s", one->body, problems);
        cr_expect_eq(iter8_route_write(object, experiment, weights, NULL), rc);
        free(problems);
        iter8_diagnostics_free(list);
        iter8_experiment_free(experiment);
        iter8_document_free(object);
    }
}

/* The one that somebody has changed counts, and a write makes them agree again. */
Test(routing_shares, places_that_differ)
{
    static const struct kind own = {OWN};
    static const char *const bodies[] = {"to: [{w: 100}, {w: 0}, {w: 40}, {w: 60}]",
                                         "to: [{w: 40}, {w: 60}, {w: 100}, {w: 0}]"};
    for (size_t i = 0; i < 2; i++) {
        iter8_document *object = make_object(&own, bodies[i]);
        iter8_experiment *experiment =
            make_experiment(&own, ".to[0].w, .to[2].w", ".to[1].w .to[3].w");
        int32_t weights[2] = {-1, -1};
        cr_expect_eq(iter8_route_read(object, experiment, weights, NULL), ITER8_OK);
        cr_expect(weights[0] == 40 && weights[1] == 60, "%d and %d", weights[0], weights[1]);
        expect_write(object, experiment, 20, &own, "to: [{w: 80}, {w: 20}, {w: 80}, {w: 20}]");
        iter8_experiment_free(experiment);
        iter8_document_free(object);
    }
}

Test(routing_shares, one_patch_moves_all_places)
{
    static const struct kind istio = {ISTIO};
    iter8_document *object =
        make_object(&istio, "spec: {http: [{route: [{weight: 90}, {weight: 10}]},"
                            " {route: [{weight: 100}, {weight: 0}]}]}");
    iter8_experiment *experiment =
        make_experiment(&istio, ".spec.http[*].route[0].weight", ".spec.http[*].route[1].weight");
    int32_t weights[2] = {-1, -1};
    iter8_document *patch;
    cr_expect_eq(iter8_route_read(object, experiment, weights, NULL), ITER8_OK);
    cr_expect(weights[0] == 90 && weights[1] == 10, "%d and %d", weights[0], weights[1]);
    cr_assert_eq(iter8_route_patch(object, experiment, (int32_t[]){80, 20}, NULL, &patch), 0);
    char *text = document_written(patch, ITER8_FORMAT_JSON_COMPACT);
    cr_expect_str_eq(text,
                     "[{\"op\":\"test\",\"path\":\"/spec/http/0/route/0/weight\",\"value\":90},"
                     "{\"op\":\"test\",\"path\":\"/spec/http/0/route/1/weight\",\"value\":10},"
                     "{\"op\":\"test\",\"path\":\"/spec/http/1/route/0/weight\",\"value\":100},"
                     "{\"op\":\"test\",\"path\":\"/spec/http/1/route/1/weight\",\"value\":0},"
                     "{\"op\":\"replace\",\"path\":\"/spec/http/0/route/0/weight\",\"value\":80},"
                     "{\"op\":\"replace\",\"path\":\"/spec/http/0/route/1/weight\",\"value\":20},"
                     "{\"op\":\"replace\",\"path\":\"/spec/http/1/route/0/weight\",\"value\":80},"
                     "{\"op\":\"replace\",\"path\":\"/spec/http/1/route/1/weight\",\"value\":20}]");
    free(text);
    iter8_document_free(patch);
    iter8_experiment_free(experiment);
    iter8_document_free(object);
}
