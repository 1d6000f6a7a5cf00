/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "spec/defaults.h"

#include "document/document.h"
#include "iter8/error.h"

static const char *const root_fields[] = {"apiVersion", "kind", "metadata", "spec", "status", NULL};
static const char *const spec_fields[] = {"criteria", "target",  "versionInfo", "strategy",
                                          "duration", "metrics", NULL};
static const char *const criteria_fields[] = {"strength",   "requestCount", "rewards",
                                              "indicators", "objectives",   NULL};

/* Warns of what an experiment may say, and no default: all but the first of the fields. */
static void check_experiments_own(iter8__decoder *decoder, const iter8__node *mapping,
                                  const char *const *fields)
{
    for (fields++; *fields != NULL; fields++) {
        if (!iter8__decode_is_said(mapping, *fields)) continue;
        size_t mark = iter8__decoder_enter(decoder, *fields);
        iter8__decoder_warning(decoder, ITER8_ERR_ENUM, "there are no defaults of this",
                               (char *)NULL);
        iter8__decoder_leave(decoder, mark);
    }
}

/* What stands at another place would be no default, and nobody would notice. */
static void check_members(iter8__decoder *decoder, const iter8__node *root)
{
    const iter8__node *metadata =
        iter8__decode_member(decoder, root, "metadata", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    const iter8__node *spec =
        iter8__decode_member(decoder, root, "spec", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    iter8__decode_only(decoder, root, root_fields);
    size_t mark = iter8__decoder_enter(decoder, "metadata");
    iter8__decode_known_metadata(decoder, metadata);
    iter8__decoder_leave(decoder, mark);
    (void)iter8__decoder_enter(decoder, "spec");
    iter8__decode_only(decoder, spec, spec_fields);
    check_experiments_own(decoder, spec, spec_fields);
    const iter8__node *criteria =
        iter8__decode_member(decoder, spec, "criteria", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    (void)iter8__decoder_enter(decoder, "criteria");
    iter8__decode_only(decoder, criteria, criteria_fields);
    check_experiments_own(decoder, criteria, criteria_fields);
    iter8__decoder_leave(decoder, mark);
    if (!iter8__decode_is_said(metadata, "annotations") &&
        !iter8__decode_is_said(criteria, "strength"))
        iter8__decoder_warning(decoder, ITER8_ERR_REQUIRED,
                               "nothing is said here: defaults have metadata.annotations or "
                               "spec.criteria.strength",
                               (char *)NULL);
}

/* Both may be left out, but not be another's. */
static int check_kind(iter8__decoder *decoder, const iter8__node *root)
{
    decoder->partial = 1;
    int same = iter8__decode_kind(decoder, root, "Experiment");
    decoder->partial = 0;
    return same;
}

static int check(iter8__decoder *decoder, const iter8__node *root)
{
    iter8__spec spec = {.target = ""};
    decoder->origin = ITER8_ORIGIN_DEFAULTS;
    if (!iter8__decode_is_mapping(decoder, root) || !check_kind(decoder, root)) return ITER8_OK;
    iter8__settings_decode(decoder, root, &spec.settings);
    decoder->lenient = iter8__settings_are_lenient(&spec.settings);
    check_members(decoder, root);
    iter8__budgets_decode(decoder, root, &spec);
    return ITER8_OK;
}

int iter8_defaults_check(const iter8_document *defaults, iter8_diagnostics *diagnostics)
{
    return iter8__decoder_check(defaults, diagnostics, check);
}

int iter8__defaults_report(const iter8_document *defaults, int strict,
                           iter8_diagnostics *diagnostics, iter8__arena *arena)
{
    iter8__decoder decoder;
    if (defaults == NULL) return ITER8_OK;
    iter8__decoder_init(&decoder, defaults, diagnostics, arena);
    if (strict) decoder.strict = 1;
    (void)check(&decoder, iter8__document_root(defaults));
    return iter8__decoder_finish(&decoder);
}

static void take_annotations(iter8__decoder *decoder, const iter8__node *root, iter8__spec *spec)
{
    iter8__settings_decode(decoder, root, &spec->settings);
}

/* What is taken over was reported before, so that it is not told again. */
static void take(iter8__decoder *decoder, const iter8_document *defaults, iter8__spec *spec,
                 void (*part)(iter8__decoder *decoder, const iter8__node *root, iter8__spec *spec))
{
    iter8__decoder silent;
    if (defaults == NULL) return;
    iter8__decoder_init(&silent, defaults, NULL, decoder->arena);
    part(&silent, iter8__document_root(defaults), spec);
    if (iter8__decoder_finish(&silent) == ITER8_ERR_NOMEM) decoder->out_of_memory = 1;
}

void iter8__defaults_annotations(iter8__decoder *decoder, const iter8_document *defaults,
                                 iter8__spec *spec)
{
    take(decoder, defaults, spec, take_annotations);
}

void iter8__defaults_strength(iter8__decoder *decoder, const iter8_document *defaults,
                              iter8__spec *spec)
{
    take(decoder, defaults, spec, iter8__budgets_decode);
}
