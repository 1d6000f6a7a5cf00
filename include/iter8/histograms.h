/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Iter8's built-in metrics, computed from what the load generator Fortio measured.
 *
 * Their Metrics say `provider: iter8`, or there are none and the names tell:
 *
 * | metric | value, for each version |
 * |---|---|
 * | `iter8-system/request-count` | `DurationHistogram.Count` |
 * | `iter8-system/error-count` | sum of `RetCodes` from 400 up |
 * | `iter8-system/error-rate` | error-count / request-count |
 * | `iter8-system/mean-latency` | milliseconds: 1000 * `Sum` / `Count` |
 * | `iter8-system/latency-95th-percentile`, or any other from 0 to 100 | milliseconds: the least x
 *   with F(x) >= p / 100 * F(infinity), where F counts the observations up to x, those of a bucket
 *   of `Data` spread evenly from its `Start` to its `End` |
 *
 * Without requests the rate and the latencies are absent. The library answers for these metrics
 * itself, in iter8_reconcile() and, where the status has no value yet, in iter8_analyze(). The
 * histograms stand in the status, `analysis.aggregatedBuiltinHists`, where Iter8's task
 * `metrics/collect` puts them; these functions do what that task does. Save the experiment
 * afterwards. They may be called while iter8_reconcile() calls back `run_action`, but from no other
 * callback. One that is broken in a status that is read is a warning; its values are absent.
 */
#ifndef ITER8_HISTOGRAMS_H
#define ITER8_HISTOGRAMS_H

#include "iter8/diagnostics.h"
#include "iter8/document.h"
#include "iter8/experiment.h"
#include "iter8/export.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Puts histograms in the place of all that are there. @since 0.1.0
 *
 * @param histograms   a mapping from names of versions to Fortio's results, of which
 *   `DurationHistogram` (`Count`, `Sum` and `Data`, a list of `Start`, `End`, `Count`; in seconds)
 *   and `RetCodes` are used; numbers may be quantities as texts. Copied.
 * @param now_ns       when they were collected, nanoseconds since 1970.
 * @param diagnostics  takes all problems, each with field path, line and column; may be NULL.
 * @return 0; #ITER8_ERR_INVALID (the diagnostics say why), #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT.
 *   After an error the experiment is as it was.
 */
ITER8_API ITER8_NODISCARD int iter8_experiment_set_histograms(iter8_experiment *experiment,
                                                              const iter8_document *histograms,
                                                              int64_t now_ns,
                                                              iter8_diagnostics *diagnostics);

/**
 * Adds one result to what is there of a version: counts and sums are added up, the buckets stand
 * behind those before. @since 0.1.0
 *
 * @param result  what `fortio load -json` writes; what is not used (see above) is left out.
 * @return as iter8_experiment_set_histograms(), also #ITER8_ERR_NO_VERSION; #ITER8_ERR_INVALID also
 *   where what is there of the version is malformed.
 */
ITER8_API ITER8_NODISCARD int iter8_experiment_add_histogram(iter8_experiment *experiment,
                                                             const char *version,
                                                             const iter8_document *result,
                                                             int64_t now_ns,
                                                             iter8_diagnostics *diagnostics);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_HISTOGRAMS_H */
