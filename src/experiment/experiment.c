/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/experiment.h"

#include "base/diagnostics.h"
#include "base/memory.h"
#include "document/document.h"
#include "experiment/change.h"
#include "experiment/claims.h"
#include "iter8/error.h"
#include "spec/defaults.h"

#include <string.h>

static void decode_status(iter8__decoder *decoder, iter8_experiment *experiment)
{
    iter8__status_decode(decoder, experiment->root, experiment);
    iter8__state_decode(decoder, experiment->root, experiment);
    if (decoder->partial || iter8__change_settle(decoder, experiment)) return;
    iter8__claims_check(decoder, experiment->root, experiment);
}

/* Whether an objective can roll back at all is asked at every turn. */
static int may_roll_back(const iter8__spec *spec)
{
    for (size_t i = 0; i < spec->objective_count; i++) {
        const iter8__objective *objective = &spec->objectives[i];
        if (objective->rollback_on_failure || objective->budget.on_spent == ITER8__SPENT_ROLLBACK)
            return 1;
    }
    return 0;
}

/* Annotations come first: they may say that Iter8's way to read the rest is wanted. What the
 * experiment says comes after the host's defaults and so wins. */
static void decode_annotations(iter8__decoder *decoder, const iter8_document *defaults,
                               const iter8__node *root, iter8__spec *spec)
{
    *spec = (iter8__spec){.target = ""};
    iter8__settings_init(&spec->settings);
    iter8__defaults_annotations(decoder, defaults, spec);
    iter8__settings_decode(decoder, root, &spec->settings);
    decoder->lenient = iter8__settings_are_lenient(&spec->settings);
}

static void decode_experiment(iter8__decoder *decoder, const iter8_experiment_options *options,
                              iter8_experiment *experiment)
{
    const iter8__node *root = experiment->root;
    const iter8_document *defaults = options->defaults;
    /* What is said of another kind of document would be of no help. */
    if (!iter8__decode_kind(decoder, root, "Experiment")) return;
    decode_annotations(decoder, defaults, root, &experiment->spec);
    iter8__spec_decode(decoder, root, &experiment->spec);
    iter8__defaults_strength(decoder, defaults, &experiment->spec);
    iter8__budgets_decode(decoder, root, &experiment->spec);
    iter8__limits_check(decoder, &experiment->spec);
    experiment->spec.may_roll_back = may_roll_back(&experiment->spec);
    iter8__algorithm_settle(decoder, options->algorithms, options->algorithm_count,
                            &experiment->spec);
    if (!decoder->partial) iter8__spec_validate(decoder, &experiment->spec);
    iter8__metrics_collect(decoder, root, experiment);
    if (iter8__status_init(&experiment->status, &experiment->arena, &experiment->spec,
                           experiment->metric_count))
        decode_status(decoder, experiment);
    else
        decoder->out_of_memory = 1;
    iter8__histograms_load(decoder, root, &experiment->spec, &experiment->histograms);
}

static int decode(iter8_experiment *experiment, const iter8_document *document,
                  const iter8_experiment_options *options, iter8_diagnostics *diagnostics)
{
    int rc =
        iter8__defaults_report(options->defaults, options->strict, diagnostics, &experiment->arena);
    if (rc != ITER8_OK) return rc;
    iter8__decoder decoder;
    iter8__decoder_init(&decoder, document, diagnostics, &experiment->arena);
    decoder.partial = options->partial;
    if (options->strict) decoder.strict = 1;
    experiment->partial = options->partial;
    if (iter8__decode_is_mapping(&decoder, experiment->root))
        decode_experiment(&decoder, options, experiment);
    return iter8__decoder_finish(&decoder);
}

/* A list whose structs are of one size, each with all that it needs. */
static int are_algorithms(const iter8_experiment_options *options)
{
    const iter8_weight_algorithm *list = options->algorithms;
    if (list == NULL || options->algorithm_count == 0) return options->algorithm_count == 0;
    /* The size is also the distance from one to the next, so all must stand where a struct may. */
    if (list->struct_size < sizeof *list ||
        list->struct_size % _Alignof(iter8_weight_algorithm) != 0)
        return 0;
    for (size_t i = 0; i < options->algorithm_count; i++) {
        const iter8_weight_algorithm *one =
            (const iter8_weight_algorithm *)(const void *)((const char *)list +
                                                           i * list->struct_size);
        if (one->struct_size != list->struct_size || one->name == NULL || one->want == NULL ||
            !(one->exploration_percent >= 0.0 && one->exploration_percent <= 100.0))
            return 0;
    }
    return 1;
}

