/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What is secret in a Metric itself is not written, and wanted again afterwards. */
#include "iter8/error.h"
#include "iter8/experiment.h"
#include "iter8/metric.h"
#include "iter8/query.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const char experiment_text[] =
    "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e, namespace: ns}\n"
    "spec:\n  target: t\n  strategy: {testingPattern: Canary}\n"
    "  criteria: {objectives: [{metric: m, upperLimit: 1}]}\n"
    "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n";

static const char metric_text[] =
    "apiVersion: iter8.tools/v2alpha2\nkind: Metric\nmetadata: {name: m, namespace: ns}\n"
    "spec:\n  provider: p\n  jqExpression: .x\n"
    "  urlTemplate: 'https://ann:sesame1@host/q?api_key=sesame2&keyspace=open&x=1#f'\n"
    "  params: [{name: query, value: 'a=b'}, {name: Access-Token, value: sesame3},"
    " {name: token, value: '${token}'}]\n"
    "  headerTemplates: [{name: X-Key, value: sesame4}, {name: Accept, value: text/json},"
    " {name: Authorization, value: 'Bearer ${token}'}]\n";

static iter8_experiment *read_text(const char *text)
{
    iter8_experiment *experiment = NULL;
    cr_assert_eq(iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment), ITER8_OK);
    return experiment;
}

static void add_metric(iter8_experiment *experiment)
{
    iter8_documents *documents;
    cr_assert_eq(iter8_documents_read(metric_text, strlen(metric_text), NULL, NULL, &documents),
                 ITER8_OK);
    cr_assert_eq(iter8_experiment_add_metric(experiment, iter8_documents_at(documents, 0), NULL),
                 ITER8_OK);
    iter8_documents_free(documents);
}

static char *written(const iter8_experiment *experiment)
{
    size_t length;
    cr_assert_eq(iter8_experiment_write(experiment, ITER8_FORMAT_YAML, NULL, 0, &length),
                 ITER8_ERR_BUFFER);
    char *text = malloc(length + 1);
    cr_assert_eq(iter8_experiment_write(experiment, ITER8_FORMAT_YAML, text, length + 1, &length),
                 ITER8_OK);
    return text;
}

static int render(const iter8_experiment *experiment)
{
    iter8_query_options options = {.struct_size = sizeof options, .masked = 0};
    iter8_query *query = NULL;
    int rc = iter8_query_render(experiment, 0, 0, 0, &options, &query);
    iter8_query_free(query);
    return rc;
}

Test(model_metric_mask, what_is_secret_is_not_written)
{
    iter8_experiment *experiment = read_text(experiment_text);
    add_metric(experiment);
    char *text = written(experiment);
    cr_expect_null(strstr(text, "sesame"), "%s", text);
    cr_expect_not_null(strstr(text, "https://***@host/q?api_key=***&keyspace=open&x=1#f"), "%s",
                       text);
    cr_expect_not_null(strstr(text, "Bearer ${token}"), "%s", text);
    cr_expect_not_null(strstr(text, "text/json"), "%s", text);
    cr_expect_not_null(strstr(text, "a=b"), "%s", text);
    cr_expect_eq(iter8_experiment_has_metric(experiment, 0), 1);
    free(text);
    iter8_experiment_free(experiment);
}

Test(model_metric_mask, whoever_goes_on_gives_the_metric_again)
{
    iter8_experiment *experiment = read_text(experiment_text);
    add_metric(experiment);
    char *text = written(experiment);
    iter8_experiment *again = read_text(text);
    cr_expect_eq(iter8_experiment_has_metric(again, 0), 0);
    cr_expect_eq(render(again), ITER8_ERR_NO_SECRET);
    add_metric(again);
    cr_expect_eq(iter8_experiment_has_metric(again, 0), 1);
    char *second = written(again);
    cr_expect_str_eq(second, text);
    free(second);
    free(text);
    iter8_experiment_free(again);
    iter8_experiment_free(experiment);
}
