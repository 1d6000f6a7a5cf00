/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiments.h"

#include "document/document.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "iter8/report.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static iter8_diagnostics *new_list(void)
{
    iter8_diagnostics *list;
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    return list;
}

static iter8_experiment *read_experiment(const char *text, int partial)
{
    iter8_experiment_options options = {.struct_size = sizeof options, .partial = partial};
    iter8_diagnostics *list = new_list();
    iter8_experiment *experiment;
    int rc = iter8_experiment_read(text, strlen(text), &options, list, &experiment);
    char *problems = problems_text(list);
    cr_assert_eq(rc, ITER8_OK, "%d %s\n%s", rc, problems, text);
    free(problems);
    iter8_diagnostics_free(list);
    return experiment;
}

iter8_experiment *experiment_from(const char *text)
{
    return read_experiment(text, 0);
}

iter8_experiment *partial_from(const char *text)
{
    return read_experiment(text, 1);
}

iter8_document *only_document_of(const char *text)
{
    iter8_documents *documents;
    iter8_document *copy;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK, "%s",
                 text);
    cr_assert_eq(iter8_documents_count(documents), 1, "%s", text);
    cr_assert_eq(iter8_document_copy(iter8_documents_at(documents, 0), NULL, &copy), ITER8_OK);
    iter8_documents_free(documents);
    return copy;
}

void add_metric_text(iter8_experiment *experiment, const char *text)
{
    iter8_document *metric = only_document_of(text);
    cr_assert_eq(iter8_experiment_add_metric(experiment, metric, NULL), ITER8_OK, "%s", text);
    iter8_document_free(metric);
}

static char *problem_line(const iter8_diagnostics *diagnostics, size_t index)
{
    iter8_diagnostic d = {.struct_size = sizeof d};
    cr_assert_eq(iter8_diagnostics_get(diagnostics, index, &d), ITER8_OK);
    const char *format = *d.path != '\0' ? "%s%c %s %u:%u %s: %s" : "%s%c %s %u:%u %s%s";
    size_t size = strlen(d.path) + strlen(d.message) + 100;
    char *line = malloc(size);
    snprintf(line, size, format, index > 0 ? "\n" : "",
             d.severity == ITER8_SEVERITY_ERROR ? 'E' : 'W',
             iter8_error_name(d.code) + strlen("ITER8_ERR_"), d.line, d.column, d.path, d.message);
    return line;
}

char *problems_text(const iter8_diagnostics *diagnostics)
{
    char *all = calloc(1, 1);
    for (size_t i = 0; i < iter8_diagnostics_count(diagnostics); i++) {
        char *line = problem_line(diagnostics, i);
        all = realloc(all, strlen(all) + strlen(line) + 1);
        strcat(all, line);
        free(line);
    }
    return all;
}

char *problems_of(const char *text, int partial)
{
    iter8_experiment_options options = {.struct_size = sizeof options, .partial = partial};
    iter8_diagnostics *list = new_list();
    iter8_experiment *experiment;
    int rc = iter8_experiment_read(text, strlen(text), &options, list, &experiment);
    char *problems = problems_text(list);
    int refused = strncmp(problems, "E ", 2) == 0 || strstr(problems, "\nE ") != NULL;
    cr_expect_eq(refused, rc != ITER8_OK, "%d: %s\n%s", rc, problems, text);
    cr_expect_eq(experiment == NULL, rc != ITER8_OK);
    iter8_experiment_free(experiment);
    iter8_diagnostics_free(list);
    return problems;
}

void expect_problems(const char *text, const char *expected)
{
    char *problems = problems_of(text, 0);
    cr_expect_str_eq(problems, expected, "%s\n--- gave:\n%s\n--- instead of:\n%s", text, problems,
                     expected);
    free(problems);
}

/* The writing functions all take an object, a buffer, its size and a length to be set. */
#define WRITTEN(call)                                                                              \
    size_t length = 0;                                                                             \
    size_t capacity = 0;                                                                           \
    char *buffer = NULL;                                                                           \
    cr_assert_eq((call), ITER8_ERR_BUFFER);                                                        \
    capacity = length + 1;                                                                         \
    buffer = malloc(capacity);                                                                     \
    cr_assert_eq((call), ITER8_OK);                                                                \
    cr_assert_eq(strlen(buffer), length);                                                          \
    return buffer

char *experiment_written(const iter8_experiment *experiment, int format)
{
    WRITTEN(iter8_experiment_write(experiment, format, buffer, capacity, &length));
}

char *analysis_written(const iter8_analysis *analysis, int format)
{
    WRITTEN(iter8_analysis_write(analysis, format, buffer, capacity, &length));
}

char *explained(const iter8_analysis *analysis, size_t version)
{
    WRITTEN(iter8_analysis_explain(analysis, version, buffer, capacity, &length));
}

char *described(const iter8_experiment *experiment)
{
    WRITTEN(iter8_describe(experiment, buffer, capacity, &length));
}

char *message_of(const iter8_experiment *experiment)
{
    WRITTEN(iter8_experiment_message(experiment, buffer, capacity, &length));
}

char *document_written(const iter8_document *document, int format)
{
    WRITTEN(iter8_document_write(document, format, buffer, capacity, &length));
}

int same_tree(const char *a, const char *b)
{
    iter8_document *one = only_document_of(a);
    iter8_document *other = only_document_of(b);
    int same = iter8__node_equal(iter8__document_root(one), iter8__document_root(other));
    iter8_document_free(one);
    iter8_document_free(other);
    return same;
}

char *file_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    size_t length = 0;
    size_t capacity = 4096;
    char *text = malloc(capacity);
    for (;;) {
        size_t got = fread(text + length, 1, capacity - length - 1, file);
        length += got;
        if (got == 0) break;
        if (capacity - length < 2) text = realloc(text, capacity *= 2);
    }
    text[length] = '\0';
    fclose(file);
    return text;
}

char *path_of(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}