static iter8_experiment *new_experiment(const iter8_allocator *allocator)
{
    iter8_experiment *experiment = iter8__alloc_zero(allocator, 1, sizeof *experiment);
    if (experiment == NULL) return NULL;
    experiment->allocator = *allocator;
    iter8__arena_init(&experiment->arena, &experiment->allocator);
    iter8__arena_init(&experiment->histograms.arena, &experiment->allocator);
    iter8__arena_init(&experiment->history.arena, &experiment->allocator);
    return experiment;
}

static int make_history(iter8_experiment *experiment, uint32_t capacity)
{
    return iter8__history_init(&experiment->history, &experiment->allocator, capacity,
                               &experiment->spec, experiment->metric_count);
}

int iter8_experiment_from_document(const iter8_document *document,
                                   const iter8_experiment_options *options,
                                   iter8_diagnostics *diagnostics, iter8_experiment **out)
{
    if (out != NULL) *out = NULL;
    if (out == NULL || document == NULL) return ITER8_ERR_ARGUMENT;
    iter8_experiment_options own = {0};
    int rc = options != NULL ? iter8__sized_in(&own, sizeof own, options) : ITER8_OK;
    iter8_allocator allocator;
    if (rc == ITER8_OK) rc = iter8__allocator_take(&allocator, own.allocator);
    if (rc != ITER8_OK) return rc;
    if (own.reserved != 0 || own.reserved2 != 0 || own.reserved3 != 0 ||
        own.history > ITER8__MAX_HISTORY || !are_algorithms(&own))
        return ITER8_ERR_ARGUMENT;
    iter8_experiment *experiment = new_experiment(&allocator);
    if (experiment == NULL) return ITER8_ERR_NOMEM;
    experiment->root = iter8__node_copy(iter8__document_root(document));
    rc = experiment->root != NULL ? decode(experiment, document, &own, diagnostics)
                                  : ITER8_ERR_NOMEM;
    if (rc == ITER8_OK && !make_history(experiment, own.history)) rc = ITER8_ERR_NOMEM;
    if (rc != ITER8_OK) {
        iter8_experiment_free(experiment);
        return rc;
    }
    *out = experiment;
    return ITER8_OK;
}

static int only_document(iter8_documents *documents, iter8_diagnostics *diagnostics,
                         iter8_document **out)
{
    if (iter8_documents_count(documents) == 1) {
        *out = iter8_documents_at(documents, 0);
        return ITER8_OK;
    }
    iter8__diagnose(diagnostics, ITER8_ERR_KIND, 0, 0, "",
                    iter8_documents_count(documents) == 0 ? "there is no document in the text"
                                                          : "one document is wanted, not several",
                    (char *)NULL);
    return ITER8_ERR_KIND;
}

int iter8_experiment_read(const char *text, size_t length, const iter8_experiment_options *options,
                          iter8_diagnostics *diagnostics, iter8_experiment **out)
{
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = NULL;
    iter8_experiment_options own = {0};
    int rc = options != NULL ? iter8__sized_in(&own, sizeof own, options) : ITER8_OK;
    if (rc != ITER8_OK) return rc;
    iter8_read_options read = {.struct_size = sizeof read, .allocator = own.allocator};
    iter8_documents *documents = NULL;
    rc = iter8_documents_read(text, length, &read, diagnostics, &documents);
    if (rc != ITER8_OK) return rc;
    iter8_document *document = NULL;
    rc = only_document(documents, diagnostics, &document);
    if (rc == ITER8_OK) rc = iter8_experiment_from_document(document, options, diagnostics, out);
    iter8_documents_free(documents);
    return rc;
}

void iter8_experiment_free(iter8_experiment *experiment)
{
    if (experiment == NULL) return;
    iter8_allocator allocator = experiment->allocator;
    iter8__node_release(experiment->root);
    iter8__arena_clear(&experiment->arena);
    iter8__arena_clear(&experiment->histograms.arena);
    iter8__arena_clear(&experiment->history.arena);
    iter8__release(&allocator, experiment);
}

int iter8_experiment_write(const iter8_experiment *experiment, int format, char *buffer,
                           size_t capacity, size_t *length)
{
    if (experiment == NULL) return ITER8_ERR_ARGUMENT;
    iter8__node *tree = iter8__experiment_encode(experiment);
    int rc = iter8__node_give(tree, format, &experiment->allocator, buffer, capacity, length);
    iter8__node_release(tree);
    return rc;
}
