/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "outcome.h"

#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *written(const iter8_document *document, int format)
{
    size_t length;
    cr_assert_eq(iter8_document_write(document, format, NULL, 0, &length), ITER8_ERR_BUFFER);
    char *text = malloc(length + 1);
    cr_assert_eq(iter8_document_write(document, format, text, length + 1, &length), ITER8_OK);
    cr_assert_eq(strlen(text), length);
    return text;
}

static char *joined(iter8_documents *documents)
{
    char *all = calloc(1, 1);
    for (size_t i = 0; i < iter8_documents_count(documents); i++) {
        char *one = written(iter8_documents_at(documents, i), ITER8_FORMAT_JSON_COMPACT);
        all = realloc(all, strlen(all) + strlen(one) + 4);
        if (i > 0) strcat(all, " | ");
        strcat(all, one);
        free(one);
    }
    return all;
}

static char *problem(int rc, const iter8_diagnostics *diagnostics)
{
    iter8_diagnostic d = {.struct_size = sizeof d};
    cr_assert_eq(iter8_diagnostics_count(diagnostics), 1);
    cr_assert_eq(iter8_diagnostics_get(diagnostics, 0, &d), ITER8_OK);
    cr_assert_eq(d.code, rc);
    cr_assert_eq(d.severity, ITER8_SEVERITY_ERROR);
    size_t size = strlen(d.message) + 100;
    char *text = malloc(size);
    snprintf(text, size, "%s %u:%u %s", iter8_error_name(rc) + strlen("ITER8_"), d.line, d.column,
             d.message);
    return text;
}

char *outcome_of(const char *text, size_t length, const iter8_read_options *options)
{
    /* A copy without a zero behind it, so that reading too far is noticed. */
    char *bytes = malloc(length + (length == 0));
    memcpy(bytes, text, length);
    iter8_documents *documents;
    iter8_diagnostics *diagnostics;
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
    int rc = iter8_documents_read(bytes, length, options, diagnostics, &documents);
    free(bytes);
    char *outcome = rc == ITER8_OK ? joined(documents) : problem(rc, diagnostics);
    cr_assert_eq(documents == NULL, rc != ITER8_OK);
    iter8_documents_free(documents);
    iter8_diagnostics_free(diagnostics);
    return outcome;
}

void expect_outcome_with(const char *text, const iter8_read_options *options, const char *expected)
{
    char *outcome = outcome_of(text, strlen(text), options);
    cr_expect_str_eq(outcome, expected, "%s\nbecame:   %s\nexpected: %s", text, outcome, expected);
    free(outcome);
}

void expect_outcome(const char *text, const char *expected)
{
    expect_outcome_with(text, NULL, expected);
}

iter8_document *document_of(const char *text)
{
    iter8_documents *documents;
    iter8_document *document;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK, "%s",
                 text);
    cr_assert_eq(iter8_documents_count(documents), 1);
    cr_assert_eq(iter8_document_copy(iter8_documents_at(documents, 0), NULL, &document), ITER8_OK);
    iter8_documents_free(documents);
    return document;
}

void expect_outcomes(const struct text_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        expect_outcome(cases[i].text, cases[i].outcome);
}
