/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Failure budgets: from when on a value outside its limits counts. */
#include "decide/decide.h"

static int is_spent(const iter8__budget *budget, const iter8__failure_count *tally)
{
    if (budget->consecutive > 0 && tally->row >= budget->consecutive) return 1;
    if (budget->failures == 0) return 0;
    return iter8__failures_of_last(tally, budget->of) >= budget->failures;
}

/* A measurement that is neither says nothing, and leaves the tally as it is. */
static void add(const iter8__budget *budget, int failed, int satisfied, iter8__failure_count *tally)
{
    if (!failed && !satisfied) return;
    tally->recent = tally->recent << 1 | (uint64_t)failed;
    if (!failed)
        tally->row = 0;
    else if (tally->row < UINT16_MAX)
        tally->row++;
    if (!failed)
        tally->met = 1;
    else if (is_spent(budget, tally))
        tally->met = 0;
}

void iter8__count_failure(const iter8__spec *spec, const iter8__failure_count *earlier,
                          iter8__decision *decision, size_t version, size_t objective)
{
    const iter8__objective *which = &spec->objectives[objective];
    size_t index = version * spec->objective_count + objective;
    const iter8__verdict *verdict = &decision->verdicts[index];
    decision->failures[index] = earlier[index];
    /* A value that is carried forward has been counted when it was measured. */
    if (!iter8__is_carried(spec, decision, which->metric_index, version))
        add(&which->budget, iter8__verdict_is_failure(spec, verdict), verdict->satisfied,
            &decision->failures[index]);
}

void iter8__count_failures(const iter8__spec *spec, const iter8__failure_count *earlier,
                           iter8__decision *decision)
{
    for (size_t v = 0; v < spec->version_count; v++) {
        for (size_t o = 0; o < spec->objective_count; o++)
            iter8__count_failure(spec, earlier, decision, v, o);
    }
}

static uint16_t count_row(uint64_t recent)
{
    uint16_t row = 0;
    for (; (recent & 1) != 0; recent >>= 1)
        row++;
    return row;
}

/* Whether the measurements of @p tally, @p count at most, end in one that met the objective and in
 * failures of which none counted. */
static int was_met(const iter8__budget *budget, const iter8__failure_count *tally, int64_t count)
{
    if (tally->row >= count) return 0;
    for (uint16_t row = 1; row <= tally->row; row++) {
        iter8__failure_count then = {tally->recent >> (tally->row - row), row, 0, 0};
        if (is_spent(budget, &then)) return 0;
    }
    return 1;
}

/* The last measurement stands in the lowest bit. */
static void take_back(const iter8__budget *budget, int failed, int64_t count,
                      iter8__failure_count *tally)
{
    int is_counted = failed ? tally->row > 0 : tally->met;
    if (!is_counted) return;
    tally->recent >>= 1;
    tally->row = failed ? (uint16_t)(tally->row - 1) : count_row(tally->recent);
    if (!failed) tally->met = (uint16_t)was_met(budget, tally, count);
}

void iter8__uncount_failures(const iter8__spec *spec, const iter8__decision *decision,
                             int64_t count, iter8__failure_count *earlier)
{
    for (size_t i = 0; i < spec->version_count * spec->objective_count; i++) {
        const iter8__objective *objective = &spec->objectives[i % spec->objective_count];
        const iter8__verdict *verdict = &decision->verdicts[i];
        int failed = iter8__verdict_is_failure(spec, verdict);
        earlier[i] = decision->failures[i];
        if (!failed && !verdict->satisfied) continue;
        if (iter8__is_carried(spec, decision, objective->metric_index, i / spec->objective_count))
            continue;
        take_back(&objective->budget, failed, count, &earlier[i]);
    }
}

void iter8__weigh_failure(const iter8__spec *spec, iter8__decision *decision, size_t version,
                          size_t objective)
{
    const iter8__budget *budget = &spec->objectives[objective].budget;
    size_t index = version * spec->objective_count + objective;
    const iter8__failure_count *tally = &decision->failures[index];
    iter8__verdict *verdict = &decision->verdicts[index];
    /* Where one failure is enough there is nothing to remember, so nothing to forget. */
    int spent = budget->consecutive == 1 || is_spent(budget, tally);
    int failed = iter8__verdict_is_failure(spec, verdict);
    verdict->budget_spent = failed && spent;
    verdict->within_budget = failed && !spent && tally->met;
}

void iter8__weigh_failures(const iter8__spec *spec, iter8__decision *decision)
{
    for (size_t v = 0; v < spec->version_count; v++) {
        for (size_t o = 0; o < spec->objective_count; o++)
            iter8__weigh_failure(spec, decision, v, o);
    }
}
