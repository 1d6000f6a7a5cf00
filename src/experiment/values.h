/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * values.h - from a host's measurement to a value that can be compared.
 */
#ifndef ITER8_EXPERIMENT_VALUES_H
#define ITER8_EXPERIMENT_VALUES_H

#include "experiment/experiment.h"
#include "experiment/status.h"
#include "iter8/metric.h"

/* Takes over a measurement. A number that is not finite is never a value, whatever its state says;
 * but in Iter8's way an infinity is the largest number there is, as jq makes it. */
void iter8__value_take(const iter8__settings *settings, iter8__value *value,
                       const iter8_measurement *measurement);

/* Completes what was measured: each value's range with that of the earlier ones where @p measured
 * is set, and its number of observations, which is another metric's value, where it is not known.
 */
void iter8__values_complete(const iter8_experiment *experiment, const iter8__decision *earlier,
                            int measured, iter8__decision *analysis);

#endif
