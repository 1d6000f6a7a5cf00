/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "questions.h"
#include "callbacks.h"

#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void add_metric(iter8_experiment *experiment, size_t index, const struct metric_text *metric)
{
    char text[2048];
    iter8_documents *documents;
    int length =
        snprintf(text, sizeof text,
                 "apiVersion: iter8.tools/v2alpha2\nkind: Metric\n"
                 "metadata: {name: m%zu}\nspec:\n  {urlTemplate: '%s://127.0.0.1:%d%s', "
                 "jqExpression: '%s'%s%s}\n",
                 index, metric->scheme != NULL ? metric->scheme : "http", metric->port,
                 metric->path, metric->jq != NULL ? metric->jq : ".",
                 metric->more != NULL ? ", " : "", metric->more != NULL ? metric->more : "");
    cr_assert_eq(iter8_documents_read(text, (size_t)length, NULL, NULL, &documents), 0, "%s", text);
    cr_assert_eq(iter8_experiment_add_metric(experiment, iter8_documents_at(documents, 0), NULL), 0,
                 "%s", text);
    iter8_documents_free(documents);
}

iter8_experiment *questions_experiment(const struct metric_text *metrics, size_t count)
{
    static const char head[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
        "metadata: {name: e}\nspec:\n  target: t\n"
        "  strategy: {testingPattern: Canary}\n"
        "  versionInfo:\n    baseline: {name: current}\n"
        "    candidates:\n    - name: candidate\n"
        "      weightObjRef: {apiVersion: v1, kind: K, name: o, fieldPath: .w}\n"
        "  criteria:\n    objectives:\n";
    char text[8192];
    size_t length = (size_t)snprintf(text, sizeof text, "%s", head);
    for (size_t i = 0; i < count; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length,
                                   "    - {metric: m%zu, upperLimit: 1}\n", i);
    }
    iter8_experiment *experiment;
    cr_assert_eq(iter8_experiment_read(text, length, NULL, NULL, &experiment), 0, "%s", text);
    for (size_t i = 0; i < count; i++)
        add_metric(experiment, i, &metrics[i]);
    return experiment;
}

iter8_question questions_ask(const iter8_experiment *experiment, uint32_t metric, int64_t now_ns)
{
    return (iter8_question){.struct_size = sizeof(iter8_question),
                            .ticket = (uint64_t)(size_t)experiment * 31 + (uint64_t)now_ns * 1000 +
                                      metric,
                            .now_ns = now_ns,
                            .experiment = experiment,
                            .metric = iter8_experiment_metric_name(experiment, metric),
                            .version = "current",
                            .metric_index = metric,
                            .elapsed_s = 1};
}

iter8_measurement questions_answer(iter8_http_source *source, const iter8_question *question)
{
    iter8_measurement answer = {.struct_size = sizeof answer};
    int32_t rc;
    while ((rc = source_measure(iter8_http_source_metrics_source(source), question, &answer)) ==
           ITER8_PENDING) {
        cr_assert_geq(iter8_http_source_wait(source, 1000), 0);
    }
    cr_assert_eq(rc, ITER8_OK);
    return answer;
}
