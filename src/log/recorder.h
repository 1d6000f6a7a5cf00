/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * recorder.h - what a recorder is made of; a replay steers one of its own.
 */
#ifndef ITER8_LOG_RECORDER_H
#define ITER8_LOG_RECORDER_H

#include "iter8/log.h"
#include "log/log_ask.h"

/* The number of the format. */
enum { ITER8__LOG_FORMAT = 1 };

struct iter8_recorder {
    iter8_allocator allocator;
    int32_t (*write)(const char *line, size_t length, void *user_data);
    void *user_data;
    iter8_document *defaults; /* or NULL */
    const char *library;      /* the version that the log names */
    iter8__host host;
    iter8__asked asked;
    iter8_diagnostics *diagnostics; /* of the step */
    iter8__text header;             /* the line; empty once it is written */
    iter8__text document;           /* the line with the experiment; empty where none is due */
    iter8__text line;               /* of the step */
    iter8__text scratch;
    int64_t steps; /* made since the beginning of the log */
    int begun;     /* the header is written */
    int busy;
    int error;        /* the first since the beginning */
    int known;        /* the reader of the log knows the experiment as the last line left it: */
    uint64_t hash;    /* of its document */
    uint64_t process; /* of what the process remembers beside */
};

#endif
