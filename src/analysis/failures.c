/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Failure budgets: from when on a value outside its limits counts. */
#include "analysis/decide.h"

static int is_spent(const iter8__budget *budget, const iter8__tally *tally)
{
    if (budget->consecutive > 0 && tally->row >= budget->consecutive) return 1;
    if (budget->failures == 0) return 0;
    return iter8__tally_failures(tally, budget->of) >= budget->failures;
}

/* A measurement that is missing says nothing, and leaves the tally as it is. */
static void add(const iter8__budget *budget, const iter8__verdict *verdict, iter8__tally *tally)
{
    int outside = iter8__verdict_is_outside(verdict);
    if (!outside && !verdict->satisfied) return;
    tally->recent = tally->recent << 1 | (uint64_t)outside;
    if (!outside)
        tally->row = 0;
    else if (tally->row < UINT16_MAX)
        tally->row++;
    if (!outside)
        tally->met = 1;
    else if (is_spent(budget, tally))
        tally->met = 0;
}

void iter8__count_failures(const iter8__spec *spec, const iter8__tally *earlier,
                           iter8__analysis *analysis)
{
    iter8__tally *tally = analysis->tallies;
    const iter8__verdict *verdict = analysis->verdicts;
    for (size_t v = 0; v < spec->version_count; v++) {
        for (size_t o = 0; o < spec->objective_count; o++, tally++, verdict++, earlier++) {
            *tally = *earlier;
            /* A value that is carried forward has been counted when it was measured. */
            if (!iter8__is_carried(spec, analysis, spec->objectives[o].metric_index, v))
                add(&spec->objectives[o].budget, verdict, tally);
        }
    }
}

void iter8__weigh_failures(const iter8__spec *spec, iter8__analysis *analysis)
{
    const iter8__tally *tally = analysis->tallies;
    iter8__verdict *verdict = analysis->verdicts;
    for (size_t v = 0; v < spec->version_count; v++) {
        for (size_t o = 0; o < spec->objective_count; o++, tally++, verdict++) {
            const iter8__budget *budget = &spec->objectives[o].budget;
            /* Where one failure is enough there is nothing to remember, so nothing to forget. */
            int spent = budget->consecutive == 1 || is_spent(budget, tally);
            verdict->counts = iter8__verdict_is_outside(verdict) && spent;
            verdict->excused = iter8__verdict_is_outside(verdict) && !spent && tally->met;
        }
    }
}
