/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * documents.c - secrets from Kubernetes Secret documents that the host has read.
 *
 * A source of secrets is one function. It gets the names of what is wanted and the user data that
 * the host gave, finds the value, hands it over with iter8_secret_value_set(), and says with its
 * result which of the two was missing if it finds none.
 */
#include "iter8/backends/secrets.h"
#include "iter8/error.h"

#include <stdio.h>
#include <string.h>

enum { FIELD_BYTES = 600 };

static int is_secret(const iter8_document *document, const iter8_secret_key *wanted)
{
    const char *space = iter8_document_namespace(document);
    if (strcmp(iter8_document_kind(document), "Secret") != 0 ||
        strcmp(iter8_document_name(document), wanted->name) != 0)
        return 0;
    if (*space == '\0')
        return !wanted->has_name_space || strcmp(wanted->name_space, "default") == 0;
    return strcmp(space, wanted->name_space) == 0;
}

/* The text of a key in a section of the document, or NULL. No key has a quote in its name. */
static const char *find(const iter8_document *document, const char *section, const char *key)
{
    char path[FIELD_BYTES];
    const char *text;
    int length = snprintf(path, sizeof path, ".%s['%s']", section, key);
    if (length < 0 || (size_t)length >= sizeof path || strpbrk(key, "'\\") != NULL) return NULL;
    return iter8_document_string(document, path, &text) == ITER8_OK ? text : NULL;
}

static int32_t give(const iter8_document *document, const char *key, iter8_secret_value *value)
{
    const char *plain = find(document, "stringData", key);
    if (plain != NULL) return iter8_secret_value_set(value, plain, strlen(plain));
    const char *encoded = find(document, "data", key);
    if (encoded != NULL) return iter8_secret_value_set_base64(value, encoded, strlen(encoded));
    return ITER8_ERR_NO_KEY;
}

int32_t iter8_secrets_in_documents(const iter8_secret_key *wanted, iter8_secret_value *value,
                                   void *documents)
{
    if (wanted == NULL || documents == NULL) return ITER8_ERR_ARGUMENT;
    size_t count = iter8_documents_count(documents);
    for (size_t i = 0; i < count; i++) {
        const iter8_document *document = iter8_documents_at(documents, i);
        if (is_secret(document, wanted)) return give(document, wanted->key, value);
    }
    return ITER8_ERR_NO_SECRET;
}
