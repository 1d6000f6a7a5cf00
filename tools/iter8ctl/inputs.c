/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8ctl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *shown_name(const char *file)
{
    return strcmp(file, "-") == 0 ? "<stdin>" : file;
}

/* The library takes documents of a few megabytes, and says where they are too large; more is not
 * read, since a device or a pipe need not end. A decision log may be long. */
enum { MAX_DOCUMENT_BYTES = 48 << 20, MAX_LOG_BYTES = 1 << 30 };

int inputs_is_log(const char *text, size_t length)
{
    static const char start[] = "{\"kind\":\"DecisionLog\"";
    return length >= sizeof start && memcmp(text, start, sizeof start - 1) == 0;
}

static int is_too_large(const char *bytes, size_t length)
{
    return length > MAX_DOCUMENT_BYTES && (length > MAX_LOG_BYTES || !inputs_is_log(bytes, length));
}

/* All bytes of a stream, in memory from malloc; NULL with errno set. */
static char *read_stream(FILE *stream, size_t *length)
{
    size_t capacity = 1 << 16;
    char *bytes = malloc(capacity);
    *length = 0;
    while (bytes != NULL) {
        *length += fread(bytes + *length, 1, capacity - *length, stream);
        if (*length < capacity || is_too_large(bytes, *length)) break;
        capacity *= 2;
        char *more = realloc(bytes, capacity);
        if (more == NULL) free(bytes);
        bytes = more;
    }
    if (bytes == NULL) return NULL;
    int too_large = is_too_large(bytes, *length);
    if (!ferror(stream) && !too_large) return bytes;
    free(bytes);
    if (too_large) errno = EFBIG;
    return NULL;
}

static char *read_file(const char *file, size_t *length)
{
    if (strcmp(file, "-") == 0) return read_stream(stdin, length);
    FILE *stream = fopen(file, "rb");
    if (stream == NULL) return NULL;
    char *bytes = read_stream(stream, length);
    int error = errno;
    fclose(stream);
    errno = error;
    return bytes;
}

/* FILE:LINE:COL: path: message */
static void print_diagnostic(const char *name, const iter8_diagnostic *one)
{
    int warning = one->severity == ITER8_SEVERITY_WARNING;
    paint(stderr, BOLD);
    say(stderr, "%s:", name);
    if (one->line > 0) say(stderr, "%u:%u:", (unsigned)one->line, (unsigned)one->column);
    paint(stderr, PLAIN);
    if (*one->path != '\0') say(stderr, " %s:", one->path);
    paint(stderr, warning ? YELLOW : RED);
    say(stderr, warning ? " warning: " : " ");
    if (warning) paint(stderr, PLAIN);
    say(stderr, "%s", one->message);
    paint(stderr, PLAIN);
    fputc('\n', stderr);
}

size_t inputs_report(struct inputs *inputs, const char *name)
{
    size_t errors = 0;
    size_t count = iter8_diagnostics_count(inputs->diagnostics);
    for (size_t i = 0; i < count; i++) {
        iter8_diagnostic one = {.struct_size = sizeof one};
        if (iter8_diagnostics_get(inputs->diagnostics, i, &one) != ITER8_OK) continue;
        /* They were told when they were read, with their own file. */
        if (one.origin == ITER8_ORIGIN_DEFAULTS && !inputs->reading_defaults) continue;
        print_diagnostic(name, &one);
        errors += one.severity != ITER8_SEVERITY_WARNING;
    }
    iter8_diagnostics_clear(inputs->diagnostics);
    return errors;
}

char *inputs_text(const char *file, size_t *length)
{
    char *text = read_file(file, length);
    if (text == NULL) complain("%s: %s", shown_name(file), strerror(errno));
    return text;
}

static int parse(struct inputs *inputs, const char *name, const char *text, size_t length, int bad,
                 iter8_documents **out)
{
    int rc = iter8_documents_read(text, length, NULL, inputs->diagnostics, out);
    if (rc == ITER8_OK) return EXIT_DONE;
    if (inputs_report(inputs, name) == 0) complain("%s: %s", name, iter8_strerror(rc));
    return rc == ITER8_ERR_NOMEM ? EXIT_TROUBLE : bad;
}

static int read_documents(struct inputs *inputs, const char *file, int bad, iter8_documents **out)
{
    size_t length;
    char *text = inputs_text(file, &length);
    if (text == NULL) return EXIT_TROUBLE;
    int rc = parse(inputs, shown_name(file), text, length, bad, out);
    free(text);
    return rc;
}

int inputs_add(struct inputs *inputs, const char *file, const char *text, size_t length, int bad)
{
    struct source *next = &inputs->sources[inputs->source_count];
    next->name = shown_name(file);
    int rc = parse(inputs, next->name, text, length, bad, &next->documents);
    if (rc != EXIT_DONE) return rc;
    inputs->source_count++;
    if (iter8_documents_count(next->documents) > 0) return EXIT_DONE;
    complain("there is no document in %s", next->name);
    return bad;
}

