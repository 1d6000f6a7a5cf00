/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * recorded_events.h - what was told of an experiment, beside what Iter8 told of it.
 *
 * An event of Iter8's is [reason, message, count].
 */
#ifndef ITER8_TESTS_RECORDED_EVENTS_H
#define ITER8_TESTS_RECORDED_EVENTS_H

#include "document/document.h"
#include "iter8/reconcile.h"

#include <stddef.h>

enum { RECORDED_EVENTS = 200, RECORDED_EVENT_BYTES = 160 };

/* Each event as "reason: message". */
typedef struct recorded_events {
    size_t count;
    char lines[RECORDED_EVENTS][RECORDED_EVENT_BYTES];
} recorded_events;

/* Notes an event whose reason Iter8 knows. Others are "further events" of docs/differences.md. */
void recorded_events_note(recorded_events *self, const iter8_event *event);

/* Iter8's events from a recording, but for those of a step that it made twice. */
void recorded_events_of(const iter8__node *recording, recorded_events *events);

#endif
