/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8ctl.h"
#include "outputs.h"

#include "iter8/backends/file_sink.h"
#include "iter8/snapshots.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What a page is made of. */
struct subject {
    struct inputs inputs;
    char *log; /* the text of a decision log; or NULL */
    size_t log_length;
    iter8_experiment *experiment; /* or NULL */
    const iter8_document **tallies;
    size_t tally_count;
};

static int write_page(const struct subject *subject, char *buffer, size_t capacity, size_t *length)
{
    const iter8_report_options options = {.struct_size = sizeof options,
                                          .diagnostics = subject->inputs.diagnostics};
    if (subject->log != NULL)
        return iter8_report_log(subject->log, subject->log_length, &options, buffer, capacity,
                                length);
    if (subject->experiment != NULL)
        return iter8_report_experiment(subject->experiment, buffer, capacity, length);
    return iter8_report_simulations(subject->tallies, subject->tally_count, &options, buffer,
                                    capacity, length);
}

/* A Tally, or a list of them as iter8ctl simulate prints it. */
static int is_tally(const iter8_document *document)
{
    const char *kind = iter8_document_kind(document);
    if (*kind == '\0' && iter8_document_string(document, "[0].kind", &kind) != ITER8_OK) return 0;
    return strcmp(kind, "Tally") == 0;
}

static int find_tallies(struct subject *subject)
{
    size_t count = 0;
    const char *name;
    const iter8_document *document;
    while (inputs_document(&subject->inputs, count, &name) != NULL)
        count++;
    subject->tallies = calloc(count + 1, sizeof(iter8_document *));
    if (subject->tallies == NULL) {
        complain("out of memory");
        return EXIT_TROUBLE;
    }
    for (size_t i = 0; (document = inputs_document(&subject->inputs, i, &name)) != NULL; i++) {
        if (is_tally(document)) subject->tallies[subject->tally_count++] = document;
    }
    return EXIT_DONE;
}

/* The page, from malloc; NULL where it cannot be made, which is printed. */
static char *make_page(struct subject *subject, const char *name)
{
    size_t length;
    char *page = NULL;
    int rc = write_page(subject, NULL, 0, &length);
    size_t errors = inputs_report(&subject->inputs, name);
    if (rc == ITER8_ERR_BUFFER) page = malloc(length + 1);
    if (page != NULL && write_page(subject, page, length + 1, &length) == ITER8_OK) return page;
    free(page);
    if (errors == 0)
        complain("%s: %s", name, rc == ITER8_ERR_BUFFER ? "out of memory" : iter8_strerror(rc));
    return NULL;
}

static int put_page(const char *file, const char *page)
{
    int done = file == NULL || strcmp(file, "-") == 0
                   ? fputs(page, stdout) >= 0
                   : iter8_file_replace(file, page, strlen(page)) == ITER8_OK;
    if (!done) complain("%s: %s", file != NULL ? file : "standard output", strerror(errno));
    return done ? EXIT_DONE : EXIT_TROUBLE;
}

static int write_out(struct subject *subject, const struct arguments *arguments)
{
    char *page = make_page(subject, arguments->files[0]);
    int rc = page != NULL ? put_page(arguments->output, page) : EXIT_TROUBLE;
    free(page);
    return rc;
}

/* Reads the files; a decision log stands alone. */
static int read_files(struct subject *subject, const struct arguments *arguments)
{
    int rc = inputs_begin(&subject->inputs, arguments, EXIT_TROUBLE);
    for (size_t i = 0; i < arguments->file_count && rc == EXIT_DONE; i++) {
        const char *file = arguments->files[i];
        size_t length;
        char *text = inputs_text(file, &length);
        if (text == NULL) return EXIT_TROUBLE;
        if (arguments->file_count == 1 && inputs_is_log(text, length)) {
            subject->log = text;
            subject->log_length = length;
            return EXIT_DONE;
        }
        rc = inputs_add(&subject->inputs, file, text, length, EXIT_TROUBLE);
        free(text);
    }
    return rc;
}

/* Whether a document says what it is. */
static int has_kind(const struct subject *subject)
{
    const char *name;
    const iter8_document *document;
    for (size_t i = 0; (document = inputs_document(&subject->inputs, i, &name)) != NULL; i++) {
        if (*iter8_document_kind(document) != '\0') return 1;
    }
    return 0;
}

/* An empty document is read as an experiment of which nothing is said yet. */
static int says_anything(const struct subject *subject, const char *file)
{
    if (has_kind(subject)) return 1;
    iter8_spec spec = iter8_spec_of(subject->experiment);
    if (spec.version_count > 0 || spec.testing_pattern != 0 || *spec.name != '\0') return 1;
    complain("%s: there is nothing to report: it has no kind, and says nothing of an experiment",
             strcmp(file, "-") == 0 ? "<stdin>" : file);
    return 0;
}

int command_report(const struct arguments *arguments)
{
    if (outputs_check(arguments, arguments->output, 0) != EXIT_DONE) return EXIT_USAGE;
    struct subject subject = {0};
    int rc = read_files(&subject, arguments);
    if (rc == EXIT_DONE) rc = find_tallies(&subject);
    if (rc == EXIT_DONE && subject.log == NULL && subject.tally_count == 0) {
        subject.experiment = inputs_experiment(&subject.inputs, 1);
        if (subject.experiment == NULL || !says_anything(&subject, arguments->files[0]))
            rc = EXIT_TROUBLE;
    }
    if (rc == EXIT_DONE) rc = write_out(&subject, arguments);
    iter8_experiment_free(subject.experiment);
    free(subject.tallies);
    free(subject.log);
    inputs_free(&subject.inputs);
    return rc;
}
