/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/decimal.h"
#include "base/diagnostics.h"
#include "base/memory.h"
#include "document/handle.h"
#include "document/lists.h"
#include "document/locate.h"
#include "document/reader.h"
#include "document/utf8.h"
#include "iter8/error.h"

#include <string.h>

/* Room for the status of the largest experiment: 100 versions with 256 objectives on 1,024 metrics,
 * where each name has up to a hundred bytes, and with 65,536 buckets of histograms. */
enum { DEFAULT_BYTES = 32 << 20 };

struct iter8_documents {
    iter8_allocator allocator;
    iter8_document *items;
    size_t count;
    size_t capacity;
    char *text; /* without a byte order mark; with a zero behind it */
    size_t length;
};

static int take_options(iter8_read_options *to, iter8_allocator *allocator,
                        const iter8_read_options *from)
{
    *to = (iter8_read_options){.struct_size = sizeof *to};
    int rc = from != NULL ? iter8__sized_in(to, sizeof *to, from) : ITER8_OK;
    if (rc == ITER8_OK) rc = iter8__allocator_take(allocator, to->allocator);
    if (rc != ITER8_OK) return rc;
    if (to->reserved != 0) return ITER8_ERR_ARGUMENT;
    to->allocator = allocator;
    if (to->max_bytes == 0) to->max_bytes = DEFAULT_BYTES;
    if (to->max_alias_values == 0) to->max_alias_values = 100000;
    if (to->max_depth == 0) to->max_depth = 64;
    return ITER8_OK;
}

/* Reports a problem with the byte at @p offset, which is described by two strings. */
static int reject(iter8_diagnostics *diagnostics, int code, const char *text, size_t offset,
                  const char *message, const char *detail)
{
    iter8__place place = {1, 1};
    iter8__place_move(&place, text, text + offset);
    iter8__diagnose(diagnostics, code, place.line, place.column, "", message, detail, NULL);
    return code;
}

static int check_size(const char *text, size_t length, size_t limit, iter8_diagnostics *diagnostics)
{
    char bytes[ITER8__INTEGER_BYTES];
    if (length <= limit) return ITER8_OK;
    iter8__integer_format((int64_t)limit, bytes);
    return reject(diagnostics, ITER8_ERR_TOO_LARGE, text, limit,
                  "the text has more bytes than the limit of ", bytes);
}

static int check_bytes(const iter8_documents *documents, iter8_diagnostics *diagnostics)
{
    const char *text = documents->text;
    size_t offset = iter8__utf8_span(text, documents->length);
    if (offset == documents->length) return ITER8_OK;
    if (text[offset] == '\0')
        return reject(diagnostics, ITER8_ERR_SYNTAX, text, offset,
                      "a text cannot hold the character zero", "");
    return reject(diagnostics, ITER8_ERR_ENCODING, text, offset, "not valid UTF-8", "");
}

static int copy_text(iter8_documents *documents, const char *text, size_t length)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (length >= 3 && memcmp(text, mark, 3) == 0) {
        text += 3;
        length -= 3;
    }
    documents->text = iter8__alloc_zero(&documents->allocator, length + 1, 1);
    if (documents->text == NULL) return ITER8_ERR_NOMEM;
    if (length > 0) memcpy(documents->text, text, length);
    documents->length = length;
    return ITER8_OK;
}

static int looks_like_json(const char *text)
{
    text += strspn(text, " \t\r\n");
    return *text == '{' || *text == '[' || *text == '"';
}

/* What is not JSON may still be YAML in flow style. Where it is neither, JSON's problem is reported
 * when the first key or value was JSON, since that tells what the text was meant to be. */
static int read_either(iter8__reader *json, iter8__reader *yaml, iter8__node *roots,
                       iter8_diagnostics *diagnostics)
{
    const iter8__reader *reporter = json;
    int rc = looks_like_json(json->text) ? iter8__json_read(json, roots) : ITER8_ERR_SYNTAX;
    if (rc == ITER8_ERR_SYNTAX) {
        rc = iter8__yaml_read(yaml, roots);
        if (rc != ITER8_ERR_SYNTAX || !json->is_json) reporter = yaml;
    }
    if (rc != ITER8_OK && rc != ITER8_ERR_NOMEM) iter8__reader_report(reporter, diagnostics);
    return rc;
}

static int read_roots(const iter8_documents *documents, const iter8_read_options *options,
                      iter8__node *roots, iter8_diagnostics *diagnostics)
{
    iter8__reader json, yaml;
    iter8__reader_init(&json, options, documents->text, documents->length);
    iter8__reader_init(&yaml, options, documents->text, documents->length);
    int rc = read_either(&json, &yaml, roots, diagnostics);
    iter8__reader_clear(&json);
    iter8__reader_clear(&yaml);
    return rc;
}

