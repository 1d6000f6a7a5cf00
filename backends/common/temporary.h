/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * temporary.h - the new content of a file, under another name until it is complete.
 */
#ifndef ITER8_BACKENDS_TEMPORARY_H
#define ITER8_BACKENDS_TEMPORARY_H

/* A hidden name in the folder of @p path, so that the file can take its place in one step. Nobody
 * can foresee it, and no file of a user has it. In memory from malloc; NULL without memory. */
char *iter8__temporary_name(const char *path);

/* Makes the file, which must not be there yet, not even as a link. Its mode is as the umask says.
 * Returns its descriptor, or -1 and sets errno. */
int iter8__temporary_create(const char *name);

#endif
