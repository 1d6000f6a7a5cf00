/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/replay_lines.h"

#include "base/text.h"
#include "iter8/error.h"

#include <stdarg.h>
#include <string.h>

/* A document stands deeper in a line than in a file of its own. */
enum { MAX_DEPTH = 72 };

int iter8__line_parse(const char *text, size_t length, const iter8_allocator *allocator,
                      iter8_diagnostics *diagnostics, iter8_documents **out)
{
    iter8_read_options options = {.struct_size = sizeof options,
                                  .allocator = allocator,
                                  .max_bytes = length + 1,
                                  .max_depth = MAX_DEPTH};
    *out = NULL;
    /* YAML is read by the same function, but it is no line of a log. */
    if (length == 0 || text[0] != '{') return ITER8_ERR_SYNTAX;
    int rc = iter8_documents_read(text, length, &options, diagnostics, out);
    if (rc == ITER8_ERR_NOMEM) return rc;
    if (rc == ITER8_OK && iter8_documents_count(*out) == 1) return ITER8_OK;
    iter8_documents_free(*out);
    *out = NULL;
    return ITER8_ERR_SYNTAX;
}

static void report(const iter8__lines *lines, int code, const char *message)
{
    iter8_diagnostic problem = {.struct_size = sizeof problem,
                                .path = "",
                                .message = message,
                                .code = code,
                                .severity = ITER8_SEVERITY_ERROR,
                                .line = (uint32_t)lines->line.number};
    if (lines->diagnostics != NULL) iter8_diagnostics_add(lines->diagnostics, &problem);
}

int iter8__lines_fail(const iter8__lines *lines, int code, ...)
{
    iter8__text message;
    iter8__text_init(&message, lines->allocator);
    va_list strings;
    va_start(strings, code);
    iter8__text_add_all(&message, strings);
    va_end(strings);
    report(lines, code, iter8__text_string(&message));
    iter8__text_clear(&message);
    return code;
}

static int parse(iter8__lines *lines)
{
    int rc = iter8__line_parse(lines->line.text, lines->line.length, lines->allocator, NULL,
                               &lines->documents);
    if (rc != ITER8_ERR_SYNTAX) return rc;
    if (lines->line.number == 1)
        return iter8__lines_fail(lines, ITER8_ERR_KIND,
                                 "this is no decision log: the first line is ", "no JSON object",
                                 (char *)NULL);
    return iter8__lines_fail(lines, rc, "the line is no JSON object", (char *)NULL);
}

int iter8__lines_next(iter8__lines *lines)
{
    iter8_documents_free(lines->documents);
    lines->documents = NULL;
    if (lines->length == 0) return ITER8_UNCHANGED;
    const char *end = memchr(lines->text, '\n', lines->length);
    size_t length = end != NULL ? (size_t)(end - lines->text) + 1 : lines->length;
    lines->line = (iter8__line){lines->text, length, lines->line.number + 1};
    lines->text += length;
    lines->length -= length;
    if (end == NULL && lines->line.text[0] == '{')
        return iter8__lines_fail(lines, ITER8_ERR_SYNTAX, "the last line is cut off", (char *)NULL);
    return parse(lines);
}

const iter8_document *iter8__lines_document(const iter8__lines *lines)
{
    return iter8_documents_at(lines->documents, 0);
}

void iter8__lines_clear(iter8__lines *lines)
{
    iter8_documents_free(lines->documents);
    lines->documents = NULL;
}

enum iter8__line_kind iter8__line_kind(const iter8_document *document)
{
    static const char *const kinds[] = {"DecisionLog", "Experiment", "Step"};
    const char *kind = iter8_document_kind(document);
    for (int i = 0; i < ITER8__LINES; i++) {
        if (strcmp(kind, kinds[i]) == 0) return (enum iter8__line_kind)i;
    }
    return ITER8__LINES;
}
