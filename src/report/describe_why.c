/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "report/describe_why.h"

#include "decide/explain.h"
#include "iter8/analysis.h"
#include "iter8/error.h"
#include "lifecycle/due.h"

#include <math.h>

static const char *reason_of(const iter8__node *tree, const char *version)
{
    const iter8__node *analysis =
        iter8__node_member(iter8__node_member(tree, "status"), "analysis");
    const iter8__node *reasons =
        iter8__node_member(iter8__node_member(analysis, "weights"), "reasons");
    return iter8__node_string(iter8__node_member(reasons, version));
}

/* The reasons are those in the status: what was wanted, and what was there before, is not
 * remembered otherwise. */
void iter8__describe_weights(const iter8_experiment *experiment, iter8__text *text)
{
    const iter8__decision *analysis = &experiment->status.analysis;
    if (!analysis->has_weights || !iter8__due_follows_weights(experiment)) return;
    iter8__node *tree = iter8__experiment_encode(experiment);
    for (size_t v = 0; tree != NULL && v < experiment->spec.version_count; v++) {
        const char *name = experiment->spec.versions[v].name;
        const char *reason = reason_of(tree, name);
        if (reason == NULL) continue;
        iter8__text_add_strings(text, "Weight decided for ", name, ": ", (char *)NULL);
        iter8__text_add_integer(text, analysis->weights[v].weight);
        iter8__text_add_strings(text, " %, ", reason, (char *)NULL);
        iter8__text_add_char(text, '\n');
    }
    if (tree == NULL) text->failed = 1;
    iter8__node_release(tree);
}

static void add_counterfactual(const iter8_experiment *experiment,
                               const iter8_counterfactual *found, iter8__text *text)
{
    const iter8__spec *spec = &experiment->spec;
    iter8__text_add_strings(text, "Closest other result: ",
                            found->winner >= 0 ? spec->versions[found->winner].name : "no version",
                            " would win with ", experiment->metrics[found->metric].name, " of ",
                            spec->versions[found->version].name, (char *)NULL);
    /* A product of the baseline's value is rounded. */
    if (fabs(found->needed - found->value) <= 1e-12 * fabs(found->value)) {
        iter8__text_add_string(text, " just off its ");
    } else {
        iter8__text_add_string(text, " at or just beyond ");
        iter8__text_add_short_double(text, found->needed, 4);
        iter8__text_add_string(text, " instead of ");
    }
    iter8__text_add_short_double(text, found->value,
                                 iter8__explain_digits(found->value, found->needed));
    iter8__text_add_char(text, '\n');
}

void iter8__describe_counterfactual(const iter8_experiment *experiment, iter8__text *text)
{
    iter8_counterfactual found = {.struct_size = sizeof found};
    iter8_winner winner = {.struct_size = sizeof winner};
    iter8_analysis *analysis;
    int rc = iter8_analyze(experiment, NULL, &experiment->allocator, &analysis);
    if (rc == ITER8_OK) rc = iter8_analysis_counterfactual(analysis, &found);
    /* A status that was decided by other rules is not explained by these. */
    if (rc == ITER8_OK && iter8_analysis_winner(analysis, &winner) == ITER8_OK &&
        winner.version == experiment->status.analysis.winner)
        add_counterfactual(experiment, &found, text);
    if (rc == ITER8_ERR_NOMEM) text->failed = 1;
    iter8_analysis_free(analysis);
}
