/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/log_transient.h"

#include "iter8/command.h"
#include "iter8/error.h"
#include "lifecycle/step.h"
#include "log/log_line.h"
#include "log/log_words.h"

#include <string.h>

static void write_weights(iter8__text *text, const char *key, const int32_t *weights, size_t count)
{
    iter8__log_open(text, key, '[');
    for (size_t v = 0; v < count; v++)
        iter8__log_integer(text, NULL, weights[v]);
    iter8__log_close(text, ']');
}

static void write_answer(const iter8__value *value, size_t index, iter8__text *text)
{
    iter8__log_open(text, NULL, '{');
    iter8__log_integer(text, "index", (int64_t)index);
    iter8__log_word(text, "state", &iter8__value_states, value->state + 1);
    iter8__log_number(text, "value", value->number);
    if (value->has_sample_size) iter8__log_number(text, "sampleSize", value->sample_size);
    if (*value->reason != '\0') iter8__log_string(text, "reason", value->reason);
    iter8__log_close(text, '}');
}

static void write_iteration(const iter8_experiment *experiment, iter8__text *text)
{
    const struct iter8__transient *run = experiment->transient;
    size_t versions = experiment->spec.version_count;
    iter8__log_open(text, "iteration", '{');
    iter8__log_time(text, "began", run->began_ns);
    if (run->observed) write_weights(text, "found", run->weights, versions);
    iter8__log_flag(text, "known", run->observed && run->has_weights);
    iter8__log_open(text, "answers", '[');
    for (size_t i = 0; i < experiment->metric_count * versions; i++) {
        if (run->answered[i]) write_answer(&run->next.values[i], i, text);
    }
    iter8__log_close(text, ']');
    iter8__log_close(text, '}');
}

/* An iteration that metrics were added to begins anew. */
static int is_under_way(const iter8_experiment *experiment)
{
    const struct iter8__transient *run = experiment->transient;
    return run->under_way && run->answered != NULL &&
           run->next.metric_count == experiment->metric_count;
}

static void write_time(iter8__text *text, const char *key, int64_t time_ns)
{
    if (time_ns != INT64_MIN) iter8__log_time(text, key, time_ns);
}

static void write_retry(const iter8__retry *retry, iter8__text *text)
{
    iter8__log_open(text, NULL, '{');
    write_time(text, "at", retry->at_ns);
    write_time(text, "lasting", retry->lasting_ns);
    if (retry->told != NULL) iter8__log_string(text, "told", retry->told);
    if (retry->failures > 0) iter8__log_integer(text, "failures", retry->failures);
    iter8__log_flag(text, "hopeless", retry->is_told_hopeless);
    iter8__log_close(text, '}');
}

void iter8__log_process_write(const iter8_experiment *experiment, iter8__text *text)
{
    const struct iter8__transient *run = experiment->transient;
    write_time(text, "clock", run->clock_ns);
    iter8__log_open(text, "retries", '[');
    for (int i = 0; i < ITER8__CALLS; i++)
        write_retry(&run->retries[i], text);
    iter8__log_close(text, ']');
    if (run->told_command != 0)
        iter8__log_word(text, "toldCommand", &iter8__command_words, run->told_command);
    iter8__log_flag(text, "toldPaused", run->told_paused);
    iter8__log_flag(text, "unguarded", !run->guarded);
    write_weights(text, "weights", experiment->status.weights, experiment->spec.version_count);
    if (is_under_way(experiment)) write_iteration(experiment, text);
}

static int read_weights(const iter8__node *list, int32_t *weights, size_t count)
{
    if (iter8__node_count(list) != count) return 0;
    for (size_t v = 0; v < count; v++)
        weights[v] = (int32_t)iter8__node_integer(iter8__node_item(list, v));
    return 1;
}

