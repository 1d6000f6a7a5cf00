/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8ctl.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A log that is being replayed. */
struct log_text {
    const char *name;
    char *bytes;
    size_t length;
};

static int write_explanation(const void *object, int format, char *buffer, size_t capacity,
                             size_t *length)
{
    const struct log_text *log = object;
    (void)format;
    return iter8_log_explain(log->bytes, log->length, buffer, capacity, length);
}

/* What is wrong with a log, each as FILE:LINE: message. */
static void print_problems(const struct log_text *log, const iter8_diagnostics *diagnostics)
{
    iter8_diagnostic problem = {.struct_size = sizeof problem};
    for (size_t i = 0; i < iter8_diagnostics_count(diagnostics); i++) {
        if (iter8_diagnostics_get(diagnostics, i, &problem) != ITER8_OK) continue;
        say(stderr, "%s:", log->name);
        if (problem.line > 0) say(stderr, "%u:", (unsigned)problem.line);
        say_line(stderr, " %s", problem.message);
    }
}

static const char *shown(const char *json)
{
    return *json != '\0' ? json : "nothing";
}

static int print_outcome(const struct log_text *log, const iter8_replay *replay)
{
    iter8_difference found = {.struct_size = sizeof found};
    if (iter8_replay_difference(replay, &found) != ITER8_OK) {
        say_line(stdout, "%s: %" PRIu64 " steps, identical", log->name, iter8_replay_steps(replay));
        return EXIT_DONE;
    }
    say(stdout, "%s:%" PRIu64 ": ", log->name, found.line);
    if (found.step > 0) printf("step %" PRIu64 ": ", found.step);
    say_line(stdout, "%s: recorded %s, now %s",
             *found.member != '\0' ? found.member : "the whole line", shown(found.recorded),
             shown(found.now));
    return EXIT_NO;
}

static int replay(const struct log_text *log)
{
    iter8_diagnostics *diagnostics = NULL;
    iter8_replay *made = NULL;
    int rc = iter8_diagnostics_new(NULL, &diagnostics);
    if (rc == ITER8_OK) rc = iter8_replay_log(log->bytes, log->length, NULL, diagnostics, &made);
    print_problems(log, diagnostics);
    int code = rc == ITER8_ERR_NOMEM || rc == ITER8_ERR_VERSION ? EXIT_TROUBLE : EXIT_NO;
    if (rc == ITER8_ERR_NOMEM) complain("out of memory");
    if (rc == ITER8_OK) code = print_outcome(log, made);
    iter8_replay_free(made);
    iter8_diagnostics_free(diagnostics);
    return code;
}

/* A log that is not whole is explained as far as its lines are; the replay says what is wrong. */
static int explain(struct log_text log)
{
    while (log.length > 0 && log.bytes[log.length - 1] != '\n')
        log.length--;
    char *text = write_text(write_explanation, &log, 0);
    int printed = text == NULL || fputs(text, stdout) >= 0;
    free(text);
    if (printed) return EXIT_DONE;
    complain("standard output: %s", strerror(errno));
    return EXIT_TROUBLE;
}

int command_replay(const struct arguments *arguments)
{
    struct log_text log = {.name = strcmp(arguments->operand, "-") == 0 ? "<stdin>"
                                                                        : arguments->operand};
    log.bytes = inputs_text(arguments->operand, &log.length);
    if (log.bytes == NULL) return EXIT_TROUBLE;
    int rc = arguments->verbose ? explain(log) : EXIT_DONE;
    if (rc == EXIT_DONE) rc = replay(&log);
    free(log.bytes);
    return rc;
}
