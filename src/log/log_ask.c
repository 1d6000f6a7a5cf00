/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/log_ask.h"

#include "experiment/status.h"
#include "iter8/error.h"
#include "log/log_line.h"
#include "log/log_words.h"

#include <math.h>
#include <string.h>

static iter8__text *begin(iter8__asked *asked, const char *ask)
{
    iter8__log_open(&asked->inputs, NULL, '{');
    iter8__log_string(&asked->inputs, "ask", ask);
    return &asked->inputs;
}

static int32_t end(iter8__text *inputs, int32_t answer)
{
    iter8__log_result(inputs, "answer", answer);
    iter8__log_close(inputs, '}');
    return answer;
}

static void note_weights(iter8__text *inputs, const int32_t *weights, size_t count)
{
    iter8__log_open(inputs, "weights", '[');
    for (size_t v = 0; v < count; v++)
        iter8__log_integer(inputs, NULL, weights[v]);
    iter8__log_close(inputs, ']');
}

/* A reason is noted as the status takes it over: the start of it, in UTF-8. */
static void note_reason(iter8__text *inputs, const char *reason)
{
    iter8__value value;
    if (reason == NULL) return;
    iter8__value_set_absent(&value, ITER8_VALUE_ABSENT, reason);
    iter8__log_string(inputs, "reason", value.reason);
}

/* Of a failure the reason counts alone. */
static void note_measurement(iter8__text *inputs, const iter8_measurement *answer, int32_t rc)
{
    if (rc == ITER8_PENDING) return;
    if (rc == ITER8_OK) {
        iter8__log_word(inputs, "state", &iter8__value_states, answer->state + 1);
        if (answer->state == ITER8_VALUE_PRESENT) iter8__log_number(inputs, "value", answer->value);
        /* Of an infinity that comes as a state the sign alone counts. */
        if (answer->state == ITER8_VALUE_INFINITE && answer->value < 0)
            iter8__log_number(inputs, "value", -INFINITY);
    }
    note_reason(inputs, answer->reason);
}

static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    iter8__asked *asked = user_data;
    int32_t rc = asked->host->source.measure(question, answer, asked->host->source.user_data);
    iter8__text *inputs = begin(asked, "measure");
    iter8__log_string(inputs, "metric", question->metric);
    iter8__log_string(inputs, "version", question->version);
    note_measurement(inputs, answer, rc);
    return end(inputs, rc);
}

/* Why weights could not be read or written. */
static void note_failure(iter8__text *inputs, const iter8_route *route, int32_t rc)
{
    char line[ITER8__WHY_BYTES];
    if (rc >= 0 || *route->reason == NULL) return;
    iter8__line_copy(line, sizeof line, *route->reason);
    iter8__log_string(inputs, "reason", line);
}

static int32_t write_weights(const iter8_route *route, void *user_data)
{
    iter8__asked *asked = user_data;
    int32_t rc = asked->host->router.write_weights(route, asked->host->router.user_data);
    iter8__text *inputs = begin(asked, "writeWeights");
    note_weights(inputs, route->weights, route->count);
    note_failure(inputs, route, rc);
    return end(inputs, rc);
}

static int32_t read_weights(const iter8_route *route, int32_t *weights, void *user_data)
{
    iter8__asked *asked = user_data;
    int32_t rc = asked->host->router.read_weights(route, weights, asked->host->router.user_data);
    iter8__text *inputs = begin(asked, "readWeights");
    if (rc == ITER8_OK) note_weights(inputs, weights, route->count);
    note_failure(inputs, route, rc);
    return end(inputs, rc);
}

static int32_t acquire_target(const iter8_experiment *experiment, void *user_data)
{
    iter8__asked *asked = user_data;
    int32_t rc = asked->host->own.acquire_target(experiment, asked->host->own.user_data);
    return end(begin(asked, "acquireTarget"), rc);
}

static void note_action(iter8__text *inputs, const char *action, int32_t loop)
{
    iter8__log_string(inputs, "action", action);
    if (loop > 0) iter8__log_integer(inputs, "loop", loop);
}

