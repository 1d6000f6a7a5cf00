/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The public functions that put histograms into an experiment. */
#include "iter8/histograms.h"

#include "base/diagnostics.h"
#include "base/times.h"
#include "document/document.h"
#include "experiment/experiment.h"
#include "iter8/error.h"

#include <string.h>

static const char section_key[] = "aggregatedBuiltinHists";

/* A copy of a mapping; an empty one where there is none. */
static iter8__node *copy_mapping(const iter8__node *node)
{
    return iter8__node_kind(node) == ITER8__NODE_MAPPING ? iter8__node_copy(node)
                                                         : iter8__node_make_mapping();
}

/* A copy of @p old, or a new mapping, with a member set to @p value, which is taken over; NULL
 * without memory. */
static iter8__node *with_member(const iter8__node *old, const char *key, iter8__node *value)
{
    iter8__node *mapping = copy_mapping(old);
    if (iter8__node_set(mapping, key, value)) return mapping;
    iter8__node_release(mapping);
    return NULL;
}

/* The section with @p data, which is taken over; what else it holds stays. NULL without memory. */
static iter8__node *make_section(const iter8__node *old, iter8__node *data, int64_t now_ns)
{
    char time[ITER8__TIME_BYTES];
    (void)iter8__time_format(now_ns, time);
    iter8__node *section = with_member(old, "data", data);
    if (iter8__node_set(section, "provenance", iter8__node_make_string("libiter8")) &&
        iter8__node_set(section, "timestamp", iter8__node_make_string(time)))
        return section;
    iter8__node_release(section);
    return NULL;
}

/* Puts @p data, which is taken over, into the document. What is missing on the way is made first
 * and put in last, so that the document changes wholly or not at all. */
static int put(iter8__node *root, iter8__node *data, int64_t now_ns)
{
    iter8__node *status = iter8__node_member(root, "status");
    iter8__node *analysis = iter8__node_member(status, "analysis");
    iter8__node *section = make_section(iter8__node_member(analysis, section_key), data, now_ns);
    if (iter8__node_kind(analysis) == ITER8__NODE_MAPPING)
        return iter8__node_set(analysis, section_key, section);
    analysis = with_member(NULL, section_key, section);
    if (iter8__node_kind(status) == ITER8__NODE_MAPPING)
        return iter8__node_set(status, "analysis", analysis);
    return iter8__node_set(root, "status", with_member(NULL, "analysis", analysis));
}

/* Makes histograms the experiment's, with the tree they were decoded from; both are taken over. */
static int replace(iter8_experiment *experiment, iter8__histograms *hists, iter8__node *data,
                   int64_t now_ns)
{
    if (!put(experiment->root, data, now_ns)) {
        iter8__arena_clear(&hists->arena);
        return ITER8_ERR_NOMEM;
    }
    iter8__arena_clear(&experiment->histograms.arena);
    experiment->histograms = *hists;
    return ITER8_OK;
}

int iter8_experiment_set_histograms(iter8_experiment *experiment, const iter8_document *histograms,
                                    int64_t now_ns, iter8_diagnostics *diagnostics)
{
    if (experiment == NULL || histograms == NULL) return ITER8_ERR_ARGUMENT;
    const iter8__node *data = iter8__document_root(histograms);
    iter8__histograms hists;
    iter8__decoder decoder;
    iter8__arena_init(&hists.arena, &experiment->allocator);
    iter8__decoder_init(&decoder, histograms, diagnostics, &hists.arena);
    hists.of_version = iter8__histograms_decode(&decoder, data, &experiment->spec, 1);
    int rc = iter8__decoder_finish(&decoder);
    if (rc == ITER8_OK) return replace(experiment, &hists, iter8__node_copy(data), now_ns);
    iter8__arena_clear(&hists.arena);
    return rc;
}

/* Whether a result can be added to what is there. */
static int check(iter8_experiment *experiment, int32_t version, const iter8_document *result,
                 iter8_diagnostics *diagnostics)
{
    iter8__arena arena;
    iter8__decoder decoder;
    iter8__histogram histogram;
    const iter8__histogram *all = experiment->histograms.of_version;
    iter8__arena_init(&arena, &experiment->allocator);
    iter8__decoder_init(&decoder, result, diagnostics, &arena);
    iter8__histogram_decode(&decoder, iter8__document_root(result), &histogram);
    if (all != NULL && all[version].known && !all[version].sound)
        iter8__decoder_problem(&decoder, ITER8_ERR_INVALID, "the histogram of ",
                               experiment->spec.versions[version].name,
                               " that is there is malformed", (char *)NULL);
    int rc = iter8__decoder_finish(&decoder);
    iter8__arena_clear(&arena);
    return rc;
}

/* Replaces the histograms by those of @p data, which is taken over; the one of @p version is new.
 */
static int replace_sum(iter8_experiment *experiment, int32_t version, iter8__node *data,
                       int64_t now_ns, iter8_diagnostics *diagnostics)
{
    iter8__histograms hists;
    iter8__decoder decoder;
    iter8__arena_init(&hists.arena, &experiment->allocator);
    iter8__decoder_init(&decoder, NULL, NULL, &hists.arena);
    decoder.tolerant = 1; /* what is there of other versions may be malformed */
    hists.of_version = iter8__histograms_decode(&decoder, data, &experiment->spec, 0);
    int rc = data != NULL ? iter8__decoder_finish(&decoder) : ITER8_ERR_NOMEM;
    if (rc == ITER8_OK && !hists.of_version[version].sound) {
        iter8__diagnose(diagnostics, ITER8_ERR_INVALID, 0, 0, "",
                        "too large together with what is there", (char *)NULL);
        rc = ITER8_ERR_INVALID;
    }
    if (rc == ITER8_OK) return replace(experiment, &hists, data, now_ns);
    iter8__node_release(data);
    iter8__arena_clear(&hists.arena);
    return rc;
}

int iter8_experiment_add_histogram(iter8_experiment *experiment, const char *version,
                                   const iter8_document *result, int64_t now_ns,
                                   iter8_diagnostics *diagnostics)
{
    if (experiment == NULL || version == NULL || result == NULL) return ITER8_ERR_ARGUMENT;
    int32_t index = iter8__spec_version(&experiment->spec, version);
    if (index < 0) return ITER8_ERR_NO_VERSION;
    int rc = check(experiment, index, result, diagnostics);
    if (rc != ITER8_OK) return rc;
    const iter8__node *old = iter8__histograms_node(experiment->root);
    iter8__node *sum = iter8__histogram_add(iter8__node_member(old, version),
                                            iter8__document_root(result), &experiment->allocator);
    return replace_sum(experiment, index, with_member(old, version, sum), now_ns, diagnostics);
}
