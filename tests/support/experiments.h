/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * experiments.h - short ways to what most tests need: an experiment made of text, and what comes of
 * it as one string. A function here fails the test where the library fails; texts are freed by the
 * caller.
 */
#ifndef ITER8_TESTS_EXPERIMENTS_H
#define ITER8_TESTS_EXPERIMENTS_H

#include "iter8/analysis.h"
#include "iter8/experiment.h"

/* The first lines of an experiment, so that what a test adds begins in line 6. */
#define EXPERIMENT_HEAD                                                                            \
    "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e, namespace: ns}\n"     \
    "spec:\n  target: t\n"

/* An experiment from text, complete or partial. */
iter8_experiment *experiment_from(const char *text);
iter8_experiment *partial_from(const char *text);

/* A copy of the only document of a text. */
iter8_document *only_document_of(const char *text);

/* Adds the Metric that a text holds. */
void add_metric_text(iter8_experiment *experiment, const char *text);

/* All problems, a line each: "E RANGE 6:13 spec.duration: ...", with W for a warning. */
char *problems_text(const iter8_diagnostics *diagnostics);

/* The problems of reading an experiment; also checks that it is refused if there is an error. */
char *problems_of(const char *text, int partial);

/* Fails the test unless these are the problems. */
void expect_problems(const char *text, const char *expected);

/* What the writing functions write. */
char *experiment_written(const iter8_experiment *experiment, int format);
char *analysis_written(const iter8_analysis *analysis, int format);
char *explained(const iter8_analysis *analysis, size_t version);
char *described(const iter8_experiment *experiment);
char *message_of(const iter8_experiment *experiment);
char *document_written(const iter8_document *document, int format);

/* Whether two JSON or YAML texts are the same tree. */
int same_tree(const char *a, const char *b);

/* A file as a text; NULL when it cannot be read. */
char *file_text(const char *path);

/* "a/b" of the parts, as a path. */
char *path_of(const char *folder, const char *name);

#endif
