/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * document.h - what the other rooms may do with documents beyond the public iter8/document.h.
 */
#ifndef ITER8_DOCUMENT_DOCUMENT_H
#define ITER8_DOCUMENT_DOCUMENT_H

#include "base/text.h"
#include "document/node.h"
#include "iter8/document.h"

/* The root of a document; borrowed until the document is freed. */
iter8__node *iter8__document_root(const iter8_document *document);

/* Makes a document around @p root, which is taken over in every case. It has no source text.
 * Returns 0, ITER8_ERR_NOMEM, ITER8_ERR_ARGUMENT (a bad allocator), ITER8_ERR_STRUCT_SIZE. */
int iter8__document_wrap(iter8__node *root, const iter8_allocator *allocator, iter8_document **out);

/* Writes a tree to @p text in one of the public formats; without memory the text is marked failed.
 */
void iter8__node_write(const iter8__node *root, int format, iter8__text *text);

/* Writes a tree to a caller's buffer; see iter8_document_write() for the contract. A NULL @p root
 * means that memory ran out before there was a tree. */
int iter8__node_give(const iter8__node *root, int format, const iter8_allocator *allocator,
                     char *buffer, size_t capacity, size_t *length);

/* Makes a string of a finished text, which is cleared; NULL without memory. */
iter8__node *iter8__node_take_text(iter8__text *text);

/* Finds a field. Returns 0 and the node (borrowed), ITER8_ERR_FIELD_PATH, ITER8_ERR_NO_FIELD,
 * ITER8_ERR_AMBIGUOUS (a filter fits several items). */
int iter8__field_find(const iter8__node *root, const char *field_path, iter8__node **out);

/* Finds what the last part of a path stands in, whether or not that part is there; adds its JSON
 * Pointer to @p pointer, which may be NULL. Returns 0 and the node (borrowed; NULL where there is
 * none), ITER8_ERR_FIELD_PATH, or as a filter says ITER8_ERR_NO_FIELD, ITER8_ERR_AMBIGUOUS. */
int iter8__field_container(const iter8__node *root, const char *field_path, const iter8__node **out,
                           iter8__text *pointer);

/* Checks the form of a field path alone. Returns 0 or ITER8_ERR_FIELD_PATH. */
int iter8__field_path_check(const char *field_path);

/* Sets a field; every part of the path but the last key must be there. @p value is taken over in
 * every case. Returns 0, ITER8_ERR_FIELD_PATH, ITER8_ERR_NO_FIELD, ITER8_ERR_NOMEM. */
int iter8__field_set(iter8__node *root, const char *field_path, iter8__node *value);

/* Adds the JSON Pointer (RFC 6901) of a field path: .spec.http[0] becomes /spec/http/0. Only the
 * lists of filters must be there: @p root says which of their items are meant.
 * Returns as iter8__field_find(); after an error the text is of no use. */
int iter8__field_pointer(const iter8__node *root, const char *field_path, iter8__text *text);

/* Adds to @p patch (a list) the operation {"op": op, "path": pointer of field_path in root,
 * "value": value}. @p value is taken over in every case.
 * Returns as iter8__field_pointer(), ITER8_ERR_NOMEM. */
int iter8__patch_add(iter8__node *patch, const iter8__node *root, const char *operation,
                     const char *field_path, iter8__node *value);

/* Adds for each filter of a path a test that the item at its place is still the one that is meant,
 * unless the patch has that test already. Returns as iter8__patch_add(). */
int iter8__patch_guard(iter8__node *patch, const iter8__node *root, const char *field_path);

/* Adds a test that the mapping which lacks a field is as it is: a patch cannot say that a field is
 * missing. Returns as iter8__patch_add(); ITER8_ERR_NO_FIELD where there is no such mapping. */
int iter8__patch_guard_missing(iter8__node *patch, const iter8__node *root, const char *field_path);

#endif
