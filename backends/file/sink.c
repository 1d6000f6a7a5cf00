/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Starts with iter8_file_sink_new(); the rest is two callbacks. An example of how to write a sink:
 * options that are checked and copied, a problem line, and no state but what the files say.
 */
#include "common/explained.h"
#include "common/files.h"
#include "common/options.h"
#include "common/taken.h"
#include "common/texts.h"
#include "file/objects.h"
#include "file/reload.h"
#include "file/template.h"
#include "iter8/backends/file_sink.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"

#include <stdlib.h>
#include <string.h>

struct iter8_file_sink {
    iter8_router router;
    char **files; /* ended by NULL; or NULL: there is a template */
    size_t file_count;
    iter8__lock *locks; /* one per file, or one for the output */
    char *template_file;
    char *output_file;
    char **reload; /* or NULL */
    int64_t timeout_ms;
    int reloaded; /* at least once */
    iter8__taken taken;
    iter8__line problem;
};

enum { DEFAULT_TIMEOUT_MS = 10000, FILE_LIMIT = 4 * 1024 * 1024 };

static int check_options(const iter8_file_sink_options *options)
{
    int has_template = options->template_file != NULL && options->output_file != NULL;
    int has_part = options->template_file != NULL || options->output_file != NULL;
    int has_files = options->files != NULL && options->file_count > 0;
    if (options->reload != NULL && options->reload[0] == NULL) return ITER8_ERR_ARGUMENT;
    return has_files != has_template && has_part == has_template ? ITER8_OK : ITER8_ERR_ARGUMENT;
}

static int copy_text(char **to, const char *from)
{
    if (from == NULL) return 1;
    *to = strdup(from);
    return *to != NULL;
}

static int copy_options(iter8_file_sink *sink, const iter8_file_sink_options *options)
{
    size_t words = 0;
    while (options->reload != NULL && options->reload[words] != NULL)
        words++;
    sink->timeout_ms = options->reload_timeout_ms;
    sink->file_count = options->file_count;
    if (options->file_count > 0) sink->files = iter8__texts_copy(options->files, sink->file_count);
    sink->locks = calloc(sink->file_count + 1, sizeof *sink->locks);
    if (words > 0) sink->reload = iter8__texts_copy(options->reload, words);
    int done = sink->locks != NULL && (options->file_count == 0 || sink->files != NULL) &&
               (words == 0 || sink->reload != NULL) &&
               copy_text(&sink->template_file, options->template_file) &&
               copy_text(&sink->output_file, options->output_file);
    return done ? ITER8_OK : ITER8_ERR_NOMEM;
}

int iter8_file_sink_new(const iter8_file_sink_options *options, iter8_file_sink **out)
{
    iter8_file_sink_options own;
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = NULL;
    if (options == NULL) return ITER8_ERR_ARGUMENT;
    int rc = iter8__options_take(&own, sizeof own, options);
    if (rc == ITER8_OK) rc = iter8__options_number(&own.reload_timeout_ms, DEFAULT_TIMEOUT_MS);
    if (rc == ITER8_OK) rc = check_options(&own);
    if (rc != ITER8_OK) return rc;
    iter8_file_sink *sink = calloc(1, sizeof *sink);
    if (sink == NULL) return ITER8_ERR_NOMEM;
    rc = copy_options(sink, &own);
    if (rc != ITER8_OK) {
        iter8_file_sink_free(sink);
        return rc;
    }
    *out = sink;
    return ITER8_OK;
}

void iter8_file_sink_free(iter8_file_sink *sink)
{
    if (sink == NULL) return;
    for (size_t i = 0; sink->locks != NULL && i < sink->file_count + 1; i++)
        iter8__lock_release(&sink->locks[i]);
    free(sink->locks);
    iter8__texts_free(sink->files);
    iter8__texts_free(sink->reload);
    free(sink->template_file);
    free(sink->output_file);
    iter8__taken_clear(&sink->taken);
    free(sink);
}

const char *iter8_file_sink_error(const iter8_file_sink *sink)
{
    return sink != NULL ? sink->problem.bytes : "";
}

static int complain(iter8_file_sink *sink, int rc, const char *what, const char *which)
{
    iter8__line_set(&sink->problem, what);
    iter8__line_add(&sink->problem, which);
    return rc;
}

static int reload(iter8_file_sink *sink)
{
    if (sink->reload == NULL) return ITER8_OK;
    int rc = iter8__reload(sink->reload, sink->timeout_ms, &sink->problem);
    if (rc == ITER8_OK) sink->reloaded = 1;
    return rc;
}

