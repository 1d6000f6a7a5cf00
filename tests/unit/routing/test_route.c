/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/routing.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define REF(namespace, path)                                                                       \
    "weightObjRef: {apiVersion: net/v1, kind: Route, name: web" namespace ", fieldPath: '" path "'}"

/* The first two versions are in one object, the third in another namespace, the last has none. */
static const char spec[] =
    "metadata: {namespace: shop}\n"
    "spec:\n  versionInfo:\n"
    "    baseline: {name: a, " REF(
        "", ".spec.routes[0].weight") "}\n"
                                      "    candidates:\n"
                                      "    - {name: b, " REF(
                                          "",
                                          ".spec.routes[1].weight") "}\n"
                                                                    "    - {name: c, " REF(
                                                                        ", namespace: other",
                                                                        ".w") "}\n"
                                                                              "    - {name: d}\n";

#define OBJECT(namespace, rest)                                                                    \
    "apiVersion: net/v1\nkind: Route\nmetadata: {name: web" namespace "}\n" rest "\n"
#define ROUTES(first, second)                                                                      \
    OBJECT(", namespace: shop", "spec: {routes: [{weight: " first "}, {weight: " second "}]}")

Test(routing_route, reference_has_the_namespace_of_the_experiment_by_default)
{
    iter8_experiment *experiment = partial_from(spec);
    iter8_weight_reference r = {.struct_size = sizeof r};
    cr_assert_eq(iter8_experiment_weight_reference(experiment, 0, &r), ITER8_OK);
    cr_expect_str_eq(r.api_version, "net/v1");
    cr_expect_str_eq(r.kind, "Route");
    cr_expect_str_eq(r.namespace_, "shop");
    cr_expect_str_eq(r.name, "web");
    cr_expect_str_eq(r.field_path, ".spec.routes[0].weight");
    cr_assert_eq(iter8_experiment_weight_reference(experiment, 2, &r), ITER8_OK);
    cr_expect_str_eq(r.namespace_, "other");
    cr_expect_eq(iter8_experiment_weight_reference(experiment, 3, &r), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_experiment_weight_reference(experiment, 4, &r), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_experiment_weight_reference(NULL, 0, &r), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_weight_reference(experiment, 0, NULL), ITER8_ERR_ARGUMENT);
    iter8_experiment_free(experiment);
}

Test(routing_route, object_is_known_by_version_kind_name_and_namespace)
{
    static const struct {
        const char *object;
        int holds[4];
    } cases[] = {
        {OBJECT(", namespace: shop", ""), {1, 1, 0, 0}},
        {OBJECT(", namespace: other", ""), {0, 0, 1, 0}},
        {OBJECT("", ""), {0, 0, 0, 0}},
        {"apiVersion: net/v2\nkind: Route\nmetadata: {name: web, namespace: shop}", {0}},
        {"apiVersion: net/v1\nkind: Other\nmetadata: {name: web, namespace: shop}", {0}},
        {"apiVersion: net/v1\nkind: Route\nmetadata: {name: app, namespace: shop}", {0}},
        {"[]", {0}},
    };
    iter8_experiment *experiment = partial_from(spec);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8_document *object = only_document_of(cases[i].object);
        for (size_t v = 0; v < 4; v++)
            cr_expect_eq(iter8_route_holds(object, experiment, v), cases[i].holds[v], "%s: %zu",
                         cases[i].object, v);
        cr_expect_eq(iter8_route_holds(object, experiment, 4), 0);
        cr_expect_eq(iter8_route_holds(object, NULL, 0), 0);
        iter8_document_free(object);
    }
    cr_expect_eq(iter8_route_holds(NULL, experiment, 0), 0);
    iter8_experiment_free(experiment);
}

Test(routing_route, no_namespace_is_that_named_default)
{
    iter8_experiment *experiment =
        partial_from("spec: {versionInfo: {baseline: {name: a, " REF("", ".w") "}}}");
    iter8_document *bare = only_document_of(OBJECT("", ""));
    iter8_document *named = only_document_of(OBJECT(", namespace: default", ""));
    cr_expect(iter8_route_holds(bare, experiment, 0) && iter8_route_holds(named, experiment, 0));
    iter8_document_free(bare);
    iter8_document_free(named);
    iter8_experiment_free(experiment);
}