static int32_t run_action(const iter8_action *action, void *user_data)
{
    iter8__asked *asked = user_data;
    int32_t rc = asked->host->own.run_action(action, asked->host->own.user_data);
    iter8__text *inputs = begin(asked, "runAction");
    note_action(inputs, action->name, action->loop);
    return end(inputs, rc);
}

static int32_t run_task(const iter8_task *task, void *user_data)
{
    iter8__asked *asked = user_data;
    int32_t rc = asked->host->own.run_task(task, asked->host->own.user_data);
    iter8__text *inputs = begin(asked, "runTask");
    note_action(inputs, task->action, task->loop);
    iter8__log_integer(inputs, "index", task->index);
    iter8__log_string(inputs, "task", task->name);
    return end(inputs, rc);
}

static void record_event(const iter8_event *event, void *user_data)
{
    iter8__asked *asked = user_data;
    iter8__log_open(&asked->events, NULL, '{');
    iter8__log_string(&asked->events, "reason", event->reason);
    iter8__log_string(&asked->events, "message", event->message);
    iter8__log_flag(&asked->events, "warning", event->warning);
    iter8__log_close(&asked->events, '}');
    if (asked->host->own.record_event != NULL)
        asked->host->own.record_event(event, asked->host->own.user_data);
}

iter8_host iter8__asked_host(iter8__asked *asked)
{
    const iter8__host *host = asked->host;
    asked->around = (iter8__host){
        .source = {.struct_size = sizeof(iter8_metrics_source),
                   .user_data = asked,
                   .measure = host->source.measure != NULL ? measure : NULL},
        .router = {.struct_size = sizeof(iter8_router),
                   .user_data = asked,
                   .read_weights = host->router.read_weights != NULL ? read_weights : NULL,
                   .write_weights = host->router.write_weights != NULL ? write_weights : NULL},
        .own = {.struct_size = sizeof(iter8_host),
                .user_data = asked,
                .acquire_target = host->own.acquire_target != NULL ? acquire_target : NULL,
                .run_task = host->own.run_task != NULL ? run_task : NULL,
                .run_action = host->own.run_action != NULL ? run_action : NULL,
                .record_event = record_event,
                .seed = host->own.seed},
    };
    return iter8__host_public(&asked->around);
}

/* The callbacks that may be missing: X(name, field). */
#define CALLBACKS(X)                                                                               \
    X("measure", source.measure)                                                                   \
    X("readWeights", router.read_weights)                                                          \
    X("writeWeights", router.write_weights)                                                        \
    X("acquireTarget", own.acquire_target)                                                         \
    X("runAction", own.run_action)                                                                 \
    X("runTask", own.run_task)

void iter8__asked_names(const iter8__host *host, iter8__text *line)
{
    iter8__log_open(line, "host", '[');
#define NAME(name, field)                                                                          \
    if (host->field != NULL) iter8__log_string(line, NULL, name);
    CALLBACKS(NAME)
#undef NAME
    iter8__log_close(line, ']');
}

int iter8__asked_alike(const iter8__host *host, const iter8__host *other)
{
    int alike = host->own.seed == other->own.seed;
#define COMPARE(name, field) alike &= (host->field != NULL) == (other->field != NULL);
    CALLBACKS(COMPARE)
#undef COMPARE
    return alike;
}

static int is_in(const iter8__node *names, const char *name, size_t *found)
{
    for (size_t i = 0; i < iter8__node_count(names); i++) {
        const char *other = iter8__node_string(iter8__node_item(names, i));
        if (other == NULL || strcmp(name, other) != 0) continue;
        (*found)++;
        return 1;
    }
    return 0;
}

int iter8__asked_restrict(const iter8__node *names, iter8__host *host)
{
    size_t found = 0;
#define TAKE(name, field)                                                                          \
    if (!is_in(names, name, &found)) host->field = NULL;
    CALLBACKS(TAKE)
#undef TAKE
    return found == iter8__node_count(names);
}
