/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "file/edit.h"

#include "common/documents.h"
#include "common/line.h"
#include "iter8/error.h"
#include "iter8/routing.h"

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

/* Puts digits in the place of those that stand at @p place, behind a quote perhaps. Returns 0 also
 * where there are none: what comes of it is compared in the end. */
static int splice(const iter8__buffer *text, const char *place, int32_t weight, iter8__buffer *out)
{
    iter8__line digits = {.length = 0};
    iter8__line_add_integer(&digits, weight);
    if (*place == '"' || *place == '\'') place++;
    const char *rest = place + strspn(place, "0123456789");
    int rc = iter8__buffer_add(out, text->bytes, (size_t)(place - text->bytes));
    if (rc == ITER8_OK) rc = iter8__buffer_add_text(out, digits.bytes);
    if (rc == ITER8_OK)
        rc = iter8__buffer_add(out, rest, text->length - (size_t)(rest - text->bytes));
    return rc;
}

/* Changes one weight in a text. */
static int change_weight(iter8__buffer *text, size_t index, const char *field_path, int32_t weight)
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

static int change_weights(iter8__buffer *text, size_t index, const iter8_document *object,
                          const iter8_experiment *experiment, const int32_t *weights)
{
    int rc = ITER8_OK;
    for (size_t v = 0; rc == ITER8_OK && v < iter8_experiment_version_count(experiment); v++) {
        iter8_weight_reference reference = {.struct_size = sizeof reference};
        if (!iter8_route_holds(object, experiment, v)) continue;
        rc = iter8_experiment_weight_reference(experiment, v, &reference);
        if (rc == ITER8_OK) rc = change_weight(text, index, reference.field_path, weights[v]);
    }
    return rc;
}

/* Whether a text says what it is to say. */
static int says(const iter8__buffer *text, iter8_documents *wanted)
{
    iter8_documents *documents;
    iter8__buffer one = {.limit = SIZE_MAX / 4}, other = {.limit = SIZE_MAX / 4};
    if (iter8__documents_parse(text, NULL, &documents) != ITER8_OK) return 0;
    int same = write_all(documents, ITER8_FORMAT_JSON_COMPACT, &one) == ITER8_OK &&
               write_all(wanted, ITER8_FORMAT_JSON_COMPACT, &other) == ITER8_OK &&
               one.bytes != NULL && other.bytes != NULL && strcmp(one.bytes, other.bytes) == 0;
    iter8__buffer_clear(&one);
    iter8__buffer_clear(&other);
    iter8_documents_free(documents);
    return same;
}

static int is_json(const iter8__buffer *text)
{
    const char *first = text->bytes + strspn(text->bytes, " \t\r\n");
    return *first == '{' || *first == '[';
}

static int edit(const iter8__buffer *text, size_t index, const iter8_experiment *experiment,
                const int32_t *weights, iter8_documents *wanted, iter8__buffer *out)
{
    iter8__buffer changed = {.limit = out->limit};
    const iter8_document *object = iter8_documents_at(wanted, index);
    int rc = iter8__buffer_add(&changed, text->bytes, text->length);
    if (rc == ITER8_OK) rc = change_weights(&changed, index, object, experiment, weights);
    if (rc == ITER8_OK && says(&changed, wanted))
        rc = iter8__buffer_add(out, changed.bytes, changed.length);
    else if (rc != ITER8_ERR_NOMEM)
        rc = write_all(wanted, is_json(text) ? ITER8_FORMAT_JSON : ITER8_FORMAT_YAML, out);
    iter8__buffer_clear(&changed);
    return rc;
}

int iter8__edit(const iter8__buffer *text, size_t index, const iter8_experiment *experiment,
                const int32_t *weights, iter8__buffer *out, iter8_diagnostics *diagnostics)
{
    iter8_documents *wanted;
    int rc = iter8__documents_parse(text, diagnostics, &wanted);
    if (rc != ITER8_OK) return rc;
    iter8_document *object = iter8_documents_at(wanted, index);
    rc = object == NULL ? ITER8_ERR_ARGUMENT
                        : iter8_route_write(object, experiment, weights, diagnostics);
    if (rc == ITER8_OK) rc = edit(text, index, experiment, weights, wanted, out);
    iter8_documents_free(wanted);
    return rc;
}
