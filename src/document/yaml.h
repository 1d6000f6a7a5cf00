/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * yaml.h - libyaml's parser, as the reader and the locator use it.
 */
#ifndef ITER8_DOCUMENT_YAML_H
#define ITER8_DOCUMENT_YAML_H

#include "document/reader.h"

#include <yaml.h>

/* Starts a parser on a text. Returns 0 or ITER8_ERR_NOMEM. */
int iter8__yaml_open(yaml_parser_t *parser, const char *text, size_t length);

/* Whether a document whose root is @p event is empty: it is passed over. */
int iter8__yaml_is_empty(const yaml_event_t *event);

iter8__place iter8__yaml_place(yaml_mark_t mark);

#endif
