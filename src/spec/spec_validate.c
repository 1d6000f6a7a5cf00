/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "spec/spec.h"

#include "document/document.h"
#include "iter8/error.h"
#include "iter8/experiment.h"
#include "path/field_paths.h"

#include <string.h>

/* The place of a version in the document; leave with the mark returned. */
static size_t enter_version(iter8__decoder *decoder, size_t version)
{
    size_t mark = iter8__decoder_enter(decoder, "spec");
    (void)iter8__decoder_enter(decoder, "versionInfo");
    if (version == 0) {
        (void)iter8__decoder_enter(decoder, "baseline");
    } else {
        (void)iter8__decoder_enter(decoder, "candidates");
        (void)iter8__decoder_enter_item(decoder, version - 1);
    }
    return mark;
}

static void version_problem(iter8__decoder *decoder, size_t version, const char *field, int code,
                            const char *message, const char *name)
{
    size_t mark = enter_version(decoder, version);
    const char *dot = strchr(field, '.');
    if (dot != NULL) {
        (void)iter8__decoder_enter(decoder, "weightObjRef");
        field = dot + 1;
    }
    (void)iter8__decoder_enter(decoder, field);
    iter8__decoder_problem(decoder, code, message, name, (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

static int same_field(const iter8__spec *spec, const iter8__reference *a, const iter8__reference *b)
{
    return a != NULL && b != NULL && *a->field_path != '\0' &&
           strcmp(a->api_version, b->api_version) == 0 && strcmp(a->kind, b->kind) == 0 &&
           strcmp(iter8__reference_namespace(spec, a), iter8__reference_namespace(spec, b)) == 0 &&
           strcmp(a->name, b->name) == 0 && iter8__field_paths_share(a->field_path, b->field_path);
}

static void check_name(iter8__decoder *decoder, const iter8__spec *spec, size_t version)
{
    const char *name = spec->versions[version].name;
    if (*name != '\0' && (size_t)iter8__spec_version(spec, name) < version)
        version_problem(decoder, version, "name", ITER8_ERR_DUPLICATE_NAME,
                        "version names must be unique; this one is used twice: ", name);
}

static void check_shared_field(iter8__decoder *decoder, const iter8__spec *spec, size_t version)
{
    for (size_t i = 0; i < version; i++) {
        const iter8__version *other = &spec->versions[i];
        if (!same_field(spec, spec->versions[version].weight, other->weight)) continue;
        version_problem(decoder, version, "weightObjRef.fieldPath", ITER8_ERR_SHARED_FIELD,
                        "the field already holds the weight of version ", other->name);
        return;
    }
}

static void check_path(iter8__decoder *decoder, size_t version, const char *path)
{
    if (path[0] != '.')
        version_problem(decoder, version, "weightObjRef.fieldPath", ITER8_ERR_FIELD_PATH,
                        "a field path starts with '.', such as .spec.http[0].route[1].weight", "");
    else if (iter8__field_path_check(path) != ITER8_OK)
        version_problem(decoder, version, "weightObjRef.fieldPath", ITER8_ERR_FIELD_PATH,
                        "malformed field path ", path);
}

static void check_field_paths(iter8__decoder *decoder, const iter8__spec *spec, size_t version)
{
    const iter8__reference *weight = spec->versions[version].weight;
    const char *text = weight != NULL ? weight->field_path : "";
    const char *path;
    size_t length;
    if (*text != '\0' && text[strspn(text, ", \t\r\n")] == '\0') check_path(decoder, version, text);
    while (iter8__field_paths_next(&text, &path, &length)) {
        iter8__text one;
        iter8__text_init(&one, decoder->arena->allocator);
        iter8__text_add(&one, path, length);
        if (one.failed)
            decoder->out_of_memory = 1;
        else
            check_path(decoder, version, iter8__text_string(&one));
        iter8__text_clear(&one);
    }
}

static void check_versions(iter8__decoder *decoder, const iter8__spec *spec)
{
    for (size_t i = 0; i < spec->version_count; i++) {
        check_name(decoder, spec, i);
        check_shared_field(decoder, spec, i);
        check_field_paths(decoder, spec, i);
    }
}

static void spec_problem(iter8__decoder *decoder, const char *section, const char *list, int code,
                         const char *message)
{
    size_t mark = iter8__decoder_enter(decoder, "spec");
    (void)iter8__decoder_enter(decoder, section);
    (void)iter8__decoder_enter(decoder, list);
    iter8__decoder_problem(decoder, code, message, (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

static void check_candidates(iter8__decoder *decoder, const iter8__spec *spec)
{
    size_t candidates = spec->version_count - 1;
    const char *message = NULL;
    switch (spec->testing_pattern) {
    case ITER8_TESTING_CONFORMANCE:
        if (candidates != 0) message = "a Conformance experiment has no candidates";
        break;
    case ITER8_TESTING_CANARY:
        if (candidates != 1) message = "a Canary experiment has exactly one candidate";
        break;
    case ITER8_TESTING_AB:
        if (candidates != 1) message = "an A/B experiment has exactly one candidate";
        break;
    case ITER8_TESTING_ABN:
        if (candidates < 1) message = "an A/B/N experiment has at least one candidate";
        break;
    default: break;
    }
    if (message != NULL)
        spec_problem(decoder, "versionInfo", "candidates", ITER8_ERR_CANDIDATES, message);
}

static void check_rewards(iter8__decoder *decoder, const iter8__spec *spec)
{
    const char *message = NULL;
    switch (spec->testing_pattern) {
    case ITER8_TESTING_CONFORMANCE:
        if (spec->reward_count != 0) message = "a Conformance experiment has no rewards";
        break;
    case ITER8_TESTING_CANARY:
        if (spec->reward_count != 0) message = "a Canary experiment has no rewards";
        break;
    case ITER8_TESTING_AB:
        if (spec->reward_count != 1) message = "an A/B experiment has exactly one reward";
        break;
    case ITER8_TESTING_ABN:
        if (spec->reward_count != 1) message = "an A/B/N experiment has exactly one reward";
        break;
    default: break;
    }
    if (message != NULL) spec_problem(decoder, "criteria", "rewards", ITER8_ERR_REWARDS, message);
}

void iter8__spec_validate(iter8__decoder *decoder, const iter8__spec *spec)
{
    check_rewards(decoder, spec);
    /* A start action may still supply versionInfo; reconcile insists on it before it runs. */
    if (spec->version_count == 0) return;
    check_candidates(decoder, spec);
    check_versions(decoder, spec);
}
