/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * iter8ctl.h - the parts of the command line.
 *
 * iter8ctl is a thin host of libiter8: it reads files, hands them to the library, and prints what
 * it gets. Results go to standard output, everything else to standard error.
 */
#ifndef ITER8CTL_H
#define ITER8CTL_H

#include "iter8/iter8.h"
#include "print.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Exit codes. */
enum { EXIT_DONE = 0, EXIT_NO = 1, EXIT_USAGE = 2, EXIT_TROUBLE = 3 };

enum { MAX_FILES = 64, MAX_CONDITIONS = 32 };

/* What was said on the command line; everything is borrowed from argv. */
struct arguments {
    const char *files[MAX_FILES];
    size_t file_count;
    const char *conditions[MAX_CONDITIONS];
    size_t condition_count;
    const char *scenarios[MAX_FILES];
    size_t scenario_count;
    const char *compare; /* another experiment */
    const char *junit;
    uint64_t runs;
    uint64_t first;   /* the number of the first run */
    uint64_t explain; /* the number of the run to be explained */
    int explains;
    const char *output; /* -o, or NULL */
    const char *defaults;
    const char *prometheus;
    const char *haproxy;
    const char *ca_file;
    char *secrets_dir;
    char *secrets_env;
    const char *kubeconfig;
    const char *holder;
    const char *render;  /* TEMPLATE=FILE */
    const char *reload;  /* for a shell */
    const char *log;     /* that is written */
    const char *operand; /* what stands behind the options, or NULL */
    uint64_t seed;
    int64_t elapsed_s; /* 0: not said */
    int virtual_time;
    int write_routes;
    int verbose;
    int strict; /* warnings are errors */
};

/* A file that was read. */
struct source {
    const char *name; /* "-" is shown as <stdin> */
    iter8_documents *documents;
};

/* All that the files hold. Documents are owned by the sources. */
struct inputs {
    struct source *sources;
    size_t source_count;
    iter8_documents *defaults;      /* of --defaults, or NULL */
    iter8_diagnostics *diagnostics; /* cleared for each document */
    int reading_defaults;           /* their problems are told just now */
};

/* commands: each returns an exit code */
int command_validate(const struct arguments *arguments);
int command_analyze(const struct arguments *arguments);
int command_describe(const struct arguments *arguments);
int command_assert(const struct arguments *arguments);
int command_run(const struct arguments *arguments);
int command_query(const struct arguments *arguments);
int command_report(const struct arguments *arguments);
int command_simulate(const struct arguments *arguments);
int command_replay(const struct arguments *arguments);
int command_completion(const struct arguments *arguments);
int command_version(const struct arguments *arguments);

/* inputs.c */

/* Reads all files. Returns an exit code: EXIT_TROUBLE where one cannot be read, @p bad where one is
 * not YAML or JSON; all of them are tried, and what is wrong is printed. */
int inputs_read(struct inputs *inputs, const struct arguments *arguments, int bad);
/* The same in steps: without files yet, the bytes of a file (from malloc; NULL when it cannot be
 * read, which is printed), and what is read from them. */
int inputs_begin(struct inputs *inputs, const struct arguments *arguments, int bad);
char *inputs_text(const char *file, size_t *length);
int inputs_add(struct inputs *inputs, const char *file, const char *text, size_t length, int bad);
/* Whether a text is a decision log. */
int inputs_is_log(const char *text, size_t length);
void inputs_free(struct inputs *inputs);
/* Prints and clears the diagnostics, as of a document of @p name. Returns the number of errors. */
size_t inputs_report(struct inputs *inputs, const char *name);

/* Checks all documents, each by itself and with the others, and prints what is wrong with them.
 * Returns the number of errors. @p partial as in iter8_experiment_options. */
size_t inputs_check(struct inputs *inputs, int partial);

/* The document of --defaults, or NULL. */
const iter8_document *inputs_defaults(const struct inputs *inputs);

/* Walks all documents; NULL past the last. Sets the name of the file. */
iter8_document *inputs_document(const struct inputs *inputs, size_t index, const char **name);

enum document_role { ROLE_EXPERIMENT, ROLE_METRIC, ROLE_SECRET, ROLE_SCENARIO, ROLE_ROUTE };
/* A document without a kind is taken for an experiment, so that it is told what it lacks. */
enum document_role document_role(const iter8_document *document);

/* The document of the one experiment of the files, and its file; prints and returns NULL when there
 * is none or several. */
iter8_document *inputs_only_experiment(const struct inputs *inputs, const char **name);
/* Makes the one experiment of the files; prints and returns NULL when there is none or several, or
 * any of the documents is not valid. @p partial as in iter8_experiment_options. */
iter8_experiment *inputs_experiment(struct inputs *inputs, int partial);

#endif
