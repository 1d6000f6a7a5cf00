/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * json.h - the parts of the JSON reader.
 *
 * JSON is read here and not by jansson, whose reader refuses integers beyond 64 bits, turns digits
 * into numbers as the locale says, and cannot tell where a key was repeated.
 */
#ifndef ITER8_DOCUMENT_JSON_H
#define ITER8_DOCUMENT_JSON_H

#include "document/reader.h"

typedef struct iter8__json {
    iter8__reader *reader;
    const char *at;
    const char *end;
    iter8__text scratch; /* for strings with escapes */
    iter8__place place;  /* of the byte at placed_to; moves on only, so lines are counted once */
    const char *placed_to;
} iter8__json;

/* Whether the next character is @p c; it is taken if so. */
int iter8__json_take(iter8__json *json, char c);

/* The place of a byte that is not before one asked for earlier. */
iter8__place iter8__json_place(iter8__json *json, const char *at);

/* Notes a problem at @p at. Returns ITER8_ERR_SYNTAX. */
int iter8__json_fail(iter8__json *json, const char *at, const char *message);

/* Reads a string whose opening quote is taken. Returns 0, ITER8_ERR_SYNTAX, ITER8_ERR_NOMEM. */
int iter8__json_string(iter8__json *json, iter8__node **out);

#endif
