/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Objects that hold weights and are misspelt, there or in the experiment: no traffic would move. */
#include "check/check.h"

#include "base/memory.h"
#include "base/nearest.h"
#include "base/text.h"
#include "experiment/experiment.h"
#include "iter8/error.h"
#include "iter8/routing.h"

#include <string.h>

/* More wrong letters than these may be chance. */
enum { FAR = 2 };

static int is_near(const char *a, const char *b)
{
    iter8__nearest nearest = {NULL, 0};
    iter8__nearest_try(&nearest, a, b);
    return nearest.word != NULL && nearest.distance <= FAR;
}

/* Whether an object may be the one that is meant: its kind or its name is right, and the other one
 * nearly so. */
static int may_be_meant(const iter8_document *object, const iter8_weight_reference *reference)
{
    const char *kind = iter8_document_kind(object);
    const char *name = iter8_document_name(object);
    if (strcmp(kind, reference->kind) == 0) return is_near(name, reference->name);
    return strcmp(name, reference->name) == 0 && is_near(kind, reference->kind);
}

/* The object that holds the version's weight (NULL), or else one that may be meant. */
static const iter8_document *find_meant(const iter8__check *check,
                                        const iter8_experiment *experiment, size_t version,
                                        const iter8_weight_reference *reference)
{
    const iter8_document *meant = NULL;
    for (size_t i = 0; i < check->count; i++) {
        const iter8_document *object = check->documents[i];
        if (iter8__role_of(object) != ITER8__ROLE_OTHER) continue;
        if (iter8_route_holds(object, experiment, version)) return NULL;
        if (meant == NULL && may_be_meant(object, reference)) meant = object;
    }
    return meant;
}

static void warn(iter8__check *check, size_t version, const iter8_weight_reference *reference,
                 const iter8_document *meant)
{
    iter8_allocator allocator;
    iter8__text path;
    const char *namespace_ = iter8_document_namespace(meant);
    if (iter8__allocator_take(&allocator, NULL) != ITER8_OK) return;
    iter8__text_init(&path, &allocator);
    iter8__text_add_string(&path, "spec.versionInfo.");
    if (version == 0) {
        iter8__text_add_string(&path, "baseline");
    } else {
        iter8__text_add_string(&path, "candidates[");
        iter8__text_add_integer(&path, (int64_t)version - 1);
        iter8__text_add_char(&path, ']');
    }
    iter8__text_add_string(&path, ".weightObjRef");
    iter8__check_warning(
        check, ITER8_ERR_NOT_FOUND, iter8__text_string(&path),
        "none of the objects that are given is ", reference->api_version, " ", reference->kind, " ",
        reference->namespace_, *reference->namespace_ ? "/" : "", reference->name,
        " (did you mean ", iter8_document_api_version(meant), " ", iter8_document_kind(meant), " ",
        namespace_, *namespace_ ? "/" : "", iter8_document_name(meant), "?)", (char *)NULL);
    iter8__text_clear(&path);
}

void iter8__check_references(iter8__check *check, const iter8_experiment *experiment)
{
    for (size_t v = 0; v < iter8__experiment_version_count(experiment); v++) {
        iter8_weight_reference reference = {.struct_size = sizeof reference};
        if (iter8_experiment_weight_reference(experiment, v, &reference) != ITER8_OK) continue;
        const iter8_document *meant = find_meant(check, experiment, v, &reference);
        if (meant != NULL) warn(check, v, &reference, meant);
    }
}
