/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * files.h - whole files; iter8_file_replace() is declared in iter8/backends/file_sink.h.
 */
#ifndef ITER8_BACKENDS_FILES_H
#define ITER8_BACKENDS_FILES_H

#include "common/buffer.h"
#include "common/line.h"
#include "common/lock.h"

/* Reads all of a regular file into @p out, which is empty and on an error stays so. A pipe or a
 * device is refused, and never waited for. Returns 0, or
 * ITER8_ERR_NOT_FOUND (there is none), ITER8_ERR_REFUSED (it cannot be read), ITER8_ERR_TRANSPORT
 * (it cannot be read now), ITER8_ERR_TOO_LARGE, ITER8_ERR_NOMEM, and says why in @p problem. */
int iter8__file_read(const char *path, iter8__buffer *out, iter8__line *problem);

/* Likewise, but also from a pipe: what is read once, at the start, may come from another program.
 */
int iter8__stream_read(const char *path, iter8__buffer *out, iter8__line *problem);
/* Whether iter8__file_read() could begin. */
int iter8__file_check(const char *path, iter8__line *problem);

/* What a file is to hold, and what has to be so that it may. */
typedef struct iter8__replacement {
    const char *path;
    const char *bytes;
    size_t length;
    iter8__lock *lock;          /* is passed on to the new file; or NULL */
    const iter8__buffer *found; /* what has to be there still; NULL: whatever is there */
    int absent;                 /* instead of that, nothing is to be there */
} iter8__replacement;

/* Replaces the content of a file, see iter8_file_replace(). Just before it does, it looks whether
 * the file is still as it was found. Returns 0, ITER8_ERR_CONFLICT (another writer has changed it),
 * ITER8_ERR_TRANSPORT (what may pass, such as a full disk), ITER8_ERR_NOT_FOUND (no such folder),
 * ITER8_ERR_REFUSED, ITER8_ERR_NOMEM, and says why in @p problem;
 * then the file is as it was, and errno the system's reason or 0. */
int iter8__file_replace(const iter8__replacement *replacement, iter8__line *problem);

#endif
