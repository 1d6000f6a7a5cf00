/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A scenario's expectations, compared with what came of the runs. */
#include "simulate/tally.h"

#include "base/memory.h"
#include "iter8/error.h"

static int holds(int32_t relation, double value, double limit)
{
    switch (relation) {
    case ITER8__LESS: return value < limit;
    case ITER8__AT_MOST: return value <= limit;
    case ITER8__MORE: return value > limit;
    default: return value >= limit;
    }
}

/* Sure is only what holds at both ends of the interval. */
static int32_t judge(const iter8__expectation *expected, const iter8_estimate *estimate)
{
    int at_low = holds(expected->relation, estimate->low, expected->limit);
    int at_high = holds(expected->relation, estimate->high, expected->limit);
    if (at_low && at_high) return ITER8_EXPECTED_MET;
    return at_low || at_high ? ITER8_EXPECTED_NOT_ENOUGH_RUNS : ITER8_EXPECTED_MISSED;
}

int iter8_simulation_expectation(const iter8_simulation *simulation, const iter8_tally *tally,
                                 size_t index, iter8_expectation *out)
{
    if (simulation == NULL || tally == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (index >= simulation->scenario.expected_count) return ITER8_ERR_NOT_FOUND;
    const iter8__expectation *expected = &simulation->scenario.expected[index];
    double confidence = simulation->scenario.confidence;
    iter8_estimate estimate = {.struct_size = sizeof estimate};
    int rc = iter8_tally_estimate(tally, expected->figure, confidence, &estimate);
    if (rc != ITER8_OK) return rc;
    iter8_expectation full = {sizeof full,      expected->name,
                              expected->wanted, confidence,
                              expected->limit,  estimate.value,
                              estimate.low,     estimate.high,
                              expected->figure, ITER8_EXPECTED_NOT_ENOUGH_RUNS};
    if (tally->runs > 0) full.expected = judge(expected, &estimate);
    return iter8__sized_out(out, &full, sizeof full);
}
