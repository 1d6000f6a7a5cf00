/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/iter8.h"

#include <stdio.h>
#include <string.h>

/* Reads one document, for which the library needs both libyaml and jansson, and libm. */
static int read_number(double *number)
{
    static const char text[] = "spec: {weights: [{weight: 25}]}\n";
    iter8_documents *documents = NULL;
    int rc = iter8_documents_read(text, sizeof text - 1, NULL, NULL, &documents);
    if (rc != ITER8_OK) return rc;
    rc = iter8_document_number(iter8_documents_at(documents, 0), ".spec.weights[0].weight", number);
    iter8_documents_free(documents);
    return rc;
}

int main(void)
{
    double number = 0;
    int rc = read_number(&number);
    printf("libiter8 %s: %s, %g\n", iter8_version(), iter8_strerror(rc), number);
    if (strcmp(iter8_version(), ITER8_VERSION) != 0) return 1;
    return rc == ITER8_OK && number == 25.0 ? 0 : 1;
}
