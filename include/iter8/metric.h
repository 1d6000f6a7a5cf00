/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Metrics: an Iter8 `Metric`, and what was measured.
 *
 * A host that measures in its own way needs only #iter8_measurement. A host that wants Iter8's
 * Metric resources adds them to the experiment; each question that iter8_reconcile() then asks can
 * be rendered as an HTTP request (iter8/query.h). The library sends nothing. Metrics with
 * `spec.mock` and built-in ones (histograms.h) are answered by the library itself.
 */
#ifndef ITER8_METRIC_H
#define ITER8_METRIC_H

#include "iter8/diagnostics.h"
#include "iter8/document.h"
#include "iter8/experiment.h"
#include "iter8/export.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What came of asking for a value. */
enum iter8_value_state {
    ITER8_VALUE_ABSENT = 0,   /**< there is no value, such as no requests yet */
    ITER8_VALUE_PRESENT = 1,  /**< a finite number */
    ITER8_VALUE_NAN = 2,      /**< not a number, such as a ratio of zeros */
    ITER8_VALUE_INFINITE = 3, /**< an infinity */
    ITER8_VALUE_ERROR = 4     /**< the metrics source failed */
};

/** One metric's value for one version. All zero is an absent value. */
typedef struct iter8_measurement {
    /** sizeof(iter8_measurement). */
    size_t struct_size;
    /** In the metric's units; meaningful only when @c state says present. */
    double value;
    /** Why there is no value, one line, or NULL; borrowed for the call, copied (its first bytes).
     */
    const char *reason;
    /** One of #iter8_value_state. A present value that is not finite counts as what it is. */
    int32_t state;
    int32_t reserved; /**< 0 */
} iter8_measurement;

/**
 * Adds an Iter8 Metric resource to an experiment; it is copied into `status.metrics` once, as Iter8
 * does: one that is there already stands, but for one whose secrets were not kept. @since 0.1.0
 *
 * What is secret in it is not written with the experiment: `***` stands for the user in its URL,
 * parameters such as `api_key`, and fixed values of headers other than Accept and Content-Type.
 *
 * A metric that the experiment does not name is passed over, so a host may add all it has. A metric
 * named as sample size must be added after the one that names it, or the set is added twice.
 *
 * @param diagnostics  takes all problems, each with field path, line and column; may be NULL.
 * @return 0; #ITER8_ERR_INVALID (the diagnostics say why), #ITER8_ERR_KIND, #ITER8_ERR_NOMEM,
 *   #ITER8_ERR_ARGUMENT, #ITER8_ERR_BUSY.
 */
ITER8_API ITER8_NODISCARD int iter8_experiment_add_metric(iter8_experiment *experiment,
                                                          const iter8_document *metric,
                                                          iter8_diagnostics *diagnostics);

/** 1 if a metric of the experiment, by index, has its whole Metric resource or needs none because
 * it is built in (histograms.h); else 0. @since 0.1.0 */
ITER8_API int32_t iter8_experiment_has_metric(const iter8_experiment *experiment, size_t metric);

/** Checks a Metric resource. @since 0.1.0 @return as iter8_experiment_add_metric(). */
ITER8_API ITER8_NODISCARD int iter8_metric_check(const iter8_document *metric,
                                                 iter8_diagnostics *diagnostics);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_METRIC_H */
