/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * decision.h - a spec and the tables of an analysis in one piece, for the pure functions.
 */
#ifndef ITER8_TESTS_DECISION_H
#define ITER8_TESTS_DECISION_H

#include "analysis/decide.h"
#include "iter8/analysis.h"
#include "iter8/metric.h"

#include <math.h>

enum { MOST_VERSIONS = 5, MOST_METRICS = 3 };

typedef struct decision {
    iter8__spec spec;
    iter8__analysis analysis;
    iter8__objective objectives[MOST_METRICS];
    iter8__reward reward;
    iter8__value values[MOST_METRICS * MOST_VERSIONS];
    iter8__verdict verdicts[MOST_METRICS * MOST_VERSIONS];
    iter8__tally tallies[MOST_METRICS * MOST_VERSIONS];
    iter8__share shares[MOST_VERSIONS];
    uint8_t best[MOST_VERSIONS];
} decision;

/* Nothing is known of any metric; objective i has no limits and is about metric i. */
static inline void decision_init(decision *d, size_t versions, size_t objectives)
{
    *d = (decision){0};
    for (size_t i = 0; i < MOST_METRICS; i++)
        d->objectives[i] = (iter8__objective){.metric = "m",
                                              .metric_index = i,
                                              .lower = -INFINITY,
                                              .upper = INFINITY,
                                              .budget = {.consecutive = 1}};
    d->reward = (iter8__reward){.metric = "r", .metric_index = 0, .direction = ITER8__HIGH};
    d->spec.version_count = versions;
    d->spec.objectives = d->objectives;
    d->spec.objective_count = objectives;
    d->spec.rewards = &d->reward;
    d->analysis = (iter8__analysis){.metric_count = MOST_METRICS,
                                    .values = d->values,
                                    .verdicts = d->verdicts,
                                    .tallies = d->tallies,
                                    .shares = d->shares,
                                    .best = d->best,
                                    .winner = -1};
}

static inline void decision_set_value(decision *d, size_t metric, size_t version, double number)
{
    d->values[metric * d->spec.version_count + version] =
        (iter8__value){.number = number, .state = ITER8_VALUE_PRESENT, .known = 1};
}

#endif
