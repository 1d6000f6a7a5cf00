/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Deciding: from measurements to verdicts, a winner and weights. A pure function.
 *
 * The decisions are those of Iter8 v2: a version meets an objective when its value lies within the
 * limits (which count as within); the winner follows from the testing pattern; 90 % of the traffic
 * goes to the best versions (to the baseline when there is none) and 10 % is spread evenly over
 * all, so that each can be measured. Then the limits of `spec.strategy.weights` apply and the
 * shares are rounded to whole percent by largest remainder.
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
    ITER8_VERDICT_WITHIN = 1,      /**< met: the value lies within the limits */
    ITER8_VERDICT_ABOVE = 2,       /**< not met: above the upper limit */
    ITER8_VERDICT_BELOW = 3,       /**< not met: below the lower limit */
    ITER8_VERDICT_NO_METRIC = 4,   /**< not met: nothing is known of the metric */
    ITER8_VERDICT_NO_VALUE = 5,    /**< not met: the metric has no entry for the version */
    ITER8_VERDICT_NOT_A_VALUE = 6, /**< not met: there is an entry, but no finite number */
    ITER8_VERDICT_NO_LIMITS = 7    /**< met: the objective has no limits and there is a value */
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
    ITER8_WINNER_NO_OBJECTIVES = 9        /**< canary: there is no objective to be met */
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
    ITER8_WEIGHT_NO_ROOM = 9         /**< held candidates leave no more to those that rise */
};

/** The verdict on one objective for one version. */
typedef struct iter8_verdict {
    /** Set by the caller to sizeof(iter8_verdict). */
    size_t struct_size;
    double value;      /**< in the metric's units; NaN where there is none */
    int32_t satisfied; /**< 1 or 0 */
    int32_t reason;    /**< one of #iter8_verdict_reason */
    /** 1 if the value lies outside its limits and the objective's failure budget is spent, as it is
     *  by the first failure where the experiment gives no budget; else 0. */
    int32_t counts;
    /** 1 if the value lies outside its limits, which does not count yet, and the objective was met
     *  before: it still is, as far as the winner is concerned; else 0. */
    int32_t excused;
} iter8_verdict;

/** The winner. */
typedef struct iter8_winner {
    /** Set by the caller to sizeof(iter8_winner). */
    size_t struct_size;
    int32_t found;    /**< 1 or 0 */
    int32_t version;  /**< its index, or -1 */
    int32_t reason;   /**< one of #iter8_winner_reason */
    int32_t reserved; /**< 0 */
} iter8_winner;

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
