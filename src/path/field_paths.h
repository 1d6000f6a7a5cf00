/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * field_paths.h - several field paths in one text.
 *
 * Kubernetes' schema of an Experiment has room for one text, so paths stand one behind the other,
 * separated by commas or white space: ".spec.http[0].weight, .spec.http[1].weight". Only in front
 * of a dot does a separator count, and not within brackets, so a key may hold blanks as before.
 */
#ifndef ITER8_PATH_FIELD_PATHS_H
#define ITER8_PATH_FIELD_PATHS_H

#include <stddef.h>

/* Takes the next path off a text: its first byte and its length. Returns 1, or 0 behind the last.
 */
int iter8__field_paths_next(const char **text, const char **path, size_t *length);

/* Whether two texts share a path, as it is written. */
int iter8__field_paths_share(const char *one, const char *other);

#endif
