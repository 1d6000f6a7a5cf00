/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/marks.h"

#include "common/documents.h"
#include "iter8/error.h"
#include "kubernetes/json_text.h"

#include <string.h>

enum { VALUE_LIMIT = 256 * 1024, DEFAULT_SECONDS = 60 };

static const char pointer[] = "/metadata/annotations/iter8.tools~1owner";

/* `[INDEX].FIELD` */
static iter8__line path_to(size_t index, const char *field)
{
    iter8__line path = {.length = 0};
    iter8__line_add(&path, "[");
    iter8__line_add_integer(&path, (int64_t)index);
    iter8__line_add(&path, *field != '\0' ? "]." : "]");
    iter8__line_add(&path, field);
    return path;
}

static iter8_document *list_of(const iter8__marks *marks)
{
    return iter8_documents_at(marks->documents, 0);
}

/* A list of entries that can be told from others. */
static int is_well_formed(const iter8__marks *marks)
{
    iter8__mark mark;
    size_t index = 0;
    if (iter8_documents_count(marks->documents) != 1) return 0;
    while (iter8__marks_get(marks, index, &mark)) {
        if (*mark.holder == '\0') return 0;
        index++;
    }
    return index > 0 || strcmp(marks->text, "[]") == 0;
}

int iter8__marks_read(iter8__marks *marks, const iter8_document *object)
{
    static const char path[] = ".metadata.annotations['" ITER8__MARK_ANNOTATION "']";
    double ignored;
    memset(marks, 0, sizeof *marks);
    marks->has_annotations =
        iter8_document_number(object, ".metadata.annotations", &ignored) != ITER8_ERR_NO_FIELD;
    int found = iter8_document_string(object, path, &marks->text);
    if (found == ITER8_ERR_TYPE) return ITER8_ERR_INVALID;
    if (found != ITER8_OK) marks->text = NULL;
    const char *text = marks->text != NULL ? marks->text : "[]";
    int rc = iter8_documents_read(text, strlen(text), NULL, NULL, &marks->documents);
    if (rc == ITER8_ERR_NOMEM) return rc;
    if (rc != ITER8_OK) return ITER8_ERR_INVALID;
    return marks->text == NULL || is_well_formed(marks) ? ITER8_OK : ITER8_ERR_INVALID;
}

void iter8__marks_close(iter8__marks *marks)
{
    iter8_documents_free(marks->documents);
    memset(marks, 0, sizeof *marks);
}

static const char *text_at(const iter8__marks *marks, size_t index, const char *field)
{
    const char *text;
    iter8__line path = path_to(index, field);
    return iter8_document_string(list_of(marks), path.bytes, &text) == ITER8_OK ? text : "";
}

int iter8__marks_get(const iter8__marks *marks, size_t index, iter8__mark *out)
{
    double number;
    iter8__line whole = path_to(index, "");
    iter8__line seconds = path_to(index, "seconds");
    if (iter8_document_number(list_of(marks), whole.bytes, &number) == ITER8_ERR_NO_FIELD) return 0;
    int rc = iter8_document_number(list_of(marks), seconds.bytes, &number);
    *out = (iter8__mark){.holder = text_at(marks, index, "holder"),
                         .process = text_at(marks, index, "process"),
                         .target = text_at(marks, index, "target"),
                         .experiment = text_at(marks, index, "experiment"),
                         .renewed = text_at(marks, index, "renewed"),
                         .seconds = DEFAULT_SECONDS};
    if (rc == ITER8_OK && number >= 1 && number <= INT32_MAX) out->seconds = (int64_t)number;
    return 1;
}

int iter8__mark_is_of(const iter8__mark *mark, const iter8__mark_owner *owner)
{
    return strcmp(mark->holder, owner->holder) == 0 && strcmp(mark->target, owner->target) == 0;
}

static int has_field(const iter8__marks *marks, size_t index, const char *field)
{
    const char *own;
    for (size_t i = 0;; i++) {
        iter8__line name = {.length = 0};
        iter8__line_add(&name, "fields[");
        iter8__line_add_integer(&name, (int64_t)i);
        iter8__line_add(&name, "]");
        iter8__line path = path_to(index, name.bytes);
        if (iter8_document_string(list_of(marks), path.bytes, &own) != ITER8_OK) return 0;
        if (strcmp(own, field) == 0) return 1;
    }
}

/* The number of @p fields, and how many of them an entry has. */
static size_t count_shared(const iter8__marks *marks, size_t index, const iter8_document *fields,
                           size_t *count)
{
    size_t shared = 0;
    const char *field;
    for (*count = 0;; (*count)++) {
        iter8__line path = path_to(*count, "");
        if (iter8_document_string(fields, path.bytes, &field) != ITER8_OK) return shared;
        if (has_field(marks, index, field)) shared++;
    }
}

