/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The counterfactual of an analysis: read, and written. */
#include "base/memory.h"
#include "decide/counterfactual.h"
#include "experiment/analysis.h"
#include "iter8/error.h"

int iter8_analysis_counterfactual(const iter8_analysis *analysis, iter8_counterfactual *out)
{
    iter8_counterfactual found;
    if (analysis == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    int rc = iter8__counterfactual_find(&analysis->experiment->spec, &analysis->situation,
                                        &analysis->made, &analysis->allocator, &found);
    return rc == ITER8_OK ? iter8__sized_out(out, &found, sizeof found) : rc;
}

static iter8__node *encode(const iter8_experiment *experiment, const iter8_counterfactual *found)
{
    const iter8__spec *spec = &experiment->spec;
    iter8__node *node = iter8__node_make_mapping();
    const char *winner = found->winner >= 0 ? spec->versions[found->winner].name : "";
    const char *metric = experiment->metrics[found->metric].name;
    const char *version = spec->versions[found->version].name;
    int ok = iter8__node_set(node, "metric", iter8__node_make_string(metric)) &&
             iter8__node_set(node, "version", iter8__node_make_string(version)) &&
             iter8__node_set(node, "value", iter8__quantity_encode(found->value)) &&
             iter8__node_set(node, "needed", iter8__quantity_encode(found->needed)) &&
             iter8__node_set(node, "winner", iter8__node_make_string(winner));
    if (ok) return node;
    iter8__node_release(node);
    return NULL;
}

int iter8__counterfactual_encode(const iter8_analysis *analysis, iter8__node *tree)
{
    iter8_counterfactual found = {.struct_size = sizeof found};
    int rc = iter8_analysis_counterfactual(analysis, &found);
    if (rc == ITER8_ERR_NOT_FOUND) return 1;
    return rc == ITER8_OK &&
           iter8__node_set(iter8__node_member(tree, "winnerAssessment"), "counterfactual",
                           encode(analysis->experiment, &found));
}