Test(routing_route, reads_the_weights_that_an_object_holds)
{
    iter8_experiment *experiment = partial_from(spec);
    iter8_document *shop = only_document_of(ROUTES("100", "0"));
    iter8_document *other = only_document_of(OBJECT(", namespace: other", "w: 7"));
    int32_t weights[4] = {-1, -1, -1, -1};
    cr_expect_eq(iter8_route_read(shop, experiment, weights, NULL), ITER8_OK);
    cr_expect(weights[0] == 100 && weights[1] == 0 && weights[2] == -1 && weights[3] == -1);
    cr_expect_eq(iter8_route_read(other, experiment, weights, NULL), ITER8_OK);
    cr_expect(weights[0] == 100 && weights[1] == 0 && weights[2] == 7 && weights[3] == -1);
    iter8_document_free(shop);
    iter8_document_free(other);
    iter8_experiment_free(experiment);
}

Test(routing_route, every_bad_weight_is_told)
{
    static const struct {
        const char *object;
        int result;
        const char *problems;
    } cases[] = {
        {ROUTES("1000001", "-1"), ITER8_ERR_RANGE,
         "E RANGE 4:26 .spec.routes[0].weight: the weight is not in 0..1000000 in Route web\n"
         "E RANGE 4:45 .spec.routes[1].weight: the weight is not in 0..1000000 in Route web"},
        {ROUTES("'5%'", "0.5"), ITER8_ERR_TYPE,
         "E TYPE 4:26 .spec.routes[0].weight: the weight is not an integer in Route web\n"
         "E TYPE 4:42 .spec.routes[1].weight: the weight is not an integer in Route web"},
        {ROUTES("null", "5"), ITER8_ERR_TYPE,
         "E TYPE 4:26 .spec.routes[0].weight: the weight is not an integer in Route web"},
        {OBJECT(", namespace: shop", "spec: {routes: [{weight: 5}]}"), ITER8_ERR_NO_FIELD,
         "E NO_FIELD 4:16 .spec.routes[1].weight: there is no such field in Route web"},
        {OBJECT(", namespace: shop", "spec: 5"), ITER8_ERR_NO_FIELD,
         "E NO_FIELD 4:7 .spec.routes[0].weight: there is no such field in Route web\n"
         "E NO_FIELD 4:7 .spec.routes[1].weight: there is no such field in Route web"},
    };
    iter8_experiment *experiment = partial_from(spec);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8_documents *documents;
        iter8_diagnostics *list;
        int32_t weights[4] = {0};
        cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
        cr_assert_eq(
            iter8_documents_read(cases[i].object, strlen(cases[i].object), NULL, NULL, &documents),
            ITER8_OK);
        int rc = iter8_route_read(iter8_documents_at(documents, 0), experiment, weights, list);
        cr_expect_eq(rc, cases[i].result, "%s: %d", cases[i].object, rc);
        char *problems = problems_text(list);
        cr_expect_str_eq(problems, cases[i].problems, "%s", problems);
        for (size_t v = 0; v < 4; v++)
            cr_expect_eq(weights[v], 0, "%s: version %zu was written", cases[i].object, v);
        free(problems);
        iter8_documents_free(documents);
        iter8_diagnostics_free(list);
    }
    iter8_experiment_free(experiment);
}

Test(routing_route, malformed_field_path_is_called_so)
{
    iter8_experiment *experiment =
        partial_from("spec: {versionInfo: {baseline: {name: a, " REF("", ".w[") "}}}");
    iter8_document *object = only_document_of(OBJECT("", "w: 5"));
    iter8_diagnostics *list;
    int32_t weights[1];
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    cr_expect_eq(iter8_route_read(object, experiment, weights, list), ITER8_ERR_FIELD_PATH);
    char *problems = problems_text(list);
    cr_expect_str_eq(problems, "E FIELD_PATH 0:0 .w[: malformed field path in Route web");
    free(problems);
    iter8_diagnostics_free(list);
    iter8_document_free(object);
    iter8_experiment_free(experiment);
}

