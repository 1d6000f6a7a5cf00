/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/documents.h"

#include "iter8/error.h"

#include <stdlib.h>

int iter8__documents_write(const iter8_document *document, int format, iter8__buffer *out)
{
    size_t length;
    int rc = iter8_document_write(document, format, NULL, 0, &length);
    if (rc != ITER8_ERR_BUFFER) return rc;
    char *text = malloc(length + 1);
    if (text == NULL) return ITER8_ERR_NOMEM;
    rc = iter8_document_write(document, format, text, length + 1, &length);
    if (rc == ITER8_OK) rc = iter8__buffer_add(out, text, length);
    free(text);
    return rc;
}

int iter8__documents_parse(const iter8__buffer *text, iter8_diagnostics *diagnostics,
                           iter8_documents **out)
{
    const char *bytes = text->bytes != NULL ? text->bytes : "";
    return iter8_documents_read(bytes, text->length, NULL, diagnostics, out);
}
