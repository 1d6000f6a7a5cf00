/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * replay_lines.h - the lines of a log, read one by one.
 */
#ifndef ITER8_LOG_REPLAY_LINES_H
#define ITER8_LOG_REPLAY_LINES_H

#include "iter8/log.h"

#include <stddef.h>
#include <stdint.h>

enum iter8__line_kind { ITER8__LINE_LOG, ITER8__LINE_EXPERIMENT, ITER8__LINE_STEP, ITER8__LINES };

/* A line. */
typedef struct iter8__line {
    const char *text; /* borrowed from the log; NULL: there is none */
    size_t length;    /* with its newline */
    uint64_t number;  /* from 1 */
} iter8__line;

typedef struct iter8__lines {
    const char *text; /* what is left */
    size_t length;
    const iter8_allocator *allocator;
    iter8_diagnostics *diagnostics; /* or NULL */
    iter8__line line;               /* the current one */
    iter8_documents *documents;     /* that it was read into; or NULL */
} iter8__lines;

/* Reads the next line. Returns ITER8_OK, ITER8_UNCHANGED past the last, ITER8_ERR_SYNTAX,
 * ITER8_ERR_NOMEM. */
int iter8__lines_next(iter8__lines *lines);
/* The document of the current line. */
const iter8_document *iter8__lines_document(const iter8__lines *lines);
void iter8__lines_clear(iter8__lines *lines);

/* Reports a problem of the current line whose message is all strings up to a NULL pointer. Returns
 * @p code. */
int iter8__lines_fail(const iter8__lines *lines, int code, ...);

/* Reads one line; @p out is to be freed. Returns ITER8_OK or the code of the problem. */
int iter8__line_parse(const char *text, size_t length, const iter8_allocator *allocator,
                      iter8_diagnostics *diagnostics, iter8_documents **out);

/* What kind of line begins so; ITER8__LINES for none of this format's. */
enum iter8__line_kind iter8__line_kind(const iter8_document *document);

#endif