static int read_answer(const iter8__node *node, iter8_experiment *experiment)
{
    size_t values = experiment->metric_count * experiment->spec.version_count;
    int64_t index = iter8__node_integer(iter8__node_member(node, "index"));
    const iter8__node *sample_size = iter8__node_member(node, "sampleSize");
    const char *reason = iter8__node_string(iter8__node_member(node, "reason"));
    int32_t state;
    double number;
    if (index < 0 || (size_t)index >= values ||
        !iter8__log_read_word(iter8__node_member(node, "state"), &iter8__value_states, &state) ||
        !iter8__log_read_number(iter8__node_member(node, "value"), &number))
        return 0;
    iter8__value *value = &experiment->transient->next.values[index];
    iter8__value_set_absent(value, state - 1, reason);
    value->number = number;
    value->has_sample_size = sample_size != NULL;
    value->sample_size = iter8__node_number(sample_size);
    experiment->transient->answered[index] = 1;
    return 1;
}

static int read_iteration(const iter8__node *node, iter8_experiment *experiment)
{
    struct iter8__transient *run = experiment->transient;
    const iter8__node *answers = iter8__node_member(node, "answers");
    const iter8__node *found = iter8__node_member(node, "found");
    if (node == NULL) return 1;
    run->under_way = 1;
    run->observed = found != NULL;
    run->has_weights = iter8__node_boolean(iter8__node_member(node, "known"));
    int ok = iter8__log_read_time(iter8__node_member(node, "began"), &run->began_ns);
    if (ok && run->observed) ok = read_weights(found, run->weights, experiment->spec.version_count);
    for (size_t i = 0; ok && i < iter8__node_count(answers); i++)
        ok = read_answer(iter8__node_item(answers, i), experiment);
    return ok;
}

static int read_time(const iter8__node *node, int64_t *time_ns)
{
    return node == NULL || iter8__log_read_time(node, time_ns);
}

static int read_told(const iter8__node *process, struct iter8__transient *run)
{
    const iter8__node *command = iter8__node_member(process, "toldCommand");
    run->told_command = 0;
    run->guarded = !iter8__node_boolean(iter8__node_member(process, "unguarded"));
    run->told_paused = iter8__node_boolean(iter8__node_member(process, "toldPaused"));
    return command == NULL ||
           iter8__log_read_word(command, &iter8__command_words, &run->told_command);
}

static int read_retry(const iter8__node *node, iter8_experiment *experiment, iter8__retry *retry)
{
    const char *told = iter8__node_string(iter8__node_member(node, "told"));
    int64_t failures = iter8__node_integer(iter8__node_member(node, "failures"));
    if (failures < 0 || failures > INT32_MAX) return ITER8_ERR_INVALID;
    retry->failures = (int32_t)failures;
    retry->is_told_hopeless = iter8__node_boolean(iter8__node_member(node, "hopeless"));
    /* The text lives as long as the experiment. */
    if (told != NULL) retry->told = iter8__arena_text(&experiment->arena, told, strlen(told));
    if (told != NULL && retry->told == NULL) return ITER8_ERR_NOMEM;
    return read_time(iter8__node_member(node, "at"), &retry->at_ns) &&
                   read_time(iter8__node_member(node, "lasting"), &retry->lasting_ns)
               ? ITER8_OK
               : ITER8_ERR_INVALID;
}

static int read_retries(const iter8__node *list, iter8_experiment *experiment)
{
    int rc = ITER8_OK;
    for (size_t i = 0; rc == ITER8_OK && i < ITER8__CALLS && i < iter8__node_count(list); i++)
        rc = read_retry(iter8__node_item(list, i), experiment, &experiment->transient->retries[i]);
    return rc;
}

int iter8__log_process_read(const iter8__node *process, iter8_experiment *experiment)
{
    int rc = iter8__step_prepare(experiment);
    if (rc != ITER8_OK) return rc;
    struct iter8__transient *run = experiment->transient;
    rc = read_retries(iter8__node_member(process, "retries"), experiment);
    if (rc != ITER8_OK) return rc;
    int ok = read_time(iter8__node_member(process, "clock"), &run->clock_ns) &&
             read_told(process, run) &&
             read_weights(iter8__node_member(process, "weights"), experiment->status.weights,
                          experiment->spec.version_count) &&
             read_iteration(iter8__node_member(process, "iteration"), experiment);
    return ok ? ITER8_OK : ITER8_ERR_INVALID;
}
