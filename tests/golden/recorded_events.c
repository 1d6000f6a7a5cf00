/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "recorded_events.h"

#include <stdio.h>
#include <string.h>

static void add(recorded_events *self, const char *reason, const char *message)
{
    if (self->count == RECORDED_EVENTS) return;
    (void)snprintf(self->lines[self->count++], RECORDED_EVENT_BYTES, "%s: %s", reason, message);
}

void recorded_events_note(recorded_events *self, const iter8_event *event)
{
    static const char *const reasons[] = {
        "ExperimentInitialized", "TargetAcquired",    "StageAdvanced", "HandlerLaunched",
        "IterationUpdate",       "InvalidExperiment", "HandlerFailed", "ExperimentCompleted"};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (strcmp(event->reason, reasons[i]) == 0) add(self, event->reason, event->message);
    }
}

/* Iter8 sometimes takes a target or makes an iteration twice, for what it has just saved has not
 * yet come back to it. Kubernetes counts the second event with the first; an action that is
 * launched again, in the next loop, is counted so as well. */
static int is_repeated(const iter8__node *event, const char *reason)
{
    return iter8__node_integer(iter8__node_item(event, 2)) > 1 &&
           (strcmp(reason, "TargetAcquired") == 0 || strcmp(reason, "IterationUpdate") == 0);
}

/* What Kubernetes puts before the message of an event when there are many of one kind. */
static const char *without_prefix(const char *message)
{
    static const char prefix[] = "(combined from similar events): ";
    size_t length = sizeof prefix - 1;
    return strncmp(message, prefix, length) == 0 ? message + length : message;
}

void recorded_events_of(const iter8__node *recording, recorded_events *events)
{
    const iter8__node *list = iter8__node_member(iter8__node_member(recording, "iter8"), "events");
    events->count = 0;
    for (size_t i = 0; i < iter8__node_count(list); i++) {
        const iter8__node *event = iter8__node_item(list, i);
        const char *reason = iter8__node_string(iter8__node_item(event, 0));
        const char *message = iter8__node_string(iter8__node_item(event, 1));
        if (is_repeated(event, reason)) continue;
        add(events, reason, message != NULL ? without_prefix(message) : "");
    }
}
