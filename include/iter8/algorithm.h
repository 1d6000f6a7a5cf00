/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Weight algorithms: facts about each version in, wanted shares of the traffic out.
 *
 * The annotation `iter8.tools/weight-algorithm` (of the experiment or of the host's defaults) names
 * the one that an experiment uses:
 *
 * - `progressive` (the default): all to the best versions, as Iter8 v2;
 * - `bayesian-progressive`, `top_2`, `uniform`: by the probability to be the best, to be among the
 *   best two, and evenly between those that may take part, as Iter8 v1, but exactly;
 * - `check-and-increment`, `epsilon-greedy`, `posterior-routing`, `optimistic-routing`: those of
 *   Iter8 v0, for one candidate;
 * - `steps`: through the list of `iter8.tools/weight-steps`, which chooses it;
 * - whatever a host brings (#iter8_weight_algorithm, given when the experiment is read).
 *
 * An algorithm only wishes. What comes of it is decided by the guard that stands behind all of
 * them: shares that are not a finite number above 0 count as 0, and they are brought to a sum of
 * 100; the exploration share is spread over all versions; then the limits of the experiment apply
 * and the shares are rounded to whole percent.
 */
#ifndef ITER8_ALGORITHM_H
#define ITER8_ALGORITHM_H

#include "iter8/export.h"
#include "iter8/limit.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a metric measures: `spec.criteria.strength.metrics[].kind`. */
enum iter8_metric_kind {
    ITER8_METRIC_NUMBER = 0,     /**< not said: a number that is taken as it is */
    ITER8_METRIC_PROPORTION = 1, /**< so many of the observations, 0 to 1 */
    ITER8_METRIC_MEAN = 2,       /**< the mean of the observations */
    ITER8_METRIC_QUANTILE = 3    /**< a quantile of the observations */
};

/** What is known of an objective's or a reward's metric for one version. */
typedef struct iter8_criterion_facts {
    size_t struct_size; /**< sizeof(iter8_criterion_facts) in the library */
    double value;       /**< in the metric's units; NaN where there is none */
    double sample_size; /**< observations behind the value; NaN where it is not known */
    double min;         /**< of all versions and iterations so far; NaN where there is none */
    double max;         /**< likewise */
    iter8_limit limits[ITER8_MAX_LIMITS]; /**< of the objective; the baseline has none relative to
                                               itself */
    int32_t limit_count;                  /**< how many of them there are; 0 for a reward */
    int32_t kind;                         /**< one of #iter8_metric_kind */
    int32_t satisfied;                    /**< 1 if the objective is met, else 0; 1 for a reward */
    int32_t reserved;                     /**< 0 */
} iter8_criterion_facts;

/** What is known of a version. */
typedef struct iter8_version_facts {
    size_t struct_size;                      /**< sizeof(iter8_version_facts) in the library */
    const char *name;                        /**< owned by the experiment */
    const iter8_criterion_facts *objectives; /**< read by iter8_weight_facts_objective() */
    const iter8_criterion_facts *reward;     /**< NULL where the experiment has none */
    double weight;     /**< the share of traffic that it has now, in percent */
    int32_t is_best;   /**< 1 if it is among the best versions, else 0 */
    int32_t meets_all; /**< 1 if it meets all objectives (or its failures do not count yet) */
} iter8_version_facts;

/** What an algorithm is asked; all of it is borrowed for the call. */
typedef struct iter8_weight_facts {
    size_t struct_size;                  /**< sizeof(iter8_weight_facts) in the library */
    const iter8_version_facts *versions; /**< read by iter8_weight_facts_version() */
    size_t version_count;
    size_t objective_count;
    const int32_t *steps; /**< of `iter8.tools/weight-steps`, in percent, rising; or NULL */
    size_t step_count;
    int64_t iteration;                      /**< which one this is, from 1 */
    int32_t reward_is_less;                 /**< 1 if less of the reward is better */
    int32_t max_candidate_weight;           /**< percent */
    int32_t max_candidate_weight_increment; /**< percent */
    int32_t reserved;                       /**< 0 */
} iter8_weight_facts;

/**
 * What is known of a version, the baseline first. The structs of the library that a program runs
 * with may be longer than those of the header that it was compiled with, so a list of them is read
 * by a function. @since 0.1.0
 * @return borrowed as @p facts are; NULL past the last.
 */
ITER8_API const iter8_version_facts *iter8_weight_facts_version(const iter8_weight_facts *facts,
                                                                size_t version);

/** What is known of a version's objective, in the order of the experiment's; so too. @since 0.1.0
 *  @return borrowed as @p facts are; NULL past the last of either. */
ITER8_API const iter8_criterion_facts *
iter8_weight_facts_objective(const iter8_weight_facts *facts, size_t version, size_t objective);

/**
 * An algorithm. It must be a pure function of its facts, or decisions cannot be made again.
 *
 * @param facts        what is known.
 * @param[out] shares  one per version, all 0 at first: how the traffic should be split, in any
 * unit.
 * @return 0; anything else: no answer, and all versions stay where they are.
 */
typedef int32_t iter8_weight_function(const iter8_weight_facts *facts, double *shares,
                                      void *user_data);

/** A host's own algorithm; see iter8_experiment_options::algorithms. */
typedef struct iter8_weight_algorithm {
    /** sizeof(iter8_weight_algorithm); the same in all of a list. */
    size_t struct_size;
    /** As the annotation names it; copied. A name of the library's own is replaced by it. */
    const char *name;
    iter8_weight_function *want; /**< called inside iter8_analyze() and iter8_reconcile() */
    void *user_data;             /**< handed to it; borrowed as long as the experiment lives */
    /** Percent of the traffic that is spread evenly over all versions, 0 to 100, unless the
     *  annotation `iter8.tools/exploration-percent` says otherwise. */
    double exploration_percent;
} iter8_weight_algorithm;

#ifdef __cplusplus
}
#endif

#endif /* ITER8_ALGORITHM_H */
