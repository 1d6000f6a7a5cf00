/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "recorded_host.h"

#include "base/quantity.h"
#include "iter8/error.h"
#include "iter8/routing.h"
#include "iter8/snapshots.h"

#include <stdio.h>
#include <string.h>

const iter8__node *recorded_at(const iter8__node *root, const char *path)
{
    iter8__node *node;
    return iter8__field_find(root, path, &node) == ITER8_OK ? node : NULL;
}

int recorded_event(const iter8__node *recording, const char *reason, const char *message)
{
    const iter8__node *events = recorded_at(recording, "iter8.events");
    for (size_t i = 0; i < iter8__node_count(events); i++) {
        const iter8__node *event = iter8__node_item(events, i);
        const char *text = iter8__node_string(iter8__node_item(event, 1));
        if (strcmp(iter8__node_string(iter8__node_item(event, 0)), reason) == 0 && text != NULL &&
            strncmp(text, message, strlen(message)) == 0)
            return 1;
    }
    return 0;
}

static int has_reference(const iter8_experiment *experiment, size_t version)
{
    iter8_weight_reference reference = ITER8_INIT(iter8_weight_reference);
    return iter8_experiment_weight_reference(experiment, version, &reference) == ITER8_OK;
}

/* What the API server said of weights that it could not give. */
static const char *cause(const recorded_host *self)
{
    static const char prefix[] = "Specification of version weightObjRef invalid: ";
    size_t length = sizeof prefix - 1;
    const iter8__node *events = recorded_at(self->recording, "iter8.events");
    for (size_t i = 0; i < iter8__node_count(events); i++) {
        const char *text = iter8__node_string(iter8__node_item(iter8__node_item(events, i), 1));
        if (text != NULL && strncmp(text, prefix, length) == 0) return text + length;
    }
    return "not found";
}

static int32_t cannot_read(const recorded_host *self, const iter8_route *route)
{
    iter8_route_explain(route, cause(self));
    return ITER8_ERR_NOT_FOUND;
}

static int32_t read_weights(const iter8_route *route, int32_t *weights, void *user_data)
{
    const recorded_host *self = user_data;
    for (size_t v = 0; v < route->count; v++) {
        int referred = has_reference(route->experiment, v);
        if (referred && !self->has_route) return cannot_read(self, route);
        weights[v] = referred ? self->route[v] : -1;
    }
    return ITER8_OK;
}

/* Each change of the route's weights, as Iter8's are recorded. */
static void note_split(recorded_host *self)
{
    size_t count = self->split_count;
    if (count == RECORDED_SPLITS) return;
    if (count > 0 && memcmp(self->splits[count - 1], self->route, sizeof self->route) == 0) return;
    memcpy(self->splits[self->split_count++], self->route, sizeof self->route);
}

static int32_t write_weights(const iter8_route *route, void *user_data)
{
    recorded_host *self = user_data;
    if (!self->has_route) return ITER8_ERR_NOT_FOUND;
    for (size_t v = 0; v < route->count; v++) {
        if (has_reference(route->experiment, v)) self->route[v] = route->weights[v];
    }
    note_split(self);
    return ITER8_OK;
}

/* The values of the iteration after so many: those of its status, or of the last one where it ended
 * otherwise than by being counted. */
static const iter8__node *values_after(const recorded_host *self, int32_t completed)
{
    const iter8__node *found = NULL;
    for (size_t i = 0; i < iter8__node_count(self->statuses); i++) {
        const iter8__node *status = iter8__node_item(self->statuses, i);
        const iter8__node *data = recorded_at(status, "analysis.aggregatedMetrics.data");
        if (data != NULL) found = data;
        if (iter8__node_integer(iter8__node_member(status, "completedIterations")) == completed + 1)
            return data;
    }
    return found;
}

static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    int32_t completed = iter8_status_of(question->experiment).completed_iterations;
    const iter8__node *data = values_after(user_data, completed);
    const iter8__node *metric = iter8__node_member(data, question->metric);
    const iter8__node *value = iter8__node_member(metric, question->version);
    const char *text = iter8__node_string(value);
    if (text == NULL ||
        !iter8__quantity_parse(text, iter8__node_string_length(value), &answer->value)) {
        answer->reason = "it was not there";
        return ITER8_OK;
    }
    answer->state = ITER8_VALUE_PRESENT;
    return ITER8_OK;
}

/* "Loop actions failed" of the action "loop" */
static int32_t run_action(const iter8_action *action, void *user_data)
{
    const recorded_host *self = user_data;
    char message[64];
    (void)snprintf(message, sizeof message, "%c%s actions failed", action->name[0] - 'a' + 'A',
                   action->name + 1);
    return recorded_event(self->recording, "HandlerFailed", message) ? ITER8_ERR_HOST : ITER8_OK;
}

static void record_event(const iter8_event *event, void *user_data)
{
    recorded_host *self = user_data;
    recorded_events_note(&self->events, event);
}

static void set_route(recorded_host *self, const iter8__node *weights)
{
    self->has_route = iter8__node_kind(weights) == ITER8__NODE_LIST;
    for (size_t v = 0; v < iter8__node_count(weights) && v < RECORDED_VERSIONS; v++)
        self->route[v] = (int32_t)iter8__node_integer(iter8__node_item(weights, v));
    if (self->has_route) note_split(self);
}

void recorded_host_interfere(recorded_host *self, const iter8_experiment *experiment)
{
    const iter8__node *hand = iter8__node_member(self->recording, "hand");
    if (iter8__node_kind(hand) != ITER8__NODE_LIST || self->hand_done ||
        iter8_status_of(experiment).completed_iterations !=
            iter8__node_integer(iter8__node_item(hand, 0)))
        return;
    set_route(self, iter8__node_item(hand, 1));
    self->hand_done = 1;
}

void recorded_host_init(recorded_host *self, const iter8__node *recording)
{
    *self = (recorded_host){
        .recording = recording,
        .statuses = recorded_at(recording, "iter8.statuses"),
        .metrics = {.struct_size = sizeof self->metrics, .user_data = self, .measure = measure},
        .router = {.struct_size = sizeof self->router,
                   .user_data = self,
                   .read_weights = read_weights,
                   .write_weights = write_weights},
        .host = {.struct_size = sizeof self->host,
                 .metrics_source = &self->metrics,
                 .router = &self->router,
                 .user_data = self,
                 .run_action = run_action,
                 .record_event = record_event}};
    set_route(self, iter8__node_member(recording, "initialWeights"));
}
