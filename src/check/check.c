/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "check/check.h"

#include "base/diagnostics.h"
#include "base/memory.h"
#include "base/text.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "iter8/simulate.h"

#include <stdarg.h>
#include <stddef.h>

static int is_strict(const iter8__check *check)
{
    const iter8_experiment_options *options = check->options;
    size_t known = offsetof(iter8_experiment_options, strict) + sizeof options->strict;
    if (iter8__diagnostics_strict(check->diagnostics)) return 1;
    return options != NULL && options->struct_size >= known && options->strict;
}

static void report(iter8__check *check, int severity, int code, const char *path, va_list parts)
{
    iter8_allocator allocator;
    iter8__text message;
    uint32_t line = 0;
    uint32_t column = 0;
    check->problems += severity == ITER8_SEVERITY_ERROR;
    if (check->diagnostics == NULL || iter8__allocator_take(&allocator, NULL) != ITER8_OK) return;
    iter8__text_init(&message, &allocator);
    iter8__text_add_all(&message, parts);
    iter8_document_locate(check->document, path, &line, &column);
    iter8_diagnostics_add(check->diagnostics,
                          &(iter8_diagnostic){sizeof(iter8_diagnostic), path,
                                              iter8__text_string(&message), code, severity, line,
                                              column, 0, 0});
    iter8__text_clear(&message);
}

void iter8__check_problem(iter8__check *check, int code, const char *path, ...)
{
    va_list parts;
    va_start(parts, path);
    report(check, ITER8_SEVERITY_ERROR, code, path, parts);
    va_end(parts);
}

void iter8__check_warning(iter8__check *check, int code, const char *path, ...)
{
    va_list parts;
    va_start(parts, path);
    report(check, is_strict(check) ? ITER8_SEVERITY_ERROR : ITER8_SEVERITY_WARNING, code, path,
           parts);
    va_end(parts);
}

static int check_experiment(iter8__check *check)
{
    iter8_experiment *experiment;
    int rc = iter8_experiment_from_document(check->document, check->options, check->diagnostics,
                                            &experiment);
    if (rc == ITER8_OK) rc = iter8__check_metrics(check, experiment);
    if (rc == ITER8_OK) iter8__check_references(check, experiment);
    iter8_experiment_free(experiment);
    return rc;
}

static int check_metric(iter8__check *check)
{
    int rc = iter8_metric_check(check->document, check->diagnostics);
    if (rc != ITER8_OK) return rc;
    iter8__check_address(check);
    iter8__check_mock(check);
    return ITER8_OK;
}

static int check_by_role(iter8__check *check, enum iter8__role role)
{
    switch (role) {
    case ITER8__ROLE_EXPERIMENT: return check_experiment(check);
    case ITER8__ROLE_METRIC: return check_metric(check);
    case ITER8__ROLE_SCENARIO: return iter8_scenario_check(check->document, check->diagnostics);
    case ITER8__ROLE_OTHER: return iter8__check_weights(check);
    default: return ITER8_OK;
    }
}

static int is_trouble(int rc)
{
    return rc == ITER8_ERR_NOMEM || rc == ITER8_ERR_ARGUMENT || rc == ITER8_ERR_STRUCT_SIZE;
}

int iter8_document_check(iter8_document *const *documents, size_t count, size_t index,
                         const iter8_experiment_options *options, iter8_diagnostics *diagnostics)
{
    if (documents == NULL || index >= count) return ITER8_ERR_ARGUMENT;
    iter8__check check = {.documents = documents,
                          .count = count,
                          .index = index,
                          .document = documents[index],
                          .options = options,
                          .diagnostics = diagnostics};
    enum iter8__role role = iter8__role_of(check.document);
    iter8__check_names(&check, role);
    int rc = check_by_role(&check, role);
    if (is_trouble(rc)) return rc;
    iter8__check_repeated(&check);
    return rc != ITER8_OK || check.problems > 0 ? ITER8_ERR_INVALID : ITER8_OK;
}