int iter8__marks_share(const iter8__marks *marks, size_t index, const iter8_document *fields)
{
    size_t count;
    return count_shared(marks, index, fields, &count) > 0;
}

int iter8__marks_cover(const iter8__marks *marks, size_t index, const iter8_document *fields)
{
    size_t count;
    return count_shared(marks, index, fields, &count) == count;
}

static int apply(iter8__marks *marks, const char *operations)
{
    iter8_documents *patch;
    int rc = iter8_documents_read(operations, strlen(operations), NULL, NULL, &patch);
    if (rc != ITER8_OK) return rc;
    rc = iter8_document_patch(list_of(marks), iter8_documents_at(patch, 0), NULL);
    iter8_documents_free(patch);
    return rc;
}

int iter8__marks_remove(iter8__marks *marks, size_t index)
{
    iter8__line operation = {.length = 0};
    iter8__line_add(&operation, "[{\"op\":\"remove\",\"path\":\"/");
    iter8__line_add_integer(&operation, (int64_t)index);
    iter8__line_add(&operation, "\"}]");
    return apply(marks, operation.bytes);
}

static int add_member(iter8__buffer *out, const char *name, const char *text)
{
    int rc = iter8__buffer_add_text(out, name);
    return rc == ITER8_OK ? iter8__json_add_string(out, text) : rc;
}

int iter8__marks_add(iter8__marks *marks, const iter8__mark *mark, const iter8_document *fields)
{
    iter8__buffer text = {.limit = VALUE_LIMIT};
    iter8__line seconds = {.length = 0};
    iter8__line_add_integer(&seconds, mark->seconds);
    const char *const middle[] = {",\"seconds\":", seconds.bytes, ",\"fields\":"};
    int rc =
        add_member(&text, "[{\"op\":\"add\",\"path\":\"/-\",\"value\":{\"holder\":", mark->holder);
    if (rc == ITER8_OK) rc = add_member(&text, ",\"process\":", mark->process);
    if (rc == ITER8_OK) rc = add_member(&text, ",\"target\":", mark->target);
    if (rc == ITER8_OK) rc = add_member(&text, ",\"experiment\":", mark->experiment);
    if (rc == ITER8_OK) rc = add_member(&text, ",\"renewed\":", mark->renewed);
    if (rc == ITER8_OK) rc = iter8__json_add_pieces(&text, middle, 3);
    if (rc == ITER8_OK) rc = iter8__documents_write(fields, ITER8_FORMAT_JSON_COMPACT, &text);
    if (rc == ITER8_OK) rc = iter8__buffer_add_text(&text, "}}]");
    if (rc == ITER8_OK) rc = apply(marks, text.bytes);
    iter8__buffer_clear(&text);
    return rc;
}

static int begin_operation(iter8__buffer *patch, const char *name, const char *path)
{
    const char *const pieces[] = {"{\"op\":\"", name, "\",\"path\":\"", path, "\""};
    int rc = iter8__json_add_comma(patch);
    return rc == ITER8_OK ? iter8__json_add_pieces(patch, pieces, 5) : rc;
}

/* Where there is no annotation at all, the first brings their mapping with it. */
static int add_value(const iter8__marks *marks, const char *value, iter8__buffer *patch)
{
    static const char whole[] = ",\"value\":{\"" ITER8__MARK_ANNOTATION "\":";
    int all = !marks->has_annotations;
    int rc = begin_operation(patch, "add", all ? "/metadata/annotations" : pointer);
    if (rc == ITER8_OK) rc = iter8__buffer_add_text(patch, all ? whole : ",\"value\":");
    if (rc == ITER8_OK) rc = iter8__json_add_string(patch, value);
    return rc == ITER8_OK ? iter8__buffer_add_text(patch, all ? "}}" : "}") : rc;
}

int iter8__marks_operation(const iter8__marks *marks, iter8__buffer *patch)
{
    iter8__buffer value = {.limit = VALUE_LIMIT};
    iter8__mark first;
    if (!iter8__marks_get(marks, 0, &first)) {
        int rc = begin_operation(patch, "remove", pointer);
        return rc == ITER8_OK ? iter8__buffer_add_text(patch, "}") : rc;
    }
    int rc = iter8__documents_write(list_of(marks), ITER8_FORMAT_JSON_COMPACT, &value);
    if (rc == ITER8_OK) rc = add_value(marks, value.bytes, patch);
    iter8__buffer_clear(&value);
    return rc;
}

int iter8__marks_test(const iter8__marks *marks, iter8__buffer *patch)
{
    if (marks->text == NULL) return ITER8_OK;
    int rc = begin_operation(patch, "test", pointer);
    if (rc == ITER8_OK) rc = iter8__buffer_add_text(patch, ",\"value\":");
    if (rc == ITER8_OK) rc = iter8__json_add_string(patch, marks->text);
    return rc == ITER8_OK ? iter8__buffer_add_text(patch, "}") : rc;
}