/* Keeps the place of an item of a List. */
static int set_place(iter8_document *document, const iter8__object *object)
{
    size_t size = strlen(object->place) + 1;
    if (object->list == NULL) return ITER8_OK;
    document->place = iter8__alloc_zero(&document->allocator, size, 1);
    if (document->place == NULL) return ITER8_ERR_NOMEM;
    memcpy(document->place, object->place, size);
    document->list = iter8__node_retain(object->list);
    return ITER8_OK;
}

static int take_object(const iter8__object *object, void *data)
{
    iter8_documents *documents = data;
    size_t count = documents->count;
    iter8_document *items = iter8__grow(&documents->allocator, documents->items, count + 1,
                                        &documents->capacity, sizeof *items);
    if (items == NULL) return ITER8_ERR_NOMEM;
    documents->items = items;
    items[count] = (iter8_document){.allocator = documents->allocator,
                                    .root = iter8__node_retain(object->root),
                                    .text = documents->text,
                                    .length = documents->length,
                                    .index = object->index};
    documents->count++;
    return set_place(&items[count], object);
}

/* A complaint about a List, which needs no document but for its place. */
struct complaint {
    iter8_documents *documents;
    iter8_diagnostics *diagnostics;
};

static int take(const iter8__object *object, void *data)
{
    const struct complaint *complaint = data;
    return take_object(object, complaint->documents);
}

static int complain(const iter8__object *object, const char *message, void *data)
{
    const struct complaint *complaint = data;
    const iter8_documents *documents = complaint->documents;
    iter8_document list = {.allocator = documents->allocator,
                           .root = object->list != NULL ? object->list : object->root,
                           .text = documents->text,
                           .length = documents->length,
                           .index = object->index};
    iter8__place place;
    const char *path = object->place;
    int rc = iter8__locate(&list, &path, 1, &place);
    if (rc != ITER8_OK) return rc;
    iter8__diagnose(complaint->diagnostics, ITER8_ERR_TYPE, place.line, place.column, object->place,
                    message, NULL);
    return ITER8_ERR_TYPE;
}

static int take_roots(iter8_documents *documents, const iter8__node *roots,
                      iter8_diagnostics *diagnostics)
{
    struct complaint complaint = {documents, diagnostics};
    iter8__list_walk walk = {.take = take, .complain = complain, .data = &complaint};
    iter8__text_init(&walk.path, &documents->allocator);
    int rc = iter8__lists_walk(&walk, roots);
    iter8__text_clear(&walk.path);
    return rc;
}

static int read_documents(iter8_documents *documents, const iter8_read_options *options,
                          const char *text, size_t length, iter8_diagnostics *diagnostics)
{
    int rc = check_size(text, length, options->max_bytes, diagnostics);
    if (rc == ITER8_OK) rc = copy_text(documents, text, length);
    if (rc == ITER8_OK) rc = check_bytes(documents, diagnostics);
    if (rc != ITER8_OK) return rc;
    iter8__node *roots = iter8__node_make_list();
    if (roots == NULL) return ITER8_ERR_NOMEM;
    rc = read_roots(documents, options, roots, diagnostics);
    if (rc == ITER8_OK) rc = take_roots(documents, roots, diagnostics);
    iter8__node_release(roots);
    return rc;
}

int iter8_documents_read(const char *text, size_t length, const iter8_read_options *options,
                         iter8_diagnostics *diagnostics, iter8_documents **out)
{
    iter8_read_options own;
    iter8_allocator allocator;
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = NULL;
    if (text == NULL && length > 0) return ITER8_ERR_ARGUMENT;
    int rc = take_options(&own, &allocator, options);
    if (rc != ITER8_OK) return rc;
    iter8_documents *documents = iter8__alloc_zero(&allocator, 1, sizeof *documents);
    if (documents == NULL) return ITER8_ERR_NOMEM;
    documents->allocator = allocator;
    rc = read_documents(documents, &own, text, length, diagnostics);
    if (rc == ITER8_OK)
        *out = documents;
    else
        iter8_documents_free(documents);
    return rc;
}

void iter8_documents_free(iter8_documents *documents)
{
    if (documents == NULL) return;
    iter8_allocator allocator = documents->allocator;
    for (size_t i = 0; i < documents->count; i++) {
        iter8__node_release(documents->items[i].root);
        iter8__node_release(documents->items[i].list);
        iter8__release(&allocator, documents->items[i].place);
    }
    iter8__release(&allocator, documents->items);
    iter8__release(&allocator, documents->text);
    iter8__release(&allocator, documents);
}

size_t iter8_documents_count(const iter8_documents *documents)
{
    return documents != NULL ? documents->count : 0;
}

iter8_document *iter8_documents_at(iter8_documents *documents, size_t index)
{
    if (documents == NULL || index >= documents->count) return NULL;
    return &documents->items[index];
}
