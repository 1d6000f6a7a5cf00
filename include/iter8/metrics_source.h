/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief A metrics source: the callback that answers what a metric's value is for a version now.
 *
 * It is called on the caller's thread inside iter8_reconcile() (reconcile.h), and must not use the
 * experiment but for reading.
 */
#ifndef ITER8_METRICS_SOURCE_H
#define ITER8_METRICS_SOURCE_H

#include "iter8/experiment.h"
#include "iter8/export.h"
#include "iter8/metric.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A question to the metrics source: this metric's value for this version, now. */
typedef struct iter8_question {
    size_t struct_size; /**< sizeof(iter8_question) in the library */
    /** The same number means the same question asked again, because its answer was pending. */
    uint64_t ticket;
    int64_t now_ns;                     /**< nanoseconds since 1970: the time of the iteration */
    const iter8_experiment *experiment; /**< borrowed for the call */
    const char *metric;                 /**< its name, as the experiment writes it */
    const char *version;                /**< its name */
    uint32_t metric_index;
    uint32_t version_index;
    int64_t elapsed_s; /**< whole seconds since the experiment's start, at least 1 */
} iter8_question;

/**
 * Where values come from. Give it to a host by its address; libiter8-backends has a ready-made one
 * (iter8_http_source_metrics_source()).
 */
typedef struct iter8_metrics_source {
    /** sizeof(iter8_metrics_source). */
    size_t struct_size;
    /** Handed to @c measure. */
    void *user_data;
    /** Answers a question by filling @p answer, which comes as an absent value. Returns #ITER8_OK,
     *  #ITER8_PENDING (the same question comes again), or a negative number: that counts as
     *  #ITER8_VALUE_ERROR, the value is missing and the experiment goes on. All questions of an
     *  iteration are asked before any is asked again, so their answers can be fetched at once.
     *  NULL: as no metrics source. */
    int32_t (*measure)(const iter8_question *question, iter8_measurement *answer, void *user_data);
} iter8_metrics_source;

/**
 * Answers a question as iter8_reconcile() does when the Metric has `spec.mock`; for hosts that show
 * what a metric gives. @since 0.1.0
 * @param seed         as iter8_host::seed.
 * @param[out] answer  its @c struct_size is set by the caller; absent for a version without a
 * level.
 * @return 0; #ITER8_ERR_NO_METRIC (it is no mock), #ITER8_ERR_NO_VERSION, #ITER8_ERR_ARGUMENT.
 */
ITER8_API int32_t iter8_question_mock(const iter8_question *question, uint64_t seed,
                                      iter8_measurement *answer);

/**
 * The same for a built-in metric, which is computed from the histograms in the status. @since 0.1.0
 * @return as iter8_question_mock(); #ITER8_ERR_NO_METRIC: it is not built in.
 */
ITER8_API int32_t iter8_question_builtin(const iter8_question *question, iter8_measurement *answer);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_METRICS_SOURCE_H */
