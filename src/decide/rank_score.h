/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * rank_score.h - classified metrics, summed up to a score from 0 to 100 and what follows from it.
 *
 * In a group, the score is the percentage that passed of the metrics that passed or failed; a group
 * without any counts as 100. The score of all is the sum of those of the groups by weight, rounded
 * to two decimals. It is 0 where a critical failure was found, or where too many metrics have no
 * data. Muted metrics count nowhere. These are the rules of Kayenta's judge.
 *
 * A metric that is undecided, or an error, may yet pass or fail. So there are two scores: one as if
 * they all failed, one as if they all passed. Where these say different things, nothing is decided.
 */
#ifndef ITER8_DECIDE_RANK_SCORE_H
#define ITER8_DECIDE_RANK_SCORE_H

#include "statistics/rank_classify.h"

#include <stddef.h>
#include <stdint.h>

typedef struct iter8__rank_metric {
    iter8__rank_class found;
    int is_critical;      /* as in iter8__rank_judgement */
    int is_muted;         /* judged, shown, and without any effect */
    const size_t *groups; /* the indices of the groups that it is in; a metric without any counts
                             for critical failures and missing data alone */
    size_t group_count;
} iter8__rank_metric;

/* A group's weight in percent, 0 or more; NaN if it has none. Groups with metrics and no weight
 * share evenly what the others leave of 100, at least 0. Others than these count as 0. */
typedef struct iter8__rank_scoring {
    const iter8__rank_metric *metrics;
    size_t metric_count;
    const double *weights; /* by group */
    size_t group_count;
    double pass;              /* the least score that passes, Kayenta's examples have 95 */
    double marginal;          /* the least one that is marginal, 75 there */
    double most_without_data; /* the part of all metrics without data that makes the score 0, above
                                 0; Kayenta's is 0.5 */
    int ignore_errors;        /* errors count nowhere, Kayenta's way */
} iter8__rank_scoring;

typedef enum iter8__rank_outcome {
    ITER8__RANK_OUTCOME_PASS = 1,
    ITER8__RANK_OUTCOME_MARGINAL,
    ITER8__RANK_OUTCOME_FAIL,
    ITER8__RANK_OUTCOME_UNDECIDED, /* it hangs on metrics that are not decided */
} iter8__rank_outcome;

#define ITER8__RANK_NO_METRIC SIZE_MAX

typedef struct iter8__rank_score {
    iter8__rank_outcome outcome;
    double lowest;       /* the score if all that is undecided fails */
    double highest;      /* the score if all of it passes; the same where nothing is undecided */
    int is_without_data; /* too many metrics have no data, or there are none */
    size_t metric; /* why it is not a pass: the first critical failure, else the failure that costs
                      most points; of an undecided outcome the undecided metric that may cost most.
                      ITER8__RANK_NO_METRIC where it is none's doing */
} iter8__rank_score;

iter8__rank_score iter8__rank_score_of(const iter8__rank_scoring *scoring);

/* The score of one group, with what is undecided as failures; -1 where no metric of it counts. */
double iter8__rank_group_score(const iter8__rank_scoring *scoring, size_t group);

#endif
