/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Experiments and simulations for people to read.
 *
 * HTML pages are one file each: inline SVG and a style sheet, no scripts, and nothing is loaded.
 * All that an experiment says is escaped. The same input gives the same bytes.
 */
#ifndef ITER8_REPORT_H
#define ITER8_REPORT_H

#include "iter8/allocator.h"
#include "iter8/diagnostics.h"
#include "iter8/document.h"
#include "iter8/experiment.h"
#include "iter8/export.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Describes an experiment as `iter8ctl describe` does: overview, progress, and once an iteration is
 * complete the winner, the traffic and what held each weight, the smallest change that would have
 * made another winner, rewards, objectives and metrics. @since 0.1.0
 * @return as iter8_document_write().
 */
ITER8_API ITER8_NODISCARD int iter8_describe(const iter8_experiment *experiment, char *buffer,
                                             size_t capacity, size_t *length);

/** How a page is made. Zero in a field means its default. */
typedef struct iter8_report_options {
    /** sizeof(iter8_report_options). */
    size_t struct_size;
    /** Borrowed for the call; NULL for malloc. */
    const iter8_allocator *allocator;
    /** Takes what is wrong with a log or a tally, with its line; may be NULL. */
    iter8_diagnostics *diagnostics;
    /** The host's own weight algorithms, which the experiment of a log may name. */
    const iter8_weight_algorithm *algorithms;
    size_t algorithm_count; /**< of them */
} iter8_report_options;

/**
 * Makes an HTML page of an experiment: verdicts, traffic and metrics over time, as charts and
 * tables.
 * @since 0.1.0
 *
 * It tells what the history holds (history.h), or else the last iteration. Beyond a few hundred
 * iterations it shows every so many-th, and those that changed a verdict or the winner.
 * @return as iter8_document_write().
 */
ITER8_API ITER8_NODISCARD int iter8_report_experiment(const iter8_experiment *experiment,
                                                      char *buffer, size_t capacity,
                                                      size_t *length);

/**
 * Makes an HTML page of a decision log (log.h): as iter8_report_experiment(), but with all
 * iterations and events of the last run of the experiment that the log ends with. @since 0.1.0
 *
 * @param log          lines of a decision log, not necessarily ended by a zero; the last one may be
 *   cut off.
 * @param log_length   bytes of @p log.
 * @param options      NULL for the defaults.
 * @return as iter8_document_write(); #ITER8_ERR_SYNTAX: a line is no JSON; #ITER8_ERR_KIND: no
 *   decision log; #ITER8_ERR_VERSION: a newer version wrote it; #ITER8_ERR_INVALID: an experiment
 *   that is not valid; #ITER8_ERR_STRUCT_SIZE.
 */
ITER8_API ITER8_NODISCARD int iter8_report_log(const char *log, size_t log_length,
                                               const iter8_report_options *options, char *buffer,
                                               size_t capacity, size_t *length);

/**
 * Makes an HTML page of simulations: expectations, outcomes with their intervals, the weights of
 * all runs as a fan, what failed first, how long it took and what it cost. @since 0.1.0
 *
 * @param tallies      documents as iter8_simulation_write() or iter8_tally_write() makes them, or
 *   lists of such; a scenario each.
 * @param count        of @p tallies, at least 1.
 * @param options      NULL for the defaults.
 * @return as iter8_document_write(); as iter8_tally_read().
 */
ITER8_API ITER8_NODISCARD int iter8_report_simulations(const iter8_document *const *tallies,
                                                       size_t count,
                                                       const iter8_report_options *options,
                                                       char *buffer, size_t capacity,
                                                       size_t *length);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_REPORT_H */
