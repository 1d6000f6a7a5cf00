/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/document.h"

#include "base/decimal.h"
#include "base/memory.h"
#include "document/handle.h"
#include "document/json_patch.h"
#include "document/locate.h"
#include "iter8/error.h"

iter8__node *iter8__document_root(const iter8_document *document)
{
    return document != NULL ? document->root : NULL;
}

int iter8__document_wrap(iter8__node *root, const iter8_allocator *allocator, iter8_document **out)
{
    iter8_allocator own;
    iter8_document *document = NULL;
    *out = NULL;
    int rc = iter8__allocator_take(&own, allocator);
    if (rc == ITER8_OK && root != NULL) document = iter8__alloc_zero(&own, 1, sizeof *document);
    if (rc == ITER8_OK && document == NULL) rc = ITER8_ERR_NOMEM;
    if (rc != ITER8_OK) {
        iter8__node_release(root);
        return rc;
    }
    document->allocator = own;
    document->root = root;
    *out = document;
    return ITER8_OK;
}

int iter8_document_copy(const iter8_document *document, const iter8_allocator *allocator,
                        iter8_document **out)
{
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = NULL;
    if (document == NULL) return ITER8_ERR_ARGUMENT;
    return iter8__document_wrap(iter8__node_copy(document->root), allocator, out);
}

void iter8_document_free(iter8_document *document)
{
    if (document == NULL) return;
    iter8_allocator allocator = document->allocator;
    iter8__node_release(document->root);
    iter8__release(&allocator, document);
}

static const char *string_or_empty(const iter8__node *mapping, const char *key)
{
    const char *string = iter8__node_string(iter8__node_member(mapping, key));
    return string != NULL ? string : "";
}

const char *iter8_document_api_version(const iter8_document *document)
{
    return string_or_empty(iter8__document_root(document), "apiVersion");
}

const char *iter8_document_kind(const iter8_document *document)
{
    return string_or_empty(iter8__document_root(document), "kind");
}

static const iter8__node *metadata(const iter8_document *document)
{
    return iter8__node_member(iter8__document_root(document), "metadata");
}

const char *iter8_document_name(const iter8_document *document)
{
    return string_or_empty(metadata(document), "name");
}

const char *iter8_document_namespace(const iter8_document *document)
{
    return string_or_empty(metadata(document), "namespace");
}

int iter8_document_write(const iter8_document *document, int format, char *buffer, size_t capacity,
                         size_t *length)
{
    if (length != NULL) *length = 0;
    if (document == NULL) return ITER8_ERR_ARGUMENT;
    return iter8__node_give(document->root, format, &document->allocator, buffer, capacity, length);
}

static int find(const iter8_document *document, const char *field_path, iter8__node **out)
{
    if (document == NULL || field_path == NULL) return ITER8_ERR_ARGUMENT;
    return iter8__field_find(document->root, field_path, out);
}

int iter8_document_number(const iter8_document *document, const char *field_path, double *out)
{
    iter8__node *node;
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = 0;
    int rc = find(document, field_path, &node);
    if (rc != ITER8_OK) return rc;
    switch (iter8__node_kind(node)) {
    case ITER8__NODE_INTEGER:
    case ITER8__NODE_REAL: *out = iter8__node_number(node); return ITER8_OK;
    case ITER8__NODE_STRING:
        if (iter8__double_parse(iter8__node_string(node), iter8__node_string_length(node), out))
            return ITER8_OK;
        *out = 0;
        return ITER8_ERR_TYPE;
    default: return ITER8_ERR_TYPE;
    }
}

int iter8_document_string(const iter8_document *document, const char *field_path, const char **out)
{
    iter8__node *node;
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = NULL;
    int rc = find(document, field_path, &node);
    if (rc != ITER8_OK) return rc;
    *out = iter8__node_string(node);
    return *out != NULL ? ITER8_OK : ITER8_ERR_TYPE;
}

int iter8_document_boolean(const iter8_document *document, const char *field_path, int32_t *out)
{
    iter8__node *node;
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = 0;
    int rc = find(document, field_path, &node);
    if (rc != ITER8_OK) return rc;
    if (iter8__node_kind(node) != ITER8__NODE_BOOLEAN) return ITER8_ERR_TYPE;
    *out = iter8__node_boolean(node);
    return ITER8_OK;
}

int iter8_document_set_integer(iter8_document *document, const char *field_path, int64_t value)
{
    if (document == NULL || field_path == NULL) return ITER8_ERR_ARGUMENT;
    return iter8__field_set(document->root, field_path, iter8__node_make_integer(value));
}

int iter8_document_patch(iter8_document *document, const iter8_document *patch,
                         iter8_diagnostics *diagnostics)
{
    iter8__node *patched;
    if (document == NULL || patch == NULL) return ITER8_ERR_ARGUMENT;
    int rc = iter8__patch_apply(document->root, patch->root, &document->allocator, diagnostics,
                                &patched);
    if (rc != ITER8_OK) return rc;
    iter8__node_release(document->root);
    document->root = patched;
    return ITER8_OK;
}

void iter8_document_locate(const iter8_document *document, const char *field_path, uint32_t *line,
                           uint32_t *column)
{
    iter8__place place = {0, 0};
    if (field_path != NULL && iter8__locate(document, &field_path, 1, &place) != ITER8_OK)
        place = (iter8__place){0, 0};
    if (line != NULL) *line = place.line;
    if (column != NULL) *column = place.column;
}
