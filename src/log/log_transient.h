/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * log_transient.h - what a process remembers of an experiment beside its status (struct
 * iter8__transient), written and read, so that a replay can go on in the middle of a life.
 */
#ifndef ITER8_LOG_LOG_TRANSIENT_H
#define ITER8_LOG_LOG_TRANSIENT_H

#include "base/text.h"
#include "document/node.h"
#include "experiment/experiment.h"

/* Adds what is remembered, as a mapping without its brackets; the experiment was reconciled. */
void iter8__log_process_write(const iter8_experiment *experiment, iter8__text *text);

/* Lets an experiment that was just read remember it. Returns 0, ITER8_ERR_NOMEM, ITER8_ERR_INVALID
 * for what was not written so. */
int iter8__log_process_read(const iter8__node *process, iter8_experiment *experiment);

#endif
