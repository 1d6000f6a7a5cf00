/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * found.h - a problem that the library found, as the line that a backend says.
 */
#ifndef ITER8_BACKENDS_FOUND_H
#define ITER8_BACKENDS_FOUND_H

#include "common/line.h"
#include "iter8/diagnostics.h"

/* Makes @p problem the first error of a list, "WHERE:LINE:COLUMN: path: message", or the words for
 * @p code where there is none. Returns @p code. */
int iter8__found(iter8__line *problem, const char *where, int code,
                 const iter8_diagnostics *diagnostics);

#endif
