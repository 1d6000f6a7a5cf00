/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Whether documents are right, each by itself and together, before anything is run.
 */
#ifndef ITER8_CHECK_H
#define ITER8_CHECK_H

#include "iter8/diagnostics.h"
#include "iter8/document.h"
#include "iter8/experiment.h"
#include "iter8/export.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Checks a document as what it is, and against those it is given with. @since 0.1.0
 *
 * An Experiment, Metric or Scenario must be valid; of any other kind of Iter8's API versions there
 * is none. Whatever is no Experiment to be analysed must say its apiVersion and kind. The same
 * object (apiVersion, kind, namespace, name) must not stand before it. Where Metrics are given,
 * every Experiment's metrics must be among them, or stand in its status or be built in; where none
 * is, they may be kept elsewhere, and iter8_experiment_has_metric() says what is missing. An object
 * that holds a version's weight for one of the Experiments must hold one that can be used. A
 * version whose object is not given is warned of where another one's kind and name are nearly the
 * same. A Metric's `urlTemplate` must begin with http:// or https://, a host and a port that is
 * one, as far as it has no placeholders there. Where Experiments are given, a Metric's `mock`
 * values for versions that none of them has are warned of.
 *
 * @param documents    all documents, in their order; borrowed for the call.
 * @param count        of @p documents.
 * @param index        of the one to be checked.
 * @param options      how Experiments are read; NULL for the defaults.
 * @param diagnostics  takes all problems, with places in that document; may be NULL.
 * @return 0; #ITER8_ERR_INVALID (the diagnostics say why); #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT,
 *   #ITER8_ERR_STRUCT_SIZE.
 */
ITER8_API ITER8_NODISCARD int iter8_document_check(iter8_document *const *documents, size_t count,
                                                   size_t index,
                                                   const iter8_experiment_options *options,
                                                   iter8_diagnostics *diagnostics);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_CHECK_H */
