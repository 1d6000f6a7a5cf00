/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "query.h"
#include "iter8/snapshots.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WAIT_MS = 1000 };

struct inquiry {
    const iter8_experiment *experiment;
    const struct query_format *format;
    iter8_http_source *source;
    int64_t now_ns;
    int64_t elapsed_s;
    uint64_t seed;
    size_t index;   /* of the value in hand */
    size_t missing; /* values that are not there */
    int printing;   /* answers are printed now */
};

const char *query_state_name(int32_t state)
{
    static const char *const names[] = {"absent", "present", "nan", "infinite", "error"};
    return state >= 0 && state < (int32_t)(sizeof names / sizeof names[0]) ? names[state] : "error";
}

void query_number(double value, char *text, size_t size)
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, size, "%.*g", digits, value);
        if (strtod(text, NULL) == value) return;
    }
}

static void print(struct inquiry *inquiry, const iter8_http_exchange *exchange, const char *own)
{
    inquiry->format->value(exchange, own, inquiry->index++);
    inquiry->missing += exchange->answer->state != ITER8_VALUE_PRESENT;
}

static void observe(const iter8_http_exchange *exchange, void *data)
{
    struct inquiry *inquiry = data;
    if (inquiry->printing) print(inquiry, exchange, NULL);
}

static iter8_question make_question(const struct inquiry *inquiry, size_t index)
{
    size_t versions = iter8_spec_of(inquiry->experiment).version_count;
    size_t metric = index / versions;
    size_t version = index % versions;
    return (iter8_question){.struct_size = sizeof(iter8_question),
                            .ticket = index + 1,
                            .now_ns = inquiry->now_ns,
                            .experiment = inquiry->experiment,
                            .metric = iter8_experiment_metric_name(inquiry->experiment, metric),
                            .version = iter8_version_of(inquiry->experiment, version).name,
                            .metric_index = (uint32_t)metric,
                            .version_index = (uint32_t)version,
                            .elapsed_s = inquiry->elapsed_s};
}

/* Prints what the library answers itself; 0 if it does not. */
static int print_own(struct inquiry *inquiry, const iter8_question *question)
{
    iter8_measurement answer = {.struct_size = sizeof answer};
    const char *own = "mock";
    if (iter8_question_mock(question, inquiry->seed, &answer) != ITER8_OK) {
        own = "builtin";
        if (iter8_question_builtin(question, &answer) != ITER8_OK) return 0;
    }
    iter8_http_exchange exchange = {
        .struct_size = sizeof exchange, .question = question, .answer = &answer, .url = ""};
    if (inquiry->printing) print(inquiry, &exchange, own);
    return 1;
}

/* Asks for one value. Once all have been asked and awaited, the answers are there. */
static int32_t ask(struct inquiry *inquiry, size_t index)
{
    iter8_measurement answer = {.struct_size = sizeof answer};
    iter8_question question = make_question(inquiry, index);
    if (print_own(inquiry, &question)) return ITER8_OK;
    const iter8_metrics_source *source = iter8_http_source_metrics_source(inquiry->source);
    int32_t rc = source->measure(&question, &answer, source->user_data);
    while (inquiry->printing && rc == ITER8_PENDING) {
        rc = iter8_http_source_wait(inquiry->source, WAIT_MS);
        if (rc >= 0) rc = source->measure(&question, &answer, source->user_data);
    }
    return rc;
}

/* First all questions are asked, so that the servers are busy at once; then, in order, printed. */
static int32_t ask_all(struct inquiry *inquiry, size_t count)
{
    int32_t rc = ITER8_OK;
    for (size_t i = 0; i < count && rc >= 0; i++)
        rc = ask(inquiry, i);
    do {
        if (rc >= 0) rc = iter8_http_source_wait(inquiry->source, WAIT_MS);
    } while (rc > 0);
    inquiry->printing = 1;
    for (size_t i = 0; i < count && rc >= 0; i++)
        rc = ask(inquiry, i);
    return rc;
}

static int64_t real_time_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* What elapsedTime is. An experiment that has not started would ask for its first second, in which
 * nothing has happened yet; its last iteration says more. */
static const char *set_times(struct inquiry *inquiry, const struct arguments *arguments)
{
    const iter8_experiment *experiment = inquiry->experiment;
    int64_t start_ns = iter8_status_of(experiment).start_ns;
    inquiry->now_ns = real_time_ns();
    inquiry->elapsed_s = arguments->elapsed_s;
    if (inquiry->elapsed_s > 0) return "as told";
    if (start_ns != ITER8_NO_TIME && start_ns < inquiry->now_ns) {
        inquiry->elapsed_s = (inquiry->now_ns - start_ns) / 1000000000;
        if (inquiry->elapsed_s < 1) inquiry->elapsed_s = 1;
        return "since the start of the experiment";
    }
    inquiry->elapsed_s =
        (int64_t)iter8_spec_of(experiment).interval_s * iter8_spec_of(experiment).iterations;
    if (inquiry->elapsed_s < 1) inquiry->elapsed_s = 1;
    return "the planned duration: the experiment has not started";
}

static int inquire(struct inquiry *inquiry, const struct arguments *arguments)
{
    size_t count = iter8_spec_of(inquiry->experiment).metric_count *
                   iter8_spec_of(inquiry->experiment).version_count;
    if (count == 0) {
        complain("the experiment names no metric or no version");
        return EXIT_NO;
    }
    const char *why = set_times(inquiry, arguments);
    inquiry->format->begin(inquiry->experiment, inquiry->elapsed_s, why);
    int32_t rc = ask_all(inquiry, count);
    inquiry->format->end();
    if (rc >= 0) return inquiry->missing > 0 ? EXIT_NO : EXIT_DONE;
    complain("metrics source: %s", iter8_strerror(rc));
    return EXIT_TROUBLE;
}

static int query_inputs(struct inputs *inputs, const struct arguments *arguments,
                        const struct query_format *format)
{
    iter8_experiment *experiment = inputs_experiment(inputs, 1);
    if (experiment == NULL) return EXIT_TROUBLE;
    struct secrets secrets = {arguments, inputs};
    struct inquiry inquiry = {.experiment = experiment, .format = format, .seed = arguments->seed};
    int rc = metrics_add(inputs, experiment);
    if (rc == EXIT_DONE) rc = metrics_open(&secrets, observe, &inquiry, &inquiry.source);
    if (rc == EXIT_DONE) rc = inquire(&inquiry, arguments);
    iter8_http_source_free(inquiry.source);
    iter8_experiment_free(experiment);
    return rc;
}

int command_query(const struct arguments *arguments)
{
    const char *output = arguments->output;
    if (output != NULL && strcmp(output, "json") != 0 && strcmp(output, "text") != 0) {
        complain("-o is text or json, not '%s'", output);
        return EXIT_USAGE;
    }
    struct inputs inputs;
    int rc = inputs_read(&inputs, arguments, EXIT_TROUBLE);
    if (rc == EXIT_DONE)
        rc =
            query_inputs(&inputs, arguments,
                         output != NULL && strcmp(output, "json") == 0 ? &query_json : &query_text);
    inputs_free(&inputs);
    return rc;
}