static int read_source(struct inputs *inputs, const char *file, int bad)
{
    size_t length;
    char *text = inputs_text(file, &length);
    if (text == NULL) return EXIT_TROUBLE;
    int rc = inputs_add(inputs, file, text, length, bad);
    free(text);
    return rc;
}

const iter8_document *inputs_defaults(const struct inputs *inputs)
{
    return inputs->defaults != NULL ? iter8_documents_at(inputs->defaults, 0) : NULL;
}

static void forget_defaults(struct inputs *inputs)
{
    iter8_documents_free(inputs->defaults);
    inputs->defaults = NULL;
}

static int read_defaults(struct inputs *inputs, const char *file, int bad)
{
    if (file == NULL) return EXIT_DONE;
    int rc = read_documents(inputs, file, bad, &inputs->defaults);
    if (rc != EXIT_DONE) return rc;
    if (iter8_documents_count(inputs->defaults) != 1) {
        complain("%s: one document is wanted", shown_name(file));
        forget_defaults(inputs);
        return bad;
    }
    rc = iter8_defaults_check(inputs_defaults(inputs), inputs->diagnostics);
    inputs->reading_defaults = 1;
    (void)inputs_report(inputs, shown_name(file));
    inputs->reading_defaults = 0;
    if (rc == ITER8_OK) return EXIT_DONE;
    /* They are told of; the files are checked without them. */
    forget_defaults(inputs);
    return bad;
}

int inputs_begin(struct inputs *inputs, const struct arguments *arguments, int bad)
{
    *inputs = (struct inputs){0};
    inputs->sources = calloc(arguments->file_count, sizeof *inputs->sources);
    if (inputs->sources == NULL || iter8_diagnostics_new(NULL, &inputs->diagnostics) != ITER8_OK) {
        complain("out of memory");
        return EXIT_TROUBLE;
    }
    iter8_diagnostics_set_strict(inputs->diagnostics, arguments->strict);
    return read_defaults(inputs, arguments->defaults, bad);
}

int inputs_read(struct inputs *inputs, const struct arguments *arguments, int bad)
{
    int worst = inputs_begin(inputs, arguments, bad);
    if (inputs->diagnostics == NULL) return worst;
    for (size_t i = 0; i < arguments->file_count; i++) {
        int rc = read_source(inputs, arguments->files[i], bad);
        if (rc > worst) worst = rc;
    }
    return worst;
}

void inputs_free(struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->source_count; i++)
        iter8_documents_free(inputs->sources[i].documents);
    free(inputs->sources);
    iter8_documents_free(inputs->defaults);
    iter8_diagnostics_free(inputs->diagnostics);
}

iter8_document *inputs_document(const struct inputs *inputs, size_t index, const char **name)
{
    for (size_t i = 0; i < inputs->source_count; i++) {
        const struct source *one = &inputs->sources[i];
        size_t count = iter8_documents_count(one->documents);
        if (index < count) {
            *name = one->name;
            return iter8_documents_at(one->documents, index);
        }
        index -= count;
    }
    return NULL;
}

enum document_role document_role(const iter8_document *document)
{
    const char *kind = iter8_document_kind(document);
    if (strcmp(kind, "Metric") == 0) return ROLE_METRIC;
    if (strcmp(kind, "Secret") == 0) return ROLE_SECRET;
    if (strcmp(kind, "Scenario") == 0) return ROLE_SCENARIO;
    return *kind == '\0' || strcmp(kind, "Experiment") == 0 ? ROLE_EXPERIMENT : ROLE_ROUTE;
}

iter8_document *inputs_only_experiment(const struct inputs *inputs, const char **name)
{
    iter8_document *found = NULL;
    const char *file;
    iter8_document *document;
    for (size_t i = 0; (document = inputs_document(inputs, i, &file)) != NULL; i++) {
        if (document_role(document) != ROLE_EXPERIMENT) continue;
        if (found != NULL) {
            complain("%s and %s both hold an Experiment; one is wanted", *name, file);
            return NULL;
        }
        found = document;
        *name = file;
    }
    if (found == NULL) complain("there is no Experiment in the files");
    return found;
}

iter8_experiment *inputs_experiment(struct inputs *inputs, int partial)
{
    const char *name = "";
    iter8_document *document = inputs_only_experiment(inputs, &name);
    if (document == NULL || inputs_check(inputs, partial) > 0) return NULL;
    iter8_experiment_options options = {
        .struct_size = sizeof options, .partial = partial, .defaults = inputs_defaults(inputs)};
    iter8_experiment *experiment;
    int rc = iter8_experiment_from_document(document, &options, NULL, &experiment);
    if (rc != ITER8_OK) complain("%s: %s", name, iter8_strerror(rc));
    return experiment;
}
