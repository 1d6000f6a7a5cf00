/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/jq_cache.h"

#include "common/buffer.h"
#include "iter8/error.h"

#include <stdlib.h>
#include <string.h>

#define REFUSE(name, signature) "def " signature ": error(\"a metric may not use " name "\"); "

/*
 * Stands before each program, in the same line so that the line numbers in messages stay right.
 * Definitions hide those of the same name that come before, so libjq itself sees to it that none of
 * these can be reached, however they are written. Modules can only be named where a program starts,
 * so after this `import` and `include` are syntax errors. `halt` is for the watchdog alone.
 */
static const char prelude[] =
    REFUSE("env", "env") REFUSE("input", "input") REFUSE("inputs", "inputs")
        REFUSE("input_filename", "input_filename") REFUSE("input_line_number", "input_line_number")
            REFUSE("modulemeta", "modulemeta") REFUSE("get_search_list", "get_search_list")
                REFUSE("halt", "halt") REFUSE("halt_error", "halt_error")
                    REFUSE("halt_error", "halt_error(code)") "def stderr: .; null as $ENV | ";

enum { PROGRAM_LIMIT = 64 * 1024 };

/* The first line of a message of libjq, without what only helps at a shell. */
static void add_message(iter8__line *problem, const char *message)
{
    static const char label[] = "jq: error: ";
    static const char advice[] = " (Unix shell quoting issues?)";
    if (strncmp(message, label, sizeof label - 1) == 0) message += sizeof label - 1;
    const char *end = message + strcspn(message, "\n");
    if (end > message && end[-1] == ':') end--;
    iter8__line_set(problem, "jq: ");
    const char *cut = strstr(message, advice);
    if (cut != NULL && cut < end) {
        iter8__line_add_bytes(problem, message, (size_t)(cut - message));
        message = cut + sizeof advice - 1;
    }
    iter8__line_add_bytes(problem, message, (size_t)(end - message));
}

/* libjq reports each problem and then their number: the first one says most. */
static void keep_first(void *data, jv message)
{
    iter8__line *problem = data;
    jv text = jq_format_error(message);
    if (problem->length == 0 && jv_get_kind(text) == JV_KIND_STRING) {
        add_message(problem, jv_string_value(text));
    }
    jv_free(text);
}

static void ignore(void *data, jv message)
{
    (void)data;
    jv_free(message);
}

static jq_state *compile_source(const char *source, iter8__line *problem)
{
    jq_state *jq = jq_init();
    if (jq == NULL) {
        iter8__line_set(problem, "out of memory");
        return NULL;
    }
    /* jq 1.6 leaves these as they were in memory. */
    jq_set_input_cb(jq, NULL, NULL);
    jq_set_debug_cb(jq, NULL, NULL);
    jq_set_error_cb(jq, keep_first, problem);
    int compiled = jq_compile(jq, source);
    jq_set_error_cb(jq, ignore, NULL);
    if (!compiled) jq_teardown(&jq);
    return jq;
}

static jq_state *compile(const char *text, iter8__line *problem)
{
    iter8__buffer source = {.limit = PROGRAM_LIMIT};
    jq_state *jq = NULL;
    iter8__line_clear(problem);
    int rc = iter8__buffer_add_text(&source, prelude);
    if (rc == 0) rc = iter8__buffer_add_text(&source, text);
    if (rc == 0) {
        jq = compile_source(source.bytes, problem);
    } else {
        iter8__line_set(problem,
                        rc == ITER8_ERR_TOO_LARGE ? "the jq program is too long" : "out of memory");
    }
    iter8__buffer_clear(&source);
    return jq;
}

static void remove_at(iter8__jq_cache *cache, size_t index)
{
    cache->count--;
    memmove(&cache->programs[index], &cache->programs[index + 1],
            (cache->count - index) * sizeof cache->programs[0]);
}

static void release(iter8__jq_program *program)
{
    jq_teardown(&program->jq);
    free(program->text);
}

static jq_state *append(iter8__jq_cache *cache, iter8__jq_program program)
{
    cache->programs[cache->count++] = program;
    return program.jq;
}

static int find(const iter8__jq_cache *cache, const char *text, size_t *index)
{
    for (size_t i = 0; i < cache->count; i++) {
        if (strcmp(cache->programs[i].text, text) == 0) {
            *index = i;
            return 1;
        }
    }
    return 0;
}

jq_state *iter8__jq_cache_get(iter8__jq_cache *cache, const char *text, iter8__line *problem)
{
    size_t index;
    if (find(cache, text, &index)) {
        iter8__jq_program program = cache->programs[index];
        remove_at(cache, index);
        return append(cache, program);
    }
    iter8__jq_program program = {strdup(text), NULL};
    if (program.text == NULL) {
        iter8__line_set(problem, "out of memory");
        return NULL;
    }
    program.jq = compile(text, problem);
    if (program.jq == NULL) {
        free(program.text);
        return NULL;
    }
    if (cache->count == ITER8__JQ_PROGRAMS) {
        release(&cache->programs[0]);
        remove_at(cache, 0);
    }
    return append(cache, program);
}

void iter8__jq_cache_clear(iter8__jq_cache *cache)
{
    for (size_t i = 0; i < cache->count; i++)
        release(&cache->programs[i]);
    cache->count = 0;
}
