/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/memory.h"
#include "document/document.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "spec/metric.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define METRIC_HEAD "apiVersion: iter8.tools/v2alpha2\nkind: Metric\nmetadata: {name: m}\nspec:\n"

static const char full[] = "apiVersion: iter8.tools/v2alpha2\n"
                           "kind: Metric\n"
                           "metadata: {name: error-rate, namespace: iter8}\n"
                           "spec:\n"
                           "  description: share of requests that fail\n"
                           "  type: Counter\n"
                           "  units: percent\n"
                           "  sampleSize: iter8/request-count\n"
                           "  provider: prometheus\n"
                           "  method: POST\n"
                           "  body: '{\"q\": \"$name\"}'\n"
                           "  authType: Bearer\n"
                           "  secret: iter8/token\n"
                           "  headerTemplates: [{name: Authorization, value: 'Bearer ${token}'}]\n"
                           "  params: [{name: query, value: up}, {name: time}]\n"
                           "  jqExpression: '.data'\n"
                           "  urlTemplate: http://metrics/query\n"
                           "  mock: [{name: old, level: '10m'}, {name: new, level: 5}]\n";

static iter8_allocator allocator;
static iter8__arena arena;

static iter8__metric decoded(const char *text)
{
    iter8_document *document = only_document_of(text);
    iter8__decoder decoder;
    iter8__metric metric;
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), ITER8_OK);
    iter8__arena_init(&arena, &allocator);
    iter8__decoder_init(&decoder, document, NULL, &arena);
    iter8__metric_decode(&decoder, iter8__document_root(document), &metric);
    cr_assert_eq(iter8__decoder_finish(&decoder), ITER8_OK);
    iter8_document_free(document);
    return metric;
}

Test(model_metric, reads_every_field)
{
    iter8__metric m = decoded(full);
    cr_expect_str_eq(m.name, "error-rate");
    cr_expect_str_eq(m.namespace_, "iter8");
    cr_expect_str_eq(m.units, "percent");
    cr_expect_str_eq(m.sample_size, "iter8/request-count");
    cr_expect_str_eq(m.provider, "prometheus");
    cr_expect_str_eq(m.body, "{\"q\": \"$name\"}");
    cr_expect_str_eq(m.secret, "iter8/token");
    cr_expect_str_eq(m.jq_expression, ".data");
    cr_expect_str_eq(m.url_template, "http://metrics/query");
    cr_expect_eq(m.type, ITER8__COUNTER);
    cr_expect_eq(m.method, ITER8__POST);
    cr_expect_eq(m.auth_type, 2);
    cr_assert_eq(m.param_count, 2);
    cr_expect_str_eq(m.params[0].value, "up");
    cr_expect_str_eq(m.params[1].name, "time");
    cr_expect_str_eq(m.params[1].value, "");
    cr_assert_eq(m.header_count, 1);
    cr_expect_str_eq(m.headers[0].value, "Bearer ${token}");
    cr_assert_eq(m.mock_count, 2);
    cr_expect_str_eq(m.mock[0].version, "old");
    cr_expect(m.mock[0].level == 0.01 && m.mock[1].level == 5);
    iter8__arena_clear(&arena);
}

Test(model_metric, fills_in_type_and_method)
{
    iter8__metric m = decoded(METRIC_HEAD "  type: null\n");
    cr_expect_eq(m.type, ITER8__GAUGE);
    cr_expect_eq(m.method, ITER8__GET);
    cr_expect_eq(m.auth_type, 0);
    cr_expect_str_eq(m.namespace_, "");
    cr_expect(m.param_count == 0 && m.header_count == 0 && m.mock_count == 0);
    cr_expect(m.units == NULL && m.sample_size == NULL && m.url_template == NULL);
    iter8__arena_clear(&arena);
}

Test(model_metric, check_tells_what_is_wrong)
{
    static const struct {
        const char *text;
        int result;
        const char *problems;
    } cases[] = {
        {full, ITER8_OK, ""},
        {METRIC_HEAD "  unit: s\n", ITER8_OK,
         "W ENUM 5:9 spec.unit: unknown field, ignored (did you mean units?)"},
        {"[]", ITER8_ERR_INVALID, "E TYPE 1:1 a mapping is wanted, not a list"},
        {"apiVersion: v1\nkind: Service\n", ITER8_ERR_KIND,
         "E KIND 1:13 apiVersion: iter8.tools/v2alpha2 is wanted, not v1\n"
         "E KIND 2:7 kind: Metric is wanted, not Service"},
        {"apiVersion: monitoring/v1\nkind: Metric\nmetadata: {name: m}\nspec: {}\n", ITER8_ERR_KIND,
         "E KIND 1:13 apiVersion: iter8.tools/v2alpha2 is wanted, not monitoring/v1"},
        {"kind: Metric\n", ITER8_ERR_INVALID,
         "E REQUIRED 1:1 apiVersion: required field is missing\n"
         "E REQUIRED 1:1 metadata: required field is missing\n"
         "E REQUIRED 1:1 spec: required field is missing"},
        {METRIC_HEAD "  type: Histogram\n  method: PUT\n  authType: None\n", ITER8_ERR_INVALID,
         "E ENUM 5:9 spec.type: \"Histogram\" is not one of Counter or Gauge\n"
         "E ENUM 6:11 spec.method: \"PUT\" is not one of GET or POST\n"
         "E ENUM 7:13 spec.authType: \"None\" is not one of Basic, Bearer or APIKey"},
        {METRIC_HEAD "  params: [query, {value: 1}]\n", ITER8_ERR_INVALID,
         "E TYPE 5:12 spec.params[0]: a mapping is wanted, not a text\n"
         "E REQUIRED 5:19 spec.params[1].name: required field is missing\n"
         "E TYPE 5:27 spec.params[1].value: a text is wanted, not an integer"},
        {METRIC_HEAD
         "  mock: [{name: a}, {name: b, level: null}, {level: 1}, {name: c, level: x}, 7]"
         "\n",
         ITER8_ERR_INVALID,
         "E REQUIRED 5:10 spec.mock[0].level: required field is missing\n"
         "E REQUIRED 5:38 spec.mock[1].level: required field is missing\n"
         "E REQUIRED 5:45 spec.mock[2].name: required field is missing\n"
         "E QUANTITY 5:74 spec.mock[3].level: \"x\" is not a quantity such as 50, \"0.01\", "
         "\"10m\" or \"3Mi\"\n"
         "E TYPE 5:78 spec.mock[4]: a mapping is wanted, not an integer"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8_documents *documents;
        iter8_diagnostics *list;
        cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
        cr_assert_eq(
            iter8_documents_read(cases[i].text, strlen(cases[i].text), NULL, NULL, &documents),
            ITER8_OK);
        int rc = iter8_metric_check(iter8_documents_at(documents, 0), list);
        char *problems = problems_text(list);
        cr_expect_eq(rc, cases[i].result, "%d: %s", rc, cases[i].text);
        cr_expect_str_eq(problems, cases[i].problems, "%s\ninstead of\n%s", problems,
                         cases[i].problems);
        free(problems);
        iter8_documents_free(documents);
        iter8_diagnostics_free(list);
    }
}

Test(model_metric, check_needs_a_document_only)
{
    iter8_document *document = only_document_of("kind: Service");
    cr_expect_eq(iter8_metric_check(NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_metric_check(document, NULL), ITER8_ERR_KIND);
    iter8_document_free(document);
}