/* The patch for weights that are to be, as text. */
static void expect_patch(const iter8_experiment *experiment, const iter8_document *object,
                         const int32_t *weights, const char *expected)
{
    iter8_document *patch;
    cr_assert_eq(iter8_route_patch(object, experiment, weights, NULL, &patch), ITER8_OK);
    char *text = document_written(patch, ITER8_FORMAT_JSON_COMPACT);
    cr_expect_str_eq(text, expected);
    free(text);
    iter8_document_free(patch);
}

Test(routing_route, patch_tests_all_and_replaces_what_differs)
{
    iter8_experiment *experiment = partial_from(spec);
    iter8_document *object = only_document_of(ROUTES("100", "0"));
#define TESTS                                                                                      \
    "[{\"op\":\"test\",\"path\":\"/spec/routes/0/weight\",\"value\":100},"                         \
    "{\"op\":\"test\",\"path\":\"/spec/routes/1/weight\",\"value\":0},"
    expect_patch(experiment, object, (int32_t[]){90, 10, 0, 0},
                 TESTS "{\"op\":\"replace\",\"path\":\"/spec/routes/0/weight\",\"value\":90},"
                       "{\"op\":\"replace\",\"path\":\"/spec/routes/1/weight\",\"value\":10}]");
    expect_patch(experiment, object, (int32_t[]){100, 5, 0, 0},
                 TESTS "{\"op\":\"replace\",\"path\":\"/spec/routes/1/weight\",\"value\":5}]");
    expect_patch(experiment, object, (int32_t[]){100, 0, 0, 0}, "[]");
    iter8_document_free(object);
    object = only_document_of(OBJECT(", namespace: elsewhere", ""));
    expect_patch(experiment, object, (int32_t[]){1, 2, 3, 4}, "[]");
    iter8_document_free(object);
    iter8_experiment_free(experiment);
}

Test(routing_route, writes_all_weights)
{
    iter8_experiment *experiment = partial_from(spec);
    iter8_document *object = only_document_of(ROUTES("100", "0"));
    cr_expect_eq(iter8_route_write(object, experiment, (int32_t[]){0, 100, 0, 0}, NULL), ITER8_OK);
    char *text = document_written(object, ITER8_FORMAT_YAML);
    cr_expect(same_tree(text, ROUTES("0", "100")), "%s", text);
    free(text);
    iter8_document_free(object);
    iter8_experiment_free(experiment);
}

Test(routing_route, writes_none_where_one_cannot_be_written)
{
    static const struct {
        const char *object;
        int32_t weights[4];
        int result;
    } cases[] = {
        {ROUTES("100", "x"), {50, 50, 0, 0}, ITER8_ERR_TYPE},
        {ROUTES("100", "1000001"), {50, 50, 0, 0}, ITER8_ERR_RANGE},
        {ROUTES("100", "0"), {50, -1, 0, 0}, ITER8_ERR_RANGE},
        {ROUTES("100", "0"), {50, 101, 0, 0}, ITER8_ERR_RANGE},
        {OBJECT(", namespace: shop", "spec: {routes: [{weight: 100}]}"),
         {50, 50, 0, 0},
         ITER8_ERR_NO_FIELD},
    };
    iter8_experiment *experiment = partial_from(spec);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8_document *object = only_document_of(cases[i].object);
        iter8_document *patch = object;
        cr_expect_eq(iter8_route_write(object, experiment, cases[i].weights, NULL),
                     cases[i].result);
        cr_expect_eq(iter8_route_patch(object, experiment, cases[i].weights, NULL, &patch),
                     cases[i].result);
        cr_expect_null(patch);
        char *text = document_written(object, ITER8_FORMAT_YAML);
        cr_expect(same_tree(text, cases[i].object), "%s", text);
        free(text);
        iter8_document_free(object);
    }
    iter8_experiment_free(experiment);
}

