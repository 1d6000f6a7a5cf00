/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * builtin_name.h - which metrics are built in, by their names.
 *
 * They are Iter8's nine, iter8-system/request-count to iter8-system/latency-99th-percentile, and
 * any other percentile: latency-99.9th-percentile.
 */
#ifndef ITER8_EXPERIMENT_BUILTIN_NAME_H
#define ITER8_EXPERIMENT_BUILTIN_NAME_H

#include "experiment/experiment.h"

/* Settles what a metric is. Its resource decides, if that says how to measure: by provider "iter8"
 * or in another way. Else its name does. */
void iter8__builtin_settle(iter8__metric_slot *slot);

#endif
