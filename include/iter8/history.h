/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief The last iterations of an experiment: what was measured and what was decided, for reports.
 *
 * The status holds the last iteration alone. An experiment that is read with
 * iter8_experiment_options::history keeps so many: in memory only, so a new process begins anew.
 * Room is made when the experiment is read and when metrics are added; a step allocates nothing.
 *
 * An iteration is named by its age: 0 is the last, 1 the one before it.
 */
#ifndef ITER8_HISTORY_H
#define ITER8_HISTORY_H

#include "iter8/analysis.h"
#include "iter8/experiment.h"
#include "iter8/export.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One iteration. */
typedef struct iter8_past_iteration {
    /** Set by the caller to sizeof(iter8_past_iteration). */
    size_t struct_size;
    int64_t time_ns;   /**< nanoseconds since 1970: when it was measured */
    int32_t iteration; /**< from 1: `status.completedIterations` as it became */
    int32_t winner;    /**< index of the version, or -1 */
} iter8_past_iteration;

/** What was measured of one metric for one version. */
typedef struct iter8_past_value {
    /** Set by the caller to sizeof(iter8_past_value). */
    size_t struct_size;
    double value;     /**< in the metric's units; NaN where there is none */
    int32_t state;    /**< one of #iter8_value_state (metric.h) */
    int32_t reserved; /**< 0 */
} iter8_past_value;

/** The traffic of one version, in percent. */
typedef struct iter8_past_weight {
    /** Set by the caller to sizeof(iter8_past_weight). */
    size_t struct_size;
    int32_t found;   /**< when it was measured, or last known to be there */
    int32_t decided; /**< what it was to become; -1 where nothing is decided (Conformance) */
} iter8_past_weight;

/** The number of iterations that are kept now. @since 0.1.0 */
ITER8_API size_t iter8_history_count(const iter8_experiment *experiment);

/** Reads an iteration. @since 0.1.0 @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND. */
ITER8_API ITER8_NODISCARD int iter8_history_iteration(const iter8_experiment *experiment,
                                                      size_t age, iter8_past_iteration *out);

/**
 * Reads a value. It is absent where the metric was added after the iteration. @since 0.1.0
 * @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND, #ITER8_ERR_NO_METRIC,
 *   #ITER8_ERR_NO_VERSION.
 */
ITER8_API ITER8_NODISCARD int iter8_history_value(const iter8_experiment *experiment, size_t age,
                                                  size_t metric, size_t version,
                                                  iter8_past_value *out);

/** Reads the weights of a version. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND, #ITER8_ERR_NO_VERSION. */
ITER8_API ITER8_NODISCARD int iter8_history_weight(const iter8_experiment *experiment, size_t age,
                                                   size_t version, iter8_past_weight *out);

/**
 * Reads the verdict of an objective on a version, as iter8_analysis_verdict() gave it then.
 * @since 0.1.0
 * @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND.
 */
ITER8_API ITER8_NODISCARD int iter8_history_verdict(const iter8_experiment *experiment, size_t age,
                                                    size_t version, size_t objective,
                                                    iter8_verdict *out);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_HISTORY_H */
