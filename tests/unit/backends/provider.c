/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "provider.h"

#include "callbacks.h"
#include "iter8/backends/secrets.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const char versions[] =
    "  versionInfo:\n"
    "    baseline: {name: current, variables: [{name: revision, value: sample-app-v1}, "
    "{name: userfilter, value: 'usergroup!~\"wakanda\"'}]}\n"
    "    candidates: [{name: candidate, variables: [{name: revision, value: sample-app-v2}, "
    "{name: userfilter, value: 'usergroup=~\"wakanda\"'}]}]\n"
    "status: {startTime: '2021-05-06T12:00:00Z'}\n";

static iter8_experiment *make_experiment(iter8_documents *documents)
{
    char text[4096] = "spec:\n  criteria:\n    indicators:\n";
    iter8_experiment *experiment;
    iter8_experiment_options options = {.struct_size = sizeof options, .partial = 1};
    for (size_t i = 0; i < iter8_documents_count(documents); i++) {
        const iter8_document *document = iter8_documents_at(documents, i);
        size_t length = strlen(text);
        if (strcmp(iter8_document_kind(document), "Metric") == 0)
            snprintf(text + length, sizeof text - length, "    - %s/%s\n",
                     iter8_document_namespace(document), iter8_document_name(document));
    }
    strcat(text, versions);
    cr_assert_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &experiment), 0, "%s",
                 text);
    return experiment;
}

struct provider provider_open(const char *text, iter8_http_source_options options)
{
    struct provider provider;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &provider.documents), 0, "%s",
                 text);
    provider.experiment = make_experiment(provider.documents);
    for (size_t i = 0; i < iter8_documents_count(provider.documents); i++) {
        const iter8_document *document = iter8_documents_at(provider.documents, i);
        if (strcmp(iter8_document_kind(document), "Metric") == 0)
            cr_assert_eq(iter8_experiment_add_metric(provider.experiment, document, NULL), 0);
    }
    options.struct_size = sizeof options;
    options.look_up = iter8_secrets_in_documents;
    options.look_up_data = provider.documents;
    cr_assert_eq(iter8_http_source_new(&options, &provider.source), 0);
    return provider;
}

void provider_close(struct provider *provider)
{
    iter8_http_source_free(provider->source);
    iter8_experiment_free(provider->experiment);
    iter8_documents_free(provider->documents);
}

iter8_measurement provider_measure(struct provider *provider, uint32_t metric, uint32_t version)
{
    iter8_question question = {.struct_size = sizeof question,
                               .ticket = (uint64_t)metric * 2 + version + 1,
                               .now_ns = PROVIDER_NOW,
                               .experiment = provider->experiment,
                               .metric_index = metric,
                               .version_index = version,
                               .elapsed_s = 600};
    iter8_measurement answer = {.struct_size = sizeof answer};
    int32_t rc;
    while ((rc = source_measure(iter8_http_source_metrics_source(provider->source), &question,
                                &answer)) == ITER8_PENDING)
        cr_assert_geq(iter8_http_source_wait(provider->source, 1000), 0);
    cr_assert_eq(rc, ITER8_OK);
    return answer;
}
