/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * environment.c - secrets from variables of the environment.
 *
 * A variable says a whole key, so nobody can tell a secret that is missing from one without the
 * key.
 */
#include "iter8/backends/secrets.h"
#include "iter8/error.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 1024 };

static char as_variable(char c)
{
    if (c >= 'a' && c <= 'z') return (char)(c - 'a' + 'A');
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
}

/* Appends "_PART"; the new length, or 0 where there is no room. */
static size_t append(char *name, size_t length, const char *part)
{
    if (length == 0 || strlen(part) + 2 > NAME_BYTES - length) return 0;
    name[length++] = '_';
    for (; *part != '\0'; part++)
        name[length++] = as_variable(*part);
    name[length] = '\0';
    return length;
}

static const char *find(const char *prefix, const char *space, const iter8_secret_key *wanted)
{
    char name[NAME_BYTES];
    size_t length = strlen(prefix);
    if (length >= sizeof name) return NULL;
    memcpy(name, prefix, length + 1);
    if (space != NULL) length = append(name, length, space);
    length = append(name, length, wanted->name);
    length = append(name, length, wanted->key);
    return length > 0 ? getenv(name) : NULL;
}

int32_t iter8_secrets_in_environment(const iter8_secret_key *wanted, iter8_secret_value *value,
                                     void *prefix)
{
    if (wanted == NULL || prefix == NULL) return ITER8_ERR_ARGUMENT;
    const char *found = find(prefix, wanted->name_space, wanted);
    if (found == NULL) found = find(prefix, NULL, wanted);
    return found != NULL ? iter8_secret_value_set(value, found, strlen(found)) : ITER8_ERR_NO_KEY;
}
