/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * builtin_values.h - the values of metrics that the library computes itself.
 */
#ifndef ITER8_EXPERIMENT_BUILTIN_VALUES_H
#define ITER8_EXPERIMENT_BUILTIN_VALUES_H

#include "experiment/experiment.h"

/* Sets the value of a built-in metric, with the number of requests behind it. */
void iter8__builtin_take(const iter8_experiment *experiment, size_t metric, size_t version,
                         iter8__value *value);

/* Sets those that have no value, if any histograms were collected. */
void iter8__builtin_fill(const iter8_experiment *experiment, iter8__decision *analysis);

#endif
