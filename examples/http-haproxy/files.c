/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#define _GNU_SOURCE
#include "files.h"

#include <errno.h>
#include <iter8/backends/file_sink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LARGEST_FILE = 1 << 20 };

#define NS_PER_S INT64_C(1000000000)

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = file != NULL ? malloc(LARGEST_FILE) : NULL;
    *length = text != NULL ? fread(text, 1, LARGEST_FILE, file) : 0;
    if (file == NULL) fprintf(stderr, "%s: %s\n", path, strerror(errno));
    if (file != NULL) (void)fclose(file);
    return text;
}

static void tell(const char *path, const iter8_diagnostics *problems)
{
    iter8_diagnostic problem = ITER8_INIT(iter8_diagnostic);
    for (size_t i = 0; iter8_diagnostics_get(problems, i, &problem) == ITER8_OK; i++)
        fprintf(stderr, "%s:%d: %s: %s\n", path, (int)problem.line, problem.path, problem.message);
}

static int add_metrics(const char *path, iter8_diagnostics *problems, iter8_experiment *experiment)
{
    size_t length;
    iter8_documents *documents = NULL;
    char *text = read_file(path, &length);
    int rc = text != NULL ? iter8_documents_read(text, length, NULL, problems, &documents)
                          : ITER8_ERR_NOT_FOUND;
    for (size_t i = 0; rc == ITER8_OK && i < iter8_documents_count(documents); i++)
        rc = iter8_experiment_add_metric(experiment, iter8_documents_at(documents, i), problems);
    tell(path, problems);
    iter8_documents_free(documents);
    free(text);
    return rc;
}

int file_load(const char *experiment_path, const char *metrics_path, iter8_experiment **experiment)
{
    size_t length;
    iter8_diagnostics *problems = NULL;
    char *text = read_file(experiment_path, &length);
    int rc = text != NULL ? iter8_diagnostics_new(NULL, &problems) : ITER8_ERR_NOT_FOUND;
    if (rc == ITER8_OK) rc = iter8_experiment_read(text, length, NULL, problems, experiment);
    tell(experiment_path, problems);
    iter8_diagnostics_clear(problems);
    if (rc == ITER8_OK) rc = add_metrics(metrics_path, problems, *experiment);
    iter8_diagnostics_free(problems);
    free(text);
    return rc;
}

int file_save(const char *path, const iter8_experiment *experiment)
{
    size_t length;
    int saved = 0;
    int rc = iter8_experiment_write(experiment, ITER8_FORMAT_YAML, NULL, 0, &length);
    char *text = rc == ITER8_ERR_BUFFER ? malloc(length + 1) : NULL;
    if (text != NULL && iter8_experiment_write(experiment, ITER8_FORMAT_YAML, text, length + 1,
                                               &length) == ITER8_OK)
        saved = iter8_file_replace(path, text, length) == ITER8_OK;
    if (!saved) fprintf(stderr, "%s: the experiment cannot be saved\n", path);
    free(text);
    return saved;
}

int64_t clock_now_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * NS_PER_S + now.tv_nsec;
}

void clock_sleep_until(int64_t time_ns)
{
    int64_t left_ns = time_ns - clock_now_ns();
    struct timespec span = {.tv_sec = (time_t)(left_ns / NS_PER_S),
                            .tv_nsec = (long)(left_ns % NS_PER_S)};
    if (left_ns > 0) (void)nanosleep(&span, NULL);
}
