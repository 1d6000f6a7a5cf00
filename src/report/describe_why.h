/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * describe_why.h - why the last decision is what it is, as lines of text.
 */
#ifndef ITER8_REPORT_DESCRIBE_WHY_H
#define ITER8_REPORT_DESCRIBE_WHY_H

#include "base/text.h"
#include "experiment/experiment.h"

/* The weight decided for each version, and what held it there; nothing where no weight was decided
 * by this library, or none is written. Without memory the text fails. */
void iter8__describe_weights(const iter8_experiment *experiment, iter8__text *text);

/* The smallest change of one measurement that would have made another winner; nothing where there
 * is none. Without memory the text fails. */
void iter8__describe_counterfactual(const iter8_experiment *experiment, iter8__text *text);

#endif
