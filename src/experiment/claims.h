/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * claims.h - a status that is read is input: what it claims is believed only as far as this library
 * could have brought it about.
 *
 * What claims more is told with its place, and forgotten, so that it is decided anew.
 */
#ifndef ITER8_EXPERIMENT_CLAIMS_H
#define ITER8_EXPERIMENT_CLAIMS_H

#include "decide/weight_limits.h"
#include "experiment/experiment.h"

/* Checks what the status of @p root and its annotation say, both decoded already. Nothing is said
 * of a completed experiment, in which nothing more is done. */
void iter8__claims_check(iter8__decoder *decoder, const iter8__node *root,
                         iter8_experiment *experiment);

/* What is wrong with the decided weights of an experiment where @p current is what there is: the
 * sum, or a candidate's limits; and which candidate's, or 0. NULL where nothing is. */
const char *iter8__claims_fault(const iter8_experiment *experiment, const int32_t *current,
                                size_t *version);

/* Whether no candidate is to get anything, which is never wrong. */
int iter8__claims_nothing(const iter8_experiment *experiment);

#endif
