/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Deciding: from measurements to verdicts, a winner and weights. A pure function.
 *
 * The decisions are those of Iter8 v2: a version meets an objective when its value lies within the
 * limits (which count as within), which may also be multiples of the baseline's value
 * (`spec.criteria.strength.relativeLimits`); the winner follows from the testing pattern; 90 % of
 * the traffic goes to the best versions (to the baseline when there is none) and 10 % is spread
 * evenly over all, so that each can be measured. Then the limits of `spec.strategy.weights` apply
 * and the shares are rounded to whole percent by largest remainder.
 */
#ifndef ITER8_ANALYSIS_H
#define ITER8_ANALYSIS_H

#include "iter8/experiment.h"
#include "iter8/export.h"
#include "iter8/metric.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What was decided, and why; opaque. Never changes after it is made. */
typedef struct iter8_analysis iter8_analysis;

/** Why an objective counts as met or not. */
enum iter8_verdict_reason {
    ITER8_VERDICT_WITHIN = 1,         /**< met: the value lies within the limits */
    ITER8_VERDICT_ABOVE = 2,          /**< not met: above the upper limit */
    ITER8_VERDICT_BELOW = 3,          /**< not met: below the lower limit */
    ITER8_VERDICT_NO_METRIC = 4,      /**< not met: nothing is known of the metric */
    ITER8_VERDICT_NO_VALUE = 5,       /**< not met: the metric has no entry for the version */
    ITER8_VERDICT_NOT_A_VALUE = 6,    /**< not met: there is an entry, but no finite number */
    ITER8_VERDICT_NO_LIMITS = 7,      /**< met: the objective has no limits and there is a value */
    ITER8_VERDICT_ABOVE_BASELINE = 8, /**< not met: above so many times the baseline's value */
    ITER8_VERDICT_BELOW_BASELINE = 9, /**< not met: below so many times the baseline's value */
    ITER8_VERDICT_NO_BASELINE = 10    /**< not met: the baseline has no value to compare with */
};

/** Why there is this winner, or none. */
enum iter8_winner_reason {
    ITER8_WINNER_CANDIDATE_MEETS_ALL = 1, /**< canary: the candidate meets all objectives */
    ITER8_WINNER_BASELINE_ONLY = 2,       /**< canary: the baseline does, the candidate does not */
    ITER8_WINNER_NONE_MEETS_ALL = 3,      /**< no version meets all objectives */
    ITER8_WINNER_BASELINE_MEETS_ALL = 4,  /**< conformance: the version meets all objectives */
    ITER8_WINNER_BEST_REWARD = 5,         /**< A/B, A/B/N: one version has the best reward */
    ITER8_WINNER_TIE = 6,                 /**< A/B, A/B/N: several have the same best reward */
    ITER8_WINNER_NO_REWARD_VALUES = 7,    /**< A/B, A/B/N: no eligible version has a reward value */
    ITER8_WINNER_NO_REWARD = 8,           /**< A/B, A/B/N without a reward */
    ITER8_WINNER_NO_OBJECTIVES = 9,       /**< canary: there is no objective to be met */
    ITER8_WINNER_TOO_SOON = 10            /**< all objectives are met, but not yet in as many
                                           *   iterations in a row as `strength.metFor` asks */
};

/** What held a version's weight where it is. */
enum iter8_weight_reason {
    ITER8_WEIGHT_WANTED = 1,         /**< as wanted, rounded */
    ITER8_WEIGHT_MAX = 2,            /**< held at `maxCandidateWeight` */
    ITER8_WEIGHT_INCREMENT = 3,      /**< held by `maxCandidateWeightIncrement` */
    ITER8_WEIGHT_REMAINDER = 4,      /**< the baseline takes what the candidates may not */
    ITER8_WEIGHT_NOT_APPLICABLE = 5, /**< conformance: there is one version */
    ITER8_WEIGHT_ROLLBACK = 6,       /**< a rollback gives the traffic to the baseline */
    ITER8_WEIGHT_STEP = 7,           /**< held by the next one of the weight steps */
    ITER8_WEIGHT_HELD = 8,           /**< left where it is: no value is fresh, or a failure does not
                                      *   yet count, or a spent budget says hold */
    ITER8_WEIGHT_NO_ROOM = 9,        /**< held candidates leave no more to those that rise */
    ITER8_WEIGHT_FAILING = 10,       /**< fallen back: it does not meet its objectives */
    ITER8_WEIGHT_UNKNOWN = 11,       /**< held at what is explored: there is no verdict yet */
    ITER8_WEIGHT_LOST = 12           /**< held at half: it has not won in the last iteration */
};

