/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * documents.h - documents as text in a buffer, and back.
 */
#ifndef ITER8_BACKENDS_DOCUMENTS_H
#define ITER8_BACKENDS_DOCUMENTS_H

#include "common/buffer.h"
#include "iter8/document.h"

/* Adds a document, in one of the formats of iter8_document_write(). Returns 0, ITER8_ERR_TOO_LARGE,
 * ITER8_ERR_NOMEM. */
int iter8__documents_write(const iter8_document *document, int format, iter8__buffer *out);

/* Reads all documents of a text; see iter8_documents_read(). */
int iter8__documents_parse(const iter8__buffer *text, iter8_diagnostics *diagnostics,
                           iter8_documents **out);

#endif
