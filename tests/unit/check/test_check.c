/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiments.h"
#include "iter8/check.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPERIMENT                                                                                 \
    "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e}\nspec:\n"             \
    "  target: t\n  strategy: {testingPattern: Canary}\n"                                          \
    "  criteria: {objectives: [{metric: errors, upperLimit: 1}]}\n"                                \
    "  versionInfo:\n"                                                                             \
    "    baseline:\n      name: old\n"                                                             \
    "      weightObjRef: {apiVersion: v1, kind: Route, name: r, fieldPath: .old}\n"                \
    "    candidates:\n    - name: new\n"                                                           \
    "      weightObjRef: {apiVersion: v1, kind: Route, name: r, fieldPath: .new}\n"
#define METRIC(name)                                                                               \
    "---\napiVersion: iter8.tools/v2alpha2\nkind: Metric\nmetadata: {name: " name                  \
    "}\nspec: {mock: [{name: old, level: 1}, {name: new, level: 1}]}\n"
#define MOCK(one, other)                                                                           \
    "---\napiVersion: iter8.tools/v2alpha2\nkind: Metric\nmetadata: {name: errors}\n"              \
    "spec: {mock: [{name: " one ", level: 1}, {name: " other ", level: 1}]}\n"
#define ADDRESS(url)                                                                               \
    "---\napiVersion: iter8.tools/v2alpha2\nkind: Metric\nmetadata: {name: errors}\n"              \
    "spec: {urlTemplate: '" url "'}\n"
#define ROUTE(weights) "---\napiVersion: v1\nkind: Route\nmetadata: {name: r}\n" weights "\n"

#define NOT_GIVEN(meant)                                                                           \
    "W NOT_FOUND 11:21 spec.versionInfo.baseline.weightObjRef: none of the objects that are "      \
    "given is v1 Route r (did you mean " meant "?)\n"                                              \
    "W NOT_FOUND 14:21 spec.versionInfo.candidates[0].weightObjRef: none of the objects that are " \
    "given is v1 Route r (did you mean " meant "?)"

static char *check_all(const char *text, const iter8_experiment_options *options)
{
    iter8_documents *documents;
    iter8_diagnostics *list;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK);
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    size_t count = iter8_documents_count(documents);
    iter8_document *all[8];
    for (size_t i = 0; i < count; i++)
        all[i] = iter8_documents_at(documents, i);
    for (size_t i = 0; i < count; i++) {
        size_t before = iter8_diagnostics_count(list);
        int rc = iter8_document_check(all, count, i, options, list);
        cr_expect(rc == ITER8_OK || iter8_diagnostics_count(list) > before, "%s", text);
        cr_expect_eq(iter8_document_check(all, count, i, options, NULL), rc);
    }
    char *problems = problems_text(list);
    iter8_diagnostics_free(list);
    iter8_documents_free(documents);
    return problems;
}