/* Whether the files are still those that were decided on. */
static int check_objects(iter8_file_sink *sink, iter8__objects *objects, const iter8_route *route)
{
    int32_t *found = calloc(route->count, sizeof *found);
    if (found == NULL) return complain(sink, ITER8_ERR_NOMEM, "out of memory", "");
    int rc = iter8__objects_read(objects, route, found, &sink->problem);
    if (rc == ITER8_OK) rc = iter8__check_taken(&sink->taken, route, found, &sink->problem);
    free(found);
    return rc;
}

static int write_objects(iter8_file_sink *sink, const iter8_route *route)
{
    iter8__objects objects;
    int rc = iter8__objects_open(&objects, sink->files, sink->locks, sink->file_count,
                                 route->experiment, &sink->problem);
    if (rc == ITER8_OK) rc = check_objects(sink, &objects, route);
    if (rc == ITER8_OK) {
        rc = iter8__objects_write(&objects, route, &sink->problem);
        if (rc == ITER8_OK) rc = reload(sink);
        if (rc != ITER8_OK) iter8__objects_restore(&objects);
    }
    iter8__objects_close(&objects);
    return rc;
}

static int read_objects(iter8_file_sink *sink, const iter8_route *route, int32_t *weights)
{
    iter8__objects objects;
    int rc = iter8__objects_open(&objects, sink->files, sink->locks, sink->file_count,
                                 route->experiment, &sink->problem);
    if (rc == ITER8_OK) rc = iter8__objects_read(&objects, route, weights, &sink->problem);
    iter8__objects_close(&objects);
    return rc;
}

static const char *text_of(const iter8__buffer *buffer)
{
    return buffer->bytes != NULL ? buffer->bytes : "";
}

static int read_template(iter8_file_sink *sink, const iter8_route *route, iter8__buffer *out)
{
    int rc = iter8__file_read(sink->template_file, out, &sink->problem);
    if (rc != ITER8_OK) return rc;
    const char *candidate = iter8__template_lacks(text_of(out), route->experiment);
    if (candidate == NULL) return ITER8_OK;
    (void)complain(sink, rc, sink->template_file, ": there is no place for the weight of ");
    iter8__line_add(&sink->problem, candidate);
    return ITER8_ERR_NOT_FOUND;
}

/* Reads what was made of the template last; ITER8_ERR_NOT_FOUND where there is nothing yet. */
static int read_output(iter8_file_sink *sink, iter8__buffer *out)
{
    int rc = iter8__lock_take(&sink->locks[0], sink->output_file, NULL, &sink->problem);
    return rc == ITER8_OK ? iter8__file_read(sink->output_file, out, &sink->problem) : rc;
}

/* Puts a text into the output unless another writer has changed that.
 * @param old  what was found there, or NULL: there was nothing */
static int put_output(iter8_file_sink *sink, const iter8__buffer *text, const iter8__buffer *old,
                      iter8__line *problem)
{
    const iter8__replacement replacement = {.path = sink->output_file,
                                            .bytes = text_of(text),
                                            .length = text->length,
                                            .lock = &sink->locks[0],
                                            .found = old,
                                            .absent = old == NULL};
    return iter8__file_replace(&replacement, problem);
}

/* Puts the new output in its place, and the old one back if the server does not take it.
 * @param old  as put_output() */
static int replace_output(iter8_file_sink *sink, const iter8__buffer *filled,
                          const iter8__buffer *old)
{
    iter8__line ignored;
    int rc = put_output(sink, filled, old, &sink->problem);
    if (rc != ITER8_OK) return rc;
    rc = reload(sink);
    if (rc != ITER8_OK && old != NULL) (void)put_output(sink, old, filled, &ignored);
    return rc;
}

/* Reads the output and its weights. ITER8_ERR_NOT_FOUND where there is none yet, ITER8_ERR_REPLY
 * where it is not what the template makes. */
static int match_output(iter8_file_sink *sink, const iter8_route *route, const char *text,
                        iter8__buffer *output, int32_t *weights)
{
    int rc = read_output(sink, output);
    if (rc != ITER8_OK) return rc;
    rc = iter8__template_match(text, route->experiment, text_of(output), weights);
    if (rc == ITER8_ERR_REPLY)
        return complain(sink, rc, sink->output_file, ": it is not what the template makes");
    return rc == ITER8_OK ? rc : complain(sink, rc, iter8_strerror(rc), "");
}