Test(routing_route, weights_of_other_objects_do_not_matter)
{
    iter8_experiment *experiment = partial_from(spec);
    iter8_document *object = only_document_of(ROUTES("100", "0"));
    cr_expect_eq(iter8_route_write(object, experiment, (int32_t[]){60, 40, -1, 999}, NULL),
                 ITER8_OK);
    iter8_document_free(object);
    iter8_experiment_free(experiment);
}

Test(routing_route, arguments_are_checked)
{
    iter8_experiment *experiment = partial_from(spec);
    iter8_document *object = only_document_of(ROUTES("100", "0"));
    iter8_document *patch = object;
    int32_t weights[4] = {0};
    cr_expect_eq(iter8_route_read(NULL, experiment, weights, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_route_read(object, NULL, weights, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_route_read(object, experiment, NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_route_patch(NULL, experiment, weights, NULL, &patch), ITER8_ERR_ARGUMENT);
    cr_expect_null(patch);
    cr_expect_eq(iter8_route_patch(object, experiment, weights, NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_route_write(NULL, experiment, weights, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_route_write(object, experiment, NULL, NULL), ITER8_ERR_ARGUMENT);
    iter8_document_free(object);
    iter8_experiment_free(experiment);
}

Test(routing_route, two_paths_to_one_field_are_told)
{
    iter8_experiment *experiment = partial_from("spec: {versionInfo: {baseline: {name: a, " REF(
        "", ".to[0].w") "}, candidates: [{name: b, " REF("", ".to[name=a].w") "}]}}");
    iter8_document *object =
        only_document_of(OBJECT("", "to: [{name: a, w: 50}, {name: b, w: 50}]"));
    iter8_diagnostics *list;
    int32_t weights[2];
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    cr_expect_eq(iter8_route_read(object, experiment, weights, list), ITER8_ERR_SHARED_FIELD);
    char *problems = problems_text(list);
    cr_expect_str_eq(problems, "E SHARED_FIELD 0:0 .to[name=a].w: the field already holds another "
                               "version's weight in Route web");
    free(problems);
    iter8_diagnostics_free(list);
    iter8_document_free(object);
    iter8_experiment_free(experiment);
}

Test(routing_route, fields_are_the_same_however_their_paths_are_written)
{
    static const char two_spellings[] =
        "spec:\n  versionInfo:\n"
        "    baseline: {name: a, weightObjRef: {apiVersion: net/v1, kind: Route, name: web,"
        " fieldPath: '.spec.routes[host=x].weight'}}\n"
        "    candidates:\n"
        "    - {name: b, weightObjRef: {apiVersion: net/v1, kind: Route, name: web,"
        " fieldPath: \"spec['routes'][1]['weight/~']\"}}\n";
    iter8_experiment *experiment = partial_from(two_spellings);
    iter8_documents *objects;
    iter8_document *fields;
    const char *pointer;
    static const char text[] =
        OBJECT("", "spec: {routes: [{host: x, weight: 60}, {weight/~: 40}]}");
    cr_assert_eq(iter8_documents_read(text, sizeof text - 1, NULL, NULL, &objects), ITER8_OK);
    cr_assert_eq(iter8_route_fields(iter8_documents_at(objects, 0), experiment, NULL, &fields), 0);
    cr_assert_eq(iter8_document_string(fields, "[0]", &pointer), ITER8_OK);
    cr_expect_str_eq(pointer, "/spec/routes/0/weight");
    cr_assert_eq(iter8_document_string(fields, "[1]", &pointer), ITER8_OK);
    cr_expect_str_eq(pointer, "/spec/routes/1/weight~1~0");
    iter8_document_free(fields);
    cr_expect_eq(iter8_route_fields(NULL, experiment, NULL, &fields), ITER8_ERR_ARGUMENT);
    cr_expect_null(fields);
    cr_expect_eq(iter8_route_fields(iter8_documents_at(objects, 0), NULL, NULL, &fields),
                 ITER8_ERR_ARGUMENT);
    iter8_documents_free(objects);
    iter8_experiment_free(experiment);
}
