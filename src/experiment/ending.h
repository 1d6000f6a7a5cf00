/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * ending.h - how an experiment ends (enum iter8_ending), as a value.
 *
 * Of an experiment that this library has run the conditions and the state say it. Iter8's own
 * controller says it in the last message alone, which is understood once, when a status is read.
 */
#ifndef ITER8_EXPERIMENT_ENDING_H
#define ITER8_EXPERIMENT_ENDING_H

#include "experiment/experiment.h"

/* What Iter8's controller says of an experiment that is over. */
#define ITER8__SAYS_ROLLED_BACK "Experiment rolled back"
#define ITER8__SAYS_FAILED      "Experiment failed"

/* The ending that the message of the condition Completed tells; ITER8_ENDING_NONE for others. */
int32_t iter8__ending_told(const iter8__status *status);

/* Whether the baseline has all traffic because the candidates were given up. */
int iter8__ending_gives_back(int32_t ending);

#endif
