/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What can be believed of the versions, for whoever asks. */
#include "base/memory.h"
#include "decide/criterion_posterior.h"
#include "decide/facts.h"
#include "experiment/analysis.h"
#include "iter8/error.h"

#include <math.h>

/* The facts as they were when it was decided. */
static const iter8_weight_facts *facts_of(const iter8_analysis *analysis)
{
    return &analysis->situation.facts->question;
}

int iter8_analysis_belief(const iter8_analysis *analysis, size_t version, size_t objective,
                          iter8_belief *out)
{
    if (analysis == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    const iter8__spec *spec = &analysis->experiment->spec;
    if (version >= spec->version_count || objective >= spec->objective_count)
        return ITER8_ERR_NOT_FOUND;
    const iter8_criterion_facts *facts =
        &facts_of(analysis)->versions[version].objectives[objective];
    iter8__posterior belief = iter8__criterion_posterior(facts);
    iter8_belief full = {sizeof full, NAN, NAN, NAN,
                         iter8__criterion_meets(facts_of(analysis), version, objective)};
    if (belief.kind != ITER8__POSTERIOR_NONE) {
        full.mean = iter8__posterior_mean(&belief);
        full.low = iter8__posterior_quantile(&belief, 0.025);
        full.high = iter8__posterior_quantile(&belief, 0.975);
    }
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_analysis_chances(const iter8_analysis *analysis, size_t version, iter8_chances *out)
{
    iter8__contest_result results[ITER8__MAX_CONTESTANTS];
    if (analysis == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (version >= analysis->experiment->spec.version_count) return ITER8_ERR_NOT_FOUND;
    const iter8_weight_facts *facts = facts_of(analysis);
    iter8__criteria_compare(facts, 1, results);
    iter8_chances full = {sizeof full, iter8__criterion_meets_all(facts, version),
                          results[version].wins};
    return iter8__sized_out(out, &full, sizeof full);
}
