/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * locate_events.h - libyaml's events as the locators go along them.
 *
 * Every function returns 1, or 0 when the text comes to an end or an error before its time.
 */
#ifndef ITER8_DOCUMENT_LOCATE_EVENTS_H
#define ITER8_DOCUMENT_LOCATE_EVENTS_H

#include "document/yaml.h"

#include <stddef.h>

typedef struct iter8__locator {
    yaml_parser_t parser;
    yaml_event_t event; /* the last one; deleted by the next */
} iter8__locator;

int iter8__locator_next(iter8__locator *l);

/* Goes on to the last event of the value whose first event is the current one. */
int iter8__locator_skip(iter8__locator *l);

/* Goes on to the first event of the root of a document, by its number. */
int iter8__locator_document(iter8__locator *l, size_t index);

#endif
