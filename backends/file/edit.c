/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "file/edit.h"

#include "common/documents.h"
#include "common/line.h"
#include "common/pointer.h"
#include "iter8/error.h"
#include "iter8/routing.h"

#include <stdio.h>
#include <string.h>

static int write_all(iter8_documents *documents, int format, iter8__buffer *out)
{
    int rc = ITER8_OK;
    for (size_t i = 0; rc == ITER8_OK && i < iter8_documents_count(documents); i++) {
        if (i > 0) rc = iter8__buffer_add_text(out, "---\n");
        if (rc == ITER8_OK)
            rc = iter8__documents_write(iter8_documents_at(documents, i), format, out);
    }
    return rc;
}

/* The byte at a line and column, which counts characters. */
static const char *find_place(const char *text, uint32_t line, uint32_t column)
{
    while (line > 1 && text != NULL) {
        text = strchr(text, '\n');
        if (text != NULL) text++;
        line--;
    }
    if (text == NULL || line == 0) return NULL;
    for (; column > 1 && *text != '\0'; column--) {
        text++;
        while (((unsigned char)*text & 0xc0) == 0x80)
            text++;
    }
    return text;
}

/* What a number may be made of, also one such as 500m or 0x64. */
static const char number_bytes[] =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-._";

/* Puts a weight in the place of the one that stands at @p place, behind a quote perhaps. Returns 0
 * also where there is none: what comes of it is compared in the end. */
static int splice(const iter8__buffer *text, const char *place, const char *weight,
                  iter8__buffer *out)
{
    if (*place == '"' || *place == '\'') place++;
    const char *rest = place + strspn(place, number_bytes);
    int rc = iter8__buffer_add(out, text->bytes, (size_t)(place - text->bytes));
    if (rc == ITER8_OK) rc = iter8__buffer_add_text(out, weight);
    if (rc == ITER8_OK)
        rc = iter8__buffer_add(out, rest, text->length - (size_t)(rest - text->bytes));
    return rc;
}

/* Changes one weight in a text. */
static int change_weight(iter8__buffer *text, size_t index, const char *field_path,
                         const char *weight)
{
    iter8_documents *documents;
    iter8__buffer changed = {.limit = text->limit};
    uint32_t line, column;
    int rc = iter8__documents_parse(text, NULL, &documents);
    if (rc != ITER8_OK) return rc;
    iter8_document_locate(iter8_documents_at(documents, index), field_path, &line, &column);
    iter8_documents_free(documents);
    const char *place = find_place(text->bytes, line, column);
    if (place == NULL) return ITER8_ERR_NO_FIELD;
    rc = splice(text, place, weight, &changed);
    iter8__buffer_clear(text);
    *text = changed;
    return rc;
}

/* The text of a value that is an integer or a text. */
static int add_value(const iter8_document *patch, const char *field_path, iter8__buffer *out)
{
    const char *string;
    double number;
    iter8__line digits = {.length = 0};
    int rc = iter8_document_string(patch, field_path, &string);
    if (rc == ITER8_OK) return iter8__buffer_add_text(out, string);
    rc = iter8_document_number(patch, field_path, &number);
    if (rc != ITER8_OK) return rc;
    iter8__line_add_integer(&digits, (int64_t)number);
    return iter8__buffer_add_text(out, digits.bytes);
}

/* Does one "replace" of a patch to a text; what else a patch may do cannot be done to digits. */
static int apply_operation(iter8__buffer *text, size_t index, const iter8_document *object,
                           const iter8_document *patch, size_t number)
{
    char member[64];
    const char *operation, *pointer;
    iter8__buffer path = {.limit = text->limit}, value = {.limit = text->limit};
    (void)snprintf(member, sizeof member, "[%zu].op", number);
    int rc = iter8_document_string(patch, member, &operation);
    if (rc != ITER8_OK) return rc;
    if (strcmp(operation, "test") == 0) return ITER8_OK;
    if (strcmp(operation, "replace") != 0) return ITER8_ERR_NO_FIELD;
    (void)snprintf(member, sizeof member, "[%zu].path", number);
    rc = iter8_document_string(patch, member, &pointer);
    if (rc == ITER8_OK) rc = iter8__pointer_path(object, pointer, &path);
    (void)snprintf(member, sizeof member, "[%zu].value", number);
    if (rc == ITER8_OK) rc = add_value(patch, member, &value);
    if (rc == ITER8_OK) rc = change_weight(text, index, path.bytes, value.bytes);
    iter8__buffer_clear(&path);
    iter8__buffer_clear(&value);
    return rc;
}