static const struct {
    const char *text;
    const char *problems;
} cases[] = {
    {EXPERIMENT, ""},
    {EXPERIMENT METRIC("errors"), ""},
    {EXPERIMENT METRIC("error"),
     "E NO_METRIC 7:36 spec.criteria.objectives[0].metric: none of the Metrics that are given is "
     "errors (did you mean error?)"},
    {EXPERIMENT METRIC("errors, namespace: far"),
     "E NO_METRIC 7:36 spec.criteria.objectives[0].metric: none of the Metrics that are given is "
     "errors (did you mean far/errors?)"},
    /* One that is given and not valid is told of once. */
    {EXPERIMENT "---\napiVersion: iter8.tools/v2alpha2\nkind: Metric\nmetadata: {name: errors}\n"
                "spec: {type: gauge}\n",
     "E ENUM 19:14 spec.type: \"gauge\" is not one of Counter or Gauge"},
    {"apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e}\nspec:\n"
     "  target: t\n  strategy: {testingPattern: Conformance}\n"
     "  criteria: {requestCount: count, indicators: [latency, latencies]}\n"
     "  versionInfo: {baseline: {name: old}}\n" METRIC("latency"),
     "E NO_METRIC 7:28 spec.criteria.requestCount: none of the Metrics that are given is count\n"
     "E NO_METRIC 7:57 spec.criteria.indicators[1]: none of the Metrics that are given is "
     "latencies (did you mean latency?)\n"
     "W NOT_FOUND 13:45 spec.mock[1].name: none of the experiments that are given has a version "
     "new"},
    {EXPERIMENT METRIC("errors") METRIC("errors"),
     "E DUPLICATE_NAME 23:18 metadata.name: the Metric errors is given twice"},
    {EXPERIMENT "---\n" EXPERIMENT,
     "E DUPLICATE_NAME 18:18 metadata.name: the Experiment e is given twice"},
    {EXPERIMENT MOCK("old", "knew"), "W NOT_FOUND 19:45 spec.mock[1].name: none of the experiments "
                                     "that are given has a version knew (did you mean new?)"},
    {EXPERIMENT MOCK("old", "entirely-other"), "W NOT_FOUND 19:45 spec.mock[1].name: none of the "
                                               "experiments that are given has a version "
                                               "entirely-other"},
    {MOCK("any", "thing"), ""},
    {ADDRESS("http://prometheus.shop:9090/api?q=a b"), ""},
    {ADDRESS("HTTPS://u:p@[::1]:443/"), ""},
    {ADDRESS("$url/api"), ""},
    {ADDRESS("http://$host:port/api"), ""},
    {ADDRESS("http://a:/"), ""},
    {ADDRESS("prometheus:9090/api"),
     "E INVALID 5:21 spec.urlTemplate: the address begins neither with http:// nor with https://"},
    {ADDRESS("ftp://a/"),
     "E INVALID 5:21 spec.urlTemplate: the address begins neither with http:// nor with https://"},
    {ADDRESS("http:///api"), "E INVALID 5:21 spec.urlTemplate: the address names no host"},
    {ADDRESS("http://u@:80"), "E INVALID 5:21 spec.urlTemplate: the address names no host"},
    {ADDRESS("http://a b/"), "E INVALID 5:21 spec.urlTemplate: the host has a space in it"},
    {ADDRESS("http://a:port/"), "E INVALID 5:21 spec.urlTemplate: the port of the address is none"},
    {ADDRESS("http://a:65536"), "E INVALID 5:21 spec.urlTemplate: the port of the address is none"},
    {EXPERIMENT ROUTE("old: 100\nnew: 0"), ""},
    {EXPERIMENT ROUTE("old: 100\nnow: 0"),
     "E NO_FIELD 16:1 .new: there is no such field in Route r"},
    {EXPERIMENT ROUTE("old: 100\nnew: much"),
     "E TYPE 20:6 .new: the weight is not an integer in Route r"},
    {"apiVersion: v1\nkind: Route\nmetadata: {name: r}\n", ""},
    /* Objects that may be meant. */
    {EXPERIMENT "---\napiVersion: v2\nkind: Route\nmetadata: {name: r}\n", NOT_GIVEN("v2 Route r")},
    {EXPERIMENT "---\napiVersion: v1\nkind: route\nmetadata: {name: r}\n", NOT_GIVEN("v1 route r")},
    {EXPERIMENT "---\napiVersion: v1\nkind: Route\nmetadata: {name: r, namespace: far}\n",
     NOT_GIVEN("v1 Route far/r")},
    {EXPERIMENT "---\napiVersion: v1\nkind: Route\nmetadata: {name: other}\n", ""},
    {EXPERIMENT "---\napiVersion: v1\nkind: Secret\nmetadata: {name: r}\n", ""},
    {"apiVersion: v1\nkind: list\nitems: []\n",
     "E KIND 2:7 kind: \"list\" is not looked into (did you mean List?)"},
    {"apiVersion: iter8.tools/v2alpha2\nkind: Experimant\n",
     "E KIND 2:7 kind: \"Experimant\" is not one of Experiment, Metric or Scenario (did you mean "
     "Experiment?)"},
    {"apiVersion: iter8.tools/v2alpha2\nkind: metric\n",
     "E KIND 2:7 kind: \"metric\" is not one of Experiment, Metric or Scenario (did you mean "
     "Metric?)"},
    {"apiVersion: iter8.tool/v2alpha2\nkind: Experimant\n",
     "E KIND 2:7 kind: \"Experimant\" is not one of Experiment, Metric or Scenario (did you mean "
     "Experiment?)"},
    {"apiVersion: iter8.tools/v2alpha2\nkind: Pod\n",
     "E KIND 2:7 kind: \"Pod\" is not one of Experiment, Metric or Scenario"},
    {"apiVersion: iter8.tool/v2alpha2\nkind: Experiment\n",
     "E KIND 1:13 apiVersion: iter8.tools/v2alpha2 is wanted, not iter8.tool/v2alpha2"},
    {"kind: Route\nmetadata: {name: r}\n", "E REQUIRED 1:1 apiVersion: required field is missing"},
    {"apiVersion: v1\nmetadata: {name: r}\n",
     "E REQUIRED 1:1 kind: required field is missing\n"
     "E KIND 1:13 apiVersion: iter8.tools/v2alpha2 is wanted, not v1"},
    {"hello\n", "E TYPE 1:1 a mapping is wanted, not a text"},
};

