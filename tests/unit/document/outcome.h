/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * outcome.h - what comes of reading a text, as one string that a table of cases can hold.
 */
#ifndef ITER8_TESTS_OUTCOME_H
#define ITER8_TESTS_OUTCOME_H

#include "iter8/document.h"

/* The documents as compact JSON with " | " between them, or "ERR_NAME line:column message" of the
 * one diagnostic. The caller frees it. */
char *outcome_of(const char *text, size_t length, const iter8_read_options *options);

/* Fails the test unless reading @p text has that outcome. */
void expect_outcome(const char *text, const char *expected);
void expect_outcome_with(const char *text, const iter8_read_options *options, const char *expected);

/* A table of texts and what comes of reading them. */
struct text_case {
    const char *text;
    const char *outcome;
};
void expect_outcomes(const struct text_case *cases, size_t count);
#define CHECK_OUTCOMES(cases) expect_outcomes(cases, sizeof cases / sizeof *cases)

/* Reads a text that holds one document, which the caller frees. */
iter8_document *document_of(const char *text);

/* The document in one of the formats; the caller frees it. */
char *written(const iter8_document *document, int format);

#endif
