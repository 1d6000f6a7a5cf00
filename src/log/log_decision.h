/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * log_decision.h - what an iteration decided, as a member of a line.
 */
#ifndef ITER8_LOG_LOG_DECISION_H
#define ITER8_LOG_LOG_DECISION_H

#include "base/text.h"
#include "experiment/experiment.h"

/* Adds "iteration":{...} of an experiment that has just completed one. */
void iter8__log_decision(const iter8_experiment *experiment, iter8__text *line);

#endif
