/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * spelling.h - finds a text however it was written: as it is, in JSON, in a URL, in HTML.
 *
 * Each of these leaves it to the writer what is escaped and how: one JSON has `&` and another
 * `\u0026`, one URL `%3D` and another `%3d`. So a text is not looked for by its escaped forms but
 * read along, character by character.
 */
#ifndef ITER8_METRICS_SPELLING_H
#define ITER8_METRICS_SPELLING_H

#include <stddef.h>

/* The most bytes at the start of @p text that are @p wanted in one of these ways; 0 if none are. */
size_t iter8__spelled(const char *text, size_t length, const char *wanted);

/* Whether a text may be spelled from a byte on that is not its own first one. */
int iter8__begins_escape(char c);

#endif