/** The verdict on one objective for one version. */
typedef struct iter8_verdict {
    /** Set by the caller to sizeof(iter8_verdict). */
    size_t struct_size;
    double value;      /**< in the metric's units; NaN where there is none */
    int32_t satisfied; /**< 1 or 0 */
    int32_t reason;    /**< one of #iter8_verdict_reason */
    /** 1 if the value lies outside its limits and the objective's failure budget is spent, as it is
     *  by the first failure where the experiment gives no budget; else 0. Where
     *  `missing-rolls-back` is asked for, a missing value is a failure as well. */
    int32_t budget_spent;
    /** 1 if the value lies outside its limits, which does not count yet, and the objective was met
     *  before: it still is, as far as the winner is concerned; else 0. */
    int32_t within_budget;
} iter8_verdict;

/** The winner. */
typedef struct iter8_winner {
    /** Set by the caller to sizeof(iter8_winner). */
    size_t struct_size;
    int32_t found;   /**< 1 or 0 */
    int32_t version; /**< its index, or -1 */
    int32_t reason;  /**< one of #iter8_winner_reason */
    /** For how many iterations in a row the winner has met all of its objectives; values that are
     *  carried forward and failures that do not count neither add to it nor end it. 0 where there
     *  is no winner or no objective, or where it is not known. */
    int32_t met_for;
} iter8_winner;

/**
 * What the measurements let one believe of an objective for a version, as in Iter8 v1. A proportion
 * or a mean (`spec.criteria.strength.metrics[].kind`) whose number of observations n is known has a
 * distribution: Beta(0.1 + v n, 0.1 + n - v n) for a proportion v, Normal with the variance
 * w / (1 + n) for a mean v, where w is the range of all values of the metric so far. Anything else
 * is taken for what it says. Probabilities are right to 1e-9 and the same each time.
 */
typedef struct iter8_belief {
    /** Set by the caller to sizeof(iter8_belief). */
    size_t struct_size;
    double mean;   /**< in the metric's units; NaN where there is no value; so the next two */
    double low;    /**< the lower end of the 95 % credible interval */
    double high;   /**< its upper end */
    double chance; /**< the probability that the objective is met, 0 to 1; 0 without a value */
} iter8_belief;

/** How a version stands against the others. */
typedef struct iter8_chances {
    /** Set by the caller to sizeof(iter8_chances). */
    size_t struct_size;
    double meets_all; /**< the probability that it meets all objectives, 0 to 1 */
    /** The probability that it has the best reward of those that meet all objectives, as a part of
     *  the sum over all versions; without a reward a later version is better. */
    double wins;
} iter8_chances;

/** The smallest change of one measurement that would have made another winner. */
typedef struct iter8_counterfactual {
    /** Set by the caller to sizeof(iter8_counterfactual). */
    size_t struct_size;
    double value;     /**< what was measured, in the metric's units */
    double needed;    /**< what would have made another winner: this, or just beyond it */
    uint32_t metric;  /**< the metric's index */
    uint32_t version; /**< the version's index */
    int32_t winner;   /**< who would have won, or -1: nobody */
    int32_t reserved; /**< 0 */
} iter8_counterfactual;

/** The traffic that one version is to get. */
typedef struct iter8_weight {
    /** Set by the caller to sizeof(iter8_weight). */
    size_t struct_size;
    double wanted;  /**< percent, before the limits */
    double exact;   /**< percent, within the limits, before rounding */
    int32_t weight; /**< percent, whole; all versions' sum to 100 */
    int32_t reason; /**< one of #iter8_weight_reason */
} iter8_weight;