/* Whether the output, which is read, is still as it was when this was decided; one that tells no
 * weights is written anew. */
static int check_output(iter8_file_sink *sink, const iter8_route *route, const char *text,
                        iter8__buffer *output, int *absent)
{
    int32_t *found = calloc(route->count, sizeof *found);
    if (found == NULL) return complain(sink, ITER8_ERR_NOMEM, "out of memory", "");
    int rc = match_output(sink, route, text, output, found);
    *absent = rc == ITER8_ERR_NOT_FOUND;
    if (rc == ITER8_OK) rc = iter8__check_taken(&sink->taken, route, found, &sink->problem);
    free(found);
    return rc == ITER8_ERR_NOT_FOUND || rc == ITER8_ERR_REPLY ? ITER8_OK : rc;
}

static int write_template(iter8_file_sink *sink, const iter8_route *route)
{
    iter8__buffer text = {.limit = FILE_LIMIT}, filled = {.limit = FILE_LIMIT},
                  old = {.limit = FILE_LIMIT};
    int absent = 0;
    int rc = read_template(sink, route, &text);
    if (rc == ITER8_OK) {
        rc = iter8__template_fill(text_of(&text), route->experiment, route->weights, &filled);
        if (rc != ITER8_OK) (void)complain(sink, rc, iter8_strerror(rc), "");
    }
    if (rc == ITER8_OK) rc = check_output(sink, route, text_of(&text), &old, &absent);
    if (rc == ITER8_OK) rc = replace_output(sink, &filled, absent ? NULL : &old);
    iter8__buffer_clear(&text);
    iter8__buffer_clear(&filled);
    iter8__buffer_clear(&old);
    return rc;
}

/* Where there is no output yet, the weights are those last known, and nothing is to be reloaded. */
static int take_known(iter8_file_sink *sink, const iter8_route *route, int32_t *weights)
{
    memcpy(weights, route->weights, route->count * sizeof *weights);
    sink->reloaded = 1;
    return complain(sink, ITER8_OK, "", "");
}

static int read_from_output(iter8_file_sink *sink, const iter8_route *route, int32_t *weights)
{
    iter8__buffer text = {.limit = FILE_LIMIT}, output = {.limit = FILE_LIMIT};
    int rc = read_template(sink, route, &text);
    if (rc == ITER8_OK) {
        rc = match_output(sink, route, text_of(&text), &output, weights);
        if (rc == ITER8_ERR_NOT_FOUND && route->weights != NULL)
            rc = take_known(sink, route, weights);
    }
    iter8__buffer_clear(&output);
    iter8__buffer_clear(&text);
    return rc;
}

static int is_route(const iter8_route *route)
{
    return route != NULL && route->experiment != NULL &&
           route->count == iter8_spec_of(route->experiment).version_count;
}

static int write_route(iter8_file_sink *sink, const iter8_route *route)
{
    iter8__line_clear(&sink->problem);
    if (!is_route(route) || route->weights == NULL)
        return complain(sink, ITER8_ERR_ARGUMENT, "there are no weights to write", "");
    int rc = sink->files != NULL ? write_objects(sink, route) : write_template(sink, route);
    return rc == ITER8_OK ? complain(sink, rc, "", "") : rc;
}

static int read_route(iter8_file_sink *sink, const iter8_route *route, int32_t *weights)
{
    iter8__line_clear(&sink->problem);
    if (!is_route(route) || weights == NULL)
        return complain(sink, ITER8_ERR_ARGUMENT, "there is no room for weights", "");
    int rc = sink->files != NULL ? read_objects(sink, route, weights)
                                 : read_from_output(sink, route, weights);
    return rc == ITER8_OK && !sink->reloaded ? reload(sink) : rc;
}

static int32_t write_weights(const iter8_route *route, void *user_data)
{
    iter8_file_sink *sink = user_data;
    return iter8__explained(route, write_route(sink, route), &sink->problem);
}

static int32_t read_weights(const iter8_route *route, int32_t *weights, void *user_data)
{
    iter8_file_sink *sink = user_data;
    return iter8__explained(route, read_route(sink, route, weights), &sink->problem);
}

const iter8_router *iter8_file_sink_router(iter8_file_sink *sink)
{
    if (sink == NULL) return NULL;
    sink->router = (iter8_router){.struct_size = sizeof sink->router,
                                  .user_data = sink,
                                  .read_weights = read_weights,
                                  .write_weights = write_weights};
    return &sink->router;
}
