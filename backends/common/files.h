/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * files.h - whole files; iter8_file_replace() is declared in iter8/backends/file_sink.h.
 */
#ifndef ITER8_BACKENDS_FILES_H
#define ITER8_BACKENDS_FILES_H

#include "common/buffer.h"
#include "common/line.h"

/* Adds all of a file to @p out. Returns 0, or ITER8_ERR_NOT_FOUND (there is none),
 * ITER8_ERR_REFUSED (it cannot be read), ITER8_ERR_TOO_LARGE, ITER8_ERR_NOMEM, and says why in
 * @p problem. */
int iter8__file_read(const char *path, iter8__buffer *out, iter8__line *problem);

/* Puts a text in the place of a file's content, see iter8_file_replace(). Returns as that, and says
 * why not in @p problem. */
int iter8__file_replace(const char *path, const iter8__buffer *text, iter8__line *problem);

#endif