static int has_operation(const iter8_document *patch, size_t number)
{
    char member[64];
    const char *operation;
    (void)snprintf(member, sizeof member, "[%zu].op", number);
    return iter8_document_string(patch, member, &operation) == ITER8_OK;
}

static int change_weights(iter8__buffer *text, size_t index, const iter8_document *object,
                          const iter8_document *patch)
{
    int rc = ITER8_OK;
    for (size_t i = 0; rc == ITER8_OK && has_operation(patch, i); i++)
        rc = apply_operation(text, index, object, patch, i);
    return rc;
}

/* Whether a text says what it is to say: 1 or 0, or ITER8_ERR_NOMEM. */
static int says(const iter8__buffer *text, iter8_documents *wanted)
{
    iter8_documents *documents;
    iter8__buffer one = {.limit = SIZE_MAX / 4}, other = {.limit = SIZE_MAX / 4};
    int rc = iter8__documents_parse(text, NULL, &documents);
    if (rc != ITER8_OK) return rc == ITER8_ERR_NOMEM ? rc : 0;
    rc = write_all(documents, ITER8_FORMAT_JSON_COMPACT, &one);
    if (rc == ITER8_OK) rc = write_all(wanted, ITER8_FORMAT_JSON_COMPACT, &other);
    int same = rc == ITER8_OK && one.bytes != NULL && other.bytes != NULL &&
               strcmp(one.bytes, other.bytes) == 0;
    iter8__buffer_clear(&one);
    iter8__buffer_clear(&other);
    iter8_documents_free(documents);
    return rc == ITER8_ERR_NOMEM ? rc : same;
}

static int is_json(const iter8__buffer *text)
{
    const char *first = text->bytes + strspn(text->bytes, " \t\r\n");
    return *first == '{' || *first == '[';
}

/* The digits are changed where that is enough. It is never for want of memory that a file loses
 * its comments. */
static int edit(const iter8__buffer *text, size_t index, const iter8_document *object,
                const iter8_document *patch, iter8_documents *wanted, iter8__buffer *out)
{
    iter8__buffer changed = {.limit = out->limit};
    int rc = iter8__buffer_add(&changed, text->bytes, text->length);
    if (rc == ITER8_OK) rc = change_weights(&changed, index, object, patch);
    int same = rc == ITER8_OK ? says(&changed, wanted) : 0;
    if (same == 1)
        rc = iter8__buffer_add(out, changed.bytes, changed.length);
    else if (rc != ITER8_ERR_NOMEM && same == 0)
        rc = write_all(wanted, is_json(text) ? ITER8_FORMAT_JSON : ITER8_FORMAT_YAML, out);
    else
        rc = ITER8_ERR_NOMEM;
    iter8__buffer_clear(&changed);
    return rc;
}

/* The weights that an experiment's versions are to have. */
typedef struct wanted_split {
    const iter8_experiment *experiment;
    const int32_t *weights;
} wanted_split;

/* The object is one of @p wanted, and still as it is in the text. */
static int edit_object(const iter8__buffer *text, size_t index, const wanted_split *split,
                       iter8_documents *wanted, iter8__buffer *out, iter8_diagnostics *diagnostics)
{
    iter8_document *object = iter8_documents_at(wanted, index);
    iter8_document *patch;
    if (object == NULL) return ITER8_ERR_ARGUMENT;
    int rc = iter8_route_patch(object, split->experiment, split->weights, diagnostics, &patch);
    if (rc != ITER8_OK) return rc;
    rc = iter8_document_patch(object, patch, diagnostics);
    if (rc == ITER8_OK) rc = edit(text, index, object, patch, wanted, out);
    iter8_document_free(patch);
    return rc;
}

int iter8__edit(const iter8__buffer *text, size_t index, const iter8_experiment *experiment,
                const int32_t *weights, iter8__buffer *out, iter8_diagnostics *diagnostics)
{
    iter8_documents *wanted;
    int rc = iter8__documents_parse(text, diagnostics, &wanted);
    if (rc != ITER8_OK) return rc;
    rc = edit_object(text, index, &(wanted_split){experiment, weights}, wanted, out, diagnostics);
    iter8_documents_free(wanted);
    return rc;
}
