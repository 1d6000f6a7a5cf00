/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What a document says it is: kind, API version, name. */
#include "check/check.h"

#include "base/nearest.h"
#include "document/document.h"
#include "document/node.h"
#include "iter8/error.h"
#include "spec/metric_name.h"

#include <string.h>

static const char own_version[] = "iter8.tools/v2alpha2";
static const char own_group[] = "iter8.tools/";
static const char *const own_kinds[] = {"Experiment", "Metric", "Scenario", "Tally", NULL};

/* Whether an API version is Iter8's, or was meant to be. */
static int is_own_version(const char *version)
{
    iter8__nearest nearest = {NULL, 0};
    if (strncmp(version, own_group, sizeof own_group - 1) == 0) return 1;
    iter8__nearest_try(&nearest, version, own_version);
    return nearest.word != NULL && nearest.distance <= 3;
}

enum iter8__role iter8__role_of(const iter8_document *document)
{
    const char *kind = iter8_document_kind(document);
    if (*kind == '\0') return ITER8__ROLE_EXPERIMENT;
    for (int i = 0; own_kinds[i] != NULL; i++) {
        if (strcmp(own_kinds[i], kind) == 0) return (enum iter8__role)(ITER8__ROLE_EXPERIMENT + i);
    }
    return is_own_version(iter8_document_api_version(document)) ? ITER8__ROLE_UNKNOWN
                                                                : ITER8__ROLE_OTHER;
}

/* A List by another name is not looked into. */
static void check_list(iter8__check *check, const char *kind)
{
    iter8__nearest nearest = {NULL, 0};
    iter8__nearest_try(&nearest, kind, "List");
    if (nearest.word == NULL || nearest.distance > 1) return;
    iter8__check_problem(check, ITER8_ERR_KIND, "kind", "\"", kind,
                         "\" is not looked into (did you mean List?)", (char *)NULL);
}

void iter8__check_names(iter8__check *check, enum iter8__role role)
{
    const char *kind = iter8_document_kind(check->document);
    if (role == ITER8__ROLE_OTHER && *iter8_document_api_version(check->document) == '\0')
        iter8__check_problem(check, ITER8_ERR_REQUIRED, "apiVersion", "required field is missing",
                             (char *)NULL);
    if (role == ITER8__ROLE_OTHER) check_list(check, kind);
    if (role != ITER8__ROLE_UNKNOWN) return;
    const char *nearest = iter8__nearest_of(kind, own_kinds);
    iter8__check_problem(check, ITER8_ERR_KIND, "kind", "\"", kind,
                         "\" is not one of Experiment, Metric or Scenario",
                         nearest != NULL ? " (did you mean " : "", nearest != NULL ? nearest : "",
                         nearest != NULL ? "?)" : "", (char *)NULL);
}

static int is_same(const iter8_document *a, const iter8_document *b)
{
    return strcmp(iter8_document_name(a), iter8_document_name(b)) == 0 &&
           strcmp(iter8_document_kind(a), iter8_document_kind(b)) == 0 &&
           strcmp(iter8_document_api_version(a), iter8_document_api_version(b)) == 0 &&
           strcmp(iter8__namespace_or_default(iter8_document_namespace(a)),
                  iter8__namespace_or_default(iter8_document_namespace(b))) == 0;
}

/* Which of the two counted would be left to chance. */
void iter8__check_repeated(iter8__check *check)
{
    const char *name = iter8_document_name(check->document);
    const char *kind = iter8_document_kind(check->document);
    enum iter8__role role = iter8__role_of(check->document);
    if (*name == '\0' || *kind == '\0') return;
    if (role == ITER8__ROLE_SCENARIO || role == ITER8__ROLE_TALLY) return; /* each counts */
    for (size_t i = 0; i < check->index; i++) {
        if (!is_same(check->documents[i], check->document)) continue;
        iter8__check_problem(check, ITER8_ERR_DUPLICATE_NAME, "metadata.name", "the ", kind, " ",
                             name, " is given twice", (char *)NULL);
        return;
    }
}
