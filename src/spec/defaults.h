/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * defaults.h - what a host says for all its experiments: a document in the form of an Experiment.
 *
 * It is a document of its own, with places of its own: its problems are reported once, before those
 * of the experiment. What it says is then taken over in two steps, since annotations tell how
 * strictly everything else is read.
 */
#ifndef ITER8_SPEC_DEFAULTS_H
#define ITER8_SPEC_DEFAULTS_H

#include "decode/decoder.h"
#include "spec/spec.h"

/* Reports what is wrong with the defaults, which may be NULL. Returns 0, ITER8_ERR_INVALID or
 * ITER8_ERR_NOMEM. */
int iter8__defaults_report(const iter8_document *defaults, int strict,
                           iter8_diagnostics *diagnostics, iter8__arena *arena);

/* Take over the annotations, and spec.criteria.strength for the objectives that @p spec has, of
 * defaults that were reported; @p decoder is the experiment's. */
void iter8__defaults_annotations(iter8__decoder *decoder, const iter8_document *defaults,
                                 iter8__spec *spec);
void iter8__defaults_strength(iter8__decoder *decoder, const iter8_document *defaults,
                              iter8__spec *spec);

#endif
