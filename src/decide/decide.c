/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/decide.h"

#include "decide/algorithms/algorithm_table.h"
#include "decide/facts.h"

#include "iter8/analysis.h"
#include "iter8/experiment.h"

/* One version has all traffic. */
static void share_nothing(iter8__decision *decision)
{
    decision->weights[0] = (iter8__weight){100.0, 100.0, 100, ITER8_WEIGHT_NOT_APPLICABLE};
    decision->has_weights = 0;
}

/* Most experiments are decided by their best versions alone: what no algorithm looks at is not
 * gathered in each of their steps. */
static int looks_at_values(const iter8__settings *settings)
{
    return settings->custom != NULL || iter8__algorithm_looks_at_values(settings->algorithm);
}

void iter8__decide(const iter8__spec *spec, const iter8__situation *situation,
                   iter8__decision *decision)
{
    iter8__judge_objectives(spec, decision);
    if (situation->earlier != NULL) iter8__count_failures(spec, situation->earlier, decision);
    iter8__weigh_failures(spec, decision);
    if (situation->earlier != NULL)
        iter8__count_streaks(spec, situation->streaks, decision);
    else
        iter8__restore_streaks(spec, decision);
    iter8__find_winner(spec, decision);
    if (spec->testing_pattern == ITER8_TESTING_CONFORMANCE) {
        share_nothing(decision);
    } else {
        iter8__facts_gather(spec, situation, decision, looks_at_values(&spec->settings));
        iter8__wish_weights(spec, situation, decision);
        iter8__limit_weights(spec, situation, decision);
        iter8__round_weights(spec, decision);
    }
    decision->touched = 1;
}
