/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * versions.h - which versions of an API group a server has, and which of them say the same.
 */
#ifndef ITER8_BACKENDS_VERSIONS_H
#define ITER8_BACKENDS_VERSIONS_H

#include "kubernetes/client.h"

#include <stddef.h>

enum { ITER8__MAX_VERSIONS = 16, ITER8__VERSION_BYTES = 64 };

/* The versions of one group, in the order of the server, which puts those it prefers first. */
typedef struct iter8__versions {
    char names[ITER8__MAX_VERSIONS][ITER8__VERSION_BYTES];
    size_t count;
} iter8__versions;

/* Asks the server for the versions of the group of an apiVersion: none where it does not have the
 * group. Returns 0, or as iter8__client_get(). */
int iter8__versions_ask(iter8__client *client, const char *api_version, iter8__versions *out);

/* Whether a field of a kind has the same place and meaning in two versions of its group: it is
 * metadata, or the versions of the kind are known to differ in name only. */
int iter8__versions_agree(const char *api_version, const char *kind, const char *other,
                          const char *field_path);

/* The length of an apiVersion's group, 0 for that without a name. */
size_t iter8__group_length(const char *api_version);

#endif
