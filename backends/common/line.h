/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * line.h - one short line for people, such as the reason why there is no value.
 *
 * Never allocates and never fails: what does not fit is left out. Only printable ASCII comes in;
 * a control character becomes a blank and any other byte a question mark, because servers say
 * whatever they like and the line may end up in a document.
 */
#ifndef ITER8_BACKENDS_LINE_H
#define ITER8_BACKENDS_LINE_H

#include <stddef.h>
#include <stdint.h>

enum { ITER8__LINE_BYTES = 240 };

/* All zero is the empty line. */
typedef struct iter8__line {
    char bytes[ITER8__LINE_BYTES]; /* zero-terminated */
    size_t length;                 /* bytes without the closing zero */
} iter8__line;

void iter8__line_clear(iter8__line *line);
void iter8__line_add(iter8__line *line, const char *text);
void iter8__line_add_bytes(iter8__line *line, const char *bytes, size_t length);
void iter8__line_add_integer(iter8__line *line, int64_t number);
/* Makes the line one text and nothing else. */
void iter8__line_set(iter8__line *line, const char *text);

#endif
