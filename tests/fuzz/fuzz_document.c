/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * What can be read can be written in every format, and what was written reads back as the same
 * tree.
 */
#include "document/document.h"
#include "iter8/error.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds) abort();
}

static void check_round_trip(const iter8_document *document, int format)
{
    /* What is written is larger than what was read, above all when there were aliases. */
    static const iter8_read_options options = {.struct_size = sizeof options,
                                               .max_bytes = (size_t)1 << 30};
    iter8_documents *again;
    size_t length;
    require(iter8_document_write(document, format, NULL, 0, &length) == ITER8_ERR_BUFFER);
    char *text = malloc(length + 1);
    require(text != NULL);
    require(iter8_document_write(document, format, text, length + 1, &length) == ITER8_OK);
    require(iter8_documents_read(text, length, &options, NULL, &again) == ITER8_OK);
    require(iter8_documents_count(again) == 1);
    require(iter8__node_equal(iter8__document_root(document),
                              iter8__document_root(iter8_documents_at(again, 0))));
    iter8_documents_free(again);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    iter8_documents *documents;
    iter8_diagnostics *diagnostics;
    uint32_t line, column;
    require(iter8_diagnostics_new(NULL, &diagnostics) == ITER8_OK);
    int rc = iter8_documents_read((const char *)data, size, NULL, diagnostics, &documents);
    require(iter8_diagnostics_count(diagnostics) == (rc != ITER8_OK));
    require((documents != NULL) == (rc == ITER8_OK));
    for (size_t i = 0; i < iter8_documents_count(documents); i++) {
        const iter8_document *document = iter8_documents_at(documents, i);
        check_round_trip(document, ITER8_FORMAT_YAML);
        check_round_trip(document, ITER8_FORMAT_JSON);
        check_round_trip(document, ITER8_FORMAT_JSON_COMPACT);
        iter8_document_locate(document, ".spec.a[1].b", &line, &column);
        require((line == 0) == (column == 0));
        iter8_document_locate(document, ".spec[b.c=1].b", &line, &column);
        require((line == 0) == (column == 0));
    }
    iter8_documents_free(documents);
    iter8_diagnostics_free(diagnostics);
    return 0;
}
