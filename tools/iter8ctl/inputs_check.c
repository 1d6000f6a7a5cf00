/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* All commands refuse the same documents. */
#include "iter8ctl.h"

#include "iter8/backends/http_source.h"

#include <stdlib.h>

static size_t count_documents(const struct inputs *inputs)
{
    const char *name;
    size_t count = 0;
    while (inputs_document(inputs, count, &name) != NULL)
        count++;
    return count;
}

/* Adds what is wrong with a Metric's jq program, which the library itself does not know. */
static void check_jq(struct inputs *inputs, const iter8_document *document)
{
    static const char field[] = "spec.jqExpression";
    const char *program;
    char problem[256];
    iter8_diagnostic one = {.struct_size = sizeof one, .path = field, .message = problem};
    if (document_role(document) != ROLE_METRIC ||
        iter8_document_string(document, field, &program) != ITER8_OK ||
        iter8_http_source_check_jq(program, problem, sizeof problem) != ITER8_ERR_SYNTAX)
        return;
    one.code = ITER8_ERR_SYNTAX;
    one.severity = ITER8_SEVERITY_ERROR;
    iter8_document_locate(document, field, &one.line, &one.column);
    iter8_diagnostics_add(inputs->diagnostics, &one);
}

/* Checks one of all documents; the number of errors. */
static size_t check_document(struct inputs *inputs, iter8_document *const *documents, size_t count,
                             size_t index, const iter8_experiment_options *options)
{
    const char *name = "";
    (void)inputs_document(inputs, index, &name);
    int rc = iter8_document_check(documents, count, index, options, inputs->diagnostics);
    check_jq(inputs, documents[index]);
    size_t errors = inputs_report(inputs, name);
    if (rc == ITER8_OK || errors > 0) return errors;
    complain("%s: %s", name, iter8_strerror(rc));
    return 1;
}

size_t inputs_check(struct inputs *inputs, int partial)
{
    size_t count = count_documents(inputs);
    size_t errors = 0;
    const char *name;
    iter8_document **documents = calloc(count + 1, sizeof(iter8_document *));
    if (documents == NULL) {
        complain("out of memory");
        return 1;
    }
    iter8_experiment_options options = {
        .struct_size = sizeof options, .partial = partial, .defaults = inputs_defaults(inputs)};
    for (size_t i = 0; i < count; i++)
        documents[i] = inputs_document(inputs, i, &name);
    for (size_t i = 0; i < count; i++)
        errors += check_document(inputs, documents, count, i, &options);
    free(documents);
    return errors;
}
