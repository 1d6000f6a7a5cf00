/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* One run, step by step: its decision log, in words or as it is. */
#include "iter8/snapshots.h"
#include "simulate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The lines of a log so far. */
struct lines {
    char *bytes;
    size_t length;
    size_t capacity;
};

static int32_t take_line(const char *line, size_t length, void *user_data)
{
    struct lines *lines = user_data;
    if (lines->length + length > lines->capacity) {
        size_t capacity = 2 * (lines->length + length);
        char *bytes = realloc(lines->bytes, capacity);
        if (bytes == NULL) return ITER8_ERR_NOMEM;
        lines->bytes = bytes;
        lines->capacity = capacity;
    }
    memcpy(lines->bytes + lines->length, line, length);
    lines->length += length;
    return ITER8_OK;
}

static int record(const struct trial *trial, iter8_recorder *recorder, iter8_experiment *experiment,
                  int64_t now_ns)
{
    iter8_outcome outcome = {.struct_size = sizeof outcome};
    while (now_ns != ITER8_NEVER) {
        int rc = iter8_recorder_reconcile(recorder, experiment, now_ns, NULL, &outcome);
        if (rc != ITER8_OK && rc != ITER8_ERR_HOST) return rc;
        now_ns = iter8_simulation_next_ns(trial->simulation, &outcome);
    }
    return iter8_recorder_error(recorder);
}

static int make_log(const struct arguments *arguments, const struct trial *trial,
                    const iter8_document *defaults, struct lines *lines)
{
    iter8_experiment *experiment;
    iter8_host host = {.struct_size = sizeof host};
    int64_t start_ns;
    iter8_recorder_options options = {.struct_size = sizeof options,
                                      .defaults = defaults,
                                      .write = take_line,
                                      .user_data = lines};
    iter8_recorder *recorder;
    int rc = iter8_simulation_begin(trial->simulation, arguments->seed, arguments->explain,
                                    &experiment, &host, &start_ns);
    if (rc == ITER8_OK) rc = iter8_recorder_new(&options, &host, &recorder);
    if (rc != ITER8_OK) return rc;
    rc = record(trial, recorder, experiment, start_ns);
    iter8_recorder_free(recorder);
    return rc;
}

static int write_words(const void *object, int format, char *buffer, size_t capacity,
                       size_t *length)
{
    const struct lines *lines = object;
    (void)format;
    return iter8_log_explain(lines->bytes, lines->length, buffer, capacity, length);
}

static const char *verdict_of(const iter8_run *run)
{
    switch (run->verdict) {
    case ITER8_RUN_PROMOTED: return "promoted";
    case ITER8_RUN_ROLLED_BACK: return "rolled back";
    default: return "undecided";
    }
}

static int print_words(const struct arguments *arguments, const struct trial *trial,
                       const struct lines *lines)
{
    iter8_run run = {.struct_size = sizeof run};
    say_line(stdout, "%s: run %llu of seed %llu", iter8_scenario_of(trial->simulation).name,
             (unsigned long long)arguments->explain, (unsigned long long)arguments->seed);
    int rc = print_text(write_words, lines, 0);
    if (rc == EXIT_DONE && iter8_simulation_run(trial->simulation, &run) == ITER8_OK)
        printf("%s after %d iterations; served %lld requests, of these %lld errors\n",
               verdict_of(&run), (int)run.iterations, (long long)run.requests,
               (long long)run.errors);
    return rc;
}

int explain_run(const struct arguments *arguments, const struct trial *trial,
                const iter8_document *defaults)
{
    struct lines lines = {NULL, 0, 0};
    int rc = make_log(arguments, trial, defaults, &lines);
    int code = EXIT_TROUBLE;
    if (rc != ITER8_OK)
        complain("%s: %s", trial->file, iter8_strerror(rc));
    else if (arguments->output != NULL && strcmp(arguments->output, "json") == 0)
        code =
            fwrite(lines.bytes, 1, lines.length, stdout) == lines.length ? EXIT_DONE : EXIT_TROUBLE;
    else
        code = print_words(arguments, trial, &lines);
    free(lines.bytes);
    return code;
}
