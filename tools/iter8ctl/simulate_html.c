/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate.h"

#include <stdlib.h>
#include <string.h>

/* The results as documents, of which the page is made. */
struct results {
    iter8_documents **texts;
    const iter8_document **documents;
    size_t count;
};

static int write_page(const void *object, int format, char *buffer, size_t capacity, size_t *length)
{
    const struct results *results = object;
    (void)format;
    return iter8_report_simulations(results->documents, results->count, NULL, buffer, capacity,
                                    length);
}

static int add_result(struct results *results, const struct trial *trial)
{
    iter8_documents **documents = &results->texts[results->count];
    const iter8_read_options options = {.struct_size = sizeof options, .max_bytes = SIZE_MAX};
    char *text = write_text(write_trial, trial, ITER8_FORMAT_JSON_COMPACT);
    int done = text != NULL &&
               iter8_documents_read(text, strlen(text), &options, NULL, documents) == ITER8_OK;
    free(text);
    if (!done) return EXIT_TROUBLE;
    results->documents[results->count++] = iter8_documents_at(*documents, 0);
    return EXIT_DONE;
}

int print_html(const struct trial *trials, size_t count)
{
    struct results results = {0};
    results.texts = calloc(count, sizeof(iter8_documents *));
    results.documents = calloc(count, sizeof(iter8_document *));
    int rc = results.texts != NULL && results.documents != NULL ? EXIT_DONE : EXIT_TROUBLE;
    for (size_t i = 0; i < count && rc == EXIT_DONE; i++)
        rc = add_result(&results, &trials[i]);
    if (rc == EXIT_DONE)
        rc = print_text(write_page, &results, 0);
    else
        complain("out of memory");
    for (size_t i = 0; i < results.count; i++)
        iter8_documents_free(results.texts[i]);
    free(results.texts);
    free(results.documents);
    return rc;
}
