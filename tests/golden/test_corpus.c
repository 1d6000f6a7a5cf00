/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Experiments and Metrics that people wrote for Iter8: taken, or refused with a clear reason. */
#include "document/document.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "iter8/query.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t accepted, refused, metrics, requests, lived;

/* A refusal says at least once what is wrong and where. */
static void expect_clear(const iter8_diagnostics *list, const char *name)
{
    int is_clear = 0;
    for (size_t i = 0; i < iter8_diagnostics_count(list); i++) {
        iter8_diagnostic d = {.struct_size = sizeof d};
        cr_assert_eq(iter8_diagnostics_get(list, i, &d), ITER8_OK);
        cr_expect(*d.message != '\0', "%s", name);
        if (d.severity == ITER8_SEVERITY_ERROR && d.line > 0 && d.column > 0) is_clear = 1;
    }
    cr_expect(is_clear, "%s is refused without a place", name);
}

/* Written in a format and read again, the experiment is the same. */
static void expect_round_trip(const iter8_experiment *experiment, int format, const char *name)
{
    char *first = experiment_written(experiment, format);
    iter8_experiment *again = partial_from(first);
    char *second = experiment_written(again, format);
    char *other = experiment_written(again, format == ITER8_FORMAT_YAML ? ITER8_FORMAT_JSON
                                                                        : ITER8_FORMAT_YAML);
    cr_expect_str_eq(second, first, "%s", name);
    cr_expect(same_tree(other, first), "%s", name);
    free(first);
    free(second);
    free(other);
    iter8_experiment_free(again);
}

static void check_accepted(const iter8_experiment *experiment, const iter8_document *document,
                           const char *name)
{
    char *text = document_written(document, ITER8_FORMAT_JSON);
    char *written = experiment_written(experiment, ITER8_FORMAT_JSON);
    cr_expect_str_eq(written, text, "%s", name);
    expect_round_trip(experiment, ITER8_FORMAT_YAML, name);
    expect_round_trip(experiment, ITER8_FORMAT_JSON, name);
    free(written);
    free(text);
}

/* An experiment that has lived can be described even if it could not run, as long as each of its
 * fields is of its type. */
static void check_described(const iter8_document *document, const char *name)
{
    iter8_experiment_options options = {.struct_size = sizeof options, .partial = 1};
    iter8_diagnostics *list;
    iter8_experiment *experiment;
    if (iter8__node_member(iter8__document_root(document), "status") == NULL) return;
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    if (iter8_experiment_from_document(document, &options, list, &experiment) == ITER8_OK) {
        free(described(experiment));
        lived++;
        iter8_experiment_free(experiment);
    } else {
        expect_clear(list, name);
    }
    iter8_diagnostics_free(list);
}

static void check_experiment(const iter8_document *document, const char *name)
{
    iter8_diagnostics *list;
    iter8_experiment *experiment;
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    int rc = iter8_experiment_from_document(document, NULL, list, &experiment);
    if (rc == ITER8_OK) {
        accepted++;
        check_accepted(experiment, document, name);
        iter8_experiment_free(experiment);
    } else {
        refused++;
        cr_expect_eq(rc, ITER8_ERR_INVALID, "%s: %d", name, rc);
        expect_clear(list, name);
    }
    iter8_diagnostics_free(list);
    check_described(document, name);
}

/* A Metric that is right becomes a request for any version, masked or not. */
static void check_request(const iter8_document *document, const char *name)
{
    char text[500];
    const char *space = iter8_document_namespace(document);
    snprintf(text, sizeof text,
             "spec: {criteria: {indicators: ['%s%s%s']}, versionInfo: {baseline: {name: a}}}",
             space, *space != '\0' ? "/" : "", iter8_document_name(document));
    iter8_experiment *experiment = partial_from(text);
    cr_assert_eq(iter8_experiment_add_metric(experiment, document, NULL), ITER8_OK, "%s", name);
    for (int32_t masked = 0; masked < 2; masked++) {
        iter8_query *query;
        iter8_query_options options = {.struct_size = sizeof options, .masked = masked};
        int rc = iter8_query_render(experiment, 0, 0, 0, &options, &query);
        cr_expect(rc == ITER8_OK || rc == ITER8_ERR_NO_METRIC, "%s: %d", name, rc);
        requests += rc == ITER8_OK;
        iter8_query_free(query);
    }
    iter8_experiment_free(experiment);
}

static void check_metric(const iter8_document *document, const char *name)
{
    iter8_diagnostics *list;
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    metrics++;
    if (iter8_metric_check(document, list) == ITER8_OK)
        check_request(document, name);
    else
        expect_clear(list, name);
    iter8_diagnostics_free(list);
}

static void check_document(const iter8_document *document, const char *name)
{
    if (strcmp(iter8_document_kind(document), "Experiment") == 0)
        check_experiment(document, name);
    else if (strcmp(iter8_document_kind(document), "Metric") == 0)
        check_metric(document, name);
}

static void check_text(const char *text, const char *name)
{
    iter8_diagnostics *list;
    iter8_documents *documents;
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    if (iter8_documents_read(text, strlen(text), NULL, list, &documents) != ITER8_OK) {
        refused++;
        expect_clear(list, name);
    }
    for (size_t i = 0; i < iter8_documents_count(documents); i++)
        check_document(iter8_documents_at(documents, i), name);
    iter8_documents_free(documents);
    iter8_diagnostics_free(list);
}

Test(golden_corpus, every_document_is_taken_or_refused_with_a_reason)
{
    const char *shared = getenv("ITER8_SHARED");
    if (shared == NULL) cr_skip_test("ITER8_SHARED names no folder with a corpus");
    char *path = path_of(shared, "corpus");
    DIR *folder = opendir(path);
    if (folder == NULL) cr_skip_test("there is no %s", path);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (strstr(entry->d_name, ".yaml") == NULL) continue;
        char *file = path_of(path, entry->d_name);
        char *text = file_text(file);
        cr_assert_not_null(text, "%s", file);
        check_text(text, entry->d_name);
        free(text);
        free(file);
    }
    closedir(folder);
    free(path);
    cr_log_info("%zu experiments taken, %zu refused, %zu with a status; %zu metrics, %zu requests",
                accepted, refused, lived, metrics, requests);
    cr_expect(accepted > 50 && refused > 5 && lived > 50 && metrics > 50 && requests > 80,
              "%zu taken, %zu refused, %zu with a status, %zu metrics, %zu requests", accepted,
              refused, lived, metrics, requests);
}