/**
 * Decides. Reads nothing but its arguments. @since 0.1.0
 *
 * @param experiment    its spec, and of its status the current weights (all traffic on the baseline
 *   where it has none). Without `spec.strategy.weights` there is no limit.
 * @param measurements  metric by metric in the order of iter8_experiment_metric_name(), and for
 * each metric version by version; their @c struct_size, the same in all, is the distance from one
 * to the next. NULL: the values in `status.analysis.aggregatedMetrics`, and those of built-in
 *   metrics that it lacks from the histograms there (histograms.h).
 * @param allocator     copied; NULL for malloc.
 * @param[out] out      owned by the caller, release with iter8_analysis_free(). The experiment is
 *   borrowed until then.
 * @return 0; #ITER8_ERR_INVALID when a partial experiment has no testing pattern or no versions;
 *   #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE.
 */
ITER8_API ITER8_NODISCARD int iter8_analyze(const iter8_experiment *experiment,
                                            const iter8_measurement *measurements,
                                            const iter8_allocator *allocator, iter8_analysis **out);

/** Frees an analysis; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_analysis_free(iter8_analysis *analysis);

/** Reads the verdict on an objective for a version. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND. */
ITER8_API ITER8_NODISCARD int iter8_analysis_verdict(const iter8_analysis *analysis, size_t version,
                                                     size_t objective, iter8_verdict *out);

/** Reads the winner. @since 0.1.0 @return 0, #ITER8_ERR_ARGUMENT. */
ITER8_API ITER8_NODISCARD int iter8_analysis_winner(const iter8_analysis *analysis,
                                                    iter8_winner *out);

/** Reads what can be believed of an objective for a version. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND. */
ITER8_API ITER8_NODISCARD int iter8_analysis_belief(const iter8_analysis *analysis, size_t version,
                                                    size_t objective, iter8_belief *out);

/** Reads how a version stands against the others. Computes it for all versions each time; see
 *  bench/bench_bayes.c for what that costs. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND. */
ITER8_API ITER8_NODISCARD int iter8_analysis_chances(const iter8_analysis *analysis, size_t version,
                                                     iter8_chances *out);

/**
 * Finds the smallest change of one measured value that would have made another winner, or none
 * where there is one. Changes are compared relative to the larger of the two values. @since 0.1.0
 *
 * @return 0; #ITER8_ERR_NOT_FOUND: no single value could; #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOMEM.
 */
ITER8_API ITER8_NODISCARD int iter8_analysis_counterfactual(const iter8_analysis *analysis,
                                                            iter8_counterfactual *out);

/** 1 if a version is among the best, which is what the traffic goes to; else 0. @since 0.1.0 */
ITER8_API int32_t iter8_analysis_is_best(const iter8_analysis *analysis, size_t version);

/** Reads the weight of a version. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND. */
ITER8_API ITER8_NODISCARD int iter8_analysis_weight(const iter8_analysis *analysis, size_t version,
                                                    iter8_weight *out);

/**
 * Says in one line why a version stands where it does, such as
 * "iter8-knative/error-rate is 0.048, above its upper limit 0.01". @since 0.1.0
 * @return as iter8_document_write(), #ITER8_ERR_NOT_FOUND.
 */
ITER8_API ITER8_NODISCARD int iter8_analysis_explain(const iter8_analysis *analysis, size_t version,
                                                     char *buffer, size_t capacity, size_t *length);

/**
 * Writes the Analysis as it would stand in `status.analysis`: aggregatedMetrics,
 * versionAssessments, winnerAssessment and weights. @since 0.1.0
 * @return as iter8_document_write().
 */
ITER8_API ITER8_NODISCARD int iter8_analysis_write(const iter8_analysis *analysis, int format,
                                                   char *buffer, size_t capacity, size_t *length);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_ANALYSIS_H */
