/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * change.h - an experiment that judges something else than in the iterations before.
 */
#ifndef ITER8_EXPERIMENT_CHANGE_H
#define ITER8_EXPERIMENT_CHANGE_H

#include "experiment/experiment.h"

/* Compares what is judged with what was, when a status is read, and warns of a change. As the
 * policy says, the experiment is made to start over, with all traffic at the baseline; or to end,
 * likewise; or it goes on. status.memory.changed says so until it is told. Returns 1 when the
 * status that was read counts no longer. */
int iter8__change_settle(iter8__decoder *decoder, iter8_experiment *experiment);

/* "target, versions": a bit for each part, the lowest first. */
void iter8__change_parts_write(int32_t parts, iter8__text *text);
int32_t iter8__change_parts_read(const char *text);

#endif
