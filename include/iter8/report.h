/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Experiments for people to read.
 */
#ifndef ITER8_REPORT_H
#define ITER8_REPORT_H

#include "iter8/experiment.h"
#include "iter8/export.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Describes an experiment as `iter8ctl describe` does: overview, progress, and once an iteration is
 * complete the winner, rewards, objectives and metrics. @since 0.1.0
 * @return as iter8_document_write().
 */
ITER8_API ITER8_NODISCARD int iter8_describe(const iter8_experiment *experiment, char *buffer,
                                             size_t capacity, size_t *length);

/**
 * Makes an HTML page of an experiment: verdicts, traffic and metrics over time as charts, each with a
 * table. One file that loads nothing, with inline SVG and without scripts; all that the experiment
 * says is escaped. @since 0.1.0
 *
 * It tells what the history holds (history.h), or else the last iteration. Beyond a few hundred
 * iterations it shows every so many-th, and those that changed a verdict or the winner.
 * @return as iter8_document_write().
 */
ITER8_API ITER8_NODISCARD int iter8_report_experiment(const iter8_experiment *experiment,
                                                      char *buffer, size_t capacity,
                                                      size_t *length);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_REPORT_H */