Test(check, documents_are_checked_by_themselves_and_together)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *problems = check_all(cases[i].text, NULL);
        cr_expect_str_eq(problems, cases[i].problems, "%s--- gave:\n%s", cases[i].text, problems);
        free(problems);
    }
}

Test(check, a_list_is_looked_into)
{
    char *problems = check_all("apiVersion: v1\nkind: List\nitems:\n"
                               "- {apiVersion: iter8.tools/v2alpha2, kind: Experimant}\n",
                               NULL);
    cr_expect_eq(strncmp(problems, "E KIND 4:44 kind: ", 18), 0, "%s", problems);
    free(problems);
}

Test(check, strict_options_make_warnings_errors)
{
    static const char text[] = EXPERIMENT "colour: red\n";
    const iter8_experiment_options strict = {.struct_size = sizeof strict, .strict = 1};
    char *problems = check_all(text, NULL);
    cr_expect_str_eq(problems, "W ENUM 15:9 colour: unknown field, ignored");
    free(problems);
    problems = check_all(text, &strict);
    cr_expect_str_eq(problems, "E ENUM 15:9 colour: unknown field");
    free(problems);
}

Test(check, a_strict_list_holds_for_all_kinds)
{
    static const char *const texts[] = {
        EXPERIMENT "colour: red\n",
        "apiVersion: iter8.tools/v2alpha2\nkind: Metric\n"
        "metadata: {name: m}\nspec: {colour: red}\n",
        "apiVersion: iter8.tools/v2alpha2\nkind: Scenario\nmetadata: {name: s}\nspec:\n"
        "  requestsPerSecond: 1\n  versions: [{name: a}]\n  colour: red\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        iter8_document *document = only_document_of(texts[i]);
        iter8_diagnostics *list;
        cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
        cr_expect_eq(iter8_document_check(&document, 1, 0, NULL, list), ITER8_OK, "%s", texts[i]);
        iter8_diagnostics_set_strict(list, 1);
        cr_expect_eq(iter8_document_check(&document, 1, 0, NULL, list), ITER8_ERR_INVALID);
        iter8_diagnostics_clear(list);
        cr_expect_eq(iter8_document_check(&document, 1, 0, NULL, list), ITER8_ERR_INVALID);
        iter8_diagnostics_set_strict(list, 0);
        cr_expect_eq(iter8_document_check(&document, 1, 0, NULL, list), ITER8_OK);
        iter8_diagnostics_free(list);
        iter8_document_free(document);
    }
    iter8_diagnostics_set_strict(NULL, 1);
}

Test(check, wrong_arguments_are_told)
{
    iter8_document *document = only_document_of("a: 1\n");
    const iter8_experiment_options small = {.struct_size = 1};
    cr_expect_eq(iter8_document_check(NULL, 1, 0, NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_document_check(&document, 1, 1, NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_document_check(&document, 1, 0, &small, NULL), ITER8_ERR_ARGUMENT);
    iter8_document_free(document);
}
