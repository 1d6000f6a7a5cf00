/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8ctl.h"

#include "iter8/backends/file_sink.h"

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

static int write_page(const void *object, int format, char *buffer, size_t capacity, size_t *length)
{
    const struct subject *subject = object;
    (void)format;
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
    if (*kind == '\0') (void)!iter8_document_string(document, "[0].kind", &kind);
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

static int keep(const char *file, writer *write, const void *object)
{
    if (file == NULL || strcmp(file, "-") == 0) return print_text(write, object, 0);
    char *text = write_text(write, object, 0);
    int done = text != NULL && iter8_file_replace(file, text, strlen(text)) == ITER8_OK;
    if (!done) complain("%s: %s", file, text == NULL ? "out of memory" : strerror(errno));
    free(text);
    return done ? EXIT_DONE : EXIT_TROUBLE;
}

/* Whether the page can be made: problems of what it is made of are printed. */
static int check(struct subject *subject, const char *name)
{
    size_t length;
    int rc = write_page(subject, 0, NULL, 0, &length);
    size_t errors = inputs_report(&subject->inputs, name);
    if (rc == ITER8_ERR_BUFFER) return EXIT_DONE;
    if (errors == 0) complain("%s: %s", name, iter8_strerror(rc));
    return EXIT_TROUBLE;
}

static int is_log(const char *text, size_t length)
{
    static const char start[] = "{\"kind\":\"DecisionLog\"";
    return length >= sizeof start && memcmp(text, start, sizeof start - 1) == 0;
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
        if (arguments->file_count == 1 && is_log(text, length)) {
            subject->log = text;
            subject->log_length = length;
            return EXIT_DONE;
        }
        rc = inputs_add(&subject->inputs, file, text, length, EXIT_TROUBLE);
        free(text);
    }
    return rc;
}

int command_report(const struct arguments *arguments)
{
    struct subject subject = {0};
    int rc = read_files(&subject, arguments);
    if (rc == EXIT_DONE) rc = find_tallies(&subject);
    if (rc == EXIT_DONE && subject.log == NULL && subject.tally_count == 0) {
        subject.experiment = inputs_experiment(&subject.inputs, 1);
        if (subject.experiment == NULL) rc = EXIT_TROUBLE;
    }
    if (rc == EXIT_DONE) rc = check(&subject, arguments->files[0]);
    if (rc == EXIT_DONE) rc = keep(arguments->output, write_page, &subject);
    iter8_experiment_free(subject.experiment);
    free(subject.tallies);
    free(subject.log);
    inputs_free(&subject.inputs);
    return rc;
}
