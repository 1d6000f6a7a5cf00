/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * decision.h - a spec and the tables of an analysis in one piece, for the pure functions.
 */
#ifndef ITER8_TESTS_DECISION_H
#define ITER8_TESTS_DECISION_H

#include "decide/decide.h"
#include "decide/facts.h"
#include "iter8/analysis.h"
#include "iter8/metric.h"

#include <math.h>

enum { MOST_VERSIONS = 5, MOST_METRICS = 3 };

typedef struct decision {
    iter8__spec spec;
    iter8__decision analysis;
    iter8__objective objectives[MOST_METRICS];
    iter8__reward reward;
    iter8__value values[MOST_METRICS * MOST_VERSIONS];
    iter8__verdict verdicts[MOST_METRICS * MOST_VERSIONS];
    iter8__failure_count failures[MOST_METRICS * MOST_VERSIONS];
    iter8__streak streaks[MOST_VERSIONS];
    iter8__weight weights[MOST_VERSIONS];
    uint8_t best[MOST_VERSIONS];
    iter8__facts facts;
    iter8_version_facts versions[MOST_VERSIONS];
    iter8_criterion_facts criteria[(MOST_METRICS + 1) * MOST_VERSIONS];
    double wishes[MOST_VERSIONS];
} decision;

/* Gives an objective the limits that are finite. */
static inline void decision_set_limits(decision *d, size_t objective, double lower, double upper)
{
    iter8__objective *out = &d->objectives[objective];
    out->limit_count = 0;
    if (upper < INFINITY)
        out->limits[out->limit_count++] =
            (iter8_limit){upper, 0, NAN, ITER8_LIMIT_UPPER, ITER8_LIMIT_NUMBER};
    if (lower > -INFINITY)
        out->limits[out->limit_count++] =
            (iter8_limit){lower, 0, NAN, ITER8_LIMIT_LOWER, ITER8_LIMIT_NUMBER};
}

/* Nothing is known of any metric; objective i has no limits and is about metric i. */
static inline void decision_init(decision *d, size_t versions, size_t objectives)
{
    *d = (decision){0};
    for (size_t i = 0; i < MOST_METRICS; i++)
        d->objectives[i] =
            (iter8__objective){.metric = "m", .metric_index = i, .budget = {.consecutive = 1}};
    d->reward = (iter8__reward){.metric = "r", .metric_index = 0, .direction = ITER8__HIGH};
    d->spec.settings = (iter8__settings){.algorithm = 1,
                                         .exploration = 10.0,
                                         .met_for = 1,
                                         .floor_when_failing = ITER8__FLOOR_EXPLORED};
    d->spec.iterations_per_loop = ITER8__DEFAULT_ITERATIONS_PER_LOOP;
    d->spec.max_loops = ITER8__DEFAULT_MAX_LOOPS;
    d->spec.name = d->spec.namespace_ = "";
    d->facts =
        (iter8__facts){.versions = d->versions, .criteria = d->criteria, .weights = d->wishes};
    d->spec.version_count = versions;
    d->spec.objectives = d->objectives;
    d->spec.objective_count = objectives;
    d->spec.rewards = &d->reward;
    d->analysis = (iter8__decision){.metric_count = MOST_METRICS,
                                    .values = d->values,
                                    .verdicts = d->verdicts,
                                    .failures = d->failures,
                                    .streaks = d->streaks,
                                    .weights = d->weights,
                                    .best = d->best,
                                    .winner = -1};
}

/* Weights that candidates rise from, and limits, as a situation. */
static inline iter8__situation decision_situation(decision *d, iter8__weight_limits limits,
                                                  const int32_t *current)
{
    return (iter8__situation){limits, current, NULL, NULL, &d->facts, 1};
}

/* From best versions to whole percent. */
static inline void decision_share(decision *d, iter8__weight_limits limits, const int32_t *current)
{
    iter8__situation situation = decision_situation(d, limits, current);
    iter8__facts_gather(&d->spec, &situation, &d->analysis, 1);
    iter8__wish_weights(&d->spec, &situation, &d->analysis);
    iter8__limit_weights(&d->spec, &situation, &d->analysis);
    iter8__round_weights(&d->spec, &d->analysis);
}

static inline void decision_set_value(decision *d, size_t metric, size_t version, double number)
{
    d->values[metric * d->spec.version_count + version] =
        (iter8__value){.number = number, .state = ITER8_VALUE_PRESENT, .known = 1};
}

#endif
